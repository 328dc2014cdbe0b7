"""The vocabulary at /def and the shapes at /shapes: one document each, with an anchor for every term."""

import re
from functools import cache

from flask import Blueprint, Response, request

from kennisgraaf import description, project
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import BASE, DEF, EXTERNAL, SHAPES
from kennisgraaf.web import labels, pages, schema, topics
from kennisgraaf.web.glossary import Entry
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site
from kennisgraaf.web.visitor import client

_RESOURCE = Resource((*GRAPHS, HTML))
_PREFIXES = re.compile(r"^PREFIX .*\n", re.MULTILINE)
_VERSION = EXTERNAL["owl"] + "versionIRI"


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("terms", __name__)

    @routes.get("/def")
    def vocabulary() -> Response:
        return pages.respond(site, _RESOURCE, lambda form: _vocabulary(site, form))

    @routes.get("/def/<version>")
    def version(version: str) -> Response:
        query = f"SELECT ?version {{ <{DEF}> <{_VERSION}> ?version }}"
        if version in site.manual.topics:
            return topics.answer(site, version)
        if BASE + f"def/{version}" not in {row["version"].value for row in site.engine.rows(query)}:
            raise site.missing(f"{BASE}def/{version}")
        return pages.see_other(site, "/def")

    @routes.get("/shapes")
    def shapes() -> Response:
        return pages.respond(site, _RESOURCE, lambda form: _shapes(site, form))

    return routes


def _vocabulary(site: Site, form: Format) -> str | bytes:
    if form != HTML:
        return _graph(site, DEF, form)
    entries = site.terms
    return _page(site, "vocabulary.html", DEF, entries)


def _shapes(site: Site, form: Format) -> str | bytes:
    if form != HTML:
        return _graph(site, SHAPES, form)
    return _page(site, "shapes.html", SHAPES, site.shapes)


def _page(site: Site, template: str, iri: str, entries: list[Entry]) -> str:
    """Return the page of all entries: classes first, each group in the order of its labels."""
    who = reader(request)
    ordered = sorted(entries, key=lambda entry: (who.plain(entry.labels).casefold(), entry.name))
    groups = [[entry for entry in ordered if entry.is_class is first] for first in (True, False)]
    return pages.html(
        site,
        template,
        groups=groups,
        names=site.kept(f"names in {iri}", lambda: names(site, entries)),
        iri=iri,
        resource=_RESOURCE,
        total=len(entries),
        topics={term: topic for topic, own in site.manual.topics.items() for term in own},
        examples=_examples(),
        schema=schema.of_thing(site, site.kept(f"card of {iri}", lambda: description.card(site.engine, iri))),
    )


@cache
def _examples() -> dict[str, str]:
    """Return shape (its local name) → Turtle that breaks it, without the prefixes; what came with the program."""
    found = (project.packaged().root / "tests/examples/invalid").glob("*.ttl")
    return {path.stem: _PREFIXES.sub("", path.read_text(encoding="utf-8")).strip() for path in found}


def names(site: Site, entries: list[Entry]) -> dict[str, dict[str, str]]:
    """Return the labels of everything that the entries point to."""
    own = {entry.iri: entry.labels for entry in entries}
    targets = {iri for entry in entries for iris in entry.links.values() for iri in iris}
    return {**labels.find(site.engine, targets - own.keys()), **own}


def _graph(site: Site, iri: str, form: Format) -> bytes:
    return site.engine.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}", form, client=client()).body
