"""Linking what a programme teaches to the things of the graph: from a developer's file to reviewed mappings.

A file goes in as it is (`read`), a sheet for people comes out (`review`), and what they decided comes back as mappings
with their reasons (`decide`). Nothing here decides anything.
"""

from dataclasses import replace
from pathlib import Path

from kennisgraaf.errors import DraftError
from kennisgraaf.linking import codes, lines, objections, rows, table
from kennisgraaf.linking.decision import Decisions, Open, Reviewer, decide, weigh
from kennisgraaf.linking.known import Known, Part, Target, load
from kennisgraaf.linking.review import Suggestion, review
from kennisgraaf.linking.rows import Row, Sheet, told
from kennisgraaf.sheets import Cell
from kennisgraaf.sheets.grids import Grid, Remark, grids
from kennisgraaf.sheets.packing import body

MOST = 5_000  # rows of a file; all of the Netherlands' qualifications of one sector have fewer

__all__ = [
    "Decisions",
    "Known",
    "Open",
    "Part",
    "Remark",
    "Reviewer",
    "Row",
    "Sheet",
    "Suggestion",
    "Target",
    "decide",
    "load",
    "loose",
    "parse",
    "read",
    "review",
    "told",
    "weigh",
]

_TYPED = "text"  # what messages call a text that is no file


def read(path: Path, known: Known | None = None) -> Sheet:
    """Read a file of a developer: CSV, XLSX or plain text of any sort; known is held against it.

    DraftError: it cannot be read, is no such file, or has no row with a process; the message has an example.
    """
    return parse(path.name, body(path), known)


def parse(name: str, raw: bytes, known: Known | None = None) -> Sheet:
    """Return the rows and remarks of a file that is already here; name is what people call it. Errors: as in `read`."""
    found: list[Row] = []
    remarks: list[Remark] = []
    sheets, told_ = grids(name, raw)
    for grid in sheets:
        inside, said = _rows(grid)
        found += inside
        remarks += said
    if not found:
        raise DraftError(rows.text("expected", "en", file=name), fix=rows.text("expected", "fix"))
    if len(found) > MOST:
        what = f"{name} has {len(found):,} rows with a process; at most {MOST:,} are linked at a time."
        raise DraftError(what, fix="Divide it into smaller files.")
    broken = [one for one in told_ if one.kind != "broken" or name.lower().endswith((".csv", ".tsv"))]
    judged, objected = objections.judge(found, known or Known(), name)
    return Sheet(tuple(judged), (*broken, *remarks, *objected))


def loose(text: str, known: Known | None = None) -> Sheet:
    """Return the rows of a text that somebody typed or pasted; without any code each line is a name.

    DraftError: there is nothing in it.
    """
    try:
        return parse(_TYPED, text.encode("utf-8", "replace"), known)
    except DraftError:
        names = [(number, codes.clean(line)) for number, line in enumerate(text.splitlines(), 1)]
        found = tuple(Row(f"{_TYPED}:{number}", name=name) for number, name in names if any(map(str.isalpha, name)))
        if not found:
            raise
        return Sheet(found)


def _rows(grid: Grid) -> tuple[list[Row], list[Remark]]:
    """Return the rows of a sheet: as a table where it has a heading, else line by line."""
    found = table.rows(grid)
    if found and found[0]:
        return found
    inside, remarks = lines.rows(grid.lines or [_joined(row) for row in grid.rows])
    return inside, remarks if inside else [Remark("nothing", grid.name)] if grid.rows else []


def _joined(row: list[Cell]) -> Cell:
    """Return the cells of a row as one line, at the place of the first that says something."""
    said = [cell for cell in row if cell.text.strip()]
    return replace(said[0], text=" ".join(cell.text for cell in said)) if said else Cell("", "")
