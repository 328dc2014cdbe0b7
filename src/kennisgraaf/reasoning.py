"""What follows from what: the OWL 2 RL closure of ontology and data, reduced to what is worth saying.

owlrl's output is not RDF as it comes (literals as subjects, every x the same as itself). So literal objects stay out,
and only new statements about things of the data are kept: links in our own and in SKOS terms, and types.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.errors import BuildError
from kennisgraaf.namespaces import BASE, KG

_SCHEMA = (str(RDFS), str(OWL), str(RDF.first), str(RDF.rest))  # properties that say something about terms
_META = (*_SCHEMA, str(RDF))
_PLACES = frozenset({SKOS.Concept, SKOS.ConceptScheme, SKOS.inScheme, SKOS.broader})
Link = tuple[URIRef, URIRef, URIRef]


@dataclass(frozen=True)
class Inference:
    """The inferred statements in a fixed order, how many use each property, and how many each family of rules gave."""

    triples: list[Link]
    by_property: dict[str, int]
    by_family: dict[str, int]


def infer(ontology: Graph, data: Graph) -> Inference:
    """Return what OWL 2 RL adds to the data (W3C, OWL 2 Profiles, section 4.3); neither graph is changed.

    BuildError: ontology and data contradict each other; the message names the things involved.
    """
    closure, asserted = _expand(ontology, data)
    _refuse_contradictions(closure)
    things = {term for s, _, o in data for term in (s, o) if isinstance(term, URIRef)}
    things -= {s for s in ontology.subjects() if isinstance(s, URIRef) and str(s).startswith(KG)}
    new = sorted(
        (s, p, o)
        for s, p, o in closure
        if s in things and (s, p, o) not in asserted and isinstance(o, URIRef) and _worth_saying(p, o)
    )
    by_property = Counter(p for _, p, _ in new)
    families: Counter[str] = Counter()
    for p, number in by_property.items():
        families[_family(ontology, p)] += number
    return Inference(
        new,  # type: ignore[arg-type]
        {str(p): number for p, number in sorted(by_property.items())},
        dict(families.most_common()),
    )


def _expand(ontology: Graph, data: Graph) -> tuple[Graph, set[tuple[object, ...]]]:
    import owlrl  # noqa: PLC0415 - 0.2 s that only a build should pay

    closure = Graph(bind_namespaces="none")
    links = (triple for triple in ontology if not isinstance(triple[2], Literal))
    for triple in chain(links, _concerned(ontology, data)):
        closure.add(triple)
    asserted: set[tuple[object, ...]] = set(closure)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    return closure, asserted


def _concerned(ontology: Graph, data: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Yield the statements, literals left out, of which a rule has something to say that is worth saying.

    Of properties and classes that no axiom speaks of, no rule says anything. And the places that things of others have
    in their own vocabulary are their maker's to tell: with 250,000 such statements the reasoner would take an hour.
    """
    links = [triple for triple in data if not isinstance(triple[2], Literal)]
    axioms = [triple for triple in links if str(triple[1]).startswith(_SCHEMA) or str(triple[2]).startswith(_META)]
    spoken = {term for triple in chain(ontology, axioms) for term in triple}
    heard = [(s, p, o) for s, p, o in links if (o if p == RDF.type else p) in spoken]
    beyond = {term for s, p, o in heard if not _is_place(p, o) for term in (s, o)}
    yield from axioms
    yield from ((s, p, o) for s, p, o in heard if not _is_place(p, o) or _any_ours(s, o) or s in beyond)


def _is_place(p: Node, o: Node) -> bool:
    return (o if p == RDF.type else p) in _PLACES


def _any_ours(*terms: Node) -> bool:
    return any(str(term).startswith(BASE) for term in terms)


def _family(ontology: Graph, p: Node) -> str:
    """Return the family of rules that gives a property: the first of these that it has an axiom for."""
    if p == RDF.type:
        return "class membership"
    if (p, OWL.propertyChainAxiom, None) in ontology:
        return "property chains"
    if (p, RDF.type, OWL.TransitiveProperty) in ontology:
        return "transitivity"
    if (p, RDF.type, OWL.SymmetricProperty) in ontology:
        return "symmetry"
    if (p, OWL.inverseOf, None) in ontology or (None, OWL.inverseOf, p) in ontology:
        return "inverses"
    return "values and wider properties"


def _worth_saying(p: object, o: URIRef) -> bool:
    if p == RDF.type:
        return str(o).startswith(KG) or o == SKOS.Concept
    return p != OWL.sameAs and str(p).startswith((KG, str(SKOS)))


def _refuse_contradictions(closure: Graph) -> None:
    found = sorted(str(o) for _, p, o in closure if str(p).endswith("#error"))
    if found:
        raise BuildError(
            "Ontology and data contradict each other:\n  " + "\n  ".join(found),
            fix="Correct the statements about the things named here; `kennisgraaf check` shows the rules.",
        )
