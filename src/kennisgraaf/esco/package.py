"""The files of one ESCO package: which there are, in which languages and version, and their rows under fixed names."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kennisgraaf.errors import SourceError
from kennisgraaf.esco.kinds import KINDS, MUST, TEXTS, Kind

SPACE = "http://data.europa.eu/esco/"
VERSIONS = ("1.1", "1.2")  # of which the columns are known
_NAME = re.compile(r"(?:^|[ _-])v?(\d+\.\d+(?:\.\d+)?)(?=[ _.-]|$)")
_LANGUAGE = re.compile(r"(?<=[_@])([a-z]{2})(?=[_.@]|$)")
_FIELD = 1_000_000  # characters of one cell; a description has some hundreds
_DERIVED = re.compile(r"collection|hierarchy|outside|socialwork|^research|green|digital", re.IGNORECASE)


_NEEDED = ("occupations", "skills")


@dataclass(frozen=True)
class Table:
    """One file: its kind, languages, version ("" if its name does not say) and columns (ours → place)."""

    kind: Kind
    path: Path
    languages: tuple[str, ...]
    version: str
    columns: Mapping[str, int] = field(hash=False)

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield each row under our names; texts as name@language. SourceError: not CSV in UTF-8, a short row."""
        with _opened(self.path) as stream:
            rows = csv.reader(_lines(stream))
            told = _told(rows, self.path)
            next(told)
            for cells in told:
                if not any(cells):
                    continue
                if len(cells) <= max(self.columns.values()):
                    raise SourceError("A row has too few cells", fix=_AGAIN, file=str(self.path), line=rows.line_num)
                row = {name: cells[place].strip() for name, place in self.columns.items()}
                yield self._whole(row, rows.line_num)

    def _whole(self, row: dict[str, str], line: int) -> dict[str, str]:
        for name in ("uri", "from", "to"):
            if name in row:
                iri = row[name] if row[name].startswith("http") else SPACE + row[name]
                if not iri.startswith(SPACE + self.kind.space) or re.search(r'[\s<>"{}|\\^`]', iri):
                    what = f"{row[name][:80]!r} is no address of ESCO ({self.kind.name})"
                    raise SourceError(what, fix=_AGAIN, file=str(self.path), line=line)
                row[name] = iri
        return row


@dataclass(frozen=True)
class Package:
    """The files of one version, by kind."""

    tables: Mapping[Kind, list[Table]] = field(hash=False)
    version: str

    @property
    def languages(self) -> list[str]:
        """Return the languages of the texts."""
        return sorted({one for tables in self.tables.values() for table in tables for one in table.languages})

    @property
    def complete(self) -> bool:
        """Tell whether each sort of concept has its file, so that no relation leads nowhere."""
        return all(kind.relation or kind in self.tables for kind in KINDS[1:])

    def covers(self, iri: str) -> bool:
        """Tell whether the package has a file in which this concept would stand."""
        return any(kind.space and iri.startswith(SPACE + kind.space) for kind in self.tables if not kind.relation)


_AGAIN = "Download the CSV package of ESCO again, and leave its files as they are."


def find(folder: Path, release: str = "") -> Package:
    """Return the files of a folder; release chooses between versions that the names of files say ("1.1.1").

    SourceError: no folder, a zip, nothing of ESCO in it, a file missing, columns unknown, several versions or one
    that is unknown.
    """
    if not folder.is_dir():
        what = "This is a zip, not a folder" if folder.suffix.lower() == ".zip" else "This is no folder"
        raise SourceError(what, fix="Unzip the CSV package of ESCO and give the folder.", file=str(folder))
    tables = [table for path in sorted(folder.iterdir()) if path.is_file() and (table := _table(path))]
    chosen = [table for table in tables if not release or table.version in {"", release}]
    version = _one_version(folder, chosen, release)
    by_kind = {kind: _each_language_once([table for table in chosen if table.kind == kind]) for kind in KINDS}
    names = {kind.name for kind, found in by_kind.items() if found}
    if missing := [name for name in _NEEDED if name not in names]:
        raise SourceError(
            f"There is no file with the {' and the '.join(missing)}",
            fix="Give the folder of the CSV package of ESCO: occupations_nl.csv, skills_nl.csv and so on.",
            file=str(folder),
        )
    return Package({kind: found for kind, found in by_kind.items() if found}, version)


