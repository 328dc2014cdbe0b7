"""Dereferencing: /id/… is the thing itself, /doc/… is what we say about it (Cool URIs for the Semantic Web, 4.2)."""

from pathlib import Path

from flask import Blueprint, Response, request

from kennisgraaf.engine import bind, term_boolean, term_iri, term_text
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.web import documents, members, pages, profiles
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_FORMS = (HTML, *GRAPHS)
_SUFFIXES = {form.suffix for form in _FORMS} | {
    one.suffix for view in profiles.exchanged().values() for one in view.forms
}
_LIST = (Path(__file__).parent / "list.rq").read_text(encoding="utf-8")


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("things", __name__)

    @routes.get("/id")
    def identifiers() -> Response:
        return pages.see_other(site, "/doc")

    @routes.get("/id/<kind>")
    def kind(kind: str) -> Response:
        return pages.see_other(site, f"/doc/{kind}")

    @routes.get("/id/<kind>/<code>")
    def thing(kind: str, code: str) -> Response:
        site.check(_iri(site, kind, code))
        return pages.see_other(site, f"/doc/{kind}/{code}")

    @routes.get("/doc")
    def kinds() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: _kinds(site))

    @routes.get("/doc/<kind>")
    def listed(kind: str) -> Response:
        return pages.respond(site, Resource(_FORMS), lambda form: _members(site, kind, form))

    @routes.get("/doc/<kind>/<code>")
    def document(kind: str, code: str) -> Response:
        code, suffix = _split(code)
        return documents.answer(site, _iri(site, kind, code), f"/doc/{kind}/{code}", suffix)

    return routes


def _iri(site: Site, kind: str, code: str) -> str:
    """Return the IRI of a thing; NotFound when it holds what no IRI may hold."""
    iri = f"{ID}{kind}/{code}"
    try:
        term_iri(iri)
    except QueryError as error:
        raise site.missing(iri) from error
    return iri


def _split(code: str) -> tuple[str, str]:
    """Split the suffix of a form off a code."""
    name, dot, suffix = code.rpartition(".")
    return (name, suffix) if dot and suffix in _SUFFIXES else (code, "")


def _kinds(site: Site) -> str:
    names = {kind: site.vocabulary.labels_of_kind(kind) for kind in site.kinds}
    return pages.html(site, "kinds.html", kinds=pages.by_name(reader(request), names.items()), topics=site.topics)


def _members(site: Site, kind: str, form: Format) -> str | bytes:
    """Return the list of all things of one kind."""
    if form == HTML:
        return members.page(site, kind, Resource(_FORMS))
    everything = request.args.get("vervallen", "") == "1"
    members.known(site, kind, everything=everything)
    inputs = {"start": term_text(f"{ID}{kind}/"), "all": term_boolean(everything)}
    return site.engine.query(bind(_LIST, inputs), form).body
