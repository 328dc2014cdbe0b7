"""The named questions: pages with blanks to fill in, and the same as JSON for programs."""

import json
from collections import defaultdict
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import questions
from kennisgraaf.engine import formats
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import HTML, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.questions import Input, Question
from kennisgraaf.web import errors, pages, tables
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

API = "/api/v1/vragen"
VERSION = "1.0.0"
_JSON = Format("json", "application/json", "json")
_OURS = {"lang", "_mediatype"}


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("questions", __name__)

    @routes.get("/vragen")
    def index() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: _index(site))

    @routes.get("/vragen/<name>")
    def page(name: str) -> Response:
        question = questions.find(site.questions, name)
        given = _given()
        try:
            return pages.respond(site, Resource((HTML,)), lambda _: _page(site, question, given))
        except QueryError as error:
            return errors.answer(site, error, "question.html", **_form(site, question, given), shown=None)

    @routes.get(API)
    def catalogue() -> Response:
        return pages.respond(site, Resource((_JSON,)), lambda _: _catalogue(site))

    @routes.get(f"{API}/<name>")
    def result(name: str) -> Response:
        question = questions.find(site.questions, name)
        text = questions.fill(site.engine, question, _given())
        offers = formats(site.engine.form(text))
        return pages.respond(site, Resource(offers, linked=False), lambda form: site.engine.query(text, form).body)

    @routes.after_request
    def version(response: Response) -> Response:
        if request.path.startswith(API):
            response.headers["API-Version"] = VERSION
        return response

    return routes


def _given() -> dict[str, str]:
    """Return what the reader filled in; QueryError when a blank is filled twice."""
    values = {name: found for name, found in request.args.lists() if name not in _OURS}
    twice = [name for name, found in values.items() if len(found) > 1]
    if twice:
        raise QueryError(f"{', '.join(twice)}: given more than once.", fix="Give each input once.")
    return {name: found[0] for name, found in values.items()}


def _index(site: Site) -> str:
    """Return the list of questions, each under the kind of thing that its first blank takes."""
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in site.questions.values():
        groups[next((site.long(blank.of) for blank in question.inputs if blank.of), "")].append(question)
    names = {iri: site.vocabulary.labels(iri) for iri in groups if iri}
    ordered = [*pages.by_name(reader(request), names.items()), *([("", {})] if "" in groups else [])]
    return pages.html(site, "questions.html", groups=[(labels, groups[iri]) for iri, labels in ordered])


def _page(site: Site, question: Question, given: dict[str, str]) -> str:
    """Return a question with its answer; one that nobody filled in yet is answered for its example."""
    text = questions.fill(site.engine, question, given or question.example)
    found = site.engine.query(text, tables.best_form(site.engine.form(text)))
    context = _form(site, question, given)
    links = [(form, _api(site, question, given, form)) for form in formats(found.form)]
    return pages.html(
        site,
        "question.html",
        **context,
        shown=tables.lean(tables.show(site.engine, found)),
        downloads=links,
        sparql=text,
    )


def _form(site: Site, question: Question, given: dict[str, str]) -> dict[str, Any]:
    """Return what the form of a question shows."""
    things = {blank.name: _choices(site, blank) for blank in question.inputs if blank.kind == "thing"}
    filled = given or {name: value.replace(":", "/", 1) for name, value in question.example.items()}
    return {"question": question, "given": given, "filled": filled, "things": things}


def _choices(site: Site, blank: Input) -> list[tuple[str, str]]:
    """Return (value, label) of every thing that fits a blank, by label."""
    query = f"SELECT DISTINCT ?thing ?label {{ ?thing a {blank.of} ; skos:prefLabel ?label FILTER(isIRI(?thing)) }}"
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for row in site.engine.rows(query):
        names[row["thing"].value.removeprefix(ID)][row["label"].lang] = row["label"].value
    who = reader(request)
    return [(value, who.plain(texts)) for value, texts in pages.by_name(who, names.items())]


def _api(site: Site, question: Question, given: dict[str, str], form: Format) -> str:
    pairs = [*(given or question.example).items(), ("_mediatype", form.media_type)]
    return Addresses(site.subpath).path(f"{API}/{question.name}", *pairs)


def _catalogue(site: Site) -> str:
    """Return all questions as JSON."""
    found = [_entry(site, question) for question in site.questions.values()]
    return json.dumps({"questions": found}, ensure_ascii=False)


def _entry(site: Site, question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "id": f"{ID}vraag/{question.name}",
        "href": Addresses(site.subpath).path(f"{API}/{question.name}"),
        "summary": question.summary,
        "tells": question.tells,
        "empty": question.empty,
        "tags": sorted(question.tags),
        "inputs": [
            {"name": blank.name, "kind": blank.kind, "of": blank.of, "example": blank.example, "label": blank.label}
            for blank in question.inputs
        ],
    }
