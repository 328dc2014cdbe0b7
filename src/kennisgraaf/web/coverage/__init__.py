"""The pages of coverage: all files, one thing, two things side by side, or one topic and who teaches it.

Each has the same data as page, CSV, workbook and picture at one address, and as JSON below /api/v1.
"""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request

from kennisgraaf.errors import InputError, NotFound, Wrong
from kennisgraaf.formats import HTML, XLSX, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.web import errors, labels, pages
from kennisgraaf.web.coverage import choice, document, heat, page, table
from kennisgraaf.web.coverage.choice import Choice, NoCoverageError
from kennisgraaf.web.coverage.page import CSV, SVG
from kennisgraaf.web.coverage.words import Words
from kennisgraaf.web.language import Reader, reader
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_JSON = Format("json", "application/json", "json")
_FORMS = (HTML, CSV, XLSX, SVG)
_ONE = frozenset({"naast", "kader", "vervallen", "format"})
_ALL = _ONE | {"van"}


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("coverage", __name__)

    @routes.get("/dekking")
    def everything() -> Response:
        return _chosen(site)

    @routes.get("/dekking/<kind>/<code>")
    def thing(kind: str, code: str) -> Response:
        if scheme := site.coverage.schemes.get(f"{ID}{kind}/{code}"):
            return pages.see_other(site, "/dekking", ("kader", scheme.code))
        return _respond(site, f"{ID}{kind}/{code}", _ONE)

    @routes.get(f"{ROOT}/dekking")
    def files() -> Response:
        found = choice.read(site, "", frozenset({"kader"}))
        return _json(lambda: document.listed(site, found, ROOT), site)

    @routes.get(f"{ROOT}/dekking/ding")
    def named() -> Response:
        if not request.args.get("van"):
            raise InputError([Wrong("van", "van is missing.", "Give the IRI, type/code or code of a thing.")])
        return _whole(site, request.args["van"], frozenset({"van", "naast", "kader"}))

    @routes.get(f"{ROOT}/dekking/<kind>/<code>")
    def whole(kind: str, code: str) -> Response:
        return _whole(site, f"{ID}{kind}/{code}", frozenset({"naast", "kader"}))

    return routes


def _chosen(site: Site) -> Response:
    """Answer with all files, or with the thing that was chosen: one of ours at its own address."""
    name = request.args.get("van", "").strip()
    if not name:
        return _respond(site, "", _ALL)
    try:
        found = choice.find(site, name)
    except NotFound:
        return _respond(site, name, _ALL)
    if not found.iri.startswith(ID):
        return _respond(site, found.iri, _ALL)
    kept = [(key, value) for key, value in request.args.items() if key != "van" and value]
    return Response(status=303, headers={"Location": document.address(site, found, "/dekking", *kept)})


def _respond(site: Site, name: str, known: frozenset[str]) -> Response:
    """Answer in the form that suits the reader; a thing without coverage gets a page that says so."""
    try:
        found = choice.read(site, name, known)
    except NoCoverageError as error:
        shown = labels.find(site.engine, [error.iri]).get(error.iri, {})
        return errors.answer(site, error, "coverage-none.html", iri=error.iri, labels=shown)
    asked = request.args.get("_mediatype") or request.args.get("format", "")
    return pages.respond(site, Resource(_FORMS), lambda form: _write(site, found, form), asked=asked)


def _write(site: Site, found: Choice, form: Format) -> Response:
    words = Words(site, _reader(form))
    if form == HTML:
        return Response(page.show(words, found, Resource(_FORMS)), content_type=form.content_type)
    body = _file(words, found, form)
    response = Response(body, content_type=form.content_type)
    parts = ["dekking", *(_name(one.iri) for one in (found.thing, found.topic, found.other) if one)]
    kept = "inline" if form == SVG else "attachment"
    response.headers.set("Content-Disposition", kept, filename=f"{'-'.join(parts)}.{form.suffix}")
    return response


def _file(words: Words, found: Choice, form: Format) -> str | bytes:
    if form == CSV:
        return table.as_csv(words, found)
    if form == XLSX:
        return table.as_workbook(words, found)
    if not found.schemes:
        raise NotFound("There is no framework to draw.", fix="See /dekking.")
    return render_template("coverage.svg", heat=heat.draw(words, found, found.schemes[0]))


def _reader(form: Format) -> Reader:
    """Return who reads: a file is in the language that its address asks for, so that it is the same for everybody."""
    who = reader(request)
    return who if form == HTML or who.chosen else Reader("nl")


def _name(iri: str) -> str:
    """Return a part of the name of a file."""
    last = iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in last)[:40]


def _whole(site: Site, name: str, known: frozenset[str]) -> Response:
    found = choice.read(site, name, known)
    write = document.takers if found.topic else document.whole
    return _json(lambda: write(site, found, ROOT), site)


def _json(write: Callable[[], dict[str, Any]], site: Site) -> Response:
    return pages.respond(site, Resource((_JSON,), linked=False), lambda _: json.dumps(write(), ensure_ascii=False))
