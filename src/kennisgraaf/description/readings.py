"""Readings: what the editors state beside the publications, each with its reason, certainty, author and date."""

from collections import defaultdict
from dataclasses import dataclass

from kennisgraaf.description.facts import Texts, query
from kennisgraaf.engine import Engine, Term
from kennisgraaf.engine.values import bind, term_iri
from kennisgraaf.namespaces import EXTERNAL


@dataclass(frozen=True)
class Reading:
    """One reading: reason and author by language; confidence from 0 to 1 and date as written, "" where not said."""

    reason: Texts
    author: Texts
    confidence: str
    date: str


def read(engine: Engine, iri: str) -> dict[str, Reading]:
    """Return the readings of statements from and to a thing, by the IRI of their record."""
    return _found(engine, bind(query("readings"), {"thing": term_iri(iri)}))


def of_statement(engine: Engine, subject: str, name: str, value: str) -> dict[str, Reading]:
    """Return the readings of one statement between things, by the IRI of their record."""
    inputs = {"subject": term_iri(subject), "name": term_iri(name), "object": term_iri(value)}
    return _found(engine, bind(query("recorded"), inputs))


def _found(engine: Engine, text: str) -> dict[str, Reading]:
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(text):
        found[row["record"].value][row["property"].value].append(row["value"])
    return {record: reading(facts) for record, facts in found.items()}


def reading(facts: dict[str, list[Term]]) -> Reading:
    """Return what is known of one record."""

    def of(prefix: str, name: str) -> Texts:
        return {term.lang: term.value for term in facts.get(EXTERNAL[prefix] + name, [])}

    one = {name: next(iter(of(*name).values()), "") for name in (("sssom", "confidence"), ("dct", "created"))}
    return Reading(of("rdfs", "comment"), of("pav", "authoredBy"), *one.values())
