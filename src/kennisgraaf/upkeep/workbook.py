"""A checked table as a workbook in which nothing can act: every cell is a text."""

import io
import re

from kennisgraaf.errors import LimitError
from kennisgraaf.upkeep.columns import Checked

_LONGEST, _MOST_ROWS, _MOST_COLUMNS = 32_767, 1_048_575, 16_384  # of Excel
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write(found: Checked) -> bytes:
    """Return the table as XLSX (ECMA-376). LimitError: Excel cannot hold it."""
    if len(found.rows) > _MOST_ROWS or len(found.heading) > _MOST_COLUMNS:
        raise LimitError("The table is larger than a workbook can be.", fix="Ask for CSV.", limit="rows")
    from xlsxwriter import Workbook  # noqa: PLC0415 - only for workbooks

    output = io.BytesIO()
    with Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet("links"), book.add_format({"bold": True, "bottom": 1})
        for number, row in enumerate([found.heading, *found.rows]):
            for place, text in enumerate(row):
                _write(sheet, number, place, text, bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(found.rows), len(found.heading) - 1)
        sheet.set_column(0, len(found.heading) - 1, 28)
    return output.getvalue()


def _write(sheet: object, number: int, place: int, text: str, style: object) -> None:
    """Write a text as a text; what Excel has no room for is cut, which only a hostile cell is long enough for."""
    shown = _NOT_SHOWN.sub("", text)[:_LONGEST]
    if shown.startswith("<r>") and shown.endswith("</r>"):
        shown = f"\u200b{shown}"  # else xlsxwriter takes it for markup of its own
    sheet.write_string(number, place, shown, style)  # type: ignore[attr-defined]
