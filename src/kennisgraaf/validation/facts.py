"""The data as shapes look at them: what a thing says, who points to it, what is an instance of what.

Everything is an index that is made when it is first asked for: one pass over the statements each, and no scan after it.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Statement
from kennisgraaf.turtle import terms
from kennisgraaf.turtle.terms import Native

_MANY = 500_000  # pairs of a thing and a property: from there on the store for queries lies on disk
_OPAQUE = "urn:x-kennisgraaf:as-written:"
_NO_NUMBERS = {XSD.date, XSD.dateTime, XSD.time, XSD.gYear, XSD.gYearMonth, XSD.boolean, XSD.anyURI, XSD.duration}


class Facts:
    """Statements, each once, in the order in which they came."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Index the statements (rdflib terms) by thing and property; the same one may come twice."""
        about: dict[Node, dict[Node, list[Node]]] = {}
        same: dict[Node, Node] = {}
        for s, p, o in statements:
            said = about.get(s)
            if said is None:
                said = about[s] = {}
            p = same.setdefault(p, p)  # noqa: PLW2901 - one object per property makes each later look-up fast
            values = said.get(p)
            if values is None:
                said[p] = [o]
            else:
                values.append(o)
        for said in about.values():
            for values in said.values():
                if len(values) > 1:
                    values[:] = dict.fromkeys(values)
        self.about = about
        self.answers: dict[str, list[dict[str, Node]]] = {}  # of queries, by their text
        self._holders: dict[Node, dict[Node, list[Node]]] = {}
        self._instances: dict[Node, dict[Node, None]] = {}

    def __iter__(self) -> Iterator[Statement]:
        """Yield every statement once."""
        for s, said in self.about.items():
            for p, values in said.items():
                for o in values:
                    yield s, p, o

    def values(self, thing: Node, predicate: Node) -> list[Node]:
        """Return the values of a property of a thing, each once."""
        said = self.about.get(thing)
        return said.get(predicate, []) if said else []

    def holders(self, predicate: Node) -> dict[Node, list[Node]]:
        """Return value → things that have it as value of the property."""
        found = self._holders.get(predicate)
        if found is None:
            found = self._holders[predicate] = {}
            for thing, said in self.about.items():
                for value in said.get(predicate, ()):
                    found.setdefault(value, []).append(thing)
        return found

    def subjects(self, predicate: Node) -> Iterator[Node]:
        """Yield the things that have the property."""
        return (thing for thing, said in self.about.items() if predicate in said)

    def below(self, cls: Node) -> set[Node]:
        """Return a class and all classes below it (rdfs:subClassOf as asserted)."""
        above = self.holders(RDFS.subClassOf)
        found, todo = {cls}, [cls]
        while todo:
            fresh = [sub for sub in above.get(todo.pop(), ()) if sub not in found]
            found.update(fresh)
            todo += fresh
        return found

    def instances(self, cls: Node) -> dict[Node, None]:
        """Return the SHACL instances of a class (section 1.1 of SHACL), in a fixed order."""
        found = self._instances.get(cls)
        if found is None:
            typed = self.holders(RDF.type)
            classes = sorted(self.below(cls), key=str)
            found = self._instances[cls] = dict.fromkeys(thing for one in classes for thing in typed.get(one, ()))
        return found

    @cached_property
    def graph(self) -> Graph:
        """Return the statements as a graph of rdflib, without prefixes."""
        graph = Graph(bind_namespaces="none")
        for statement in self:
            graph.add(statement)
        return graph

    def part(self, predicates: frozenset[Node] | None) -> Graph:
        """Return the statements with these properties (None: with any) as a graph of rdflib."""
        if predicates is None:
            return self.graph
        graph = Graph(bind_namespaces="none")
        for s, said in self.about.items():
            for p in said.keys() & predicates:
                for o in said[p]:
                    graph.add((s, p, o))
        return graph

    @cached_property
    def store(self) -> ox.Store | None:
        """Return the statements in a store of Oxigraph; None if there is a term that only rdflib takes.

        A literal that Oxigraph would write otherwise ("01"^^xsd:integer) has a datatype of ours there, so that it stays
        what it is; see `exact`.
        """
        try:
            odd = self._odd
            if sum(len(said) for said in self.about.values()) <= _MANY:
                store = ox.Store()
                store.extend(self._quads(odd))
            else:  # in memory it would take more than all else together
                self._folder = TemporaryDirectory(prefix="kennisgraaf-")
                store = ox.Store(self._folder.name)
                store.bulk_extend(self._quads(odd))
        except ValueError:
            return None
        return store

    def _quads(self, odd: dict[Node, ox.Literal]) -> Iterator[ox.Quad]:
        known: dict[Node, Native] = {}
        for s, said in self.about.items():
            subject = _term(s, known)
            for p, values in said.items():
                predicate = _term(p, known)
                for o in values:
                    yield ox.Quad(subject, predicate, (odd and odd.get(o)) or _term(o, known))  # type: ignore[arg-type]

    @cached_property
    def _odd(self) -> dict[Node, ox.Literal]:
        """Return the literals that Oxigraph would change, each with what stands for it in the store."""
        typed = {o for _, _, o in self if isinstance(o, Literal) and o.datatype is not None}
        trial, place = ox.Store(), ox.NamedNode(_OPAQUE)
        trial.extend(ox.Quad(place, place, _term(literal, {})) for literal in typed)
        kept = {quad.object for quad in trial}
        return {
            literal: ox.Literal(str(literal), datatype=ox.NamedNode(f"{_OPAQUE}{literal.datatype}"))
            for literal in typed
            if _term(literal, {}) not in kept
        }

    def exact(self, predicates: frozenset[Node] | None) -> bool:
        """Tell whether Oxigraph sees every value of these properties (None: of all) as rdflib does.

        If not, values must not be compared there.
        """
        return not self._odd if predicates is None else self._changed.isdisjoint(predicates)

    @cached_property
    def _changed(self) -> set[Node]:
        """Return the properties that have a value that Oxigraph would change."""
        odd = self._odd
        return {p for _, p, o in self if o in odd} if odd else set()

    @cached_property
    def numbers(self) -> bool:
        """Tell whether every number is one; rdflib counts "x"^^xsd:integer as a number too."""
        literals = (o for _, _, o in self if isinstance(o, Literal) and o.datatype is not None)
        return not any(o.ill_typed and o.datatype not in _NO_NUMBERS for o in literals)


def _term(node: Node, known: dict[Node, Native]) -> Native:
    """Return a term of rdflib as Oxigraph's; each IRI is made once."""
    if not isinstance(node, URIRef):
        return terms.to_native(node)
    found = known.get(node)
    if found is None:
        found = known[node] = terms.to_native(node)
    return found


def node(term: Native) -> URIRef | BNode | Literal:
    """Return a term of the store as rdflib's, as it was written."""
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(_OPAQUE):
        datatype = URIRef(term.datatype.value.removeprefix(_OPAQUE))
        return Literal(term.value, datatype=datatype, normalize=False)
    return terms.term(term)
