"""How to cite a thing, and the publications behind it: on its page, and as files for programs that keep references."""

from flask import Blueprint, Response, request

from kennisgraaf import citation, description
from kennisgraaf.citation import Work
from kennisgraaf.description import Card, publications
from kennisgraaf.description.card import SCHEMA
from kennisgraaf.engine import term_iri
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.web import labels, pages
from kennisgraaf.web.language import reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

_LICENSES = "https://creativecommons.org/licenses/"


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("citations", __name__)

    @routes.get("/doc/<kind>/<code>.<any(txt, bib, ris, csl):suffix>")
    def cited(kind: str, code: str, suffix: str) -> Response:
        iri = f"{ID}{kind}/{code}"
        resource = Resource(citation.FORMS, linked=False)
        return pages.respond(site, resource, lambda form: _write(site, iri, form), asked=suffix, spoken=True)

    return routes


def works(site: Site, card: Card) -> list[Work]:
    """Return what one cites of a thing, in the reader's language: the thing here first, then what is behind it."""
    who = reader(request)
    code = next((term.value for term in card.facts.get(SCHEMA + "termCode", [])), "")
    title = who.raw({term.lang: term.value for term in card.facts.get(SCHEMA + "name", [])}) or site.short(card.iri)
    whole = who.raw({term.lang: term.value for term in site.header.facts.get(SCHEMA + "name", [])})
    own = Work(
        key=f"kennisgraaf-{card.iri.removeprefix(ID)}",
        title=f"{title} ({code})" if code else title,
        url=card.iri,
        authors=tuple(_name(who.raw(texts)) for texts in labels.find(site.engine, [site.author]).values()),
        date=site.built.date().isoformat(),
        whole=whole,
        version=", ".join(
            filter(None, [site.release.about.get("version", ""), f"{who.t('uitgave', 'release')} {site.release.id}"])
        ),
        license=_license(site.license),
        lang=who.lang,
    )
    return [own, *(_behind(one, who.lang) for one in publications(site.engine, card.iri))]


def _behind(one: description.Publication, lang: str) -> Work:
    title = one.titles.get("nl") or max(one.titles.values(), default=one.iri)
    return Work(
        key=one.iri.removeprefix(ID),
        title=title,
        url=next(iter(one.pages), one.iri),
        authors=one.authors,
        date=one.issued,
        publisher=", ".join(one.publishers),
        dataset=False,
        lang=lang,
        ready=one.citation,
    )


def _write(site: Site, iri: str, form: Format) -> Response:
    """Return the references of a thing in one form; NotFound when nothing is said of it."""
    try:
        term_iri(iri)
    except QueryError as error:
        raise site.missing(iri) from error
    site.check(iri)
    text = citation.write(works(site, description.card(site.engine, iri)), form)
    name = iri.removeprefix(BASE).replace("/", "-")
    shown = form == citation.APA
    headers = {} if shown else {"Content-Disposition": f'attachment; filename="{name}.{form.suffix}"'}
    return Response(text, content_type=form.content_type, headers=headers)


def _name(text: str) -> str:
    return text[:1].upper() + text[1:]


def _license(iri: str) -> str:
    """Return a licence as people call it: CC BY 4.0."""
    if not iri.startswith(_LICENSES):
        return iri
    return f"CC {iri.removeprefix(_LICENSES).strip('/').replace('/', ' ').upper()}"
