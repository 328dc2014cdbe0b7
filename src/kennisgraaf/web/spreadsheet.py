"""The rows of an answer as an Excel workbook (ECMA-376), for people who go on in a spreadsheet.

Nothing in it can act: every text is written as a text, so "=1+1" stays what it is. Numbers, dates and yes or no become
cells of that kind where Excel holds them exactly, and stay texts where it does not. There is no second CSV for
spreadsheets: the W3C's CSV has each value as it is, for programs, and who opens a spreadsheet gets this form.
"""

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from kennisgraaf.engine import Term
from kennisgraaf.engine.answers import rows
from kennisgraaf.errors import LimitError
from kennisgraaf.namespaces import EXTERNAL

MOST_CELLS = 100_000  # takes us two seconds; Excel itself stops at 1,048,576 rows
MOST_COLUMNS, LONGEST = 16_384, 32_767  # of Excel
_XSD = EXTERNAL["xsd"]
_SIGNED = ("integer", "int", "long", "short", "byte", "nonPositiveInteger", "negativeInteger")
_UNSIGNED = ("nonNegativeInteger", "positiveInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte")
_NUMBERS = {_XSD + name for name in (*_SIGNED, *_UNSIGNED, "gYear", "decimal", "double", "float")}
_NUMBER = re.compile(r"[+-]?(?P<whole>[0-9]+)(\.(?P<fraction>[0-9]*))?(?P<power>[eE][+-]?[0-9]{1,2})?")
_BOOLEANS: dict[str, bool | str] = {"true": True, "1": True, "false": False, "0": False}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXACT = 15  # digits that a number in Excel keeps
_FIRST_DAY = date(1900, 3, 1)  # Excel has a 29 February 1900, so days before this one would be another day
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDE, _NARROW = 60, 10


@dataclass(frozen=True)
class _Styles:
    """How a heading, a date and a moment look; soft stands between the parts of a text."""

    heading: Style
    day: Style
    moment: Style
    soft: Style


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, its columns in their order, and its rows by column."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Term]]


def write(body: bytes, name: str, title: str, about: str, made: datetime) -> bytes:
    """Return SPARQL results JSON as a workbook of one sheet: a heading, then the rows in their order.

    name: of the sheet; the rest as for `book`, with the same errors.
    """
    return book([Sheet(name, json.loads(body)["head"]["vars"], rows(body))], title, about, made)


def book(sheets: Sequence[Sheet], title: str, about: str, made: datetime) -> bytes:
    """Return sheets as a workbook; equal names of sheets get a number.

    title and about: in its properties; made: when the data were, so equal answers are equal bytes.
    LimitError ("rows" or "bytes"): it has more than Excel, or this server, can hold in one.
    """
    for sheet in sheets:
        _check(sheet.columns, sheet.rows)
    output = io.BytesIO()
    with Workbook(output, {"constant_memory": True}) as workbook:
        workbook.set_properties({"title": _text(title), "comments": _text(about), "created": made.replace(tzinfo=None)})
        styles = _Styles(
            workbook.add_format({"bold": True, "bottom": 1}),
            workbook.add_format({"num_format": "yyyy-mm-dd"}),
            workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            workbook.add_format(),
        )
        for name, sheet in zip(_names(sheets), sheets, strict=True):
            _fill(workbook.add_worksheet(name), styles, sheet.columns, sheet.rows)
    return output.getvalue()


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Return a name for each sheet that Excel takes, each another one."""
    found: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        name = _NOT_IN_NAME.sub(" ", sheet.name)[:31].strip("'") or str(number)
        taken = {other.casefold() for other in found}
        found.append(f"{name[:27]} {number}" if name.casefold() in taken else name)
    return found


def _check(names: Sequence[str], found: Sequence[Mapping[str, Term]]) -> None:
    """Refuse what Excel cannot hold whole, and what would keep the server busy."""
    if len(found) * len(names) > MOST_CELLS or len(names) > MOST_COLUMNS:
        most = f"{MOST_CELLS} cells, in {MOST_COLUMNS} columns"
        raise _too_much("rows", f"{len(found)} rows of {len(names)} columns", most)
    for number, row in enumerate(found, 2):
        for name, term in row.items():
            size = len(term.value.encode("utf-16-le", "surrogatepass")) // 2
            if size > LONGEST:
                raise _too_much("bytes", f"{size} characters in row {number}, {name}", f"{LONGEST} in one cell")


def _too_much(limit: str, has: str, most: str) -> LimitError:
    what = f"The answer has {has}; a spreadsheet from here holds {most}."
    return LimitError(what, fix="Ask for CSV, or for one page with page and pageSize.", limit=limit)


def _fill(sheet: Worksheet, styles: _Styles, names: Sequence[str], found: Sequence[Mapping[str, Term]]) -> None:
    for column, name in enumerate(names):
        longest = max((len(row[name].value) for row in found[:100] if name in row), default=0)
        sheet.set_column(column, column, min(_WIDE, max(_NARROW, longest, len(name) + 3)))
    sheet.freeze_panes(1, 0)
    if names:
        sheet.autofilter(0, 0, len(found), len(names) - 1)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, styles.heading)
    for number, row in enumerate(found, 1):
        for column, name in enumerate(names):
            if name in row:
                _write(sheet, styles, (number, column), row[name])


def _write(sheet: Worksheet, styles: _Styles, at: tuple[int, int], term: Term) -> None:
    """Write one term as the kind of cell that holds it exactly."""
    value = _value(term)
    if isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value)
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, styles.moment if isinstance(value, datetime) else styles.day)
    elif value.startswith("<r>") and value.endswith("</r>"):
        # xlsxwriter takes such a text for markup of its own and writes it as it is; in two parts it escapes it.
        sheet.write_rich_string(*at, value[:1], styles.soft, value[1:])
    else:
        sheet.write_string(*at, value)


def _value(term: Term) -> bool | float | date | str:
    """Return the value of a term as Excel knows it, else its text."""
    text = _text(term.value)
    try:
        return _typed(text, term.datatype)
    except ValueError:
        return text


def _typed(text: str, datatype: str) -> bool | float | date | str:
    """Return a value of a datatype; ValueError when the text is none."""
    if datatype == _XSD + "boolean":
        return _BOOLEANS.get(text, text)
    if datatype in {_XSD + "date", _XSD + "dateTime"}:
        return _moment(text, datatype)
    if datatype in _NUMBERS and (number := _NUMBER.fullmatch(text)):
        whole, fraction = number["whole"], (number["fraction"] or "")
        if len((whole + fraction).lstrip("0")) <= _EXACT:
            return int(text) if text.lstrip("+-").isdecimal() else float(text)
    return text


def _moment(text: str, datatype: str) -> date | str:
    """Return a day or a moment; with a time zone or parts of a second, which a cell does not show, it stays a text."""
    if datatype == _XSD + "date":
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        return day if day and day >= _FIRST_DAY else text
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None and moment.date() >= _FIRST_DAY and not moment.microsecond else text


def _text(text: str) -> str:
    """Return a text without the characters that XML has not (XML 1.0, section 2.2), and the rest that nobody sees."""
    return _NOT_SHOWN.sub("", text)
