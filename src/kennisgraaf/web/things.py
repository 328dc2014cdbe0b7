"""Dereferencing: /id/… is the thing itself, /doc/… is what we say about it (Cool URIs for the Semantic Web, 4.2)."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, request

from kennisgraaf import description
from kennisgraaf.description import Texts
from kennisgraaf.description.order import natural
from kennisgraaf.engine import Term, bind, term_boolean, term_iri, term_text
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import EXTERNAL, ID
from kennisgraaf.web import documents, labels, pages, profiles
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_FORMS = (HTML, *GRAPHS)
_SUFFIXES = {form.suffix for form in _FORMS} | {
    one.suffix for view in profiles.exchanged().values() for one in view.forms
}
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
    def members(kind: str) -> Response:
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
    everything = request.args.get("vervallen", "") == "1"
    withdrawn = sum(gone for iri, gone in site.everything.items() if iri.startswith(f"{ID}{kind}/"))
    only_withdrawn = withdrawn and not everything and kind not in site.kinds
    found = [] if only_withdrawn else description.members(site.engine, kind, withdrawn=everything)
    if form != HTML:
        inputs = {"start": term_text(f"{ID}{kind}/"), "all": term_boolean(everything)}
        return site.engine.query(bind(_LIST, inputs), form).body
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
        withdrawn=withdrawn,
        everything=everything,
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
