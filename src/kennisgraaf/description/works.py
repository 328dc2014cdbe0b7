"""The publications behind a thing, with what one needs to cite them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kennisgraaf.description.facts import Texts, facts, query
from kennisgraaf.engine import Engine, Term
from kennisgraaf.engine.values import bind, term_iri
from kennisgraaf.namespaces import EXTERNAL

_DCT = EXTERNAL["dct"]
_TITLES = (_DCT + "title", EXTERNAL["skos"] + "prefLabel")


@dataclass(frozen=True)
class Publication:
    """A publication: titles by language; names of authors and publishers; the rest as written, "" where not said."""

    iri: str
    titles: Texts
    authors: tuple[str, ...]
    publishers: tuple[str, ...]
    issued: str
    citation: str
    pages: tuple[str, ...] = field(default=())


def publications(engine: Engine, iri: str) -> list[Publication]:
    """Return the publications behind a thing, sorted by IRI; a publication is behind itself."""
    found = facts(engine, bind(query("works"), {"thing": term_iri(iri)}))
    return [_publication(source, found[source]) for source in sorted(found)]


def _publication(iri: str, known: Mapping[str, list[Term]]) -> Publication:
    def names(name: str) -> tuple[str, ...]:
        """Return the values of a property, those in Dutch or without a language where there are any."""
        terms = known.get(_DCT + name, [])
        plain = [term.value for term in terms if term.lang in {"", "nl"}]
        return tuple(dict.fromkeys(plain or [term.value for term in terms]))

    titles = next(({term.lang: term.value for term in known[name]} for name in _TITLES if name in known), {})
    issued, citation = (next(iter(names(name)), "") for name in ("issued", "bibliographicCitation"))
    pages = tuple(term.value for term in known.get(EXTERNAL["foaf"] + "page", []) if term.kind == "iri")
    return Publication(iri, titles, names("creator"), names("publisher"), issued, citation, pages)
