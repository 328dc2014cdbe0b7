"""Where a finding stands: the statements in the files that make the fault, the worst first.

A finding names thing, path and value; this walks the path over the documents and gives the places of what it meets. The
indexes are made when they are first needed, per document, so that many findings cost little more than one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar, cast

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding, Place, Statement
from kennisgraaf.location.path import Way, parse, walk
from kennisgraaf.sources import Sources
from kennisgraaf.turtle import Document, Triple

_MISSING = {"", "MinCount", "QualifiedMinCount", "HasValue", "SPARQL", "Node", "Property", "Or", "And", "Xone", "Not"}
_PAIRS = {
    "Disjoint": SH.disjoint,
    "Equals": SH.equals,
    "LessThan": SH.lessThan,
    "LessThanOrEquals": SH.lessThanOrEquals,
}
_ALIKE = {"MaxCount", "QualifiedMaxCount", "UniqueLang"}  # none is worse than another: told as they stand
_V = TypeVar("_V")
_ABOUT_VALUE = {"Class", "Node", "Property", "QualifiedMaxCount", "SPARQL", "Or", "And", "Xone", "Not"}


class Locator:
    """The places of findings in these sources; shapes says which properties a shape compares."""

    def __init__(self, sources: Sources, shapes: Graph) -> None:
        """Keep both; nothing is indexed yet."""
        self.all = [document for documents in sources.documents.values() for document in documents]
        self._shapes = shapes
        self._about: dict[int, dict[Node, list[Triple]]] = {}

    def places(self, finding: Finding) -> tuple[Place, ...]:
        """Return where a finding stands, each place once: the fault first, then what it conflicts with.

        Where something is missing that is the first line of its thing. Nothing is returned only for a thing that is in
        no file at all (an IRI that only the ledger names, and no finding.place).
        """
        own = [finding.place] if finding.place else []
        stated = list(self._stated(finding.statements or self.statements(finding)))
        if finding.component in _ALIKE:
            stated.sort(key=lambda place: (self._order[place.file], place.line, place.column))
        found = [*own, *stated]
        if not found:
            found = list(self._around(finding))
        elif self._helps(finding):
            found += self._beginning(finding.value)
        return tuple(dict.fromkeys(found))

    def predicates(self, finding: Finding) -> tuple[Place, ...]:
        """Return where the property of a finding is written before its value."""
        statement = cast("Triple", (finding.thing, URIRef(finding.path), finding.value))
        found = [d.predicate(statement) for d in self.documents(finding.thing) if statement in d.places]
        return tuple(found) or self.places(finding)

    def excerpt(self, place: Place) -> str:
        """Return the line of the file on which a place is, "" if that is not known."""
        document = self._named.get(place.file)
        return document.line(place.line) if document else ""

    def statements(self, finding: Finding) -> list[Statement]:
        """Return the statements that make a finding, the worst first; none where something is missing."""
        thing, value, kind = finding.thing, finding.value, finding.component
        if not finding.path:
            return []
        met = list(walk(parse(finding.path), self, thing))
        if value is None:
            met = [] if kind in _MISSING else _alike(met) if kind == "UniqueLang" else met
        else:
            met = [way for way in met if way[0] == value]
        chains = [statement for _, chain in met for statement in chain]
        return list(dict.fromkeys([*chains, *self._compared(finding)])) or list(self._direct(thing, value))

    def _helps(self, finding: Finding) -> bool:
        """Tell whether the place where the value is described helps: not when it is the class of the thing."""
        other = finding.value not in {None, finding.thing} and not finding.place
        return other and finding.component in _ABOUT_VALUE and finding.path != str(RDF.type)

    def _compared(self, finding: Finding) -> Iterator[Statement]:
        """Yield the statements with which a comparing shape (sh:disjoint, sh:lessThan, ...) found a conflict."""
        predicate = _PAIRS.get(finding.component)
        if predicate is None:
            return
        for shape in {finding.source or finding.shape, finding.shape}:
            for other in self._shapes.objects(shape, predicate):
                for statement in self.facts(finding.thing, other):
                    if finding.component.startswith("LessThan") or statement[2] == finding.value:
                        yield statement

    def _direct(self, thing: Node, value: Node | None) -> Iterator[Statement]:
        """Yield the statements of a thing that have this value, whatever the property."""
        if value is not None:
            yield from (statement for statement in self.facts(thing) if statement[2] == value)

    def facts(self, subject: Node, predicate: Node | None = None) -> Iterator[Triple]:
        """Yield the statements about a thing, in the order of the files."""
        for document in self.documents(subject):
            yield from (t for t in self._statements(document, subject) if predicate is None or t[1] == predicate)

    def uses(self, item: Node, predicate: Node | None = None) -> Iterator[Triple]:
        """Yield the statements that point to a thing or a text, in the order of the files."""
        return (t for t in self._pointing.get(item, ()) if predicate is None or t[1] == predicate)

    def documents(self, thing: Node) -> list[Document]:
        """Return the documents that say something about a thing, in the order of the files."""
        return self._describing.get(thing, [])

    def home(self, thing: Node) -> Document | None:
        """Return the document that describes a thing: of those with its type the one that says most, else the first."""
        found = self.documents(thing)
        if len(found) < 2:  # noqa: PLR2004 - there is nothing to choose
            return next(iter(found), None)
        said = [(document, self._statements(document, thing)) for document in found]
        typed = [(document, about) for document, about in said if any(t[1] == RDF.type for t in about)]
        return max(typed or said[:1], key=lambda one: len(one[1]))[0]

    @property
    def subjects(self) -> Iterable[Node]:
        """Everything that some file describes."""
        return self._describing.keys()

    @cached_property
    def _order(self) -> dict[str, int]:
        return {document.name: number for number, document in enumerate(self.all)}

    @cached_property
    def _named(self) -> dict[str, Document]:
        return {document.name: document for document in self.all}

    @cached_property
    def _describing(self) -> dict[Node, list[Document]]:
        return _grouped((subject, document) for document in self.all for subject in document.subjects)

    @cached_property
    def _pointing(self) -> dict[Node, list[Triple]]:
        return _grouped((triple[2], triple) for document in self.all for triple in document.triples)

    def _statements(self, document: Document, subject: Node) -> list[Triple]:
        if id(document) not in self._about:
            self._about[id(document)] = _grouped((triple[0], triple) for triple in document.triples)
        return self._about[id(document)].get(subject, [])

    def _around(self, finding: Finding) -> Iterator[Place]:
        """Yield the first line of the thing; else of the value; else where the thing is named as an object."""
        for node in (finding.thing, finding.value):
            if node is not None and (places := [*self._beginning(node)]):
                yield from places
                return
        yield from self._stated(list(self.uses(finding.thing))[:1])

    def _beginning(self, thing: Node | None) -> Iterator[Place]:
        if thing is not None and (document := self.home(thing)):
            yield document.beginning(cast("URIRef | BNode", thing))

    def _stated(self, statements: Iterable[Statement]) -> Iterator[Place]:
        for statement in cast("Iterable[Triple]", statements):
            yield from (d.place(statement) for d in self.documents(statement[0]) if statement in d.places)


def _grouped(pairs: Iterable[tuple[Node, _V]]) -> dict[Node, list[_V]]:
    found: defaultdict[Node, list[_V]] = defaultdict(list)
    for node, value in pairs:
        found[node].append(value)
    return dict(found)


def _alike(met: list[Way]) -> list[Way]:
    """Return the texts whose language occurs more than once."""
    languages = Counter(node.language for node, _ in met if isinstance(node, Literal) and node.language)
    return [way for way in met if isinstance(way[0], Literal) and languages[way[0].language or ""] > 1]
