"""ESCO as RDF: a user's own download of the European classification, beside our graph, so that our links lead on.

The package of ESCO is a folder of CSV files, some per language. They are read row by row and written row by row; only
the addresses are kept in mind, to find what belongs to another version.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from kennisgraaf import edits
from kennisgraaf.errors import MachineError, SourceError
from kennisgraaf.esco import statements
from kennisgraaf.esco.kinds import KINDS
from kennisgraaf.esco.package import Package, Table, find

__all__ = ["Outcome", "Package", "Target", "convert", "find"]

_STRAYS = 100  # one relation in so many may be about an unknown concept: that happens within a version too


@dataclass(frozen=True)
class Target:
    """A concept that a mapping leads to: its IRI and the names that the project gives it, by language."""

    iri: str
    names: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass
class Outcome:
    """What was written: concepts and relations by kind, triples, and how the targets of mappings fare in it.

    strays: relations to concepts of which there is no row; mended: rows with characters that nobody sees, left out.
    """

    counts: dict[str, int] = field(default_factory=dict)
    triples: int = 0
    strays: int = 0
    mended: int = 0
    found: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)


def convert(
    package: Package, out: Path, targets: list[Target] | None = None, tell: Callable[[str, int], None] = lambda *_: None
) -> Outcome:
    """Write the whole package into one N-Triples file, all or nothing; tell hears each file and its rows so far.

    SourceError: a file is not what its name says, or the files are of several versions. MachineError: it cannot be
    written.
    """
    run = _Run(package, {target.iri: target for target in targets or []}, tell)
    try:
        edits.write(out, run.lines())
    except OSError as error:
        fix = "Choose another place with --out, and see that the disk is not full. Nothing was written."
        raise MachineError(f"{out} cannot be written: {error.strerror}", fix=fix) from error
    return run.outcome


class _Run:
    """One conversion: what is known so far, and the counts."""

    def __init__(self, package: Package, targets: dict[str, Target], tell: Callable[[str, int], None]) -> None:
        self.package, self.targets, self.tell = package, targets, tell
        self.outcome = Outcome()
        self.known: dict[str, dict[str, set[str]]] = {}  # kind → language → IRIs
        self.obsolete: set[str] = set()
        self.renamed: set[str] = set()

    def lines(self) -> Iterator[bytes]:
        """Yield the N-Triples lines; concepts come before the relations between them."""
        for kind in KINDS:
            for table in self.package.tables.get(kind, []):
                reader = self._relations if kind.relation else self._concepts
                for line in reader(table):
                    self.outcome.triples += line.count(b"\n")
                    yield line
        self._settle()

    def _rows(self, table: Table) -> Iterator[dict[str, str]]:
        number = 0
        for number, row in enumerate(table.rows(), start=1):
            if number % 1000 == 0:
                self.tell(table.path.name, number)
            mended = {name: statements.clean(value) for name, value in row.items()}
            self.outcome.mended += mended != row
            yield mended
        self.tell(table.path.name, number)

    def _concepts(self, table: Table) -> Iterator[bytes]:
        by_language = self.known.setdefault(table.kind.name, {})
        earlier: set[str] = set().union(*by_language.values())
        seen: set[str] = set()
        for row in self._rows(table):
            iri = row["uri"]
            seen.add(iri)
            self._compare(iri, row, table)
            yield statements.concept(table, row, first=iri not in earlier)
        self._languages_agree(table, seen, earlier)
        for language in table.languages or ("",):
            by_language.setdefault(language, set()).update(seen)
        self.outcome.counts[table.kind.name] = len(seen | earlier)

    def _compare(self, iri: str, row: dict[str, str], table: Table) -> None:
        if row.get("status", "") == "obsolete":
            self.obsolete.add(iri)
        if target := self.targets.get(iri):
            given = {language: row.get(f"preferredLabel@{language}", "") for language in table.languages}
            if any(name and target.names.get(language, name) != name for language, name in given.items()):
                self.renamed.add(iri)

    def _languages_agree(self, table: Table, seen: set[str], earlier: set[str]) -> None:
        if earlier and seen != earlier:
            odd = len(seen ^ earlier)
            raise SourceError(
                f"{odd} concepts stand in one language only: the files of this kind are of several versions",
                fix="Put the files of one version of ESCO into the folder, in each language that you want.",
                file=str(table.path),
            )

    def _relations(self, table: Table) -> Iterator[bytes]:
        known: set[str] = set(chain.from_iterable(chain.from_iterable(k.values()) for k in self.known.values()))
        number = strays = 0
        for row in self._rows(table):
            number += 1
            strays += row["from"] not in known or row["to"] not in known
            yield statements.relation(table, row)
        if strays * _STRAYS > number and self.package.complete:
            raise SourceError(
                f"{strays} of {number} relations are about concepts that no other file has",
                fix="Put all files of one version of ESCO into the folder, and none of another version.",
                file=str(table.path),
            )
        self.outcome.strays += strays
        self.outcome.counts[table.kind.name] = self.outcome.counts.get(table.kind.name, 0) + number

    def _settle(self) -> None:
        known: set[str] = set(chain.from_iterable(chain.from_iterable(k.values()) for k in self.known.values()))
        held = [iri for iri in sorted(self.targets) if self.package.covers(iri)]
        self.outcome.obsolete = [iri for iri in held if iri in self.obsolete]
        self.outcome.found = [iri for iri in held if iri in known - self.obsolete]
        self.outcome.missing = [iri for iri in held if iri not in known]
        self.outcome.renamed = sorted(self.renamed)
