"""Where an export comes from: a release with an engine on it, and what a query makes of some of its things."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kennisgraaf.engine import Client, Engine, term_iri
from kennisgraaf.formats import GRAPHS
from kennisgraaf.release import Release

_THINGS = re.compile(r"VALUES \?thing \{[^}]*\}")
_NOBODY = Client()
_AT_ONCE = 500  # IRIs in one query, whose length is limited


@dataclass(frozen=True)
class Source:
    """A release, an engine on it, and who is charged for the queries."""

    engine: Engine
    release: Release
    client: Client = _NOBODY

    def statements(self, query: str, things: Sequence[str]) -> list[ox.Triple]:
        """Return what a CONSTRUCT says of things, which take the place of the example in its VALUES; sorted, each once.

        The query makes no blank nodes, so that the order is the same for ever. LimitError: it takes too much.
        """
        found: set[ox.Triple] = set()
        for start in range(0, len(things), _AT_ONCE):
            terms = " ".join(map(term_iri, things[start : start + _AT_ONCE]))
            text = f"VALUES ?thing {{ {terms} }}".join(_THINGS.split(query))
            body = self.engine.query(text, GRAPHS[2], client=self.client).body
            found.update(quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return sorted(found, key=str)
