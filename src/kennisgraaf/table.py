"""An answer as plain text in columns, for the terminal."""

import json
import re
import shutil
import textwrap
from typing import Any

from kennisgraaf.namespaces import ID

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def render(body: bytes, width: int = 0) -> str:
    """Return SPARQL results JSON as aligned columns at most width characters wide (default: the terminal's).

    IRIs of our things lose their common beginning; control characters become spaces, so that no text from outside can
    move the cursor.
    """
    answer = json.loads(body)
    if "boolean" in answer:
        return f"{str(answer['boolean']).lower()}\n"
    names = answer["head"]["vars"]
    rows = [[_cell(row.get(name)) for name in names] for row in answer["results"]["bindings"]]
    widths = _widths([names, *rows], width or shutil.get_terminal_size((120, 40)).columns)
    lines = [_row(names, widths), "  ".join("-" * size for size in widths)]
    return "\n".join([*lines, *(_row(row, widths) for row in rows), f"({len(rows)} rows)", ""])


def nothing(body: bytes) -> bool:
    """Tell whether SPARQL results JSON has no rows, or says no."""
    answer = json.loads(body)
    return not answer["boolean"] if "boolean" in answer else not answer["results"]["bindings"]


def _cell(term: dict[str, Any] | None) -> str:
    return _CONTROL.sub(" ", term["value"].removeprefix(ID)) if term else ""


def _widths(rows: list[list[str]], room: int) -> list[int]:
    """Return the width of each column: what it needs, the widest ones cut until all fit."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    room = max(room - 2 * (len(widths) - 1), 8 * len(widths))
    while sum(widths) > room:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _row(cells: list[str], widths: list[int]) -> str:
    """Return one row, its long cells wrapped within their columns."""
    columns = [textwrap.wrap(cell, size) or [""] for cell, size in zip(cells, widths, strict=True)]
    height = max((len(column) for column in columns), default=1)
    padded = [
        [line.ljust(size) for line in column + [""] * (height - len(column))]
        for column, size in zip(columns, widths, strict=True)
    ]
    return "\n".join("  ".join(parts).rstrip() for parts in zip(*padded, strict=True))
