"""The pages that only a frozen site has: they search and query in the browser, and say what is gone.

They stand at the addresses of the pages that a server would need for that, so every link to those leads to them.
"""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf.engine.values import bind, term_iri
from kennisgraaf.freeze import words
from kennisgraaf.freeze.policy import ABOUT, ASKED, LIVING, LOST, OTHERS, QUERY, SEARCH, WORDS
from kennisgraaf.namespaces import ID, SHAPES
from kennisgraaf.questions import Question
from kennisgraaf.web import pages
from kennisgraaf.web.headers import POLICY
from kennisgraaf.web.search import ABROAD, ELSEWHERE
from kennisgraaf.web.site import Site

Write = Callable[[], Response | str]
PLACEHOLDER = "urn:kennisgraaf:invoer:"
DUMP = "/dumps/latest/kennisgraaf.nq.gz"
_RUNS = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"


def blueprint(site: Site, *, wasm: bool, languages: tuple[str, ...]) -> Blueprint:
    """Build the routes around one site; wasm: whether the browser can answer queries."""
    routes = Blueprint("frozen", __name__, static_folder="static", static_url_path=f"{ABOUT}/static")
    routes.template_folder = "templates"
    shown: dict[str, Write] = {
        ABOUT: lambda: _page(site, "about", wasm=wasm, languages=languages),
        LIVING: lambda: _page(site, "living"),
        LOST: lambda: _page(site, "lost"),
        SEARCH: lambda: _page(site, "search", elsewhere=ELSEWHERE if site.abroad else "", named=ABROAD),
        QUERY: lambda: _query(site) if wasm else _page(site, "unanswered"),
        WORDS: lambda: _json(words.compact(site.release.index)),
        ASKED: lambda: _json(_questions(site)),
    }
    if site.abroad:
        shown[OTHERS] = lambda: _json(words.compact(site.release.elsewhere, words.abroad))

    @routes.before_app_request
    def instead() -> Response | str | None:
        """Answer before the page of the living site does."""
        write = shown.get(request.path)
        return write() if write else None

    return routes


def _page(site: Site, name: str, **context: Any) -> str:
    return pages.html(site, f"frozen/{name}.html", about=ABOUT, **context)


def _query(site: Site) -> Response:
    page = _page(site, "query", questions=site.questions, dump=DUMP)
    return Response(page, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _RUNS})


def _json(content: Any) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Response(body, content_type="application/json")


def _questions(site: Site) -> dict[str, Any]:
    """Return what the page for queries knows: the questions with a mark for each input, prefixes, and the dataset.

    apart: the graphs that are no part of the default graph.
    """
    found = {name: _question(site, question) for name, question in site.questions.items()}
    return {"questions": found, "prefixes": site.release.prefixes, "apart": [SHAPES], "id": ID}


def _question(site: Site, question: Question) -> dict[str, Any]:
    marks = {blank.name: term_iri(PLACEHOLDER + blank.name) for blank in question.inputs}
    inputs = [
        {
            "name": blank.name,
            "kind": blank.kind,
            "label": blank.label,
            "example": blank.example.replace(":", "/", 1) if blank.kind == "thing" else blank.example,
            "things": _things(site, blank.of) if blank.kind == "thing" else {},
        }
        for blank in question.inputs
    ]
    return {
        "summary": question.summary,
        "empty": question.empty,
        "inputs": inputs,
        "sparql": bind(question.sparql, marks),
    }


def _things(site: Site, of: str) -> dict[str, dict[str, str]]:
    """Return what fits a blank: the part of the IRI after our base → labels by language."""
    return {iri.removeprefix(ID): texts for iri, texts in site.things(of).items()}
