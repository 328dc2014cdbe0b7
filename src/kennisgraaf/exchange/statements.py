"""The statements that a query makes for some things, in a fixed order."""

import re
from collections.abc import Sequence

import pyoxigraph as ox

from kennisgraaf.engine import Client, Engine, term_iri
from kennisgraaf.formats import GRAPHS

_THINGS = re.compile(r"VALUES \?thing \{[^}]*\}")
_AT_ONCE = 500  # IRIs in one query, whose length is limited
_NOBODY = Client()


def statements(engine: Engine, query: str, things: Sequence[str], client: Client = _NOBODY) -> list[ox.Triple]:
    """Return what a CONSTRUCT says of things, which take the place of the example in its VALUES; sorted, each once.

    The query makes no blank nodes, so that the order is the same for ever. LimitError: it takes too much.
    """
    found: set[ox.Triple] = set()
    for start in range(0, len(things), _AT_ONCE):
        terms = " ".join(map(term_iri, things[start : start + _AT_ONCE]))
        text = _THINGS.sub(f"VALUES ?thing {{ {terms} }}", query)
        body = engine.query(text, GRAPHS[2], client=client).body
        found.update(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    return sorted(found, key=str)
