"""The passages on which a thing rests: where a publication says what we say."""

from dataclasses import dataclass

from kennisgraaf.description.facts import query
from kennisgraaf.engine import Engine
from kennisgraaf.engine.values import bind, term_iri


@dataclass(frozen=True)
class Passage:
    """Where a publication says it: locator for readers, lines of the text version, an anchor of a few words."""

    iri: str
    locator: str
    lines: str
    anchor: str
    citation: str
    source: str


def passages(engine: Engine, iri: str) -> list[Passage]:
    """Return the passages on which a thing rests, in the order of the publications."""
    rows = engine.rows(bind(query("passages"), {"thing": term_iri(iri)}))
    names = ("passage", "locator", "lines", "anchor", "citation", "source")
    return [Passage(*(row[name].value for name in names)) for row in rows]
