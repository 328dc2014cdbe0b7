"""The entrance, and the small files that programs look for."""

import json
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf.dump import CONTEXT
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.formats import HTML, Format
from kennisgraaf.web import metrics, pages, schema
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_JSON = Format("json", "application/json", "json")
_CONTEXT = Format("jsonld", "application/ld+json", "jsonld", ("application/json",))


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("home", __name__)

    @routes.get("/")
    def home() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: _home(site))

    @routes.get("/prefixes.json")
    def prefixes() -> Response:
        return _file(site, _JSON, site.release.prefixes)

    @routes.get("/context.jsonld")
    def context() -> Response:
        return _file(site, _CONTEXT, (site.release.folder / CONTEXT).read_text(encoding="utf-8"))

    @routes.get("/health")
    def health() -> Response:
        return _now(200, {"ok": True, **_about(site)})

    @routes.get("/ready")
    def ready() -> Response:
        able = _answers(site)
        missing = list(site.engine.missing_protections)
        found = {"ok": able, **_about(site), "engine": site.engine.numbers(), "missing_protections": missing}
        return _now(200 if able else 503, found)

    @routes.get("/metrics")
    def figures() -> Response:
        found = metrics.exposition(request)
        return Response(found, content_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"})

    return routes


def _about(site: Site) -> dict[str, Any]:
    return {"release": site.release.id, "triples": site.release.about["triples"]}


def _answers(site: Site) -> bool:
    """Tell whether the engine answers now."""
    try:
        return b"true" in site.engine.query("ASK {}").body
    except KennisgraafError:
        return False


def _now(status: int, found: dict[str, Any]) -> Response:
    """Return what holds at this moment, not to be kept."""
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "5"} if status != HTTPStatus.OK else {})
    return Response(json.dumps(found), status=status, content_type="application/json", headers=headers)


def _home(site: Site) -> str:
    return pages.html(site, "home.html", schema=schema.of_everything(site))


def _file(site: Site, form: Format, content: Any) -> Response:
    """Return a file that has one form and is given whatever the reader accepts."""
    body = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return pages.respond(site, Resource((form,)), lambda _: body, asked=form.name)
