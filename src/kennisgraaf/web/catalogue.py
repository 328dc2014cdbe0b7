"""The questions as data: what each asks, what it takes and gives, and which values fit a blank."""

from typing import Any

from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import ID
from kennisgraaf.near import nearest
from kennisgraaf.questions import Input, Question, rows
from kennisgraaf.web import openapi, suggestions
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.paging import Page
from kennisgraaf.web.site import Site


def entrance(site: Site) -> dict[str, Any]:
    """Return where everything is."""
    names = {
        "questions": f"{ROOT}/vragen",
        "checks": f"{ROOT}/koppelcontroles",
        "comparisons": f"{ROOT}/vergelijkingen",
        "coverage": f"{ROOT}/dekking",
        "openapi": f"{ROOT}/openapi.json",
        "sparql": "/sparql",
    }
    return {"version": openapi.VERSION, **{name: Addresses(site.subpath).path(path) for name, path in names.items()}}


def entries(site: Site) -> dict[str, Any]:
    """Return all questions."""
    return {"questions": [_entry(site, question) for question in site.questions.values()]}


def inputs(site: Site, question: Question) -> dict[str, Any]:
    """Return the inputs of a question."""
    return {"inputs": [_input(site, question, blank) for blank in question.inputs]}


def values(site: Site, question: Question, blank: Input, typed: str, page: Page) -> tuple[dict[str, Any], int]:
    """Return an input with one page of the things that fit it and what was typed, and how many there are.

    A text and a whole number have no list of values.
    """
    things = site.things(blank.of) if blank.of else {}
    fitting = suggestions.match(things, typed)
    shown = fitting[page.start : page.start + page.size]
    found = [{"value": iri.removeprefix(ID), "id": iri, "label": things[iri]} for iri in shown]
    return {**_input(site, question, blank), "values": found}, len(fitting)


def blank(question: Question, name: str) -> Input:
    """Return the input of that name; NotFound when the question has no such input."""
    for one in question.inputs:
        if one.name == name:
            return one
    names = [one.name for one in question.inputs]
    near = nearest(name, names) or names
    fix = f"Did you mean: {', '.join(near)}?" if near else "It takes no inputs."
    raise NotFound(f"{question.name} has no input {name[:100]!r}.", fix=fix)


def _entry(site: Site, question: Question) -> dict[str, Any]:
    where = Addresses(site.subpath)
    return {
        "name": question.name,
        "id": f"{ID}vraag/{question.name}",
        "href": where.path(f"{ROOT}/vragen/{question.name}"),
        "page": where.path(f"/vragen/{question.name}"),
        "summary": question.summary,
        "tells": question.tells,
        "empty": question.empty,
        "tags": sorted(question.tags),
        "form": site.engine.form(question.sparql),
        "columns": list(rows.columns(question.sparql)),
        "pageable": rows.pageable(question.sparql),
        **inputs(site, question),
    }


def _input(site: Site, question: Question, blank: Input) -> dict[str, Any]:
    where = f"{ROOT}/vragen/{question.name}/invoer/{blank.name}"
    return {
        "name": blank.name,
        "kind": blank.kind,
        "of": blank.of,
        "example": blank.example,
        "label": blank.label,
        "href": Addresses(site.subpath).path(where),
    }
