"""A graph of our shape and of any size: publication after publication, with what the reasoner would add to each.

Kinds, properties and how many of each stand to each other as in the real graph: two fifths are passages with their
selectors, most else are concepts with two labels and two definitions; a fifth is inferred, in a graph of its own.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from bench import terms
from bench.publication import Publication
from bench.source import INFERRED, Statement
from bench.terms import CLASSES, name
from bench.words import Words

SEED = 2026
_SHARED = "<https://w3id.org/kennisgraaf/id/graaf/redactie>"
_LEVELS = ("mbo-2", "mbo-3", "mbo-4", "hbo-associate", "hbo-bachelor", "hbo-master")
_ROOTS = ("doel", "mens", "netwerk", "beroep", "organisatie", "kennis", "beleid", "vak")


@dataclass(frozen=True)
class Graph:
    """Statements (subject, predicate, object, graph) as N-Triples writes them; things: kind → IRIs, in order."""

    statements: list[Statement]
    things: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def graphs(self) -> dict[str, int]:
        """Return the number of triples of each named graph."""
        counts: dict[str, int] = {}
        for *_, graph in self.statements:
            counts[graph[1:-1]] = counts.get(graph[1:-1], 0) + 1
        return counts


def make(size: int, seed: int = SEED) -> Graph:
    """Return a graph of exactly size triples, all different; the same size and seed give the same graph."""
    chance = random.Random(seed)  # noqa: S311 - repeatable is what we want
    words = Words(chance)
    statements = list(islice(_all(chance, words, max(6, min(40, size // 3000))), size))
    return Graph(statements, _things(statements), words.dutch)


def _all(chance: random.Random, words: Words, most: int) -> Iterator[Statement]:
    """Yield statements without end; a publication has at most so many competencies."""
    yield from dict.fromkeys(_ontology())
    yield from dict.fromkeys(_common())
    earlier: list[str] = []
    count = 0
    while True:
        publication = Publication(f"b{count:04}", chance, words, (_ROOTS, _LEVELS), most)
        yield from dict.fromkeys(publication.statements(earlier))
        earlier += publication.competencies
        count += 1


def _ontology() -> Iterator[Statement]:
    """Yield the classes: labels, and the closure of subClassOf."""
    for short, above in CLASSES.items():
        term = name(f"kg:{short}")
        yield term, name("rdf:type"), name("owl:Class"), terms.ONTOLOGY
        yield term, name("rdfs:label"), terms.dutch(short.lower()), terms.ONTOLOGY
        for other in above.replace("|", "").split():
            yield term, name("rdfs:subClassOf"), name(other), terms.ONTOLOGY


def _common() -> Iterator[Statement]:
    """Yield the things that all publications share: levels of education, the roots of the tree of themes."""
    for kind, codes in (("Opleidingsniveau", _LEVELS), ("Competentiethema", _ROOTS)):
        for code in codes:
            term = terms.thing(kind, code)
            own, _, above = CLASSES[kind].partition("|")
            yield term, name("rdf:type"), name(f"kg:{kind}"), _SHARED
            yield from ((term, name("rdf:type"), name(other), _SHARED) for other in own.split())
            yield from ((term, name("rdf:type"), name(other), INFERRED) for other in above.split())
            yield term, name("skos:prefLabel"), terms.dutch(code.replace("-", " ")), _SHARED


def _things(statements: list[Statement]) -> dict[str, list[str]]:
    """Return kind → IRIs of the things whose label is in the graph."""
    found: dict[str, dict[str, None]] = {}
    for subject, predicate, *_ in statements:
        if predicate == name("skos:prefLabel") and subject.startswith("<" + terms.ID):
            kind = subject.removeprefix("<" + terms.ID).partition("/")[0]
            found.setdefault(kind, {})[subject[1:-1]] = None
    return {kind: list(iris) for kind, iris in sorted(found.items())}
