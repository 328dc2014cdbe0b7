"""What can be counted: sizes, classes, properties, named graphs and links, by the queries beside this module."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kennisgraaf.catalog.words import DATASET, PREFIXES, Statement, iri
from kennisgraaf.namespaces import ID

_QUERIES = sorted(Path(__file__).parent.glob("*.rq"))
_EXAMPLES = 3
_LARGEST = f"""SELECT ?kind (COUNT(*) AS ?number) (MIN(STR(?thing)) AS ?first) WHERE {{
  ?thing skos:inScheme ?scheme ; skos:prefLabel ?label . FILTER(lang(?label) = "nl" && STRSTARTS(STR(?thing), "{ID}"))
  BIND(REPLACE(STR(?thing), "[^/]*$", "") AS ?kind)
}} GROUP BY ?kind ORDER BY DESC(?number) ?kind LIMIT {_EXAMPLES}"""


def count(store: ox.Store, prefixes: Mapping[str, str]) -> Iterator[Statement]:
    """Give what the queries find, the vocabularies that are used, and examples of things."""
    known = {**prefixes, **PREFIXES}
    for path in _QUERIES:
        found: Any = store.query(path.read_text(encoding="utf-8"), prefixes=known)
        yield from (tuple(triple) for triple in found)
    for space in _vocabularies(store, prefixes):
        yield iri(DATASET), iri("void:vocabulary"), ox.NamedNode(space)
    examples: Any = store.query(_LARGEST, prefixes=known)
    for row in examples:
        yield iri(DATASET), iri("void:exampleResource"), ox.NamedNode(row["first"].value)


def _vocabularies(store: ox.Store, prefixes: Mapping[str, str]) -> list[str]:
    """Return the published namespaces of the properties and classes that are used."""
    rows: Any = store.query("SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }")
    used = {row["term"].value for row in rows}
    return sorted({space for space in prefixes.values() if any(term.startswith(space) for term in used)})
