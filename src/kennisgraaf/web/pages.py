"""A page or another form of the same thing: negotiated, cacheable, with the addresses of its other forms.

The tag of a form follows from the release, the code, the address, the form and the language, so a reader who has it
already gets 304 before anything is computed (RFC 9110, section 13).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import Response, render_template, request

from kennisgraaf.formats import HTML, Format
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import LANGUAGES, Reader, reader
from kennisgraaf.web.negotiation import choose
from kennisgraaf.web.site import Site

MAX_AGE = 300


@dataclass(frozen=True)
class Resource:
    """Something that can be had in several forms: at path.ttl and so on, or without a path by a word in the query.

    An answer to a query is not linked to its other forms: the query would stand in the headers five times.
    """

    forms: tuple[Format, ...]
    path: str = ""
    linked: bool = True

    def address(self, site: Site, form: Format) -> str:
        """Return the path-absolute address of one form."""
        if self.path:
            return Addresses(site.subpath).path(f"{self.path}.{form.suffix}")
        given = request.args.items(multi=True)
        return Addresses(site.subpath).again(request.path, given, _mediatype=form.media_type)

    def alternates(self, site: Site) -> list[tuple[Format, str]]:
        """Return every form with its address."""
        return [(form, self.address(site, form)) for form in self.forms]


def respond(
    site: Site, resource: Resource, write: Callable[[Format], str | bytes | Response], *, asked: str = ""
) -> Response:
    """Answer in the form that suits the reader; write is called with it unless the reader has that already.

    asked: a form that the address names. Raises NothingFitsError.
    """
    form = choose(resource.forms, request.headers.get("Accept", ""), asked or request.args.get("_mediatype", ""))
    tag = _tag(site, form)
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        body = write(form)
        response = body if isinstance(body, Response) else Response(body, content_type=form.content_type)
    response.headers.extend(_caching(site, tag))
    if resource.linked:
        response.headers["Content-Location"] = resource.address(site, form)
        response.headers["Link"] = links(resource.alternates(site))
    return response


def links(alternates: Iterable[tuple[Format, str]]) -> str:
    """Return the value of a Link header with rel=alternate for each form (RFC 8288)."""
    return ", ".join(f'<{address}>; rel="alternate"; type="{form.media_type}"' for form, address in alternates)


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
        switch={lang: _switch(site, lang) for lang in LANGUAGES},
        **context,
    )


def by_name(who: Reader, items: Iterable[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
    """Return (key, labels) pairs in the order of their labels in the reader's language."""
    return sorted(items, key=lambda pair: who.plain(pair[1]).casefold())


def _switch(site: Site, lang: str) -> str:
    """Return the address of this page in a language."""
    return Addresses(site.subpath).again(request.path, request.args.items(multi=True), lang=lang)


def _tag(site: Site, form: Format) -> str:
    lang = reader(request).lang if form == HTML else ""
    parts = f"{site.stamp}\n{site.subpath}\n{request.full_path}\n{form.name}\n{lang}"
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _caching(site: Site, tag: str) -> dict[str, str]:
    """Return the headers by which a form can be kept."""
    built = datetime.fromisoformat(site.release.about["built"])
    return {
        "ETag": f'"{tag}"',
        "Last-Modified": built.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Cache-Control": f"public, max-age={MAX_AGE}",
        "Vary": "Accept, Accept-Language",
    }
