"""What we say about one thing, in the form and by the profile that the reader chooses, with signposts for machines.

The signposts (https://signposting.org/FAIR, level 1) stand in the Link header: what to cite, what it is, whose it is,
where its metadata are, which list it belongs to and, when it is withdrawn, what came instead.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import Response, request

from kennisgraaf import citation, description, exchange
from kennisgraaf.description import Card
from kennisgraaf.description.card import SCHEMA
from kennisgraaf.engine import term_iri
from kennisgraaf.errors import NotFound
from kennisgraaf.exchange import selection
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import GRAPH, ID
from kennisgraaf.web import citations, labels, links, mistakes, pages, profiles, schema
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.feeds import KINDS
from kennisgraaf.web.links import LINKSET, Link
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.profiles import CONCEPT, WHOLE, Profile
from kennisgraaf.web.site import Site
from kennisgraaf.web.visitor import client

FORMS = (HTML, *GRAPHS)
_EXCHANGED = profiles.exchanged()


@dataclass(frozen=True)
class Sheet:
    """One thing with its address here; its card is read when somebody looks at it."""

    site: Site
    iri: str
    path: str

    @cached_property
    def card(self) -> Card:
        """Return what the signposts say."""
        return description.card(self.site.engine, self.iri)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """Return the views that there are: concepts have that of the standard for concepts too; those for exchange."""
        own = (WHOLE, CONCEPT) if self.card.is_concept else (WHOLE,)
        return (*own, *(_EXCHANGED[token] for token in self.site.exchanged(self.iri)))

    def profile(self) -> Profile:
        """Return the view that the reader chooses; NoProfileError when this thing has no such view."""
        asked, accepted = request.args.get("_profile", ""), request.headers.get("Accept-Profile", "")
        return profiles.choose(self.profiles, accepted, asked) if asked or accepted else WHOLE

    def resource(self, profile: Profile = WHOLE) -> Resource:
        """Return the forms of a view; a page and a linkset show everything, so only that view has them."""
        if profile == WHOLE:
            return Resource(FORMS, self.path, profile=profile, hidden=(LINKSET,))
        return Resource(profile.forms, self.path, profile=profile)


def answer(site: Site, iri: str, path: str, suffix: str) -> Response:
    """Answer with the document of a thing at its path (without the suffix of a form).

    NotFound: nothing is said of it. NothingFitsError, NoProfileError: there is no such form or view of it.
    """
    sheet = Sheet(site, iri, path)
    profile = sheet.profile()
    return pages.respond(site, sheet.resource(profile), lambda form: _write(sheet, profile, form), asked=suffix)


def _write(sheet: Sheet, profile: Profile, form: Format) -> Response:
    """Return one form with its signposts."""
    try:
        body = _body(sheet, profile, form)
    except NotFound as error:
        raise sheet.site.missing(sheet.iri) from error
    found = links.header([*_signposts(sheet, form), *_views(sheet, profile, brief=form == HTML)])
    response = Response(body, content_type=form.content_type, headers={"Link": found})
    if sheet.card.withdrawn:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _body(sheet: Sheet, profile: Profile, form: Format) -> str | bytes:
    site, iri = sheet.site, sheet.iri
    if form == HTML:
        return _page(sheet)
    if form == LINKSET:
        site.check(iri)
        address = Addresses(site.subpath).path(sheet.path)
        every = [*_signposts(sheet, HTML), *_views(sheet, profile), *sheet.resource().links(site)]
        return links.linkset(address, every, site.public, site.subpath)
    if not profile.view:
        source = exchange.Source(site.engine, site.release, client())
        things = [one.thing for one in selection.of_thing(site.members[profile.token], iri, {})]
        return exchange.document(source, exchange.profiles.find(profile.token), things, form)
    if iri in site.release.graphs and iri.startswith(GRAPH):
        content = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {term_iri(iri)} {{ ?s ?p ?o }} }}"
        return site.engine.query(content, form, client=client()).body
    return description.surroundings(site.engine, iri, form, profile.view).body


def _page(sheet: Sheet) -> str:
    site, iri, card = sheet.site, sheet.iri, sheet.card
    try:
        thing = site.described(iri)
    except NotFound:
        if iri not in site.release.graphs:
            raise
        thing = description.Description(iri, {"": iri.removeprefix(ID)}, {}, [], [], [])
    works = citations.works(site, card)
    return pages.html(
        site,
        "thing.html",
        thing=thing,
        card=card,
        names=labels.find(site.engine, {*card.replaced_by, *card.successors, *card.status}),
        schema=schema.of_thing(site, card),
        instead=_instead(site, card),
        resource=sheet.resource(),
        size=site.release.graphs.get(iri),
        kind=iri.removeprefix(ID).split("/")[0],
        exchanged=_exchanged(sheet),
        works=works,
        references=citation.write(works, citation.BIBTEX),
        report=mistakes.address(site, iri, works[0].title),
        reference=lambda work: citation.write([work], citation.APA),
        kinds_of_change=KINDS,
        history=[(one, one.changes[iri]) for one in site.records if iri in one.changes],
    )


def _exchanged(sheet: Sheet) -> list[tuple[Mapping[str, str], str]]:
    """Return title by language, and address, of each form for exchange."""
    known = exchange.profiles.known()
    views = [view for view in sheet.profiles if not view.view]
    return [(known[view.token].title, sheet.resource(view).address(sheet.site, view.forms[0])) for view in views]


def _instead(site: Site, card: Card) -> str:
    """Return the page that search engines should know instead of a withdrawn one: that of its only successor here."""
    ours = [iri for iri in card.successors if iri.startswith(ID)]
    return Addresses(site.subpath).of(ours[0]) if len(card.successors) == len(ours) == 1 else ""


def _signposts(sheet: Sheet, form: Format) -> Iterator[Link]:
    """Yield the links of level 1: all of them on the page, those that fit on its metadata."""
    site, addresses = sheet.site, Addresses(sheet.site.subpath)
    yield Link(sheet.iri, "cite-as")
    if site.license:
        yield Link(site.license, "license")
    for iri in sheet.card.replaced_by:
        yield Link(addresses.of(iri) or iri, "successor-version")
    if form == HTML:
        yield from _on_page(sheet, addresses)
    else:
        yield Link(addresses.path(sheet.path), "describes", HTML.media_type)


def _on_page(sheet: Sheet, addresses: Addresses) -> Iterator[Link]:
    """Yield what only the page says: what it is, whose, where its metadata are, what is above and below it."""
    card, resource = sheet.card, sheet.resource()
    for type_ in (SCHEMA + "AboutPage", *card.types):
        yield Link(type_, "type")
    if sheet.site.author:
        yield Link(sheet.site.author, "author")
    kind = sheet.iri.removeprefix(ID).partition("/")[0]
    for address in [addresses.of(iri) for iri in card.schemes] or [addresses.path(f"/doc/{kind}")]:
        yield Link(address, "collection", HTML.media_type)
    for iri in card.items:
        yield Link(addresses.of(iri), "item", HTML.media_type)
    for form in GRAPHS:
        yield Link(resource.address(sheet.site, form), "describedby", form.media_type)
    yield Link(resource.address(sheet.site, LINKSET), "linkset", LINKSET.media_type)


def _views(sheet: Sheet, profile: Profile, *, brief: bool = False) -> Iterator[Link]:
    """Yield the forms of the other views, of those for exchange the first; brief: none of these.

    A page has so many signposts that no more fit into what proxies take; its links and its linkset have the others.
    """
    for other in sheet.profiles:
        if other != profile and not (brief and not other.view):
            for form in other.forms if other.view else other.forms[:1]:
                yield Link(sheet.resource(other).address(sheet.site, form), "alternate", form.media_type, other.iri)
