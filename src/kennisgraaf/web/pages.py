"""A page or another form of the same thing: negotiated, cacheable, with the addresses of its other forms.

The tag of a form follows from the release, the code, the address, the form and the language, so a reader who has it
already gets 304 before anything is computed (RFC 9110, section 13).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Response, current_app, render_template, request
from markupsafe import Markup
from werkzeug.http import http_date

from kennisgraaf.formats import HTML, Format
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import LANGUAGES, Reader, reader
from kennisgraaf.web.links import Link, header
from kennisgraaf.web.negotiation import choose
from kennisgraaf.web.profiles import WHOLE, Profile
from kennisgraaf.web.site import Site

MAX_AGE = 300
VARY = "Accept, Accept-Language, Accept-Profile"
FRESHNESS = {"Cache-Control": f"public, max-age={MAX_AGE}", "Vary": "Accept, Accept-Language"}
_OURS = {"lang", "_mediatype", "_profile"}


@dataclass(frozen=True)
class Resource:
    """Something that can be had in several forms: at path.ttl and so on, or without a path by a word in the query.

    asked: what stands behind the question mark of each form that has a path.
    An answer to a query is not linked to its other forms: the query would stand in the headers five times. Only what
    has profiles has one. A hidden form can be had, but is no form of what people read.
    """

    forms: tuple[Format, ...]
    path: str = ""
    linked: bool = True
    profile: Profile | None = None
    hidden: tuple[Format, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()

    def address(self, site: Site, form: Format) -> str:
        """Return the path-absolute address of one form."""
        if self.path:
            view = [("_profile", self.profile.token)] if self.profile and self.profile != WHOLE else []
            if form in self.hidden:
                return Addresses(site.subpath).path(self.path, ("_mediatype", form.media_type), *view)
            return Addresses(site.subpath).path(f"{self.path}.{form.suffix}", *self.asked, *view)
        given = request.args.items(multi=True)
        return Addresses(site.subpath).again(request.path, given, _mediatype=form.media_type)

    def alternates(self, site: Site) -> list[tuple[Format, str]]:
        """Return every form with its address."""
        return [(form, self.address(site, form)) for form in self.forms]

    def links(self, site: Site) -> list[Link]:
        """Return a link to every form, and to the profile that they follow."""
        name = self.profile.iri if self.profile else ""
        forms = [Link(address, "alternate", form.media_type, name) for form, address in self.alternates(site)]
        return [*forms, Link(name, "profile")] if name else forms


def respond(
    site: Site,
    resource: Resource,
    write: Callable[[Format], str | bytes | Response],
    *,
    asked: str = "",
    spoken: bool = False,
) -> Response:
    """Answer in the form that suits the reader; write is called with it unless the reader has that already.

    asked: a form that the address names; spoken: the other forms are in a language too. Raises NothingFitsError.
    """
    offers = (*resource.forms, *resource.hidden)
    form = choose(offers, request.headers.get("Accept", ""), asked or request.args.get("_mediatype", ""))
    lang = reader(request).lang if form == HTML or spoken else ""
    own = tag(site, request.full_path, form, lang, resource.profile.token if resource.profile else "")
    if request.if_none_match.contains_weak(own):
        response = Response(status=304)
    else:
        body = write(form)
        response = body if isinstance(body, Response) else Response(body, content_type=form.content_type)
        if resource.linked and form not in resource.hidden:
            before = response.headers.getlist("Link")
            response.headers["Link"] = ", ".join([*before, header(resource.links(site))])
        if _unchanged(site):
            response = Response(status=304)
    response.headers.extend(_caching(site, resource, form, own))
    if lang:
        response.headers["Content-Language"] = lang
    return response


def see_other(site: Site, path: str, *pairs: tuple[str, str]) -> Response:
    """Redirect to the document about a thing; what the reader asked for goes along, and pairs of a query."""
    kept = [(name, value) for name, value in request.args.items() if name in _OURS]
    where = Addresses(site.subpath).path(path, *pairs, *kept)
    return Response(status=303, headers={"Location": where, "Vary": VARY})


def html(site: Site, template: str, **context: Any) -> str:
    """Return a page; the template gets the words, names and addresses that suit the reader."""
    who = reader(request)
    addresses = Addresses(site.subpath, who.lang if who.chosen else "")
    return render_template(
        template,
        site=site,
        lang=who.lang,
        t=who.t,
        say=who.say,
        plain=who.plain,
        readable=who.readable,
        url=addresses.path,
        href=addresses.of,
        switch={lang: _switch(site, lang) for lang in ("", *LANGUAGES)},
        canonical=_canonical(addresses, context),
        once=_once(site, template, who),
        there=site.kept("routes", lambda: frozenset(rule.rule for rule in current_app.url_map.iter_rules())),
        **context,
    )


def _once(site: Site, template: str, who: Reader) -> Callable[..., Markup]:
    """Return what makes a part of a page that follows from the release and the language alone, and keeps it.

    A template says {% call once("name") %} … {% endcall %} around such a part; the first reader waits for it.
    """

    def once(name: str, caller: Callable[[], Markup]) -> Markup:
        return site.kept(f"part {template} {name} {who}", caller)

    return once


def by_name(who: Reader, items: Iterable[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
    """Return (key, labels) pairs in the order of their labels in the reader's language."""
    return sorted(items, key=lambda pair: who.plain(pair[1]).casefold())


def _switch(site: Site, lang: str) -> str:
    """Return the address of this page in a language; without one, where the reader's settings choose."""
    given = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return Addresses(site.subpath).path(request.path, *given, *((("lang", lang),) if lang else ()))


def _canonical(addresses: Addresses, context: dict[str, Any]) -> str:
    """Return the address under which search engines should know a page; "" when it is an error or somebody's own."""
    if "error" in context or set(request.args) - _OURS:
        return ""
    resource = context.get("resource")
    return context.get("instead") or addresses.path((resource and resource.path) or request.path)


def _unchanged(site: Site) -> bool:
    """Tell whether who asks by date alone has this form (RFC 9110, 13.1.3); it exists, or we were not here.

    A later date may be that of a newer release, from before somebody went back, or from another server.
    """
    return "If-None-Match" not in request.headers and request.if_modified_since == site.built and site.dated


def tag(site: Site, address: str, form: Format, lang: str = "", view: str = "") -> str:
    """Return the tag of a form; address: path and query, lang: of a page, view: the profile that it follows."""
    parts = f"{site.stamp}\n{site.subpath}\n{address}\n{form.name}\n{lang}\n{view}"
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _caching(site: Site, resource: Resource, form: Format, own: str) -> dict[str, str]:
    """Return the headers by which a form can be kept, and told from others."""
    found = {
        "ETag": f'"{own}"',
        "Last-Modified": http_date(site.built),
        **FRESHNESS,
    }
    if resource.profile:
        found["Vary"] = VARY
    if resource.linked:
        found["Content-Location"] = resource.address(site, form)
    return found
