"""A file that somebody sends: its name made plain and its content, weighed before anybody unpacks it.

It is read in memory and forgotten; nothing is written under the name that it came with.
"""

import io
import zipfile

from flask import request

from kennisgraaf.errors import LimitError, QueryError

UNPACKED = 20_000_000  # bytes of a workbook


def read(field: str, what: str) -> tuple[str, bytes]:
    """Return name and content of the file in a form field; what: the sort of file, for who forgot it.

    QueryError: there is none. LimitError: it is a workbook that unpacks to too much.
    """
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        raise QueryError("There is no file.", fix=f"Choose {what}.")
    raw = sent.read()
    _weigh(raw)
    name = sent.filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable())[:100] or "table", raw


def _weigh(raw: bytes) -> None:
    """Refuse a workbook that unpacks to more than the server should read for one request."""
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > UNPACKED:
        what = f"The workbook unpacks to {size / 1e6:.0f} MB; {UNPACKED / 1e6:.0f} MB fit on this page."
        raise LimitError(what, fix="Send only the sheet that it is about, or save it as CSV.", limit="bytes")
