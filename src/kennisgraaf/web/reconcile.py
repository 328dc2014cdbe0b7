"""The reconciliation service (W3C Reconciliation API 0.2): for OpenRefine and its like, at an address of its own.

There is no JSONP: every answer allows other sites (CORS), which says the same without running our text as a script.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Response, request
from markupsafe import Markup

from kennisgraaf import reconciliation
from kennisgraaf.errors import InputError, NotFound, QueryError
from kennisgraaf.formats import HTML, Format
from kennisgraaf.reconciliation import Entity
from kennisgraaf.search import LONGEST
from kennisgraaf.web import candidates, manifest, pages, parameters
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.headers import FRAMED
from kennisgraaf.web.language import reader
from kennisgraaf.web.manifest import PATH, VERSIONS
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_JSON = Format("json", "application/json", "json", ("text/javascript",))
_SUGGESTED = 10


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("reconcile", __name__)
    _serve(routes, site)
    _suggest(routes, site)

    @routes.get(f"{PATH}/preview")
    def preview() -> Response:
        _known("id")
        entity = _entity(site)
        response = pages.respond(site, Resource((HTML,), linked=False), lambda _: _card(site, entity))
        response.headers["Content-Security-Policy"] = FRAMED
        return response

    @routes.get(f"{PATH}/view")
    def view() -> Response:
        found = site.reconciliation.entities.resolve(request.args.get("id", ""))
        target = Addresses(site.subpath).of(found)
        if not target.startswith("/"):  # never to another site: a redirect that anyone can aim is a trap
            target = Addresses(site.subpath).path("/zoek", ("q", request.args.get("id", "")[:LONGEST]))
        return Response(status=303, headers={"Location": target, "Vary": pages.VARY})

    return routes


def _serve(routes: Blueprint, site: Site) -> None:
    """Add the manifest, the batches and the extension of tables."""

    @routes.route(PATH, methods=["GET", "POST"])
    def service() -> Response:
        _known("queries", "extend", "version")
        given = request.values
        if "queries" in given:
            return _json(site, lambda: _batch(site, given["queries"]))
        if "extend" in given:
            return _json(site, lambda: _extension(site, given["extend"]))
        if request.method == "POST":
            raise QueryError("Nothing was asked.", fix="Send queries or extend as a field of a form.")
        version = _version()
        forms = Resource((_JSON, HTML), linked=False)
        return pages.respond(site, forms, lambda form: _entrance(site, form, version), spoken=True)

    @routes.get(f"{PATH}/extend/propose")
    def proposal() -> Response:
        _known("type", "limit")
        return _json(site, lambda: _proposal(site))


def _suggest(routes: Blueprint, site: Site) -> None:
    """Add what helps people to choose while they type."""

    @routes.get(f"{PATH}/suggest/<what>")
    def suggestions(what: str) -> Response:
        find = {"entity": _entities, "property": _properties, "type": _types}.get(what)
        if not find:
            raise NotFound(f"Nothing here suggests {what[:50]!r}.", fix="Ask for entity, property or type.")
        _known("prefix", "cursor", "type", "type_strict", "limit", "exact")
        return _json(site, lambda: {"result": _page(find(site, request.args.get("prefix", "").strip()))})

    @routes.get(f"{PATH}/flyout/<what>")
    def flyout(what: str) -> Response:
        _known("id")
        given = request.args.get("id", "")
        return _json(site, lambda: {"id": given, "html": _flyout(site, what)})


def _known(*names: str) -> None:
    """Refuse what nobody reads: a misspelt parameter that is skipped gives a wrong answer without a word."""
    if "callback" in request.args:
        fix = "Leave callback out: all answers allow other sites (CORS)."
        raise QueryError("JSONP is not offered here.", fix=fix)
    if wrong := parameters.strange(names):
        raise InputError(wrong)


def _json(site: Site, write: Callable[[], dict[str, Any]]) -> Response:
    """Answer in JSON; every character beyond ASCII is escaped, so that half a character from outside does no harm."""
    if request.method == "POST":
        return Response(json.dumps(write()), content_type=_JSON.content_type, headers={"Vary": pages.VARY})
    resource = Resource((_JSON,), linked=False)
    return pages.respond(site, resource, lambda _: json.dumps(write()), asked=_JSON.name, spoken=True)


def _version() -> str:
    """Return the version that is asked for, in the address or as a parameter of Accept; else the first."""
    accept = request.headers.get("Accept", "")
    asked = request.args.get("version") or next((one for one in VERSIONS if f"version={one}" in accept), VERSIONS[0])
    if asked not in VERSIONS:
        raise QueryError(f"Version {asked[:20]!r} is not spoken here.", fix=f"Ask for one of: {', '.join(VERSIONS)}.")
    return asked


def _entrance(site: Site, form: Format, version: str) -> str:
    if form == HTML:
        return pages.html(site, "reconcile.html", service=f"{site.public}{PATH}", batch=manifest.BATCH)
    return json.dumps(manifest.write(site, reader(request), version))


def _batch(site: Site, text: str) -> dict[str, Any]:
    service, who = site.reconciliation, reader(request)
    return {
        name: {"result": [candidates.candidate(service, who, found) for found in service.matcher.find(query)]}
        for name, query in reconciliation.queries(text).items()
    }


def _extension(site: Site, text: str) -> dict[str, Any]:
    return candidates.extended(site.reconciliation, reader(request), reconciliation.extension(text))


def _proposal(site: Site) -> dict[str, Any]:
    """Return the properties that things of a type have; of an unknown type, or none, all that things have."""
    service, who = site.reconciliation, reader(request)
    kind = service.types.find(request.args.get("type", ""))
    found = service.properties.of_type(kind) if kind else list(service.properties.all.values())
    limit = request.args.get("limit", "")
    most = int(limit) if limit.isascii() and limit.isdigit() and len(limit) < len("1000000") else 0
    shown = [candidates.property_(service, who, one) for one in found][: most or None]
    return {"type": kind or request.args.get("type", ""), "limit": most or len(shown), "properties": shown}


def _page(found: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ten, from the place on that the reader asks for."""
    cursor = request.args.get("cursor", "0")
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < len("10000") else 0
    return list(found)[start : start + _SUGGESTED]


