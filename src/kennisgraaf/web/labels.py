"""The labels of any IRIs, a few hundred in one query."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kennisgraaf.description import Texts
from kennisgraaf.engine import Engine, term_iri
from kennisgraaf.errors import QueryError

_AT_ONCE = 500
_QUERY = """SELECT ?thing ?label {{ VALUES ?thing {{ {things} }}
{{ ?thing skos:prefLabel ?label }} UNION {{ ?thing rdfs:label ?label }} }}"""


def find(engine: Engine, iris: Iterable[str]) -> dict[str, Texts]:
    """Return the labels by language of each IRI that has any."""
    terms = sorted(set(_terms(iris)))
    found: dict[str, Texts] = defaultdict(dict)
    for start in range(0, len(terms), _AT_ONCE):
        query = _QUERY.format(things=" ".join(terms[start : start + _AT_ONCE]))
        for row in engine.rows(query):
            found[row["thing"].value].setdefault(row["label"].lang, row["label"].value)
    return dict(found)


def _terms(iris: Iterable[str]) -> Iterator[str]:
    """Yield each IRI as a term; what is none has no label either."""
    for iri in iris:
        try:
            yield term_iri(iri)
        except QueryError:
            continue
