"""What follows from what: the OWL 2 RL closure of ontology and data, reduced to what is worth saying.

owlrl's output is not RDF as it comes (literals as subjects, every x the same as itself). So literal objects stay out,
and only new statements about things of the data are kept: links in our own and in SKOS terms, and types.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from kennisgraaf.errors import BuildError
from kennisgraaf.namespaces import KG

Link = tuple[URIRef, URIRef, URIRef]


@dataclass(frozen=True)
class Inference:
    """The inferred statements in a fixed order, and how many of them use each property."""

    triples: list[Link]
    by_property: dict[str, int]


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
    return Inference(new, dict(sorted(Counter(str(p) for _, p, _ in new).items())))  # type: ignore[arg-type]


def _expand(ontology: Graph, data: Graph) -> tuple[Graph, set[tuple[object, ...]]]:
    import owlrl  # noqa: PLC0415 - 0.2 s that only a build should pay

    closure = Graph(bind_namespaces="none")
    for s, p, o in chain(ontology, data):
        if not isinstance(o, Literal):
            closure.add((s, p, o))
    asserted: set[tuple[object, ...]] = set(closure)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    return closure, asserted


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
