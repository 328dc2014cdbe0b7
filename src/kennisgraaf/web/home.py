"""The entrance, and the small files that programs look for."""

import json
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf.dump import CONTEXT
from kennisgraaf.formats import HTML, Format
from kennisgraaf.web import pages
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_JSON = Format("json", "application/json", "json")
_CONTEXT = Format("jsonld", "application/ld+json", "jsonld", ("application/json",))
_TEXT = Format("text", "text/plain", "txt")


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
        alive = b"true" in site.engine.query("ASK {}").body
        found = {"ok": alive, "release": site.release.id, "triples": site.release.about["triples"]}
        return Response(json.dumps(found), content_type="application/json", headers={"Cache-Control": "no-store"})

    @routes.get("/robots.txt")
    def robots() -> Response:
        return _file(site, _TEXT, f"User-agent: *\nDisallow: {site.subpath}/sparql?\n")

    return routes


def _home(site: Site) -> str:
    names = {kind: site.vocabulary.labels_of_kind(kind) for kind in site.kinds}
    examples = list(site.questions.values())[:6]
    return pages.html(site, "home.html", kinds=pages.by_name(reader(request), names.items()), examples=examples)


def _file(site: Site, form: Format, content: Any) -> Response:
    """Return a file that has one form and is given whatever the reader accepts."""
    body = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return pages.respond(site, Resource((form,)), lambda _: body, asked=form.name)
