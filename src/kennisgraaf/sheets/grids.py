"""Whole sheets as people make them: every visible sheet with all its cells in their places, whatever stands on top.

Unlike a filled-in template (`sheets.read`) nothing is known of the form: the heading may stand anywhere, cells may be
merged, formulas may give the values that a person sees. What is hidden is left out, and what was done is told.
"""

import csv
import io
import re
import xml.parsers.expat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kennisgraaf.errors import DraftError
from kennisgraaf.sheets import Cell, cell_of, letters
from kennisgraaf.sheets.packing import MACROS, members, packed

MOST = 100_000  # cells with a value
_MOST_MARKS = 50_000  # merged ranges, hidden rows and columns
_DELIMITERS = ";,\t|"
_NAMED = 8  # places in one remark
_LOOKED_AT = 50  # lines, to find the delimiter
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


@dataclass(frozen=True)
class Remark:
    """What was found while reading: its kind, its place, and the words that it needs, to be told in any language."""

    kind: str
    place: str
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """A sheet: its name and its rows (empty ones too); lines has the same as plain lines where it was a text."""

    name: str
    rows: list[list[Cell]]
    lines: list[Cell] = field(default_factory=list)


def grids(name: str, raw: bytes) -> tuple[list[Grid], list[Remark]]:
    """Return the visible sheets of a workbook, or the one table that a text is, and remarks. DraftError: no table."""
    return _workbook(name, raw) if packed(name, raw) else _text(name, raw)


def _text(name: str, raw: bytes) -> tuple[list[Grid], list[Remark]]:
    """Read CSV of any encoding and delimiter, or a plain text."""
    text, told = _decoded(name, raw)
    if "\0" in text:
        raise DraftError(f"{name} is no table of text.", fix="Save it as XLSX or as CSV UTF-8.")
    lines = [Cell(f"{name}:{number}", line) for number, line in enumerate(text.splitlines(), 1)]
    hint = re.match(r"sep=(.)\r?\n", text)
    delimiter = hint[1] if hint else _delimiter(lines)
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            rows.append([Cell(f"{name}!{letters(at)}{number}", value) for at, value in enumerate(row)])
    except csv.Error as error:
        told.append(Remark("broken", f"{name}:{reader.line_num}", {"why": str(error)}))
        rows = []
    return [Grid(name, rows[1:] if hint else rows, lines)], told


