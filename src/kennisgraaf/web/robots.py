"""What crawlers and finders of leaks look for: robots.txt, the sitemap, and whom to tell (RFC 9309, RFC 9116).

These files need whole addresses. They begin with the public address of the site when it has one, and else with the base
of our IRIs, which redirects to it; never with what a request says.
"""

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, Response
from markupsafe import escape

from kennisgraaf.formats import Format
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.web import elsewhere, guidebook, pages, ways
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.pictures import known
from kennisgraaf.web.site import Site

_TEXT = Format("text", "text/plain", "txt")
_SITEMAP = Format("sitemap", "application/xml", "xml", ("text/xml",))
_EXPENSIVE = (
    "/sparql?",
    "/sparql/bouwen?",
    "/api/",
    "/zoek?",
    "/zoek/",
    "/samenstellen?",
    "/samenstellen.",
    "/vergelijken?",
    "/reconcile",
    "/waarom?",
    "/melden?",
    "/rdf-graph-store",
    "/*?*_mediatype=",
    "/*?*_profile=",
)
PLACES = (
    "",
    "/doc",
    *ways.PLACES,
    elsewhere.PATH,
    "/vragen",
    "/dekking",
    "/beelden",
    "/samenstellen",
    "/koppelen",
    "/vergelijken",
    "/gidsen",
    "/def",
    "/shapes",
    "/sparql",
    "/sparql/bouwen",
    "/dataset",
    "/dumps/",
)
_VALID = timedelta(days=360)
_CONTACT = """SELECT ?contact {{ VALUES ?who {{ <{who}> }}
{{ ?who foaf:mbox|foaf:homepage ?contact }}
UNION {{ ?who dcat:contactPoint/(vcard:hasEmail|vcard:hasURL) ?contact }}
FILTER(REGEX(STR(?contact), "^(mailto:|https://)")) }} ORDER BY DESC(STR(?contact)) LIMIT 1"""
_VCARD = "PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>\n"


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("robots", __name__)

    @routes.get("/robots.txt")
    def robots() -> Response:
        return _file(site, _TEXT, "\n".join(_robots(site)))

    @routes.get("/sitemap.xml")
    def sitemap() -> Response:
        return _file(site, _SITEMAP, "\n".join(_sitemap(site)))

    @routes.get("/.well-known/security.txt")
    def security() -> Response:
        return _file(site, _TEXT, "\n".join(_security(site)))

    return routes


def _file(site: Site, form: Format, text: str) -> Response:
    """Return a file that has one form and is given whatever the reader accepts."""
    return pages.respond(site, Resource((form,), linked=False), lambda _: text + "\n", asked=form.name)


def _robots(site: Site) -> Iterator[str]:
    yield "User-agent: *"
    for path in _EXPENSIVE:
        yield f"Disallow: {site.subpath}{path}"
    yield ""
    yield f"Sitemap: {site.public}/sitemap.xml"


def _sitemap(site: Site) -> Iterator[str]:
    """Yield a sitemap (sitemaps.org 0.9) of every page that is not withdrawn, at most 50,000."""
    there = Addresses("")
    things = [there.of(iri) for iri, withdrawn in site.everything.items() if not withdrawn]
    questions = [there.of(f"{ID}vraag/{name}") for name in site.questions]
    kinds = [there.of(ID + kind) for kind in site.kinds]
    told = [there.path(f"/gidsen/{name}") for name in guidebook.find()]
    told += [there.path(f"/def/{topic}") for topic in site.manual.topics]
    told += [there.path(f"/beelden/{name}") for name in known(site)]
    told += [there.path(f"/begrippenkaders/{one.iri.rpartition('/')[2]}") for one in site.schemes if one.ours]
    told += [elsewhere.address(there, iri) for iri in site.elsewhere]
    told += [there.path(f"/publicaties/{one.code}") for one in site.publications]
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for path in (*PLACES, *told, *kinds, *questions, *things):
        yield f"<url><loc>{escape(site.public + (path or '/'))}</loc><lastmod>{site.built.date()}</lastmod></url>"
    yield "</urlset>"


def _security(site: Site) -> Iterator[str]:
    """Yield whom to tell of a leak: the contact of who made the graph as the graph gives it, else their page.

    It expires within a year of the release: who serves an older one should look again.
    """
    who = site.author or BASE
    rows = site.engine.rows(_VCARD + _CONTACT.format(who=who))
    yield f"Contact: {rows[0]['contact'].value if rows else who}"
    yield f"Expires: {(site.built + _VALID).strftime('%Y-%m-%dT%H:%M:%SZ')}"
    yield "Preferred-Languages: nl, en"
    if site.public.startswith("https://"):
        yield f"Canonical: {site.public}/.well-known/security.txt"
