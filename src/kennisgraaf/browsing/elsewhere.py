"""Concepts and schemes of others (ESCO, ISCO and so on): what we hold of each, and what of ours is mapped to it.

Their pages are theirs; ours says what we took over, from where, and why the editors did or did not map something to it.
"""

from collections import defaultdict
from dataclasses import dataclass

from kennisgraaf.browsing.way import found, text
from kennisgraaf.description import Reading, Texts, order, readings
from kennisgraaf.description.facts import LABELS, texts
from kennisgraaf.engine import Engine, Term, bind, term_iri
from kennisgraaf.namespaces import EXTERNAL

_SKOS, _DCT = EXTERNAL["skos"], EXTERNAL["dct"]
_NOTES = (_SKOS + "definition", _DCT + "description")


@dataclass(frozen=True)
class Foreign:
    """A concept or a scheme of others; texts are by language.

    schemes and sources are IRIs; members: the concepts of a scheme that we hold, in the order of a person.
    """

    iri: str
    labels: Texts
    others: tuple[tuple[str, str], ...]
    definition: Texts
    remark: Texts
    rights: Texts
    code: str
    schemes: tuple[str, ...]
    sources: tuple[str, ...]
    is_scheme: bool
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A mapping of a thing of ours by a relation, or one that was considered and rejected; record is its IRI."""

    record: str
    thing: str
    relation: str
    rejected: bool
    reading: Reading


def foreign(engine: Engine) -> dict[str, Foreign]:
    """Return every concept and scheme of others that we hold, in the order of a person."""
    known = found(engine, "elsewhere")
    members: dict[str, list[str]] = defaultdict(list)
    ordered = sorted(known, key=lambda iri: order.by_name(known[iri], iri))
    for iri in ordered:
        for scheme in _iris(known[iri], _SKOS + "inScheme"):
            members[scheme].append(iri)
    return {iri: _foreign(iri, known[iri], tuple(members.get(iri, ()))) for iri in ordered}


def links(engine: Engine, concept: str) -> list[Link]:
    """Return what of ours is mapped to a concept, the surest first, and after that what was rejected."""
    facts: dict[tuple[str, str, str, bool], dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(bind(text("elsewhere-links"), {"concept": term_iri(concept)})):
        key = row["record"].value, row["thing"].value, row["relation"].value, row["rejected"].value == "true"
        facts[key][row["property"].value].append(row["value"])
    made = [Link(*key, readings.reading(own)) for key, own in facts.items()]
    return sorted(made, key=lambda one: (one.rejected, -float(one.reading.confidence or 0), one.thing))


def _foreign(iri: str, facts: dict[str, list[Term]], members: tuple[str, ...]) -> Foreign:
    return Foreign(
        iri,
        texts(facts, LABELS),
        tuple(sorted((term.lang, term.value) for term in facts.get(_SKOS + "altLabel", []))),
        texts(facts, _NOTES),
        texts(facts, (_SKOS + "editorialNote",)),
        texts(facts, (_DCT + "rights",)),
        min((term.value for term in facts.get(_SKOS + "notation", [])), default=""),
        _iris(facts, _SKOS + "inScheme"),
        _iris(facts, _DCT + "source"),
        _SKOS + "ConceptScheme" in _iris(facts, EXTERNAL["rdf"] + "type"),
        members,
    )


def _iris(facts: dict[str, list[Term]], name: str) -> tuple[str, ...]:
    return tuple(sorted(term.value for term in facts.get(name, []) if term.kind == "iri"))
