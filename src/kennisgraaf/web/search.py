"""Searching: a page for people, JSON for programs, suggestions while somebody types, and how a browser can use it.

OpenSearch 1.1 wants whole addresses; these begin with our own base and never with the Host of a request.
"""

import json
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf.description import Texts
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import HTML, Format
from kennisgraaf.languages import pick
from kennisgraaf.namespaces import BASE
from kennisgraaf.search import LARGEST_PAGE, LONGEST, Found, Hit, Only
from kennisgraaf.web import elsewhere, errors, pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import Reader, reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

PATH = "/zoek"
ELSEWHERE = "elders"  # as if it were a kind: what others made, from an index of its own
ABROAD = {"nl": "elders (ESCO, ISCO …)", "en": "elsewhere (ESCO, ISCO …)"}
_JSON = Format("json", "application/json", "json")
_SUGGESTIONS = Format("suggestions", "application/x-suggestions+json", "json", ("application/json",))
_OPENSEARCH = Format("opensearch", "application/opensearchdescription+xml", "xml", ("application/xml", "text/xml"))
_SUGGESTED = 10
_USUAL_PAGE = 20
_LONGEST_NUMBER = 6  # digits
_BELONGS = {"kader": "scheme", "publicatie": "source"}
_FILTERS = ("soort", *_BELONGS)
_LIST = Format("json", "application/json", "json")
_AS_LIST = 8


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("search", __name__)

    @routes.get(PATH)
    def search() -> Response:
        try:
            return pages.respond(site, Resource((HTML, _JSON), linked=False), lambda form: _answer(site, form))
        except QueryError as error:
            return errors.answer(site, error, "search.html", q=_text()[:LONGEST], found=None, longest=LONGEST)

    @routes.get(f"{PATH}/suggesties")
    def suggestions() -> Response:
        form = Resource((_SUGGESTIONS,), linked=False)
        return pages.respond(site, form, lambda _: _suggest(site), asked=_SUGGESTIONS.name)

    @routes.get(f"{PATH}/keuzes")
    def choices() -> Response:
        form = Resource((_LIST,), linked=False)
        return pages.respond(site, form, lambda _: _choices(site), asked=_LIST.name, spoken=True)

    @routes.get("/opensearch.xml")
    def opensearch() -> Response:
        form = Resource((_OPENSEARCH,), linked=False)
        return pages.respond(site, form, lambda _: pages.html(site, "opensearch.xml", base=BASE), asked="opensearch")

    return routes


def _text() -> str:
    return request.args.get("q", "")


def _number(name: str, usual: int, most: int) -> int:
    """Return a number from the address; QueryError when it is none from 1 to most."""
    value = request.args.get(name, str(usual))
    if not (value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER and 1 <= int(value) <= most):
        raise QueryError(f"{name} is a whole number from 1 to {most}.", fix=f"Give one, or leave {name} out.")
    return int(value)


def _answer(site: Site, form: Format) -> str:
    page, size = _number("page", 1, 10**_LONGEST_NUMBER - 1), _number("pageSize", _USUAL_PAGE, LARGEST_PAGE)
    text, kind, who = _text(), request.args.get("soort", ""), _reader(form)
    if form != HTML and not text.strip():
        raise QueryError("There is nothing to look for.", fix=f"Give words: {PATH}?q=...")
    found = _look(site, text, who.lang, (page - 1) * size, size) if text.strip() else None
    after = _again(site, page=str(page + 1)) if found and found.total > page * size else ""
    if form != HTML:
        return json.dumps(_as_json(site, found or Found(text), page, size, after), ensure_ascii=False)
    before = _again(site, page=str(page - 1)) if page > 1 else ""
    context = {"kind": kind, "before": before, "after": after, "first": (page - 1) * size + 1, "longest": LONGEST}
    near = site.index.near(text) if found and not found.total and not _chosen() else []
    facets = _facets(site, found) if found else []
    addresses = Addresses(site.subpath, who.lang if who.chosen else "")
    everything = {
        "near": near,
        "facets": facets,
        "whole": _again(site, (*_FILTERS, "page")),
        "place": lambda hit: _where(hit, addresses),
        "chosen": _chosen(),
    }
    shown = {"gone": _gone(), "with_gone": _again(site, vervallen="1", page="1"), "names": _named}
    shown["any_kind"] = _again(site, ("soort", "page"))
    kinds = [*_kinds(site, found), *_abroad(site, found)]
    return pages.html(site, "search.html", q=text, found=found, kinds=kinds, **context, **everything, **shown)


