"""The guides as pages: all of them at /gidsen, each at /gidsen/{name}, from the Markdown of the project itself."""

from functools import cache

from flask import Blueprint, Response, request

from kennisgraaf.errors import NotFound
from kennisgraaf.formats import HTML
from kennisgraaf.near import nearest
from kennisgraaf.web import guidebook, pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.guidebook import Guide
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

PATH = "/gidsen"


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("guides", __name__)
    known = guidebook.find()

    @cache
    def rendered(name: str, lang: str) -> tuple[list[guidebook.Part], list[guidebook.Heading]]:
        there = Addresses(site.subpath, lang)
        return guidebook.render(known[name], lambda other: _address(there, known, other))

    @routes.get(PATH)
    def all_guides() -> Response:
        return pages.respond(site, Resource((HTML,)), lambda _: pages.html(site, "guides.html", guides=known))

    @routes.get(f"{PATH}/<name>")
    def guide(name: str) -> Response:
        if name not in known:
            raise _missing(name, known)
        who = reader(request)
        parts, headings = rendered(name, who.lang if who.chosen else "")
        page = {"guide": known[name], "parts": parts, "headings": headings}
        return pages.respond(site, Resource((HTML,)), lambda _: pages.html(site, "guide.html", **page))

    return routes


def _address(there: Addresses, known: dict[str, Guide], name: str) -> str:
    stem, hash_, fragment = name.partition("#")
    return there.path(f"{PATH}/{stem}{hash_}{fragment}") if stem in known else ""


def _missing(name: str, known: dict[str, Guide]) -> NotFound:
    near = nearest(name, known)
    fix = f"Did you mean: {', '.join(near)}?" if near else f"See {PATH} for all guides."
    return NotFound(f"There is no guide {name[:100]!r}.", fix=fix)
