"""A proof for programs: as JSON, and as Turtle in the words of PROV (each statement derived from its premises)."""

from typing import Any

from kennisgraaf.engine import term_iri
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.proof import Proof
from kennisgraaf.proof.axioms import Axioms

_RDF, _PROV, _RDFS = EXTERNAL["rdf"], EXTERNAL["prov"], EXTERNAL["rdfs"]


def to_json(proof: Proof) -> dict[str, Any]:
    """Return "statement", and "graphs" that assert it or else "rule" (OWL 2 Profiles, 4.3), "terms" and "premises"."""
    plain: dict[str, Any] = {"statement": list(proof.statement)}
    if not proof.rule:
        return {**plain, "graphs": list(proof.graphs)}
    premises = [to_json(premise) for premise in proof.premises]
    return {**plain, "rule": proof.rule, "terms": list(proof.terms), "premises": premises}


def to_turtle(proof: Proof) -> str:
    """Return a proof as Turtle: each statement reified once, derived from its premises or quoted from its graphs."""
    numbers = {one.statement: f"_:s{number}" for number, one in enumerate(proof.walk())}
    lines: list[str] = []
    for one in proof.walk():
        node, (s, p, o) = numbers[one.statement], one.statement
        lines.append(f"{node} <{_RDF}type> <{_RDF}Statement> .")
        lines += [f"{node} <{_RDF}{part}> {_term(term)} ." for part, term in zip(_PARTS, (s, p, o), strict=True)]
        lines += [f"{node} <{_PROV}wasQuotedFrom> {_term(graph)} ." for graph in one.graphs]
        lines += [f"{node} <{_PROV}wasDerivedFrom> {numbers[premise.statement]} ." for premise in one.premises]
        lines += [f'{node} <{_RDFS}comment> "{one.rule}" .'] if one.rule else []
    return "\n".join([*lines, ""])


_PARTS = ("subject", "predicate", "object")
Shape = tuple[str, tuple[Any, ...]]


def shape(axioms: Axioms, kind: str) -> Shape:
    """Return what a class is, for who puts it in words: a word for it, and its terms or again such classes.

    "name" (IRI), "value" (property, value), "some" (property, class), "all" (classes), "any" (classes); "thing" else.
    """
    if not kind.startswith("_:"):
        return "name", (kind,)
    for name, word in (("intersectionOf", "all"), ("unionOf", "any")):
        for head in axioms.values(kind, name):
            return word, tuple(shape(axioms, member) for member in axioms.members(head))
    for p in axioms.values(kind, "onProperty"):
        for value in axioms.values(kind, "hasValue"):
            return "value", (p, value)
        for filler in axioms.values(kind, "someValuesFrom"):
            return "some", (p, shape(axioms, filler))
    return "thing", ()


def _term(term: str) -> str:
    return f"_:c{''.join(sign for sign in term if sign.isalnum())}" if term.startswith("_:") else term_iri(term)
