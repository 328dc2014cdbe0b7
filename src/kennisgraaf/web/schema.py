"""What a search engine reads in a page: the thing in the words of schema.org, as JSON-LD.

The block is data and not a script, so the content policy lets it be; the template writes it with every < escaped.
"""

from typing import Any

from flask import request

from kennisgraaf.description import Card
from kennisgraaf.description.card import SCHEMA
from kennisgraaf.engine import Term
from kennisgraaf.formats import GRAPHS, TABLES
from kennisgraaf.namespaces import BASE
from kennisgraaf.web.language import Reader, reader
from kennisgraaf.web.site import Site

_ONE = {"name", "description"}


def of_thing(site: Site, card: Card) -> dict[str, Any]:
    """Return a thing as JSON-LD in the reader's language, and whose words these are."""
    who = reader(request)
    page = {
        "@type": "WebPage",
        "url": card.iri,
        "inLanguage": who.lang,
        "dateModified": site.built.date().isoformat(),
        **_reference("license", site.license),
        **_reference("publisher", site.author),
    }
    types = [name.removeprefix(SCHEMA) for name in card.types]
    return {
        "@context": SCHEMA,
        "@id": card.iri,
        "@type": types,
        "url": card.iri,
        **_facts(card, who),
        "subjectOf": page,
    }


def of_everything(site: Site) -> dict[str, Any]:
    """Return the whole graph as a dataset."""
    endpoint = f"{BASE}sparql"
    return {
        "@context": SCHEMA,
        "@id": f"{BASE}dataset",
        "@type": "Dataset",
        "url": BASE,
        "inLanguage": ["nl", "en"],
        "isAccessibleForFree": True,
        "dateModified": site.built.date().isoformat(),
        **_facts(site.header, reader(request)),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": "SPARQL",
                "contentUrl": endpoint,
                "encodingFormat": [form.media_type for form in (*TABLES, *GRAPHS)],
            }
        ],
    }


def _facts(card: Card, who: Reader) -> dict[str, Any]:
    """Return the properties of a card: one text of each that has one, and all values of the others."""
    found: dict[str, Any] = {}
    for iri, terms in card.facts.items():
        name = iri.removeprefix(SCHEMA)
        if name == iri or (name == "hasDefinedTerm" and not card.items):
            continue
        if name in _ONE:
            found[name] = who.raw({term.lang: term.value for term in terms})
        else:
            values = [_value(term) for term in terms if term.kind != "blank"]
            found[name] = values[0] if len(values) == 1 else values
    return found


def _value(term: Term) -> Any:
    return {"@id": term.value} if term.kind == "iri" else term.value


def _reference(name: str, iri: str) -> dict[str, Any]:
    return {name: {"@id": iri}} if iri else {}
