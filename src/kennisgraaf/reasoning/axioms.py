"""The axioms of a graph as rules: what each property and each class lets follow, made once.

Only what OWL 2 RL says without owl:sameAs is here, because nothing else is in use; `Axioms.beyond` names what an
ontology says more, and then owlrl has to do the work.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Statement

_KNOWN = {
    *(RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDFS.isDefinedBy, RDFS.seeAlso, RDFS.member),
    *(RDF.first, RDF.rest),
    *(OWL.inverseOf, OWL.propertyChainAxiom, OWL.equivalentClass, OWL.equivalentProperty, OWL.disjointWith),
    *(OWL.members, OWL.onProperty, OWL.hasValue, OWL.someValuesFrom, OWL.allValuesFrom, OWL.intersectionOf),
    *(OWL.unionOf, OWL.versionIRI, OWL.versionInfo, OWL.imports, OWL.priorVersion, OWL.deprecated),
    *(OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget),
}
_KINDS = {
    *(OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Restriction),
    *(OWL.NamedIndividual, OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.AsymmetricProperty, OWL.Thing),
    *(OWL.IrreflexiveProperty, OWL.AllDisjointClasses, OWL.Axiom, RDF.Property, RDFS.Class, RDF.List),
}
_TYPE = RDF.type
_SAID_OF_TERMS = (str(OWL), str(RDFS), str(RDF))
_Targets = dict[Node, set[Node]]


def _targets() -> _Targets:
    return defaultdict(set)


@dataclass
class Axioms:
    """What follows from a property (wider, inverse, classes of both ends) and from a class.

    chains: the steps and the property that they give, transitive ones included as p, p → p. meets: classes that
    together give one. some, only: (property, class) → restrictions, restriction → (property, class). beyond: what is
    not understood here, "" if nothing.
    """

    wider: _Targets = field(default_factory=_targets)
    inverse: _Targets = field(default_factory=_targets)
    domain: _Targets = field(default_factory=_targets)
    range: _Targets = field(default_factory=_targets)
    above: _Targets = field(default_factory=_targets)
    chains: set[tuple[tuple[Node, ...], Node]] = field(default_factory=set)
    meets: set[tuple[tuple[Node, ...], Node]] = field(default_factory=set)
    value_of: dict[tuple[Node, Node], set[Node]] = field(default_factory=lambda: defaultdict(set))
    value_for: dict[Node, set[tuple[Node, Node]]] = field(default_factory=lambda: defaultdict(set))
    some: set[tuple[Node, Node, Node]] = field(default_factory=set)
    only: set[tuple[Node, Node, Node]] = field(default_factory=set)
    disjoint: set[tuple[Node, Node]] = field(default_factory=set)
    irreflexive: set[Node] = field(default_factory=set)
    asymmetric: set[Node] = field(default_factory=set)
    beyond: str = ""


class _Said:
    """The statements about terms, by term and property."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.pairs: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
        self.about: dict[tuple[Node, Node], list[Node]] = defaultdict(list)
        self.beyond = ""
        for s, p, o in statements:
            if str(p).startswith(_SAID_OF_TERMS) and (p != _TYPE or _own(o)):
                self.pairs[p].append((s, o))
                self.about[s, p].append(o)
                self.beyond = self.beyond or _strange(s, p, o)
            elif _own(s):
                self.beyond = self.beyond or str(s)

    def one(self, term: Node, p: Node) -> Node | None:
        """Return the value of a property that has one at most here; more is beyond us."""
        found = set(self.about.get((term, p), ()))
        if len(found) > 1:
            self.beyond = self.beyond or f"{p} twice"
        return next(iter(found), None)

    def members(self, head: Node) -> tuple[Node, ...]:
        """Return the members of a list; one that is no list is beyond us."""
        found: list[Node] = []
        met: set[Node] = set()
        while head != RDF.nil:
            item, rest = self.one(head, RDF.first), self.one(head, RDF.rest)
            if item is None or rest is None or head in met:
                self.beyond = self.beyond or "a list without end"
                break
            met.add(head)
            found.append(item)
            head = rest
        return tuple(found)


def _own(term: Node) -> bool:
    """Tell whether a term is one of the languages themselves."""
    return isinstance(term, URIRef) and str(term).startswith(_SAID_OF_TERMS)


def _strange(s: Node, p: Node, o: Node) -> str:
    if p != _TYPE and p not in _KNOWN:
        return str(p)
    if p == _TYPE and o not in _KINDS:
        return str(o)
    return str(s) if _own(s) else ""


def read(statements: Iterable[Statement]) -> Axioms:
    """Return the rules in statements without literals; those that are no axioms are passed over."""
    said, axioms = _Said(statements), Axioms()
    _of_properties(said, axioms)
    _of_classes(said, axioms)
    for node, p in said.pairs[OWL.onProperty]:
        _restriction(said, axioms, node, p)
    for p, o in said.pairs[RDF.type]:
        if o == OWL.AllDisjointClasses:
            members = said.members(said.one(p, OWL.members) or RDF.nil)
            axioms.disjoint |= {(a, b) for a in members for b in members if a != b}
    axioms.beyond = said.beyond
    return axioms


def _of_properties(said: _Said, axioms: Axioms) -> None:
    for p, q in said.pairs[RDFS.subPropertyOf]:
        axioms.wider[p].add(q)
    for p, q in said.pairs[OWL.equivalentProperty]:
        axioms.wider[p].add(q)
        axioms.wider[q].add(p)
    for p, q in said.pairs[OWL.inverseOf]:
        axioms.inverse[p].add(q)
        axioms.inverse[q].add(p)
    for p, c in said.pairs[RDFS.domain]:
        axioms.domain[p].add(c)
    for p, c in said.pairs[RDFS.range]:
        axioms.range[p].add(c)
    for p, head in said.pairs[OWL.propertyChainAxiom]:
        axioms.chains.add((said.members(head), p))
    for p, kind in said.pairs[RDF.type]:
        _kind(axioms, p, kind)


def _kind(axioms: Axioms, p: Node, kind: Node) -> None:
    if kind == OWL.TransitiveProperty:
        axioms.chains.add(((p, p), p))
    elif kind == OWL.SymmetricProperty:
        axioms.inverse[p].add(p)
    elif kind == OWL.AsymmetricProperty:
        axioms.asymmetric.add(p)
    elif kind == OWL.IrreflexiveProperty:
        axioms.irreflexive.add(p)


def _of_classes(said: _Said, axioms: Axioms) -> None:
    for c, d in said.pairs[RDFS.subClassOf]:
        axioms.above[c].add(d)
    for c, d in said.pairs[OWL.equivalentClass]:
        axioms.above[c].add(d)
        axioms.above[d].add(c)
    for c, d in said.pairs[OWL.disjointWith]:
        axioms.disjoint |= {(c, d), (d, c)}
    for c, head in said.pairs[OWL.intersectionOf]:
        members = said.members(head)
        axioms.meets.add((members, c))
        axioms.above[c] |= set(members)
    for c, head in said.pairs[OWL.unionOf]:
        for member in said.members(head):
            axioms.above[member].add(c)


def _restriction(said: _Said, axioms: Axioms, node: Node, p: Node) -> None:
    for value in said.about.get((node, OWL.hasValue), ()):
        axioms.value_of[p, value].add(node)
        axioms.value_for[node].add((p, value))
    axioms.some |= {(p, c, node) for c in said.about.get((node, OWL.someValuesFrom), ())}
    axioms.only |= {(p, c, node) for c in said.about.get((node, OWL.allValuesFrom), ())}