def _gone() -> bool:
    """Tell whether somebody wants to see what is withdrawn too."""
    return request.args.get("vervallen", "") == "1"


def _chosen() -> list[str]:
    """Return the filters that somebody chose."""
    return [name for name in _FILTERS if request.args.get(name)]


def _named(texts: list[tuple[str, str, str]]) -> Texts:
    """Return the names among the texts of a thing, by language."""
    return {lang: value for role, lang, value in reversed(texts) if role == "name"}


def _look(site: Site, text: str, lang: str, first: int, count: int) -> Found:
    """Return what is found with the filters that the address names; a code that no thing has leaves nothing."""
    given = {name: request.args.get(word, "") for word, name in _BELONGS.items()}
    schemes = {one.iri.rpartition("/")[2]: one.iri for one in site.schemes}
    sources = {one.code: one.iri for one in site.publications}
    only = Only(
        request.args.get("soort", ""),
        schemes.get(given["scheme"], given["scheme"]),
        sources.get(given["source"], given["source"]),
        _gone(),
    )
    if only.kind == ELSEWHERE:
        index, only = site.abroad, Only(scheme=only.scheme)
        return index.search(text, lang, only, first=first, count=count) if index else Found(text)
    return site.index.search(text, lang, only, first=first, count=count)


def _facets(site: Site, found: Found) -> list[dict[str, Any]]:
    """Return the choices of each facet, with the address that leaves only those."""
    made = []
    for word, name in _BELONGS.items():
        now = request.args.get(word, "")
        choices = [
            {
                "name": one.iri.rpartition("/")[2],
                "label": one.labels,
                "total": one.total,
                "href": _again(site, **{"page": "1", word: one.iri.rpartition("/")[2]}),
            }
            for one in found.facets.get(name, [])
        ]
        made.append({"word": word, "now": now, "all": _again(site, (word, "page")), "choices": choices})
    return made


def _reader(form: Format) -> Reader:
    """Return who reads; a program gets Dutch unless it asks otherwise in the address, so that caches need not know."""
    who = reader(request)
    return who if who.chosen or form == HTML else Reader("nl")


def _again(site: Site, without: tuple[str, ...] = (), /, **changed: str) -> str:
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in without]
    return Addresses(site.subpath).again(PATH, kept, **changed)


def _kinds(site: Site, found: Found | None) -> list[dict[str, Any]]:
    """Return each kind that was found, the most frequent first, with the address that leaves only those."""
    if not found:
        return []
    numbers = found.kinds
    if request.args.get("soort") == ELSEWHERE:
        numbers = site.index.search(found.text, reader(request).lang, Only(withdrawn=_gone()), count=1).kinds
    return [
        {
            "name": name,
            "label": site.vocabulary.labels_of_kind(name),
            "total": number,
            "href": _again(site, soort=name, page="1"),
        }
        for name, number in numbers.items()
    ]


def _abroad(site: Site, found: Found | None) -> list[dict[str, Any]]:
    """Return the choice of what others made, as if it were a kind; none where nothing of it is found."""
    if not (found and site.abroad):
        return []
    total = site.abroad.search(found.text, reader(request).lang, count=1).total
    href = _again(site, ("kader", "publicatie"), soort=ELSEWHERE, page="1")
    return [{"name": ELSEWHERE, "label": ABROAD, "total": total, "href": href}] if total else []