def _decoded(name: str, raw: bytes) -> tuple[str, list[Remark]]:
    encoding = next((code for mark, code in _BOMS.items() if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _unreadable(name) from error
    try:
        return raw.decode("cp1252"), [Remark("windows", name)]
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> DraftError:
    return DraftError(f"{name} is neither UTF-8, UTF-16 nor Windows-1252.", fix="Save it as CSV UTF-8, or as XLSX.")


def _delimiter(lines: list[Cell]) -> str:
    """Return what stands between the cells: the mark that most of the first lines have, and most often."""
    bare = [re.sub(r'"[^"]*"', "", line.text) for line in lines if line.text.strip()][:_LOOKED_AT]
    return max(
        _DELIMITERS,
        key=lambda mark: (
            sum(mark in line for line in bare),
            sum(map(len, bare)) and sum(line.count(mark) for line in bare),
        ),
    )


def _workbook(name: str, raw: bytes) -> tuple[list[Grid], list[Remark]]:
    """Read every visible sheet of a workbook (ECMA-376)."""
    try:
        told = [Remark("macros", name)] if MACROS in members(raw) else []
        found = list(_Book(raw).grids(told))
    except DraftError:
        raise
    except Exception as error:
        what = f"{name} is no workbook that can be read: {type(error).__name__}"
        raise DraftError(what, fix="Open it in a spreadsheet and save it again as XLSX, or as CSV UTF-8.") from error
    return found, told


class _Book:
    """An open workbook: formulas as such, and the values that they had when it was saved."""

    def __init__(self, raw: bytes) -> None:
        from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - only for workbooks

        self._raw = raw
        reader = ExcelReader(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        reader.read()
        self._book = reader.wb
        self._paths = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
        self._values: Any = None
        self._left = MOST

    def grids(self, told: list[Remark]) -> Iterator[Grid]:
        """Yield each visible sheet; told takes the remarks."""
        for sheet in self._book.worksheets:
            if sheet.sheet_state != "visible":
                told.append(Remark("sheet", sheet.title))
            else:
                with zipfile.ZipFile(io.BytesIO(self._raw)) as archive:
                    marks = _Marks(archive.read(self._paths[sheet.title]))
                yield Grid(sheet.title, list(self._rows(sheet, marks, told)))

    def _rows(self, sheet: Any, marks: "_Marks", told: list[Remark]) -> Iterator[list[Cell]]:
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        hidden = {"row": set[str](), "column": set[str]()}
        formulas: list[str] = []
        for number, row in enumerate(sheet.iter_rows(), 1):
            self._count(sheet.title, row)
            if number in marks.rows:
                hidden["row"] |= {str(number)} if any(cell.value is not None for cell in row) else set()
                yield []
                continue
            cells = []
            for at, cell in enumerate(row):
                if at + 1 in marks.columns and cell.value is not None:
                    hidden["column"].add(letters(at))
                place = f"{sheet.title}!{letters(at)}{number}"
                formulas += [place] if cell.data_type == "f" else []
                cells.append(Cell(place, "") if at + 1 in marks.columns else self._cell(sheet, place, cell))
            yield cells
        told += [Remark(kind, sheet.title, {"which": _some(which)}) for kind, which in hidden.items() if which]
        told += [Remark("formula", formulas[0], {"number": str(len(formulas))})] if formulas else []
        told += [Remark("merged", sheet.title, {"which": _some(marks.merged)})] if marks.merged else []

    def _count(self, title: str, row: Any) -> None:
        self._left -= sum(cell.value is not None for cell in row)
        if self._left < 0:
            fix = "Keep the sheet with the table in a file of its own, or divide it."
            raise DraftError(f"The workbook has more than {MOST:,} filled cells (in {title!r}).", fix=fix)

    def _cell(self, sheet: Any, place: str, cell: Any) -> Cell:
        """Return a cell; of a formula, the value it had when the workbook was saved."""
        if cell.data_type != "f":
            return Cell(place, cell.value) if isinstance(cell.value, str) else cell_of(place, cell)
        if self._values is None:
            from openpyxl import load_workbook  # noqa: PLC0415 - only for workbooks with formulas

            book = load_workbook(io.BytesIO(self._raw), read_only=True, data_only=True, keep_links=False)
            self._values = {
                (one.title, cell.row, cell.column): cell
                for one in book.worksheets
                for row in one.iter_rows()
                for cell in row
                if cell.value is not None
            }
        saved = self._values.get((sheet.title, cell.row, cell.column))
        return cell_of(place, saved) if saved else Cell(place, "", "a formula without a value")


class _Marks:
    """What the XML of a sheet says beside its cells: hidden rows and columns (1-based), merged ranges."""

    def __init__(self, xml_text: bytes) -> None:
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.merged: list[str] = []
        parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(xml_text, True)  # noqa: FBT003 - takes no names

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row" and given.get("hidden") in ("1", "true"):
            self.rows.add(int(given.get("r", "0")))
        elif name == "col" and given.get("hidden") in ("1", "true"):
            self.columns |= set(range(int(given["min"]), min(int(given["max"]), 16_384) + 1))
        elif name == "mergeCell":
            self.merged.append(given.get("ref", ""))
        if len(self.rows) + len(self.merged) > _MOST_MARKS:
            raise DraftError("The sheet has too many hidden rows or merged cells.", fix="Make a plain table of it.")

    def _refuse(self, *_: Any) -> None:
        raise DraftError("The workbook has a document type, which no spreadsheet writes.", fix="Save it again.")


def _some(which: Any) -> str:
    """Return the first few names, in the order of people."""
    ordered = sorted(which, key=lambda name: (len(name), name)) if isinstance(which, set) else list(which)
    return ", ".join(ordered[:_NAMED]) + (f" (+{len(ordered) - _NAMED})" if len(ordered) > _NAMED else "")
