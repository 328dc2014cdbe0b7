"""The pages of the named questions: a sentence, blanks to fill in, and the answer below them."""

from collections import defaultdict
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import questions, snippets
from kennisgraaf.errors import InputError
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.questions import Input, Question
from kennisgraaf.snippets import Snippet
from kennisgraaf.web import errors, executables, pages, parameters, results, tables
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import reader
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site
from kennisgraaf.web.tables import Shown
from kennisgraaf.web.visitor import client

_PAGE = (HTML, *GRAPHS)


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("questions", __name__)

    @routes.get("/vragen")
    def index() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: _index(site))

    @routes.get("/vragen/<name>")
    def page(name: str) -> Response:
        question = questions.find(site.questions, name)
        given, twice = parameters.given(parameters.EVERYWHERE | {"_profile"})
        try:
            if twice:
                questions.fill(site.engine, question, given, twice)
            return pages.respond(
                site,
                Resource(_PAGE),
                lambda form: (
                    _page(site, question, given) if form == HTML else executables.describe(site, question, form)
                ),
            )
        except InputError as error:
            return errors.answer(site, error, "question.html", **_form(site, question, given), shown=None)

    return routes


def _index(site: Site) -> str:
    return pages.html(site, "questions.html", groups=grouped(site))


def grouped(site: Site) -> list[tuple[dict[str, str], list[Question]]]:
    """Return all questions under the labels of the kind of thing that the first blank of each takes."""
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in site.questions.values():
        groups[next((site.long(blank.of) for blank in question.inputs if blank.of), "")].append(question)
    names = {iri: site.vocabulary.labels(iri) for iri in groups if iri}
    ordered = [*pages.by_name(reader(request), names.items()), *([("", {})] if "" in groups else [])]
    return [(labels, groups[iri]) for iri, labels in ordered]


def _page(site: Site, question: Question, given: dict[str, str]) -> str:
    """Return a question with its answer; one that nobody filled in yet is answered for its example, once."""
    if given:
        text, shown = _answer(site, question, given)
    else:
        text, shown = site.kept(f"answer to {question.name}", lambda: _answer(site, question, question.example))
    context = _form(site, question, given)
    links = [(form, _api(site, question, given, form)) for form in results.forms(shown.form)]
    return pages.html(
        site,
        "question.html",
        **context,
        shown=shown,
        downloads=links,
        sparql=text,
        snippets=_snippets(site, question, given, shown.form),
    )


def _answer(site: Site, question: Question, given: dict[str, str]) -> tuple[str, Shown]:
    """Return the query of a question, filled in, and what a page shows of its answer."""
    text = questions.fill(site.engine, question, given)
    found = site.engine.query(text, tables.best_form(site.engine.form(text)), client=client())
    return text, tables.lean(tables.show(site.engine, found))


def _form(site: Site, question: Question, given: dict[str, str]) -> dict[str, Any]:
    """Return what the form of a question shows."""
    things = {blank.name: _choices(site, blank) for blank in question.inputs if blank.kind == "thing"}
    filled = given or {name: value.replace(":", "/", 1) for name, value in question.example.items()}
    return {"question": question, "given": given, "filled": filled, "things": things}


def _choices(site: Site, blank: Input) -> list[tuple[str, str]]:
    """Return (value, label) of every thing that fits a blank, by label."""
    who = reader(request)
    named = pages.by_name(who, site.things(blank.of).items())
    return [(iri.removeprefix(ID), who.plain(texts)) for iri, texts in named]


def _snippets(site: Site, question: Question, given: dict[str, str], form: str) -> list[Snippet]:
    """Return the question as code; its answer as CSV, or for a graph in the form that people read best."""
    plainest = next((one for one in results.forms(form) if one.name == "csv"), results.forms(form)[0])
    if form == "ASK":
        plainest = results.forms(form)[0]
    address = site.public + _api(site, question, given, plainest).removeprefix(site.subpath)
    return snippets.of_question(address, question.name, given or question.example, form)


def _api(site: Site, question: Question, given: dict[str, str], form: Format) -> str:
    pairs = [*(given or question.example).items(), ("format", form.name)]
    return Addresses(site.subpath).path(f"{ROOT}/vragen/{question.name}", *pairs)