def _entities(site: Site, typed: str) -> Iterator[dict[str, Any]]:
    """Yield the things that somebody may mean who has typed a part of a name, or a whole code or IRI."""
    service, who = site.reconciliation, reader(request)
    kind = service.types.find(request.args.get("type", ""))
    exact = service.entities.resolve(typed) if typed else ""
    hits = [hit.iri for hit in site.index.search(typed[:LONGEST], who.lang, count=100).hits] if typed else []
    for iri in dict.fromkeys([*([exact] if exact else []), *hits]):
        entity = service.entities.all.get(iri)
        if entity and (not kind or kind in entity.classes):
            notable = [{"id": entity.kind, "name": who.raw(service.types.labels[entity.kind])}] if entity.kind else []
            told = {"id": iri, "name": candidates.name(service, who, entity)}
            yield {**told, "description": candidates.describe(service, who, entity), "notable": notable}


def _properties(site: Site, typed: str) -> Iterator[dict[str, Any]]:
    service, who = site.reconciliation, reader(request)
    for iri, one in service.properties.all.items():
        if _fits(typed, [service.entities.short(iri), iri, *one.labels.values()]):
            yield candidates.property_(service, who, one)


def _types(site: Site, typed: str) -> Iterator[dict[str, Any]]:
    service, who = site.reconciliation, reader(request)
    for iri, labels in service.types.labels.items():
        if _fits(typed, [service.entities.short(iri), iri, *labels.values()]):
            yield candidates.type_(service, who, iri)


def _fits(typed: str, names: list[str]) -> bool:
    """Tell whether one of the names has every word that was typed."""
    return any(all(word in name.casefold() for word in typed.casefold().split()) for name in names)


def _entity(site: Site) -> Entity:
    """Return the thing that is asked for. NotFound: there is none."""
    entities, given = site.reconciliation.entities, request.args.get("id", "")
    iri = entities.resolve(given)
    if iri not in entities.all:
        raise site.missing(given)
    return entities.all[iri]


def _card(site: Site, entity: Entity) -> str:
    service, who = site.reconciliation, reader(request)
    shown = {"name": candidates.name(service, who, entity), "about": candidates.describe(service, who, entity)}
    # The address is whole: within a frame of another site a reader wants a new tab of ours.
    page = site.public + Addresses("", who.lang if who.chosen else "").path(f"{PATH}/view", ("id", entity.iri))
    return pages.html(site, "preview.html", **shown, texts=entity.about, page=page)


def _flyout(site: Site, what: str) -> str:
    """Return a few lines of HTML about a thing, a property or a type."""
    who = reader(request)
    given = request.args.get("id", "")
    service = site.reconciliation
    if what == "entity":
        entity = _entity(site)
        return _lines(candidates.name(service, who, entity), candidates.describe(service, who, entity))
    if what == "property" and (iri := service.properties.find(given)):
        return _lines(*list(candidates.property_(service, who, service.properties.all[iri]).values())[1:])
    if what == "type" and (iri := service.types.find(given)):
        return _lines(who.raw(service.types.labels[iri]), service.entities.short(iri))
    raise site.missing(given)


def _lines(name: str, told: str) -> str:
    return str(Markup("<p><strong>{}</strong><br>{}</p>").format(name, told))
