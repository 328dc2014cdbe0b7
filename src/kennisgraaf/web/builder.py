"""A query without a query language: choose a kind of thing, what to see of it and what must hold, on a page of forms.

The whole choice stands in the address; the page shows the query that it comes to, and its answer.
"""

from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import patterns
from kennisgraaf.description import Texts
from kennisgraaf.engine import formats
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.formats import HTML, TABLES
from kennisgraaf.languages import LANGUAGES, pick
from kennisgraaf.patterns import Choice, Row, Step
from kennisgraaf.web import errors, labels, pages, tables
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site
from kennisgraaf.web.visitor import client

_PATH = "/sparql/bouwen"
_PAGE = "builder.html"
_NOTHING: dict[str, Any] = {
    "kind": "",
    "rows": [],
    "steps": [],
    "sparql": "",
    "shown": None,
    "downloads": [],
    "count": False,
}


def blueprint(site: Site) -> Blueprint:
    """Build the route around one site."""
    routes = Blueprint("builder", __name__)

    @routes.get(_PATH)
    def build() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: _page(site))

    @routes.errorhandler(KennisgraafError)
    def refused(error: KennisgraafError) -> Response:
        return errors.answer(site, error, _PAGE, **{**_NOTHING, "kinds": _kinds(site)})

    return routes


def _page(site: Site) -> str:
    kind = request.args.get("soort", "").strip()
    if not kind:
        return pages.html(site, _PAGE, **{**_NOTHING, "kinds": _kinds(site)})
    choice = patterns.read(site.patterns, kind, request.args.getlist("p"), request.args)
    text = patterns.write(site.patterns, choice, reader(request).lang)
    found = site.engine.query(text, TABLES[0], client=client())
    return pages.html(
        site,
        _PAGE,
        kinds={},
        kind=choice.kind,
        rows=[(row, _values(site, row), _further(site, choice, row)) for row in choice.rows],
        steps=_steps(site, choice.kind, "", choice),
        ignored=choice.ignored,
        count=choice.count,
        sparql=text,
        shown=tables.show(site.engine, found),
        heads=_heads(site, choice),
        downloads=[(form, _address(site, text, form.media_type)) for form in formats("SELECT")],
    )


def _heads(site: Site, choice: Choice) -> dict[str, Texts]:
    """Return how people call each column; the column of a number is called by its own name."""
    names = patterns.variables(site.patterns, choice)
    found = {names[""]: site.vocabulary.labels(choice.kind)}
    for row in choice.rows:
        called = {lang: " › ".join(_called(site, step, lang) for step in row.steps) for lang in LANGUAGES}
        found[names[row.path]] = called
    return found


def _called(site: Site, step: Step, lang: str) -> str:
    """Return the name of a step; one that goes back is called after what it leads to."""
    return pick(site.vocabulary.labels(step.of) if step.back else step.labels, lang)[0] or step.path


def _kinds(site: Site) -> dict[str, list[tuple[str, Texts, int]]]:
    """Return topic → (name, labels, number of things) of each kind, by label; topics in the order of the vocabulary."""
    found = {iri: site.vocabulary.labels(iri) for iri in site.patterns.kinds}
    groups: dict[str, list[tuple[str, Texts, int]]] = {topic: [] for topic in (*site.manual.topics, "")}
    for iri, texts in pages.by_name(reader(request), found.items()):
        groups[site.manual.topic(iri)].append((site.patterns.name(iri), texts, site.patterns.kinds[iri]))
    return {topic: some for topic, some in groups.items() if some}


def _values(site: Site, row: Row) -> list[tuple[str, str, int]]:
    """Return (IRI, label, number) of the things that a row can be bound to, by label."""
    if row.last.values != "thing":
        return []
    who, found = reader(request), site.patterns.values(row.start, row.last)
    named = labels.find(site.engine, found)
    options = [(iri, who.plain(named.get(iri, {})) or site.short(iri), number) for iri, number in found.items()]
    return sorted(options, key=lambda option: option[1].casefold())


def _further(site: Site, choice: Choice, row: Row) -> list[tuple[str, Step]]:
    """Return the steps that go on from a row, where they are known and not too far."""
    if not row.last.of or row.must is False or len(row.steps) >= patterns.DEEPEST:
        return []
    return _steps(site, row.last.of, f"{row.path}/", choice)


def _steps(site: Site, kind: str, before: str, choice: Choice) -> list[tuple[str, Step]]:
    """Return (whole path, step) for each step from a kind that is not chosen yet."""
    chosen = {row.path for row in choice.rows}
    return [(before + path, step) for path, step in site.patterns.steps(kind).items() if before + path not in chosen]


def _address(site: Site, query: str, media_type: str) -> str:
    return Addresses(site.subpath).path("/sparql", ("query", query), ("_mediatype", media_type))
