"""Ways to browse: schemes as trees, publications in reading order, parties, qualifications; and what is untranslated.

Each page is one function of `kennisgraaf.browsing`; the RDF at the same address is the same query as a graph.
"""

import json
from collections.abc import Callable, Iterable

from flask import Blueprint, Response, request

from kennisgraaf import browsing
from kennisgraaf.browsing import Missing, Node
from kennisgraaf.engine import term_iri
from kennisgraaf.errors import NotFound, QueryError
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.near import nearest
from kennisgraaf.web import labels, pages
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

PLACES = ("/begrippenkaders", "/publicaties", "/partijen", "/opleidingen", "/vertalen")
_FORMS = (HTML, *GRAPHS)
_JSON = Format("json", "application/json", "json")
_AT_ONCE = 100  # passages on a page
_LONGEST_NUMBER = 4


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("ways", __name__)

    @routes.get("/begrippenkaders")
    def schemes() -> Response:
        return _respond(
            site,
            "schemes",
            {},
            lambda: pages.html(site, "schemes.html", schemes=site.schemes, resource=Resource(_FORMS)),
        )

    @routes.get("/begrippenkaders/<code>")
    def scheme(code: str) -> Response:
        iri = _find(code, [one.iri for one in site.schemes if one.ours], "begrippenkaders")
        return _respond(site, "concepts", {"scheme": term_iri(iri)}, lambda: _scheme(site, iri))

    @routes.get("/publicaties")
    def publications() -> Response:
        return _respond(site, "publications", {}, lambda: pages.html(site, "publications.html"))

    @routes.get("/publicaties/<code>")
    def publication(code: str) -> Response:
        iri = _find(code, [one.iri for one in site.publications], "publicaties")
        return _respond(site, "publication", {"source": term_iri(iri)}, lambda: _publication(site, iri))

    @routes.get("/partijen")
    def parties() -> Response:
        return _respond(site, "parties", {}, lambda: _parties(site))

    @routes.get("/opleidingen")
    def qualifications() -> Response:
        return _respond(site, "qualifications", {}, lambda: _programmes(site))

    @routes.get("/vertalen")
    def translating() -> Response:
        return pages.respond(site, Resource((HTML, _JSON)), lambda form: _translating(site, form))

    return routes


def _respond(site: Site, name: str, inputs: dict[str, str], page: Callable[[], str]) -> Response:
    """Answer with a page, or with the statements of the query that it is made from."""

    def write(form: Format) -> str | bytes:
        return page() if form == HTML else browsing.statements(site.engine, name, form, inputs)

    return pages.respond(site, Resource(_FORMS), write)


def _find(code: str, iris: list[str], place: str) -> str:
    """Return the IRI that ends in a code; NotFound, with near names, when none does."""
    known = {iri.rpartition("/")[2]: iri for iri in iris}
    if code in known:
        return known[code]
    near = nearest(code, list(known))
    fix = f"Did you mean: {', '.join(near)}?" if near else f"See /{place} for all of them."
    raise NotFound(f"There is no {code!r} in /{place}.", fix=fix, near=[known[name] for name in near])


def _scheme(site: Site, iri: str) -> str:
    about = next(one for one in site.schemes if one.iri == iri)
    trees = site.kept(iri, lambda: browsing.concepts(site.engine, iri))
    return pages.html(site, "scheme.html", about=about, trees=trees, names={}, resource=Resource(_FORMS))


def _publication(site: Site, iri: str) -> str:
    about = next(one for one in site.publications if one.iri == iri)
    pieces = site.kept(iri, lambda: browsing.reading(site.engine, iri))
    last = max(1, -(-len(pieces) // _AT_ONCE))
    part = _part(last)
    starts = [(at // _AT_ONCE + 1, one) for at, one in enumerate(pieces) if not at or one.place != pieces[at - 1].place]
    shown = pieces[(part - 1) * _AT_ONCE : part * _AT_ONCE]
    context = {"about": about, "pieces": shown, "part": part, "last": last, "starts": starts, "total": len(pieces)}
    return pages.html(site, "publication.html", **context, resource=Resource(_FORMS))


def _part(last: int) -> int:
    """Return which part the address asks for; QueryError when there is no such part."""
    asked = request.args.get("deel", "1")
    if asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_NUMBER and 1 <= int(asked) <= last:
        return int(asked)
    raise QueryError(f"There is no part {asked[:20]!r}.", fix=f"Ask for deel=1 to deel={last}, or leave deel out.")


def _parties(site: Site) -> str:
    things = {iri for one in site.parties for role in one.roles.values() for found in role.values() for iri in found}
    names = site.kept("parties", lambda: labels.find(site.engine, things))
    known = {one.iri: one for one in site.parties}
    return pages.html(site, "parties.html", names=names, known=known, roles=browsing.ROLES, resource=Resource(_FORMS))


def _programmes(site: Site) -> str:
    names = {one.iri: one.labels for one in _all(site.programmes)}
    codes = {one.iri: one.code for one in _all(site.programmes)}
    context = {"trees": site.programmes, "names": names, "codes": codes, "resource": Resource(_FORMS)}
    return pages.html(site, "programmes.html", **context)


def _all(trees: Iterable[Node]) -> Iterable[Node]:
    for one in trees:
        yield one
        yield from _all(one.parts)


def _translating(site: Site, form: Format) -> str:
    found = site.untranslated
    if form != HTML:
        told = [{"lacks": one.lang, "has": one.written, **_told(one)} for one in found.missing]
        kept = [{"lacks": one.lang, "has": one.written, "why": one.why, **_told(one)} for one in found.kept]
        counts = {lang: found.counted(lang) for lang in ("nl", "en")}
        return json.dumps(
            {"missing": counts, "original": found.original, "items": told, "kept": kept}, ensure_ascii=False
        )
    names = site.kept(
        "untranslated", lambda: labels.find(site.engine, {one.thing for one in (*found.missing, *found.kept)})
    )
    return pages.html(site, "translating.html", found=found, names=names, resource=Resource((HTML, _JSON)))


def _told(one: Missing) -> dict[str, str]:
    return {"thing": one.thing, "property": one.property, "text": one.text}
