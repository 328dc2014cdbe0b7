"""The interface for programs: the named questions under /api/v1, by the Dutch API Design Rules (Logius).

What the rules ask stands in web/openapi.json and in the routes below: nouns, no trailing slash, 400 with all that is
wrong with the input, problem+json for every error, and the version of the interface with every answer.
"""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import questions
from kennisgraaf.errors import InputError, Wrong
from kennisgraaf.formats import HTML, Format
from kennisgraaf.questions import Question, rows
from kennisgraaf.web import catalogue, openapi, pages, paging, parameters, results, spreadsheet
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_JSON = Format("json", "application/json", "json", ("application/vnd.oai.openapi+json",))


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("api", __name__)

    @routes.get(ROOT)
    def entrance() -> Response:
        _no_parameters()
        return pages.respond(site, Resource((_JSON, HTML)), lambda form: _entrance(site, form))

    @routes.get(f"{ROOT}/openapi.json")
    def description() -> Response:
        _no_parameters()
        return _json(site, lambda: openapi.describe(site))

    @routes.get(f"{ROOT}/vragen")
    def entries() -> Response:
        _no_parameters()
        return _json(site, lambda: catalogue.entries(site))

    @routes.get(f"{ROOT}/vragen/<name>")
    def result(name: str) -> Response:
        return _result(site, questions.find(site.questions, name))

    @routes.get(f"{ROOT}/vragen/<name>/invoer")
    def inputs(name: str) -> Response:
        question = questions.find(site.questions, name)
        _no_parameters()
        return _json(site, lambda: catalogue.inputs(site, question))

    @routes.get(f"{ROOT}/vragen/<name>/invoer/<blank>")
    def values(name: str, blank: str) -> Response:
        return _values(site, questions.find(site.questions, name), blank)

    routes.after_app_request(_versioned)
    return routes


def _versioned(response: Response) -> Response:
    """Say the version with each answer below /api/v1, also with one that no route gave."""
    if f"{request.path}/".startswith(f"{ROOT}/"):
        response.headers["API-Version"] = openapi.VERSION
    return response


def _result(site: Site, question: Question) -> Response:
    """Answer a question, whole or one page of it."""
    values, wrong = parameters.given(parameters.EVERYWHERE | {"format", *paging.KEYS})
    page = paging.read(request.args, wrong)
    if page and not rows.pageable(question.sparql):
        told = [key for key in paging.KEYS if key in request.args]
        wrong += [Wrong(key, f"The answer to {question.name} has no pages.", f"Leave {key} out.") for key in told]
    text = questions.fill(site.engine, question, values, wrong)
    resource = Resource(results.forms(site.engine.form(text)), linked=False)
    asked = request.args.get("_mediatype") or request.args.get("format", "")
    return pages.respond(site, resource, lambda form: results.write(site, question, text, form, page), asked=asked)


def _values(site: Site, question: Question, name: str) -> Response:
    """Describe an input, with a page of the values that it takes; ?q= is a part of their names."""
    blank = catalogue.blank(question, name)
    wrong = parameters.strange({"q", *paging.KEYS})
    page = paging.read(request.args, wrong) or paging.Page(1, paging.DEFAULT)
    if wrong:
        raise InputError(wrong)
    found, total = catalogue.values(site, question, blank, request.args.get("q", ""), page)
    headers = page.headers(site, total)
    return pages.respond(
        site,
        Resource((_JSON,), linked=False),
        lambda form: Response(_dumped(found), content_type=form.content_type, headers=headers),
    )


def _no_parameters() -> None:
    if wrong := parameters.strange():
        raise InputError(wrong)


def _entrance(site: Site, form: Format) -> str:
    if form == HTML:
        shown = {"resource": Resource((_JSON, HTML)), "root": ROOT, "paging": paging, "cells": spreadsheet.MOST_CELLS}
        return pages.html(site, "api.html", **shown)
    return _dumped(catalogue.entrance(site))


def _json(site: Site, write: Callable[[], dict[str, Any]]) -> Response:
    return pages.respond(site, Resource((_JSON,)), lambda _: site.kept(request.path, lambda: _dumped(write())))


def _dumped(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False)
