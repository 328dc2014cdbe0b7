"""Dereferencing: /id/… is the thing itself, /doc/… is what we say about it (Cool URIs for the Semantic Web, 4.2)."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, request

from kennisgraaf import description
from kennisgraaf.description import Texts
from kennisgraaf.description.order import natural
from kennisgraaf.engine import Term, bind, term_iri, term_text
from kennisgraaf.errors import NotFound, QueryError
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import EXTERNAL, GRAPH, ID
from kennisgraaf.questions import find
from kennisgraaf.web import labels, pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_FORMS = (HTML, *GRAPHS)
_SUFFIXES = {form.suffix: form for form in _FORMS}
_LIST = (Path(__file__).parent / "list.rq").read_text(encoding="utf-8")
_SCHEME = EXTERNAL["skos"] + "inScheme"
_BROADER = EXTERNAL["skos"] + "broader"
_NOTATION = EXTERNAL["skos"] + "notation"
Member = tuple[str, Texts, Texts, str, list[list[Term]]]


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("things", __name__)

    @routes.get("/id")
    def identifiers() -> Response:
        return _see_other(site, "/doc")

    @routes.get("/id/<kind>")
    def kind(kind: str) -> Response:
        return _see_other(site, f"/doc/{kind}")

    @routes.get("/id/vraag/<name>")
    def question(name: str) -> Response:
        return _see_other(site, f"/vragen/{find(site.questions, name).name}")

    @routes.get("/id/<kind>/<code>")
    def thing(kind: str, code: str) -> Response:
        _check(site, _iri(kind, code))
        return _see_other(site, f"/doc/{kind}/{code}")

    @routes.get("/doc")
    def kinds() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: _kinds(site))

    @routes.get("/doc/<kind>")
    def members(kind: str) -> Response:
        return pages.respond(site, Resource(_FORMS), lambda form: _members(site, kind, form))

    @routes.get("/doc/<kind>/<code>")
    def document(kind: str, code: str) -> Response:
        code, form = _split(code)
        iri = _iri(kind, code)
        resource = Resource(_FORMS, f"/doc/{kind}/{code}")
        return pages.respond(site, resource, lambda form: _document(site, resource, iri, form), asked=form)

    return routes


def _see_other(site: Site, path: str) -> Response:
    """Redirect to the document about a thing; what the reader asked for goes along."""
    kept = [(name, value) for name, value in request.args.items() if name in {"lang", "_mediatype"}]
    where = Addresses(site.subpath).path(path, *kept)
    return Response(status=303, headers={"Location": where, "Vary": "Accept, Accept-Language"})


def _iri(kind: str, code: str) -> str:
    """Return the IRI of a thing; NotFound when it holds what no IRI may hold."""
    iri = f"{ID}{kind}/{code}"
    try:
        term_iri(iri)
    except QueryError as error:
        raise NotFound(f"Nothing here is called {kind}/{code}.", fix="See /doc.") from error
    return iri


def _check(site: Site, iri: str) -> None:
    """Raise NotFound, with near names, when nothing is said of an IRI."""
    if not site.engine.rows(f"SELECT ?p {{ {term_iri(iri)} ?p ?o }} LIMIT 1"):
        raise description.missing(site.engine, iri)


def _split(code: str) -> tuple[str, str]:
    """Split the suffix of a form off a code."""
    name, dot, suffix = code.rpartition(".")
    return (name, suffix) if dot and suffix in _SUFFIXES else (code, "")


def _kinds(site: Site) -> str:
    names = {kind: site.vocabulary.labels_of_kind(kind) for kind in site.kinds}
    return pages.html(site, "kinds.html", kinds=pages.by_name(reader(request), names.items()))


def _members(site: Site, kind: str, form: Format) -> str | bytes:
    """Return the list of all things of one kind."""
    found = description.members(site.engine, kind)
    if form != HTML:
        return site.engine.query(bind(_LIST, {"start": term_text(f"{ID}{kind}/")}), form).body
    shown = description.columns(site.engine, kind)
    groups: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for iri, names, definitions, facts in found:
        own = facts[iri]
        cells = [[term for term in own.get(name, []) if not term.lang] for name in shown]
        groups[_first(own, _SCHEME), _first(own, _BROADER)].append(
            (iri, names, definitions, _first(own, _NOTATION), cells)
        )
    return pages.html(
        site,
        "members.html",
        kind=kind,
        groups=dict(sorted(groups.items(), key=_place_of)),
        columns=shown,
        names=labels.find(site.engine, _mentioned(groups)),
        total=len(found),
        resource=Resource(_FORMS),
    )


def _first(facts: Mapping[str, list[Term]], name: str) -> str:
    """Return the first value of a property, "" where there is none."""
    return next((term.value for term in facts.get(name, [])), "")


def _place_of(entry: tuple[tuple[str, str], list[Member]]) -> tuple[object, ...]:
    """Sort groups by scheme, and within it what stands under nothing first."""
    (scheme, above), _ = entry
    return scheme, natural(above)


def _mentioned(groups: Mapping[tuple[str, str], list[Member]]) -> set[str]:
    """Return the IRIs that the list names."""
    cells = {
        t.value for members in groups.values() for *_, row in members for cell in row for t in cell if t.kind == "iri"
    }
    return cells | {iri for group in groups for iri in group if iri}


def _document(site: Site, resource: Resource, iri: str, form: Format) -> str | bytes | Response:
    """Return what we say about a thing; of a graph its content."""
    if form != HTML:
        if iri in site.release.graphs and iri.startswith(GRAPH):
            return site.engine.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {term_iri(iri)} {{ ?s ?p ?o }} }}", form).body
        return description.surroundings(site.engine, iri, form).body
    try:
        thing = description.describe(site.engine, site.vocabulary, iri)
    except NotFound:
        if iri not in site.release.graphs:
            raise
        thing = description.Description(iri, {"": iri.removeprefix(ID)}, {}, [], [], [])
    size = site.release.graphs.get(iri)
    page = pages.html(
        site, "thing.html", thing=thing, resource=resource, size=size, kind=iri.removeprefix(ID).split("/")[0]
    )
    return Response(
        page, content_type=HTML.content_type, headers={"X-Robots-Tag": "noindex"} if thing.deprecated else {}
    )
