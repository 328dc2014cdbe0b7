"""Linking a programme without installing anything: a file goes in, short lists and a sheet to decide in come out.

What is sent is read in memory, answered and forgotten: the answer page holds the sheet itself, and a sheet that comes
back decided is turned into mappings in the same way.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import linking
from kennisgraaf.dump import cells
from kennisgraaf.errors import KennisgraafError, LimitError, QueryError
from kennisgraaf.formats import HTML, TABLES, XLSX, Format
from kennisgraaf.linking import Known, Reviewer, Sheet, exchange, listing, shortlist
from kennisgraaf.linking.shortlist import Desk, Shortlist
from kennisgraaf.sssom import MappingSet
from kennisgraaf.web import arrival, errors, pages, upload
from kennisgraaf.web.language import LANGUAGES, reader
from kennisgraaf.web.negotiation import choose
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

PATH = "/koppelen"
BACK = f"{PATH}/besluiten"
MOST_ROWS, LONGEST = 500, 100_000  # of a file; characters of a text
_JSON = Format("json", "application/json", "json")
_FORMS = (HTML, _JSON, TABLES[2], XLSX)
_MAPPINGS = {".tsv": "text/tab-separated-values", ".ttl": "text/turtle"}
_PRIVATE = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
_TEMPLATE = "shortlists.html"
_USUAL = "5"
_NAME = 200  # characters of the name of a programme


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("shortlists", __name__)

    @cache
    def desk(lang: str) -> Desk:
        return Desk.open(site.engine, lang)

    @cache
    def names(lang: str) -> Known:
        return linking.load(site.engine, lang)

    @routes.get(PATH)
    def entrance() -> Response:
        return pages.respond(site, Resource((HTML,), linked=False), lambda _: _page(site, desk(_lang())))

    @routes.post(PATH)
    def lists() -> Response:
        own = desk(_lang())
        try:
            return _answer(site, own, names(reader(request).lang))
        except KennisgraafError as error:
            return errors.answer(site, error, _TEMPLATE, **_given(own))

    @routes.post(BACK)
    def decisions() -> Response:
        try:
            return _mappings(site, desk(_lang()))
        except KennisgraafError as error:
            return errors.answer(site, error, _TEMPLATE, **_given(desk(_lang())))

    return routes


def _lang() -> str:
    """Return the language of the file, whatever that of the reader is: the one that was chosen, else Dutch."""
    chosen = request.form.get("taal", "") if request.method == "POST" else ""
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def _page(site: Site, desk: Desk, **more: Any) -> str:
    return pages.html(site, _TEMPLATE, **{**_given(desk), **more})


def _given(desk: Desk) -> dict[str, Any]:
    """Return what the forms show again; a file can only be chosen anew."""
    names = ("kader", "aantal", "door", "basis", "opleiding")
    said = {name: request.form.get(name, "")[:200] if request.method == "POST" else "" for name in names}
    limits = {"megabytes": arrival.UPLOADS[PATH] // 1_000_000, "rows": MOST_ROWS, "longest": LONGEST}
    text = request.form.get("tekst", "")[:LONGEST] if request.method == "POST" else ""
    schemes = {iri.rpartition("/")[2]: iri for iri in desk.schemes}
    return {
        **said,
        **limits,
        "text": text,
        "taal": desk.lang,
        "schemes": schemes,
        "found": None,
        "most": shortlist.MOST,
    }


def _sheet(desk: Desk) -> Sheet:
    """Read what was sent: a file, else a text."""
    text = request.form.get("tekst", "")
    sent = request.files.get("file")
    if (sent is None or not sent.filename) and text.strip():
        if len(text) > LONGEST:
            raise LimitError(f"A text is at most {LONGEST} characters long.", fix="Send a file.", limit="bytes")
        sheet = linking.loose(text, desk.known)
    else:
        sheet = linking.parse(*upload.read("file", "a CSV, XLSX or text file, or paste a text"), desk.known)
    if len(sheet.rows) > MOST_ROWS:
        what = f"The file has {len(sheet.rows)} rows; {MOST_ROWS} fit on this page."
        raise LimitError(what, fix="Divide it, or use `kennisgraaf link` on your own machine.", limit="rows")
    return sheet


def _lists(desk: Desk, sheet: Sheet) -> list[Shortlist]:
    top, code = request.form.get("aantal") or _USUAL, request.form.get("kader", "")
    schemes = {iri.rpartition("/")[2]: iri for iri in desk.schemes}
    if top not in map(str, range(1, shortlist.MOST + 1)):
        raise QueryError(f"A list has 1 to {shortlist.MOST} things.", fix="Give such a number.")
    if code and code not in schemes:
        raise QueryError("There is no such scheme.", fix=f"Choose from: {', '.join(schemes)}.")
    return desk.lists(sheet.rows, int(top), [schemes[code]] if code else [])


def _answer(site: Site, desk: Desk, names: Known) -> Response:
    """Return the lists in the form that is asked for, or that suits the reader, for whom a page has these names."""
    form = choose(_FORMS, request.headers.get("Accept", ""), request.form.get("format", ""))
    sheet = _sheet(desk)
    lists = _lists(desk, sheet)
    headers = dict(_PRIVATE)
    body: str | bytes
    if form == XLSX:
        body = _workbook(desk, sheet, lists)
    elif form == TABLES[2]:
        body = cells.table(listing.COLUMNS, listing.rows(lists, desk.known, desk.lang))
    elif form == _JSON:
        body = json.dumps(listing.plain(sheet, lists, desk.known, desk.lang), ensure_ascii=False)
    else:
        told = [linking.told(remark, reader(request).lang) for remark in sheet.remarks]
        shown = {"remarks": told, "found": lists, "download": _within(_workbook(desk, sheet, lists), XLSX.media_type)}
        body = _page(site, desk, **shown, relation=shortlist.relation, known=names)
    if form in {TABLES[2], XLSX}:
        headers["Content-Disposition"] = f'attachment; filename="koppelen.{form.suffix}"'
    return Response(body, content_type=form.content_type, headers=headers)


def _workbook(desk: Desk, sheet: Sheet, lists: list[Shortlist]) -> bytes:
    found = shortlist.suggestions(lists, desk.lang)
    return linking.review(sheet.rows, found, desk.known, lang=desk.lang, base=_base())


def _base() -> str:
    return request.form.get("basis", "").strip()


def _within(body: bytes, media_type: str) -> str:
    """Return a download as an address that holds it (RFC 2397), as nothing of it stays here."""
    return f"data:{media_type};base64,{base64.b64encode(body).decode()}"


def _mappings(site: Site, desk: Desk) -> Response:
    """Return what was decided in a sheet: both files on a page, or the one that is asked for."""
    name, raw = upload.read("sheet", "the review sheet that was filled in")
    author = request.form.get("door", "").strip()
    if not author:
        raise QueryError("Nobody answers for the decisions.", fix="Give your address, such as https://orcid.org/... .")
    by = Reviewer(exchange.whole(author, site.release.prefixes), _base(), desk.lang)
    decided = linking.weigh(name, raw, desk.known, by)
    programme = request.form.get("opleiding", "").strip()[:_NAME]
    found = exchange.collect(decided, name.rpartition(".")[0] or name, by.base, programme=programme)
    wanted = f".{request.form.get('format', '')}"
    if wanted in _MAPPINGS:
        headers = {**_PRIVATE, "Content-Disposition": f'attachment; filename="mappings{wanted}"'}
        content_type = f"{_MAPPINGS[wanted]}; charset=utf-8"
        return Response(
            exchange.FORMS[wanted](found, desk.lang, decided.known), content_type=content_type, headers=headers
        )
    files = dict(_files(found, desk.lang, decided.known))
    body = _page(site, desk, decided=found, open=len(decided.open), files=files, relation=shortlist.relation)
    return Response(body, content_type=HTML.content_type, headers=_PRIVATE)


def _files(found: MappingSet, lang: str, parts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for ending, media_type in _MAPPINGS.items():
        yield f"mappings{ending}", _within(exchange.FORMS[ending](found, lang, parts).encode(), media_type)
