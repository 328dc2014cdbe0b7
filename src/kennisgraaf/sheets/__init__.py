"""Sheets: tables that people fill in with a spreadsheet, as rows of texts with the place of each cell.

A file from outside is weighed before it is opened: a workbook is a zip, and a small zip can hold a huge sheet. Formulas
are never computed and macros never run; what is hidden is not read.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kennisgraaf.errors import DraftError

LARGEST = 50_000_000  # bytes of the file, and of all that is packed in it
_RATIO, _PLAIN, _ROWS = 200, 1_000_000, 200_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old and encrypted Office files begin
_DELIMITERS = ";,\t"


@dataclass(frozen=True)
class Cell:
    """A text and its place as people know it ("Blad1!C7"); fault says why it cannot be read, "" if it can."""

    place: str
    text: str
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """The heading and the rows of a table; told has remarks for who gave it."""

    heading: list[Cell]
    rows: list[list[Cell]]
    told: tuple[str, ...] = ()


def read(path: Path) -> Sheet:
    """Read CSV (delimiter and encoding found out) or XLSX (its first visible sheet); rows without a text are left out.

    Rows whose first cell begins with # are comments. DraftError: too large, broken, encrypted, empty, or no table.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(path, size)
        raw = path.read_bytes()
    except OSError as error:
        what = f"{path.name} cannot be read: {error.strerror}"
        raise DraftError(what, fix="Name a CSV or XLSX file that you may read.") from error
    return parse(path, raw)


def parse(path: Path, raw: bytes) -> Sheet:
    """Read what a file holds, as `read` does; path only names it in messages. DraftError as in read."""
    told, rows = _workbook(path, raw) if raw[:4] == b"PK\x03\x04" or raw[:8] == _OLE else _text(path, raw)
    found = [row for row in rows if any(cell.text or cell.fault for cell in row)]
    if not found:
        raise DraftError(f"{path.name} is empty.", fix="Fill in a table made by `kennisgraaf template`.")
    kept = [row for row in found[1:] if not row[0].text.startswith("#")]
    return Sheet(found[0], kept, tuple(told))


def _too_large(path: Path, size: int) -> DraftError:
    what = f"{path.name} holds {size / 1e6:.0f} MB; a table has at most {LARGEST / 1e6:.0f} MB"
    return DraftError(what, fix="Divide it into smaller files.")


def _text(path: Path, raw: bytes) -> tuple[list[str], list[list[Cell]]]:
    """Read CSV."""
    told: list[str] = []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as error:
            what = f"{path.name} is neither UTF-8 nor Windows-1252"
            raise DraftError(what, fix="Save it as CSV UTF-8 (Excel: save as, CSV UTF-8), or as XLSX.") from error
        told.append(f"{path.name} is not UTF-8; it was read as Windows-1252, so look whether é and ë are right")
    if "\0" in text:
        raise DraftError(f"{path.name} is no table of text.", fix="Save it as CSV UTF-8 or XLSX.")
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[Cell]] = []
    try:
        for number, row in enumerate(reader, 1):
            rows.append([Cell(f"{path.name}!{_letters(at)}{number}", _bare(text)) for at, text in enumerate(row)])
    except csv.Error as error:
        fix = "Close every quote, and write a quote within a text twice."
        raise DraftError(f"{path.name}:{reader.line_num} is no CSV: {error}", fix=fix) from error
    return told, rows


def _bare(text: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from taking a text for a formula (see dump.cells)."""
    stripped = text.lstrip("'")
    return text[1:].strip() if text[:1] == "'" and stripped[:1] in tuple("=+-@\t\r\n＝＋－＠") else text.strip()


def _workbook(path: Path, raw: bytes) -> tuple[list[str], list[list[Cell]]]:
    """Read the first visible sheet of a workbook (ECMA-376)."""
    if raw[:8] == _OLE:
        what = f"{path.name} is encrypted, or of before Excel 2007"
        raise DraftError(what, fix="Take the password off, or save it as XLSX.")
    _weigh(path, raw)
    from openpyxl import load_workbook  # noqa: PLC0415 - only for workbooks

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        told = [f"hidden sheet {sheet.title!r} was not read" for sheet in book.worksheets if sheet not in visible]
        told += [f"sheet {sheet.title!r} was not read: the first one is the table" for sheet in visible[1:]]
        return told, list(_rows(visible[0]))
    except DraftError:
        raise
    except Exception as error:
        what = f"{path.name} is no workbook that can be read: {type(error).__name__}"
        raise DraftError(what, fix="Open it in a spreadsheet and save it again as XLSX, or as CSV UTF-8.") from error


def _weigh(path: Path, raw: bytes) -> None:
    """Refuse a zip that would unpack to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        fix = "Open it in a spreadsheet and save it again as XLSX."
        raise DraftError(f"{path.name} is a broken workbook: {error}", fix=fix) from error
    size = sum(member.file_size for member in members)
    if size > LARGEST:
        raise _too_large(path, size)
    if any(member.file_size > _PLAIN and member.file_size > _RATIO * member.compress_size for member in members):
        raise DraftError(f"{path.name} is packed like a zip bomb.", fix="Save the table again from a spreadsheet.")


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > _ROWS:
            raise DraftError(f"{sheet.title} has more than {_ROWS} rows.", fix="Divide it into smaller files.")
        cells = [_cell(f"{sheet.title}!{_letters(at)}{number}", cell) for at, cell in enumerate(row)]
        if cells:
            yield cells


def _cell(place: str, cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell(place, "", "a formula; a value was expected. Copy the cell and paste it as a value.")
    if cell.data_type == "e":
        return Cell(place, "", f"the error {value} of the spreadsheet. Write a value.")
    if isinstance(value, datetime):
        whole = value.time().isoformat() == "00:00:00"
        return Cell(place, value.date().isoformat() if whole else value.isoformat())
    if isinstance(value, date):
        return Cell(place, value.isoformat())
    if isinstance(value, bool):
        return Cell(place, str(value).lower())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Cell(place, "" if value is None else str(value).strip())


def _letters(at: int) -> str:
    """Return the name of a column: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
