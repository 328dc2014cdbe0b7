"""A table of processes: the heading found wherever it stands and whatever it is called, context carried down.

A cell that is empty takes the value from above, as people mean it when they merge cells or do not repeat themselves;
a task is carried only to processes that its code fits.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from rapidfuzz import fuzz, process

from kennisgraaf.linking import codes
from kennisgraaf.linking.rows import Row, row_of, some
from kennisgraaf.sheets import Cell
from kennisgraaf.sheets.grids import Grid, Remark

_COLUMNS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))["columns"]
_FIELD_OF: dict[str, str] = {word: column for column, words in _COLUMNS.items() for word in words}
_LOOKED_AT, _ALIKE, _LONG = 40, 88, 6
_MOST_HEADING, _LEAST_HEADING = 60, 2  # characters of a heading; columns that make one
_CARRIED = ("number", "file", "qualification", "level", "task", "task_name")
_PARTS = ("code", "name")
_CODES = {"task", "task_code", "process", "process_code", "code"}


def rows(grid: Grid) -> tuple[list[Row], list[Remark]] | None:
    """Return the rows of a sheet and what there is to say; None where no row looks like a heading."""
    found = _heading(grid)
    if not found:
        return None
    table = _Table(grid, *found)
    return list(table.rows()), [*table.remarks, *table.filled()]


def _plain(text: str) -> str:
    letters = normalize("NFKD", codes.clean(text)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _field(text: str) -> str:
    """Return the column that a heading names, "" if none; a slip of the pen is forgiven."""
    plain = _plain(text) if len(text) <= _MOST_HEADING else ""
    if plain in _FIELD_OF or len(plain) < _LONG:
        return _FIELD_OF.get(plain, "")
    alike = process.extractOne(plain, list(_FIELD_OF), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return _FIELD_OF[str(alike[0])] if alike else ""


def _heading(grid: Grid) -> tuple[int, dict[int, str]] | None:
    """Return where the rows below the heading begin, and column → field: of the row with the most columns we know."""
    best: tuple[int, dict[int, str]] | None = None
    for at, row in enumerate(grid.rows[:_LOOKED_AT]):
        fields = {column: _field(cell.text) for column, cell in enumerate(row)}
        named = {column: field for column, field in fields.items() if field}
        below = _below(grid, at, row)
        if below and len(below) >= max(len(named), _LEAST_HEADING):
            best = max(best or (0, {}), (at + 2, below), key=lambda pair: len(pair[1]))
        elif len(named) >= _LEAST_HEADING and _CODES | {"process_name"} & {*named.values()}:
            best = max(best or (0, {}), (at + 1, named), key=lambda pair: len(pair[1]))
    return best if best and {*best[1].values()} & {"process", "process_code", "process_name", "code"} else None


def _below(grid: Grid, at: int, row: list[Cell]) -> dict[int, str]:
    """Return the columns of a heading of two rows ("Werkproces" over "code" and "naam"), {} where it is none."""
    under = grid.rows[at + 1] if at + 1 < len(grid.rows) else []
    parts = {column: _field(cell.text) for column, cell in enumerate(under) if cell.text}
    if not parts or not {*parts.values()} <= {*_PARTS, *_FIELD_OF.values()} or not {*parts.values()} & {*_PARTS}:
        return {}
    found, over = {}, ""
    for column in range(max(len(row), len(under))):
        over = _field(row[column].text) or over if column < len(row) else over
        part = parts.get(column, "")
        field = f"{over}_{part}" if over in ("task", "process") and part in _PARTS else part or over
        if field and (part or (column < len(row) and row[column].text)):
            found[column] = field
    return found


class _Table:
    """Reads the rows below a heading; remarks has what there is to say."""

    def __init__(self, grid: Grid, begin: int, fields: dict[int, str]) -> None:
        self.grid, self.begin = grid, begin
        self.remarks: list[Remark] = []
        self._filled: Counter[str] = Counter()
        self._headings = {field: grid.rows[begin - 1][at] for at, field in fields.items()}
        self._above: dict[str, str] = {}
        self.fields = dict(self._roles(fields))
        self._tell(fields)

    def _tell(self, fields: dict[int, str]) -> None:
        heading = self.grid.rows[self.begin - 1]
        for at, field in fields.items():
            written = heading[at].text
            if _plain(written) not in _FIELD_OF and _field(written):
                self.remarks.append(Remark("heading", heading[at].place, {"written": written, "read": field}))
        left = [codes.clean(cell.text) for at, cell in enumerate(heading) if cell.text.strip() and at not in fields]
        if left:
            self.remarks.append(Remark("unused", heading[0].place, {"which": some(left)}))

    def _roles(self, fields: dict[int, str]) -> Iterator[tuple[int, str]]:
        """Yield each column with what it holds: of tasks and processes the cells decide whether code, name or both."""
        for at, field in fields.items():
            if field not in ("task", "process"):
                yield at, field
                continue
            texts = [row[at].text for row in self.grid.rows[self.begin :] if at < len(row) and row[at].text.strip()]
            found = [codes.leading(one) or codes.short(one, "B1-K1") for one in texts]
            bare = sum(bool(code and not code.rest) for code in found)
            coded = sum(bool(code) for code in found)
            yield at, field + ("_code" if 2 * bare > len(texts) else "" if 2 * coded > len(texts) else "_name")

    def rows(self) -> Iterator[Row]:
        """Yield a row for each process."""
        for cells in self.grid.rows[self.begin :]:
            given = {
                field: cells[at] for at, field in self.fields.items() if at < len(cells) and cells[at].text.strip()
            }
            for cell in cells:
                if cell.fault:
                    self.remarks.append(Remark("unreadable", cell.place, {"why": cell.fault}))
            said = self._said(given)
            if said:
                place = next((given[field].place for field in _FIRST if field in given), "")
                yield from self._row(place, said)

    def _said(self, given: dict[str, Cell]) -> dict[str, str]:
        """Return what a row says by field of a Row."""
        said: dict[str, str] = {
            field: given[field].text for field in ("number", "file", "qualification", "level") if field in given
        }
        said |= self._part(given, "task") | self._part(given, "process")
        code = codes.leading(given["code"].text) if "code" in given else None
        if "code" in given:
            kind = "task" if code and not code.is_process else "process"
            said[kind] = given["code"].text
            if "name" in given:
                said["task_name" if kind == "task" else "name"] = given["name"].text
        elif "name" in given:
            said["name"] = given["name"].text
        return said

    def _part(self, given: dict[str, Cell], kind: str) -> dict[str, str]:
        name = "task_name" if kind == "task" else "name"
        said = {}
        if kind in given:
            code = codes.leading(given[kind].text)
            said = {kind: code.written, name: code.rest} if code else {name: given[kind].text}
        said |= {kind: given[f"{kind}_code"].text} if f"{kind}_code" in given else {}
        return said | ({name: given[f"{kind}_name"].text} if f"{kind}_name" in given else {})

    def _row(self, place: str, said: dict[str, str]) -> Iterator[Row]:
        """Carry context down, and yield the row if it is one of a process."""
        above = self._above
        if said.get("number") and said["number"] != above.get("number"):
            above = {}
        if "task" in said and codes.clean(said["task"]) != codes.clean(above.get("task", "")):
            above = {field: text for field, text in above.items() if field != "task_name"}
        self._above = {**above, **{field: text for field, text in said.items() if field in _CARRIED}}
        if not (said.get("process") or said.get("name")):
            return
        carried = {field: text for field, text in self._above.items() if field not in said}
        used = {*self.fields.values()}
        self._filled.update(field for field in carried if {field, f"{field}_code"} & used)
        yield row_of(place, {**carried, **said})

    def filled(self) -> Iterator[Remark]:
        """Yield a remark for each column in which empty cells took the value from above."""
        for field, number in self._filled.items():
            cell = self._headings.get(field) or self._headings.get(f"{field}_code")
            if cell:
                yield Remark("filled", cell.place, {"written": codes.clean(cell.text), "number": str(number)})


_FIRST = ("process_code", "process", "code", "process_name", "name", "task_code", "task", "number")
