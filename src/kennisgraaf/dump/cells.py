"""Cells that a spreadsheet shows and never runs: text that looks like a formula gets an apostrophe before it."""

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def neutral(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV Injection); a plain number stays as it is.

    Apostrophes that were there are counted in, so that taking one off always gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return CSV (RFC 4180) in UTF-8 with a byte order mark, without which Excel takes é for Ã©."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
