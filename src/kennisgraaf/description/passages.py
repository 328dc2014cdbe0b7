"""The passages on which a thing rests: where a publication says what we say."""

import re
from dataclasses import dataclass, replace

from kennisgraaf.description.facts import query
from kennisgraaf.engine import Engine
from kennisgraaf.engine.values import bind, term_iri

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")


@dataclass(frozen=True)
class Passage:
    """Where a publication says it: locator for readers, lines of the text version, an anchor of a few words.

    The anchor is as printed; the passage itself has the words of the text version, by which it can be found there.
    """

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
    found = [Passage(*(row[name].value for name in names)) for row in rows]
    return [replace(one, anchor=printed(one.anchor)) for one in found]


def printed(words: str) -> str:
    """Return words of a text version (Markdown) as they were printed: without its marks, of a link only its text."""
    return _LINK.sub(r"\1", words).replace("**", "")
