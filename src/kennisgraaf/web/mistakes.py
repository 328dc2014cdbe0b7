"""Reporting a mistake in a thing: a link to the operator's tracker, filled in; else a page with what to send them.

Where to report is for who serves the site to say (`serve --report`); no address of a person stands in the program.
"""

from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from kennisgraaf.engine import term_iri
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import HTML
from kennisgraaf.namespaces import ID
from kennisgraaf.web import labels, pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import Reader, reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("mistakes", __name__)

    @routes.get("/melden")
    def report() -> Response:
        return pages.respond(site, Resource((HTML,), linked=False), lambda _: _page(site))

    return routes


def address(site: Site, iri: str, name: str) -> str:
    """Return where a reader reports a mistake in a thing."""
    who = reader(request)
    if not site.report:
        return Addresses(site.subpath, who.lang if who.chosen else "").path("/melden", ("ding", site.short(iri)))
    return filled(site.report, *_message(site, who, iri, name))


def filled(report: str, title: str, body: str) -> str:
    """Return the address of a tracker with title and body: in place of {title} and {body}, else as a query."""
    if "{title}" in report or "{body}" in report:
        return report.replace("{title}", quote(title, safe="")).replace("{body}", quote(body, safe=""))
    return f"{report}{'&' if '?' in report else '?'}{urlencode({'title': title, 'body': body})}"


def _message(site: Site, who: Reader, iri: str, name: str) -> tuple[str, str]:
    """Return the title and the body of a report."""
    title = f"{who.t('Fout in', 'Mistake in')} {name}"
    lines = [
        f"{who.t('Ding', 'Thing')}: {iri}",
        f"{who.t('Uitgave', 'Release')}: {site.release.id}",
        "",
        who.t("Wat er niet klopt:", "What is wrong:"),
        "",
        who.t("Hoe het moet zijn, en waar dat staat:", "How it should be, and where that is written:"),
        "",
    ]
    return title, "\n".join(lines)


def _page(site: Site) -> str:
    who, iri = reader(request), site.long(request.args.get("ding", "")) if request.args.get("ding") else ""
    if iri:
        try:
            term_iri(iri)
        except QueryError as error:
            raise site.missing(iri) from error
        site.check(iri)
    texts = labels.find(site.engine, [iri]).get(iri, {}) if iri else {}
    name = who.raw(texts) or site.short(iri) or who.t("de kennisgraaf", "the knowledge graph")
    title, body = _message(site, who, iri or ID, name)
    link = filled(site.report, title, body) if site.report else ""
    return pages.html(site, "mistake.html", thing=iri, texts=texts, title=title, body=body, link_to=link)
