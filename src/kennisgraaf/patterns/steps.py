"""What can be asked of a release: kinds of things, and the steps from each to its values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from kennisgraaf.description import Texts, Vocabulary
from kennisgraaf.engine import Engine, bind, term_boolean, term_iri
from kennisgraaf.namespaces import EXTERNAL, short

_XSD = EXTERNAL["xsd"]
_VALUES = {
    **dict.fromkeys(("integer", "decimal", "double", "nonNegativeInteger", "positiveInteger"), "number"),
    **dict.fromkeys(("date", "dateTime", "gYear", "gYearMonth"), "date"),
    "boolean": "boolean",
}
_MACHINERY = (EXTERNAL["rdf"], EXTERNAL["owl"])


@dataclass(frozen=True)
class Step:
    """From things to what a property says of them, or (back) to what refers to them by it.

    values: thing, text, number, date or boolean; of: the class of those things, "" when nobody says it; number: how
    many things take this step; ruled: the shapes ask for it.
    """

    path: str
    iri: str
    labels: Texts
    values: str
    number: int
    of: str = ""
    back: bool = False
    ruled: bool = False


@dataclass
class Patterns:
    """What can be asked of one release; prefixes: prefix → namespace."""

    engine: Engine
    words: Vocabulary
    prefixes: dict[str, str]
    _steps: dict[str, dict[str, Step]] = field(default_factory=dict)
    _found: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Return the classes that shapes speak of and that have things, with their number, sorted by IRI."""
        rows = self.engine.rows(_query("kinds"))
        found = {row["class"].value: int(row["number"].value) for row in rows}
        return {iri: found[iri] for iri in sorted(found) if self.name(iri)}

    def name(self, iri: str) -> str:
        """Return a term with its published prefix, "" without one."""
        return short(iri, self.prefixes)

    def steps(self, kind: str) -> dict[str, Step]:
        """Return path ("kg:inCluster", "^kg:inCluster") → step for things of a class; those of the shapes first."""
        if kind not in self._steps:
            steps = [*self._forward(kind), *self._backward(kind)]
            ordered = sorted(steps, key=lambda step: (not step.ruled, step.back, step.path))
            self._steps[kind] = {step.path: step for step in ordered}
        return self._steps[kind]

    def values(self, kind: str, step: Step) -> dict[str, int]:
        """Return the things that a step leads to from things of a class, with how many lead there; at most 600."""
        if (kind, step.path) not in self._found:
            inputs = {"class": term_iri(kind), "path": term_iri(step.iri), "back": term_boolean(step.back)}
            rows = self.engine.rows(bind(_query("values"), inputs))
            self._found[kind, step.path] = {row["value"].value: int(row["number"].value) for row in rows}
        return self._found[kind, step.path]

    def _forward(self, kind: str) -> Iterator[Step]:
        """Yield the steps along properties; what no shape asks for comes too when the ontology names it."""
        ruled = self._ruled(kind)
        for row in self.engine.rows(bind(_query("forward"), {"class": term_iri(kind)})):
            iri = row["path"].value
            if not self.name(iri) or iri.startswith(_MACHINERY) or (iri not in ruled and iri not in self.words.facts):
                continue
            of = ruled.get(iri) or self._inverse_of(kind, iri)
            things = row["iris"].value == "true"
            values = "thing" if things else _VALUES.get(row["datatype"].value.removeprefix(_XSD), "text")
            number = int(row["number"].value)
            yield Step(self.name(iri), iri, self.words.labels(iri), values, number, of, ruled=iri in ruled)

    def _backward(self, kind: str) -> Iterator[Step]:
        """Yield the steps against properties that have no word of their own for the way back."""
        targets = {kind, *self.words.above(kind)}
        asking = {path: klass for klass, path, of in self._rules if of in targets}
        for row in self.engine.rows(bind(_query("backward"), {"class": term_iri(kind)})):
            iri = row["path"].value
            if iri not in asking or not self.name(iri) or self.words.inverses(iri):
                continue
            number = int(row["number"].value)
            yield Step(f"^{self.name(iri)}", iri, self.words.labels(iri), "thing", number, asking[iri], back=True)

    def _ruled(self, kind: str) -> dict[str, str]:
        """Return the properties that shapes ask of a class or one above it, with the class of their values."""
        classes = {kind, *self.words.above(kind)}
        found: dict[str, str] = {}
        for klass, path, of in self._rules:
            if klass in classes:
                found[path] = found.get(path) or of
        return found

    def _inverse_of(self, kind: str, iri: str) -> str:
        """Return the class whose things refer to this kind by the inverse of a property, "" when no shape says so."""
        targets = {kind, *self.words.above(kind)}
        inverses = self.words.inverses(iri)
        return next((klass for klass, path, of in self._rules if path in inverses and of in targets), "")

    @cached_property
    def _rules(self) -> list[tuple[str, str, str]]:
        rows = self.engine.rows(_query("rules"))
        return [(row["class"].value, row["path"].value, row["of"].value if "of" in row else "") for row in rows]


@cache
def _query(name: str) -> str:
    return Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
