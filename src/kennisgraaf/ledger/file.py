"""The file of the ledger: its lines as values, read strictly and written in the one order."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kennisgraaf import turtle
from kennisgraaf.edits import Edit
from kennisgraaf.errors import SourceError
from kennisgraaf.project import Project

FILE = Path("data") / "identificatoren.csv"
COLUMNS = ["iri", "type", "since", "status", "replaced_by"]
CONCEPT, PUBLISHED = "concept", "gepubliceerd"
WITHDRAWN = {"vervallen", "withdrawn"}
STATUSES = {CONCEPT, PUBLISHED, *WITHDRAWN}
_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")


@dataclass(frozen=True)
class Line:
    """One line of the ledger; number is its place in the file (1-based), 0 for a line that is not written yet."""

    iri: str
    type: str
    since: str
    status: str
    replaced_by: str = ""
    number: int = 0

    @property
    def withdrawn(self) -> bool:
        """Tell whether nobody should use the IRI any more."""
        return self.status in WITHDRAWN

    @property
    def heirs(self) -> list[str]:
        """Return the IRIs that replace it, in the order of the line."""
        return self.replaced_by.split()

    def __str__(self) -> str:
        """Write it as it stands in the file."""
        return f"{self.iri},{self.type},{self.since},{self.status},{self.replaced_by}"


def read(where: Project) -> dict[str, Line]:
    """Return the lines of the ledger by IRI, in the order of the file.

    SourceError: the file is missing, is not UTF-8, has other columns, names an IRI twice, or holds a merge conflict.
    """
    try:
        return parse(turtle.text_of(where.root / FILE, FILE.as_posix()))
    except SourceError as error:
        if error.line:
            raise
        fix = f"Restore it from git, or begin one with the line {','.join(COLUMNS)}"
        raise SourceError("The ledger cannot be read", fix=fix, file=FILE.as_posix()) from error


def parse(text: str) -> dict[str, Line]:
    """Return the lines of a ledger's text by IRI. SourceError as in read, at the first line that is wrong."""
    found: dict[str, Line] = {}
    rows = _rows(text)
    if next(rows, (1, []))[1] != COLUMNS:
        raise _error(1, "The columns are not those of a ledger", f"Let the first line be {','.join(COLUMNS)}")
    for number, row in rows:
        if len(row) != len(COLUMNS):
            what = f"{len(COLUMNS)} columns were expected, {len(row)} were found"
            raise _error(number, what, f"Write each line as {','.join(COLUMNS)}; several successors stand in spaces.")
        if earlier := found.get(row[0]):
            what = f"{row[0]} stands here twice: also on line {earlier.number}"
            raise _error(number, what, "Keep one of the two lines: the one that was published, if one was.")
        iri, kind, since, status, heirs = row
        found[iri] = Line(iri, kind, since, status, heirs, number)
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its line; SourceError where a merge was left unfinished, or a quote is open."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(_CONFLICT):
            raise _error(
                number, "A merge conflict stands here", "Keep the lines of both sides, sorted; drop the marks."
            )
        try:
            yield number, next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            raise _error(number, f"This is no line of CSV: {error}", "Write it without quotes.") from error


def render(lines: Iterable[Line]) -> str:
    """Return the text of a ledger: sorted by IRI, line ends as on Unix."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [line.iri, line.type, line.since, line.status, line.replaced_by]
        for line in sorted(lines, key=lambda line: line.iri)
    )
    return stream.getvalue()


def change(where: Project, lines: Iterable[Line]) -> Edit:
    """Return the change that makes the ledger these lines."""
    path = where.root / FILE
    return Edit(path, path.read_bytes(), render(lines).encode())


def _error(line: int, what: str, fix: str) -> SourceError:
    return SourceError(what, fix=fix, file=FILE.as_posix(), line=line)
