"""What a file from outside really is, and whether it is safe to open: looked at before anything is unpacked.

A workbook is a zip, and a small zip can hold a huge sheet; a file that has another form than a table says so.
"""

import io
import zipfile
from pathlib import Path

from kennisgraaf.errors import DraftError

LARGEST = 50_000_000  # bytes of the file, and of all that is packed in it
_RATIO, _PLAIN = 200, 1_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old and encrypted Office files begin
_ZIP = b"PK\x03\x04"
_AS_TABLE = "Open it in a spreadsheet and save it as XLSX, or as CSV UTF-8."
_AS_TEXT = "Save it as plain text (.txt), or copy the table into a spreadsheet and save that as XLSX."
_BEGINNINGS = {
    b"%PDF": ("a PDF", _AS_TEXT),
    b"{\\rtf": ("a document in RTF", _AS_TEXT),
    b"<!doctype": ("a web page", _AS_TABLE),
    b"<html": ("a web page", _AS_TABLE),
    b"<?xml": ("XML", _AS_TABLE),
}
_MEMBERS = {
    "word/document.xml": ("a Word document", _AS_TEXT),
    "ppt/presentation.xml": ("a presentation", _AS_TEXT),
    "xl/workbook.bin": ("a workbook in the binary form XLSB", _AS_TABLE),
    "content.xml": ("an OpenDocument file", _AS_TABLE),
}
_STREAMS = {
    "EncryptedPackage": ("is encrypted", "Open it, take the password off, and save it again."),
    "WordDocument": ("is a Word document of before 2007", _AS_TEXT),
    "": ("is encrypted, or a workbook of before Excel 2007 (.xls)", f"Take the password off. {_AS_TABLE}"),
}
MACROS = "xl/vbaProject.bin"


def body(path: Path) -> bytes:
    """Return what a file holds. DraftError: it is too large, or cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(path.name, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        what = f"{path.name} cannot be read: {error.strerror}"
        raise DraftError(what, fix="Name a CSV or XLSX file that you may read.") from error


def packed(name: str, raw: bytes) -> bool:
    """Tell whether a file is a workbook (a zip that may be opened) rather than a text.

    DraftError: it is neither, or too large, broken, encrypted or packed like a zip bomb.
    """
    if len(raw) > LARGEST:
        raise too_large(name, len(raw))
    if raw[:8] == _OLE:
        what, fix = next(told for stream, told in _STREAMS.items() if stream.encode("utf-16-le") in raw)
        raise DraftError(f"{name} {what}.", fix=fix)
    if raw[:4] == _ZIP:
        _weigh(name, raw)
        return True
    begin = raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, (what, fix) in _BEGINNINGS.items():
        if begin.startswith(start.lower()):
            raise DraftError(f"{name} is {what}, no table.", fix=fix)
    return False


def members(raw: bytes) -> set[str]:
    """Return the names of what is packed in a workbook."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return set(archive.namelist())


def too_large(name: str, size: int) -> DraftError:
    """Return the error for a file of so many bytes."""
    what = f"{name} holds {size / 1e6:.0f} MB; a table has at most {LARGEST / 1e6:.0f} MB"
    return DraftError(what, fix="Divide it into smaller files.")


def _weigh(name: str, raw: bytes) -> None:
    """Refuse a zip that would unpack to too much, before anything is unpacked, and one that is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        fix = "Open it in a spreadsheet and save it again as XLSX."
        raise DraftError(f"{name} is a broken workbook: {error}", fix=fix) from error
    size = sum(member.file_size for member in found)
    if size > LARGEST:
        raise too_large(name, size)
    if any(member.file_size > _PLAIN and member.file_size > _RATIO * member.compress_size for member in found):
        raise DraftError(f"{name} is packed like a zip bomb.", fix="Save the table again from a spreadsheet.")
    names = {member.filename for member in found}
    for member, (what, fix) in _MEMBERS.items():
        if member in names and "xl/workbook.xml" not in names:
            raise DraftError(f"{name} is {what}, no workbook that can be read.", fix=fix)
