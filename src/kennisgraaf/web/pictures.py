"""The pictures: an index, and each on a page with its rows as a table, and as an SVG file that is whole by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request

from kennisgraaf import pictures
from kennisgraaf.engine import Term, bind, term_iri
from kennisgraaf.errors import InputError, QueryError, Wrong
from kennisgraaf.formats import HTML, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.pictures import Content, Drawing, Node, Plan
from kennisgraaf.web import labels, pages, parameters
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.headers import DRAWN
from kennisgraaf.web.language import Reader, pick, reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_SVG = Format("svg", "image/svg+xml", "svg")
_STYLE = Path(__file__).parent / "static" / "picture.css"
THING, _STEPS = "van", "stappen"


@dataclass(frozen=True)
class Picture:
    """A picture as one reader sees it: the plan, its words, the rows, and the drawing of them."""

    plan: Plan
    title: str
    lead: str
    question: str
    given: dict[str, str]
    content: Content
    drawing: Drawing


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("pictures", __name__)

    @routes.get("/beelden")
    def index() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: pages.html(site, "pictures.html", plans=known(site)))

    @routes.get("/beelden/<name>")
    def picture(name: str) -> Response:
        stem, dot, suffix = name.rpartition(".")
        asked = suffix if dot and suffix in {_SVG.suffix, HTML.suffix} else ""
        plan = pictures.find(known(site), stem if asked else name)
        given = tuple((name, value) for name, value in request.args.items() if name in {THING, _STEPS})
        resource = Resource((HTML, _SVG), f"/beelden/{plan.name}", asked=given)
        return pages.respond(site, resource, lambda form: _write(site, plan, form, resource), asked=asked)

    return routes


def known(site: Site) -> dict[str, Plan]:
    """Return the pictures whose questions this release can answer."""
    every = pictures.plans()
    return {name: plan for name, plan in every.items() if set(plan.questions) <= site.questions.keys()}


def _write(site: Site, plan: Plan, form: Format, resource: Resource) -> str | Response:
    who = reader(request)
    if form == HTML:
        return _page(site, _make(site, plan, who), resource)
    who = who if who.chosen else Reader("nl")
    made = _make(site, plan, who)
    there = Addresses(site.public, who.lang if who.chosen else "")
    body = render_template(
        "picture.svg",
        picture=made,
        href=there.of,
        style=style(),
        lang=who.lang,
        titles=pictures.wrap(made.title, pictures.WIDTH, 20, bold=True),
        source=_source(site, who),
        page=there.path(f"/beelden/{plan.name}", *_pairs(made)),
    )
    response = Response(body, content_type=form.content_type, headers={"Content-Security-Policy": DRAWN})
    response.headers.set("Content-Disposition", "inline", filename=f"{plan.name}.{form.suffix}")
    return response


def _make(site: Site, plan: Plan, who: Reader) -> Picture:
    """Ask the question of a picture, and draw the answer in the reader's language."""
    question, given = plan.questions[0], {}
    subject = ""
    if plan.input:
        subject, question = _chosen(site, plan)
        given = {plan.input: site.short(subject)}
    asked = site.questions[question].sparql
    rows = site.engine.rows(bind(asked, {plan.input: term_iri(subject)}) if subject else asked)
    name = _names(site, who, rows, subject)
    content = pictures.read(plan.columns, rows, name, who.lang)
    title, lead = who.plain(dict(plan.title)), who.plain(dict(plan.lead))
    if subject:
        text, lang = name(subject)
        content = replace(content, subject=Node(text, subject, lang))
        title = title.replace("{naam}", text)
    return Picture(plan, title, lead, question, given, content, pictures.draw(plan.layout, content))


def _names(site: Site, who: Reader, rows: Iterable[dict[str, Term]], subject: str) -> Any:
    """Return the function that gives the name of an IRI, and the language of that where it is not the reader's."""
    iris = {term.value for row in rows for term in row.values() if term.kind == "iri"} | {subject}
    found = labels.find(site.engine, sorted(iris - {""}))

    def name(iri: str) -> tuple[str, str]:
        text, lang = pick(found.get(iri, {}), who.lang)
        return (text, "" if lang == who.lang else lang) if text else (site.short(iri), "")

    return name


def _chosen(site: Site, plan: Plan) -> tuple[str, str]:
    """Return the thing that the address names and the question that goes as far as it asks.

    InputError: a parameter is strange. NotFound: there is no such thing.
    """
    wrong = parameters.strange(frozenset({THING, _STEPS}))
    steps = request.args.get(_STEPS, "1")
    if steps not in {str(at + 1) for at in range(len(plan.questions))}:
        wrong.append(Wrong(_STEPS, f"{_STEPS} is {steps[:40]!r}.", f"Give 1 to {len(plan.questions)}."))
    if wrong:
        raise InputError(wrong)
    example = site.questions[plan.questions[0]].example[plan.input]
    name = request.args.get(THING, "").strip() or example
    iri = name if name.startswith(("https://", "http://")) else ID + name.replace(":", "/", 1)
    try:
        site.check(iri)
    except QueryError as error:
        raise site.missing(iri) from error
    return iri, plan.questions[int(steps) - 1]


def _page(site: Site, made: Picture, resource: Resource) -> str:
    own = f"/beelden/{made.plan.name}.{_SVG.suffix}"
    lang = reader(request).lang
    return pages.html(
        site,
        "picture.html",
        resource=resource,
        picture=made,
        download=Addresses(site.subpath).path(own, *_pairs(made), ("lang", lang)),
        embed=Addresses(site.public).path(own, *_pairs(made), ("lang", lang)),
        steps=request.args.get(_STEPS, "1"),
        most=len(made.plan.questions),
    )


def _pairs(made: Picture) -> list[tuple[str, str]]:
    """Return what the address of a picture of a chosen thing has besides its name."""
    if not made.content.subject:
        return []
    steps = str(made.plan.questions.index(made.question) + 1)
    return [(THING, made.content.subject.iri.removeprefix(ID)), (_STEPS, steps)]


def _source(site: Site, who: Reader) -> str:
    """Return the line that says where a picture comes from."""
    name = who.t("Kennisgraaf sociaal werk", "Knowledge graph of social work")
    return f"{name} · {who.t('uitgave', 'release')} {site.release.id} · {site.public}"


@cache
def style() -> str:
    """Return the stylesheet of a picture for a file: instead of a variable what it is without a page around it."""
    return re.sub(r"var\(--[\w-]+, ([^)]+)\)", r"\1", _STYLE.read_text(encoding="utf-8"))