def _one_version(folder: Path, tables: list[Table], release: str) -> str:
    said = sorted({table.version for table in tables if table.version} | {release} - {""})
    said = said or _NAME.findall(folder.resolve().name)[:1]
    if len(said) > 1:
        fix = f"Choose one with --release {said[0]}, or take the files of the others out of the folder."
        raise SourceError(f"The files are of versions {', '.join(said)}", fix=fix, file=str(folder))
    if said and not said[0].startswith(VERSIONS):
        fix = f"Download version {' or '.join(VERSIONS)}."
        raise SourceError(f"Version {said[0]} of ESCO has columns that are not known here", fix=fix, file=str(folder))
    return said[0] if said else ""


def _each_language_once(tables: list[Table]) -> list[Table]:
    """Return the tables without those that say nothing new: relations are the same in each language."""
    kept: list[Table] = []
    for table in tables:
        if kept and (table.kind.relation or set(table.languages) <= {one for t in kept for one in t.languages}):
            continue
        kept.append(table)
    return kept


def _table(path: Path) -> Table | None:
    name = path.name.lower()
    if not name.endswith((".csv", ".csv.gz")) or _DERIVED.search(name):
        return None
    folded = re.sub(r"[ _-]", "", name)
    fitting = [kind for kind in KINDS if folded.startswith(kind.begins)]
    return _described(max(fitting, key=_longest), path) if fitting else None


def _longest(kind: Kind) -> int:
    return max(map(len, kind.begins))


def _described(kind: Kind, path: Path) -> Table:
    with _opened(path) as stream:
        header = [heading.strip() for heading in next(_told(csv.reader(_lines(stream)), path), [])]
    version = next(iter(_NAME.findall(path.name)), "")
    named = _LANGUAGE.findall(_NAME.sub("_", path.name).split(".", maxsplit=1)[0] + "_")
    columns: dict[str, int] = {}
    for ours, theirs in kind.columns.items():
        for place, heading in enumerate(header):
            base, _, language = heading.rpartition("_")
            if heading in theirs or (ours in TEXTS and base in theirs):
                tag = language if heading not in theirs else next(iter(named), "")
                columns.setdefault(f"{ours}@{tag}" if ours in TEXTS else ours, place)
    _whole(kind, columns, path)
    languages = dict.fromkeys(name.partition("@")[2] for name in columns if "@" in name)
    return Table(kind, path, tuple(languages), version, columns)


def _whole(kind: Kind, columns: Mapping[str, int], path: Path) -> None:
    """SourceError: a column is not there, or nothing says in which language the texts are."""
    have = {name.partition("@")[0] for name in columns}
    if missing := sorted((MUST & set(kind.columns)) - have):
        wanted = "; ".join(" or ".join(kind.columns[name]) for name in missing)
        raise SourceError(f"It has no column {wanted}", fix=_AGAIN, file=str(path), line=1)
    if any(name.endswith("@") for name in columns):
        raise SourceError("Its name says no language", fix="Call it as ESCO does: skills_nl.csv.", file=str(path))


def _opened(path: Path) -> io.TextIOWrapper:
    try:
        raw = gzip.GzipFile(path) if path.suffix.lower() == ".gz" else path.open("rb")
    except OSError as error:
        raise SourceError(f"It cannot be read: {error.strerror}", fix="Check the rights.", file=str(path)) from error
    return io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines; one without end is cut off where no cell is that long, so that memory ends before it does."""
    while line := stream.readline(_FIELD + 1):
        if len(line) > _FIELD:
            raise csv.Error("a line has no end")
        yield line


def _told(rows: Iterator[list[str]], path: Path) -> Iterator[list[str]]:
    """Yield the rows; what a broken file says of itself becomes a clear word."""
    csv.field_size_limit(_FIELD)
    try:
        yield from rows
    except (csv.Error, UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
        what = "It is not in UTF-8" if isinstance(error, UnicodeDecodeError) else f"It is no whole CSV file: {error}"
        raise SourceError(what, fix=_AGAIN, file=str(path)) from error
