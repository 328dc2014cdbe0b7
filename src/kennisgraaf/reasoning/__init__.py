"""What follows from what: the OWL 2 RL closure of ontology and data, reduced to what is worth saying.

Axioms become rules over numbers (`closure`); what an ontology says beyond those is left to owlrl (`reference`).
Only new statements about things of the data are kept: links in our own and in SKOS terms, and types.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.errors import BuildError
from kennisgraaf.findings import Statement
from kennisgraaf.namespaces import BASE, KG
from kennisgraaf.reasoning import reference
from kennisgraaf.reasoning.axioms import read
from kennisgraaf.reasoning.closure import Closure

_SCHEMA = (str(RDFS), str(OWL), str(RDF.first), str(RDF.rest))  # properties that say something about terms
_META = (*_SCHEMA, str(RDF))
_TYPE = RDF.type
_PLACES = frozenset({SKOS.Concept, SKOS.ConceptScheme, SKOS.inScheme, SKOS.broader})
Link = tuple[URIRef, URIRef, URIRef]


@dataclass(frozen=True)
class Inference:
    """The inferred statements in a fixed order, how many use each property, and how many each family of rules gave."""

    triples: list[Link]
    by_property: dict[str, int]
    by_family: dict[str, int]


def infer(ontology: Graph, data: Iterable[Statement]) -> Inference:
    """Return what OWL 2 RL adds to the data (W3C, OWL 2 Profiles, section 4.3); nothing given is changed.

    data: statements that can be gone through several times, in which one may come twice.
    BuildError: ontology and data contradict each other; the message names the things involved.
    """
    known = list(
        chain((triple for triple in ontology if not isinstance(triple[2], Literal)), _concerned(ontology, data))
    )
    axioms = read(known)
    closure = reference.Closure(known) if axioms.beyond else Closure(axioms, known)
    del known
    _refuse_contradictions(ontology, closure)
    things = {term for s, _, o in data for term in (s, o) if isinstance(term, URIRef)}
    things -= {s for s in ontology.subjects() if isinstance(s, URIRef) and str(s).startswith(KG)}
    new = sorted(
        ((s, p, o) for s, p, o in closure if s in things and isinstance(o, URIRef) and _worth_saying(p, o)),
        key=_written,
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


def _written(statement: Statement) -> tuple[str, ...]:
    s, p, o = statement
    return str(s), str(p), str(o)


def _concerned(ontology: Graph, data: Iterable[Statement]) -> Iterator[Statement]:
    """Yield the statements, literals left out, of which a rule has something to say that is worth saying.

    Of properties and classes that no axiom speaks of, no rule says anything. And the places that things of others have
    in their own vocabulary are their maker's to tell: with 250,000 such statements the reasoner would take an hour.
    """
    axioms = [triple for triple in data if _is_axiom(*triple)]
    spoken = {term for triple in chain(ontology, axioms) for term in triple}
    heard = [(s, p, o) for s, p, o in data if (o if p == _TYPE else p) in spoken and not isinstance(o, Literal)]
    beyond = {term for s, p, o in heard if not _is_place(p, o) for term in (s, o)}
    yield from axioms
    yield from ((s, p, o) for s, p, o in heard if not _is_place(p, o) or _any_ours(s, o) or s in beyond)


def _is_axiom(_: Node, p: Node, o: Node) -> bool:
    return not isinstance(o, Literal) and (str(p).startswith(_SCHEMA) or str(o).startswith(_META))


def _is_place(p: Node, o: Node) -> bool:
    return (o if p == _TYPE else p) in _PLACES


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
    if p == _TYPE:
        return str(o).startswith(KG) or o == SKOS.Concept
    return p != OWL.sameAs and str(p).startswith((KG, str(SKOS)))


def _refuse_contradictions(ontology: Graph, closure: Closure | reference.Closure) -> None:
    """Let owlrl put into words what contradicts what."""
    things = closure.contradictory()
    if not things:
        return
    links = (triple for triple in ontology if not isinstance(triple[2], Literal))
    found = reference.Closure(chain(links, closure.about(things))).errors
    raise BuildError(
        "Ontology and data contradict each other:\n  " + "\n  ".join(found),
        fix="Correct the statements about the things named here; `kennisgraaf check` shows the rules.",
    )
