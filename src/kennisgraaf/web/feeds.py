"""What changed, to follow in a feed reader: /feed.atom by release, /doc/{type}/{code}.atom for one thing (RFC 4287).

The feeds are made from the records of the releases (`kennisgraaf.record`). Before the first release that changes
something a feed has no entries. A feed stands alone, so its addresses are whole and begin as those of a sitemap do.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import description
from kennisgraaf.engine import term_iri
from kennisgraaf.errors import NotFound, QueryError
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.record import Record
from kennisgraaf.web import pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

ATOM = Format("atom", "application/atom+xml", "atom")
_SPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTRIES, _LINES = 100, 200
_TITLE = {"nl": "Wijzigingen in de Kennisgraaf sociaal werk", "en": "Changes in the Knowledge graph of social work"}
_RELEASE = {"nl": "Uitgave", "en": "Release"}
KINDS = {
    "added": {"nl": "nieuw", "en": "new"},
    "changed": {"nl": "gewijzigd", "en": "changed"},
    "moved": {"nl": "verplaatst", "en": "moved"},
    "retired": {"nl": "vervallen", "en": "withdrawn"},
    "removed": {"nl": "verwijderd", "en": "removed"},
}
Change = Mapping[str, Any]
Entry = tuple[str, str, Record, list[str], str]


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("feeds", __name__)

    @routes.get("/feed.atom")
    def everything() -> Response:
        return _answer(site, lambda lang: _whole(site, lang))

    @routes.get("/doc/<kind>/<code>.atom")
    def thing(kind: str, code: str) -> Response:
        return _answer(site, lambda lang: _of_thing(site, f"{ID}{kind}/{code}", lang))

    return routes


def _answer(site: Site, write: Callable[[str], bytes]) -> Response:
    """Answer with a feed, whatever the reader accepts: feed readers name no languages, so Dutch unless ?lang=en."""
    lang = "en" if request.args.get("lang") == "en" else "nl"
    return pages.respond(site, Resource((ATOM,), linked=False), lambda _: write(lang), asked=ATOM.name)


def _whole(site: Site, lang: str) -> bytes:
    """Return the feed of all releases: an entry for each, with a line for each change."""
    entries = []
    for record in site.records[:_ENTRIES]:
        changes = record.difference["changes"]
        lines = [f"{_name(change, lang)}: {_line(change, lang)}" for change in changes[:_LINES]]
        lines += [f"… + {len(changes) - _LINES}"] if len(changes) > _LINES else []
        entries.append((_id(record, ""), f"{_RELEASE[lang]} {record.version}", record, lines, "/"))
    return _feed(site, (f"{BASE}feed.atom", _TITLE[lang], "/", lang), entries)


def _of_thing(site: Site, iri: str, lang: str) -> bytes:
    """Return the feed of one thing: an entry for each release that changed it.

    NotFound: nothing is said of it, now or in a record.
    """
    entries = []
    page = Addresses("").of(iri)
    for record in site.records:
        if changes := record.changes.get(iri):
            kinds = ", ".join(dict.fromkeys(KINDS[c["kind"]][lang] for c in changes if c["kind"] in KINDS))
            lines = [line for change in changes for line in (_line(change, lang), *_values(site, change, lang))]
            entries.append((_id(record, iri), f"{record.version}: {kinds}", record, lines, page))
    return _feed(site, (iri, _title(site, iri, lang, known=bool(entries)), page, lang), entries[:_ENTRIES])


def _title(site: Site, iri: str, lang: str, *, known: bool) -> str:
    """Return the name of a thing; NotFound when there is none such, now or before."""
    try:
        term_iri(iri)
        labels = description.describe(site.engine, site.vocabulary, iri).labels
    except (NotFound, QueryError) as error:
        if not known:
            raise site.missing(iri) from error
        labels = {}
    return _say(labels, lang) or iri.removeprefix(ID)


def _id(record: Record, iri: str) -> str:
    """Return the name that an entry keeps for ever (RFC 4151)."""
    return f"tag:w3id.org,2026:kennisgraaf/history/{record.version}/{iri.removeprefix(BASE)}"


def _name(change: Change, lang: str) -> str:
    return _say(change["labels"], lang) or str(change["iri"]).removeprefix(BASE)


def _line(change: Change, lang: str) -> str:
    """Return what happened to a thing, and what that weighs."""
    reasons = [_say(reason.get("text", {}), lang) for reason in change["reasons"]]
    kind = KINDS.get(change["kind"], {}).get(lang, change["kind"])
    others = ", ".join(str(iri) for iri in change.get("others", ()))
    return " ".join([f"{kind}.", *reasons, *([f"→ {others}"] if others else [])])


def _values(site: Site, change: Change, lang: str) -> Iterator[str]:
    """Yield each property with its values before and after."""
    if change["kind"] not in {"changed", "retired"}:
        return
    for detail in change["properties"]:
        name = _say(site.vocabulary.labels(detail["property"]), lang) or site.short(detail["property"])
        old, new = (", ".join(term["value"] for term in detail[side]) or "∅" for side in ("before", "after"))
        lang_of = f" ({detail['lang']})" if detail["lang"] else ""
        yield f"{name}{lang_of}: {old} → {new}"


def _say(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()), "")


def _feed(site: Site, about: tuple[str, str, str, str], entries: Iterable[Entry]) -> bytes:
    """Return a feed; about is its id, title, page and language."""
    id_, title, page, lang = about
    found = list(entries)
    feed = ET.Element("feed", {"xmlns": _SPACE, "xml:lang": lang})
    _put(feed, "id", id_)
    _put(feed, "title", title)
    moments = [record.released for _, _, record, _, _ in found] or [site.built]
    _put(feed, "updated", max(moments).isoformat(timespec="seconds"))
    _put(ET.SubElement(feed, "author"), "name", "Kennisgraaf")
    own = request.full_path.rstrip("?")
    ET.SubElement(feed, "link", {"rel": "self", "type": ATOM.media_type, "href": _clean(site.public + own)})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _clean(site.public + page)})
    for entry in found:
        _entry(site, feed, entry)
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(site: Site, feed: ET.Element, entry: Entry) -> None:
    id_, title, record, lines, page = entry
    element = ET.SubElement(feed, "entry")
    _put(element, "id", id_)
    _put(element, "title", title)
    _put(element, "updated", record.released.isoformat(timespec="seconds"))
    ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": _clean(site.public + page)})
    _put(element, "content", "\n".join(lines), type="text")


def _put(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _clean(text)


def _clean(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    return _NO_XML.sub("\ufffd", text)