def _as_json(site: Site, found: Found, page: int, size: int, after: str) -> dict[str, Any]:
    who = reader(request)
    addresses = Addresses(site.subpath, who.lang if who.chosen else "")
    answer = {
        "q": found.text,
        "total": found.total,
        "page": page,
        "pageSize": size,
        "kinds": _kinds(site, found),
        "corrected": found.corrected,
        "meant": found.meant,
        "unknown": found.unknown,
        "elsewhere": _abroad(site, found),
        "facets": {one["word"]: one["choices"] for one in _facets(site, found)},
        "hidden": found.hidden,
        "items": [_item(hit, addresses) for hit in found.hits],
    }
    return {**answer, "next": after} if after else answer


def _item(hit: Hit, addresses: Addresses) -> dict[str, Any]:
    item = {
        "id": hit.iri,
        "href": _where(hit, addresses),
        "label": hit.labels,
        "kind": {"name": hit.kind.name, "id": hit.kind.iri, "label": hit.kind.labels},
        "code": hit.code,
        "within": {name: [{"id": one.iri, "label": one.labels} for one in own] for name, own in hit.within.items()},
        "score": hit.score,
        "withdrawn": hit.withdrawn,
    }
    if hit.snippet:
        shown = hit.snippet
        item["snippet"] = {"text": shown.text, "lang": shown.lang, "role": shown.role, "matched": shown.matched}
    return item


def _where(hit: Hit, addresses: Addresses) -> str:
    """Return where a hit leads: what others made to what we know of it."""
    abroad = request.args.get("soort") == ELSEWHERE
    return elsewhere.address(addresses, hit.iri) if abroad else addresses.of(hit.iri)


def _suggest(site: Site) -> str:
    """Return [text, names, kinds, addresses], as browsers take it (OpenSearch Suggestions 1.1)."""
    who = _reader(_SUGGESTIONS)
    addresses = Addresses(site.subpath, who.lang if who.chosen else "")
    text = _text()
    hits = site.index.search(text, who.lang, count=_SUGGESTED).hits if text.strip() else []
    columns = [who.plain(hit.labels) for hit in hits], [who.plain(hit.kind.labels) for hit in hits]
    return json.dumps([text, *columns, [addresses.of(hit.iri) for hit in hits]], ensure_ascii=False)


def _choices(site: Site) -> str:
    """Return what a list below a search field shows while somebody types, each text with its language."""
    who, text = reader(request), _text()
    addresses = Addresses(site.subpath, who.lang if who.chosen else "")
    found = site.index.search(text, who.lang, count=4 * _AS_LIST) if text.strip() else Found(text)
    typed = text.strip().casefold()
    best = sorted(found.hits, key=lambda hit: (hit.withdrawn, not _begins(hit, typed)))[:_AS_LIST]
    items = [_choice(hit, who, addresses) for hit in best]
    number = len(items)
    some = who.t(f"{number} suggesties; pijl omlaag kiest.", f"{number} suggestions; the down arrow chooses.")
    one = who.t("1 suggestie; pijl omlaag kiest.", "1 suggestion; the down arrow chooses.")
    none = who.t("Geen suggesties.", "No suggestions.")
    told = some if number > 1 else one if number else none
    return json.dumps({"q": text, "total": found.total, "told": told, "items": items}, ensure_ascii=False)


def _begins(hit: Hit, typed: str) -> bool:
    """Tell whether a name or the code of a thing begins with what was typed: who types has not finished."""
    return any(name.casefold().startswith(typed) for name in (*hit.labels.values(), hit.code))


def _choice(hit: Hit, who: Reader, addresses: Addresses) -> dict[str, Any]:
    name, lang = pick(hit.labels, who.lang)
    whole = next((one.labels for kind in ("whole", "scheme") for one in hit.within.get(kind, [])), {})
    beside = [(pick(hit.kind.labels, who.lang)), (hit.code, ""), pick(whole, who.lang)]
    gone = [(who.t("vervallen", "withdrawn"), who.lang)] if hit.withdrawn else []
    return {
        "href": addresses.of(hit.iri),
        "name": name,
        "lang": lang,
        "withdrawn": hit.withdrawn,
        "beside": [{"text": text, "lang": tongue} for text, tongue in [*beside, *gone] if text],
    }
