"""What a changed property of a thing or a term weighs: which rule of `rules` it falls under.

Whatever no line here knows is "more", "less" or "corrected": the graph says something else about the world, in the same
form.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from kennisgraaf.history.difference import Detail, Value
from kennisgraaf.history.state import TYPE, State
from kennisgraaf.history.wording import alike

_NOTES = {
    *(SKOS.note, SKOS.changeNote, SKOS.editorialNote, SKOS.historyNote, SKOS.scopeNote, SKOS.example, SKOS.hiddenLabel),
    *(RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, DCTERMS.modified, DCTERMS.created, DCTERMS.issued, OWL.versionInfo),
    *(OWL.versionIRI, OWL.priorVersion, DCTERMS.bibliographicCitation),
}
NOTES = {str(iri) for iri in _NOTES}
LABELS = {str(iri) for iri in (SKOS.prefLabel, SKOS.altLabel, RDFS.label, DCTERMS.title)}
_DEFINITION, _NOTATION, _TYPE = str(SKOS.definition), str(SKOS.notation), str(RDF.type)
_CHANGE_NOTES = {str(SKOS.changeNote), str(SKOS.historyNote)}
_SUB = {
    str(RDFS.subClassOf): ox.NamedNode(str(RDFS.subClassOf)),
    str(RDFS.subPropertyOf): ox.NamedNode(str(RDFS.subPropertyOf)),
}
_EDGES = {str(RDFS.domain), str(RDFS.range)}
_DEMANDS = {  # axioms that contradict data, so more of them is narrower
    *map(str, (OWL.disjointWith, OWL.complementOf, OWL.propertyDisjointWith, OWL.hasKey, OWL.disjointUnionOf)),
    *map(str, (OWL.differentFrom, OWL.AllDifferent, OWL.AllDisjointClasses, OWL.AllDisjointProperties)),
}
_YIELDS = {  # axioms from which statements follow, so fewer of them is less
    str(iri) for iri in (OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf, OWL.propertyChainAxiom)
}
_TRAITS = {  # characteristics of a property that contradict data; the others yield statements
    str(iri)
    for iri in (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty)
}
_YIELDING = {str(iri) for iri in (OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.ReflexiveProperty)}


@dataclass(frozen=True)
class Case:
    """A thing that changed: the states before and after, and all that changed of it."""

    iri: str
    before: State
    after: State
    details: tuple[Detail, ...]

    @property
    def noted(self) -> bool:
        """Tell whether the change comes with a note that says what changed."""
        return any(detail.property in _CHANGE_NOTES and detail.after for detail in self.details)


def of_thing(case: Case) -> set[str]:
    """Return the rules under which the changes of a thing fall."""
    return {_of_property(case, detail) for detail in case.details}


def of_term(case: Case) -> set[str]:
    """Return the rules under which the changes of a class or a property fall."""
    return {name for detail in case.details for name in _of_axiom(case, detail) or {_of_property(case, detail)}}


def _of_property(case: Case, detail: Detail) -> str:
    if detail.property == _TYPE:
        return _of_types(case, detail)
    if detail.property == _NOTATION and detail.before:
        return "code"
    return "note" if detail.property in NOTES else _of_text(case, detail)


def _of_text(case: Case, detail: Detail) -> str:
    went, came = ([one.text for one in values if one.kind == "literal"] for values in (detail.before, detail.after))
    label = detail.property in LABELS
    if (detail.lang or label) and alike(went, came, label=label):
        return "wording"
    if detail.property == _DEFINITION and went and came:
        return "meaning-noted" if case.noted else "meaning"
    return "name" if label and went and came else _plainly(detail)


def _plainly(detail: Detail) -> str:
    if not detail.before:
        return "more"
    return "corrected" if detail.after else "less"


def _of_types(case: Case, detail: Detail) -> str:
    """Judge a change of types: a narrower type still implies the one that went."""
    implied = {upper for iri in case.after.iris(case.iri, TYPE) for upper in above(case.after, iri)}
    return "more" if {value.text for value in detail.before} <= implied else "type-gone"


def above(state: State, iri: str, *predicates: ox.NamedNode) -> set[str]:
    """Return a class (or property) with everything above it, by its asserted hierarchy."""
    found, waiting = {iri}, [iri]
    while waiting:
        fresh = set(state.iris(waiting.pop(), *(predicates or _SUB.values()))) - found
        found |= fresh
        waiting += fresh
    return found


def _of_axiom(case: Case, detail: Detail) -> set[str]:
    """Judge what the ontology says of a term; nothing for what is said of any thing."""
    if detail.property == _TYPE:
        return _of_traits(detail)
    if detail.property in _SUB:
        return _of_parents(case, detail)
    if detail.property in _EDGES:
        return _of_edges(case, detail)
    if detail.property in _DEMANDS:
        return {"narrowed"} if detail.after else {"widened"}
    if detail.property in _YIELDS:
        came = {"narrowed" if _blank(detail.after) else "more"} if detail.after else set()
        return came | ({"inference-gone"} if detail.before else set())
    return set()


def _of_traits(detail: Detail) -> set[str]:
    went, came = ({value.text for value in values} for values in (detail.before, detail.after))
    found = {"narrowed"} if came & _TRAITS else set()
    found |= {"inference-gone"} if went & _YIELDING else set()
    found |= {"widened"} if went & _TRAITS else set()
    found |= {"more"} if came - _TRAITS else set()
    return found | ({"type-gone"} if went - _TRAITS - _YIELDING else set())


def _of_parents(case: Case, detail: Detail) -> set[str]:
    """Judge a hierarchy: a parent that still follows by another way is no loss; a restriction demands."""
    named = {value.text for value in detail.before if value.kind == "iri"}
    found = {"inference-gone"} if named - above(case.after, case.iri) else set()
    found |= {"narrowed"} if _blank(detail.after) else set()
    found |= {"widened"} if _blank(detail.before) else set()
    return found or {"more"}


def _of_edges(case: Case, detail: Detail) -> set[str]:
    """Judge a domain or range: wider only when all that came lies above what was there."""
    were = case.before.iris(case.iri, ox.NamedNode(detail.property))
    wider = {upper for iri in were for upper in above(case.before, iri)}
    return {"widened"} if {value.text for value in detail.after} <= wider else {"narrowed"}


def _blank(values: Iterable[Value]) -> bool:
    return any(value.kind == "blank" for value in values)
