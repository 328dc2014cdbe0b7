"""What we know of concepts of others: all of them at /elders, one at /elders?iri=…, as a page and as RDF.

Only an IRI that the graph holds has a page; the page names it as text and leads out to it by a link.
"""

from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import browsing
from kennisgraaf.browsing import Foreign
from kennisgraaf.engine import term_iri
from kennisgraaf.errors import NotFound
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.near import nearest
from kennisgraaf.web import errors, labels, pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

PATH = "/elders"
_FORMS = (HTML, *GRAPHS)
_LONGEST = 2000  # characters of an IRI that somebody asks for


def blueprint(site: Site) -> Blueprint:
    """Build the route around one site."""
    routes = Blueprint("elsewhere", __name__)

    @routes.get(PATH)
    def elsewhere() -> Response:
        iri = request.args.get("iri", "").strip()
        if iri.startswith(ID):
            site.check(iri)
            return pages.see_other(site, "/doc/" + iri.removeprefix(ID))
        if iri and iri not in site.elsewhere:
            return _missing(site, iri[:_LONGEST])
        return pages.respond(site, Resource(_FORMS), lambda form: _write(site, iri, form))

    return routes


def address(addresses: Addresses, iri: str) -> str:
    """Return the address of what we know of an IRI."""
    return addresses.path(PATH, ("iri", iri))


def _write(site: Site, iri: str, form: Format) -> str | bytes:
    """Return one concept, or all of them, in a form."""
    if form != HTML:
        name, inputs = ("elsewhere-about", {"concept": term_iri(iri)}) if iri else ("elsewhere", {})
        return browsing.statements(site.engine, name, form, inputs)
    if not iri:
        return pages.html(site, "elsewhere-all.html", schemes=_schemes(site), resource=Resource(_FORMS))
    return pages.html(site, "elsewhere.html", **_context(site, site.elsewhere[iri]), resource=Resource(_FORMS))


def _schemes(site: Site) -> list[Foreign]:
    return [one for one in site.elsewhere.values() if one.is_scheme]


def _context(site: Site, about: Foreign) -> dict[str, Any]:
    """Return what the page of a concept shows, with the names of all things on it."""
    links = browsing.links(site.engine, about.iri)
    named = {*about.sources, *(one.thing for one in links)}
    canonical = address(Addresses(site.subpath), about.iri)
    return {"about": about, "links": links, "names": labels.find(site.engine, named), "instead": canonical}


def _missing(site: Site, wanted: str) -> Response:
    """Return the answer for an IRI that the graph does not hold, with those that look like it in letters or in name."""
    known: dict[str, str] = {}
    for iri, one in site.elsewhere.items():
        for name in (iri, one.code, *one.labels.values()):
            known.setdefault(name, iri) if name else None
    near = list(dict.fromkeys(known[name] for name in nearest(wanted, known)))
    fix = "See the concepts below, or search." if near else f"See {PATH} for all of them."
    error = NotFound(f"The graph holds no concept of others with the IRI {wanted[:200]!r}.", fix=fix, near=near)
    return errors.answer(site, error, "elsewhere-none.html", near=[site.elsewhere[iri] for iri in near])
