"""The axioms of a release, arranged by what they let follow: from a property or a class to what would give it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kennisgraaf.engine import Engine, Term
from kennisgraaf.namespaces import EXTERNAL

_QUERY = Path(__file__).with_name("axioms.rq")
_OWL, _RDFS, _RDF = EXTERNAL["owl"], EXTERNAL["rdfs"], EXTERNAL["rdf"]
TYPE = _RDF + "type"
Triple = tuple[str, str, str]
_Index = Mapping[tuple[str, str], list[str]]


@dataclass(frozen=True)
class Axioms:
    """Axioms as (subject, property, value); a blank node is named _:x, and a list is read from its cells."""

    triples: frozenset[Triple] = field(default_factory=frozenset)

    def values(self, subject: str, name: str) -> list[str]:
        """Return what an axiom says of a term; name is the local name of a property of OWL or RDFS."""
        return self._forth[subject, name]

    def subjects(self, name: str, value: str) -> list[str]:
        """Return of which terms an axiom says that."""
        return self._back[name, value]

    def either(self, name: str, term: str) -> Iterator[str]:
        """Yield the terms that stand on the other side of an axiom that reads both ways."""
        yield from self.values(term, name)
        yield from self.subjects(name, term)

    def members(self, head: str) -> tuple[str, ...]:
        """Return the members of a list in order; a list that is no list has none."""
        found: list[str] = []
        met: set[str] = set()
        while head != _RDF + "nil" and head not in met:
            met.add(head)
            found += self._forth[head, "first"]
            head = next(iter(self._forth[head, "rest"]), _RDF + "nil")
        return tuple(found)

    def has(self, term: str, kind: str) -> bool:
        """Tell whether a property is of a kind of OWL, such as TransitiveProperty."""
        return _OWL + kind in self._forth[term, "type"]

    @cached_property
    def _forth(self) -> _Index:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, name, value in sorted(self.triples):
            found[subject, _local(name)].append(value)
        return found

    @cached_property
    def _back(self) -> _Index:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, name, value in sorted(self.triples):
            found[_local(name), value].append(subject)
        return found


def read(engine: Engine) -> Axioms:
    """Return the axioms of a release."""
    rows = engine.rows(_QUERY.read_text(encoding="utf-8"))
    return of((row["subject"], row["property"], row["value"]) for row in rows)


def of(triples: Iterable[tuple[Term, Term, Term]]) -> Axioms:
    """Return axioms from statements; those with a literal let nothing follow that we say."""
    return Axioms(frozenset((name(s), p.value, name(o)) for s, p, o in triples if o.kind != "literal"))


def name(term: Term) -> str:
    """Return an IRI as it is, a blank node as _:x."""
    return f"_:{term.value}" if term.kind == "blank" else term.value


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
