"""Why is this stated? At /waarom: the proof of an inferred statement, and of an asserted one who says it and where."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, request

from kennisgraaf import description, proof
from kennisgraaf.description import Passage, Reading, readings
from kennisgraaf.engine import term_iri
from kennisgraaf.errors import NotFound, QueryError
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.proof import Proof, Triple, telling
from kennisgraaf.web import labels, pages
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site
from kennisgraaf.web.visitor import client

_JSON = Format("json", "application/json", "json")
_TURTLE = GRAPHS[0]
_RESOURCE = Resource((HTML, _JSON, _TURTLE), linked=False)
_LEAVES = 12  # asserted statements of which we look up who says them and where


@dataclass(frozen=True)
class Ground:
    """An asserted statement at the end of a proof: the editors' readings of it, and passages about its subject."""

    readings: list[tuple[str, Reading]]
    passages: list[Passage]


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("grounds", __name__)

    @routes.get("/waarom")
    def why() -> Response:
        return pages.respond(site, _RESOURCE, lambda form: _why(site, form))

    return routes


def _why(site: Site, form: Format) -> str:
    """Return why a statement is made; NotFound when it is not."""
    goal = _asked(site)
    found = proof.prove(proof.Asked(site.engine, client()), site.axioms, goal)
    if not found:
        said = " ".join(site.short(term) for term in goal)
        raise NotFound(f"This is not stated here: {said}.", fix="Follow the link beside a statement on a page.")
    if form == HTML:
        return _page(site, found)
    return json.dumps(telling.to_json(found), ensure_ascii=False) if form == _JSON else telling.to_turtle(found)


def _asked(site: Site) -> Triple:
    """Return the statement that the address names; QueryError when it names none."""
    given = [request.args.get(name, "") for name in ("s", "p", "o")]
    if not all(given):
        raise QueryError("An address of a proof names s, p and o.", fix="Give three IRIs, or names with a prefix.")
    s, p, o = (site.long(name) for name in given)
    for iri in (s, p, o):
        term_iri(iri)
    return s, p, o


def _page(site: Site, found: Proof) -> str:
    grounds = dict(_grounds(site, found))
    return pages.html(
        site,
        "why.html",
        proof=found,
        names=labels.find(site.engine, _mentioned(site, found)),
        shape=lambda kind: telling.shape(site.axioms, kind),
        grounds=grounds,
        resource=_RESOURCE,
    )


def _grounds(site: Site, found: Proof) -> Iterator[tuple[Triple, Ground]]:
    """Yield what the asserted statements rest on, each subject's passages once."""
    leaves = [one for one in found.walk() if not one.rule][:_LEAVES]
    told: set[str] = set()
    for leaf in leaves:
        subject = leaf.statement[0]
        new = [] if subject in told else description.passages(site.engine, subject)
        told.add(subject)
        yield leaf.statement, Ground(sorted(readings.of_statement(site.engine, *leaf.statement).items()), new)


def _mentioned(site: Site, found: Proof) -> set[str]:
    """Return the IRIs that the page names."""
    terms = {term for one in found.walk() for term in (*one.statement, *one.terms, *one.graphs)}
    shapes = [telling.shape(site.axioms, term) for term in terms if term.startswith("_:")]
    return {term for term in terms if not term.startswith("_:")} | set(_flat(shapes))


def _flat(parts: object) -> Iterator[str]:
    """Yield the texts in nested lists."""
    for part in parts if isinstance(parts, list | tuple) else ():
        if isinstance(part, str):
            yield part
        else:
            yield from _flat(part)
