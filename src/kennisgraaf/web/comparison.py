"""Compare: two to four things side by side, at an address that keeps working; as page, CSV, workbook or JSON.

?met= stands once for each thing (type/code or IRI), in the order of the columns; ?zoek= finds one more. A withdrawn
thing gives its place to what came instead, and the page says so; what is not here is told with near names.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf.comparison import MOST, Comparison, Item, Row, compare
from kennisgraaf.description import succession
from kennisgraaf.dump.cells import table
from kennisgraaf.engine import Term
from kennisgraaf.errors import InputError, NotFound, QueryError, Wrong
from kennisgraaf.formats import HTML, TABLES, XLSX, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.search import LONGEST, Hit
from kennisgraaf.web import labels, pages, spreadsheet
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import Reader, reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site
from kennisgraaf.web.spreadsheet import Sheet

PATH = "/vergelijken"
CSV = TABLES[2]
_JSON = Format("json", "application/json", "json")
_FORMS = (HTML, CSV, XLSX, _JSON)
_HITS = 12
_AT_LEAST = 2


@dataclass(frozen=True)
class Remark:
    """What is to be told of a name in the address.

    kind: "unknown" (near has names that are here), "followed" (iris: what is shown instead), "withdrawn" (iris: what
    came instead, several or none), "twice", "many" (more than fit side by side).
    """

    kind: str
    name: str
    iris: tuple[str, ...] = ()


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("comparison", __name__)

    @routes.get(PATH)
    def page() -> Response:
        asked = request.args.get("_mediatype") or request.args.get("format", "")
        return pages.respond(site, Resource(_FORMS, linked=False), lambda form: _write(site, form), asked=asked)

    return routes


def read(site: Site, names: list[str]) -> tuple[list[str], list[Remark]]:
    """Return the things that these names mean, each once and at most so many, and what is to be told of them."""
    things: list[str] = []
    remarks: list[Remark] = []
    for name in names:
        iri = _find(site, name)
        if not iri:
            near = site.missing(name if name.startswith("http") else ID + name.replace(":", "/", 1)).near
            remarks.append(Remark("unknown", name[:100], tuple(near)))
            continue
        heirs = succession.last(site.heirs, iri)
        if iri in site.heirs:
            remarks.append(Remark("followed" if len(heirs) == 1 else "withdrawn", iri, heirs))
        iri = heirs[0] if len(heirs) == 1 else iri
        if iri in things or len(things) == MOST:
            remarks.append(Remark("twice" if iri in things else "many", iri))
        else:
            things.append(iri)
    return things, remarks


def _find(site: Site, name: str) -> str:
    """Return the IRI that a name means, "" when nothing here goes by it."""
    for iri in (ID + name, ID + name.replace(":", "/", 1), name):
        if iri in site.heirs or (iri.startswith(ID) and site.has(iri)):
            return iri
    try:
        return site.side(name).iri if name.startswith(("http://", "https://")) else ""
    except (NotFound, QueryError):
        return ""


def _names() -> list[str]:
    return [name for name in (one.strip() for one in request.args.getlist("met")) if name]


def _write(site: Site, form: Format) -> str | Response:
    things, remarks = read(site, _names())
    if form == HTML:
        return _page(site, things, remarks)
    unknown = [one for one in remarks if one.kind == "unknown"]
    wrong = [Wrong("met", f"Nothing here is called {one.name}.", _fix(one), one.iris) for one in unknown]
    if not wrong and len(things) < _AT_LEAST:
        wrong = [Wrong("met", "There is nothing to compare.", "Give met=type/code twice, up to four times.")]
    if wrong:
        raise InputError(wrong)
    asked = reader(request)
    who = asked if asked.chosen else Reader("nl")
    body = _file(site, who, _compared(site, who, things), form)
    response = Response(body, content_type=form.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"vergelijking.{form.suffix}")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _fix(remark: Remark) -> str:
    near = ", ".join(iri.removeprefix(ID) for iri in remark.iris)
    return f"Did you mean: {near}?" if near else "See /doc for everything that is here."


def _compared(site: Site, who: Reader, things: list[str]) -> Comparison:
    return compare([site.side(iri) for iri in things], site.vocabulary, site.akin, who.readable)


def _page(site: Site, things: list[str], remarks: list[Remark]) -> str:
    who = reader(request)
    found = _compared(site, who, things)
    sought = request.args.get("zoek", "").strip()[:LONGEST]
    told = {iri for one in remarks for iri in one.iris} | {one.name for one in remarks if one.kind != "unknown"}
    here = Addresses(site.subpath, who.lang if who.chosen else "")
    return pages.html(
        site,
        "comparison.html",
        found=found,
        things=things,
        remarks=remarks,
        names={**labels.find(site.engine, _mentioned(found) | told), **{one.iri: one.labels for one in found.sides}},
        sought=sought,
        hits=_search(site, who, sought, things),
        name=_name,
        at=lambda iris, *more: here.path(PATH, *(("met", _name(iri)) for iri in [*iris, *more])),
        files=[(form, _address(site, who, things, form)) for form in _FORMS[1:]] if len(things) >= _AT_LEAST else [],
        most=MOST,
        choices=_choices(site, who) if len(things) < MOST else {},
    )


def _search(site: Site, who: Reader, sought: str, things: list[str]) -> list[Hit]:
    hits = site.index.search(sought, who.lang, count=_HITS + MOST).hits if sought else []
    return [hit for hit in hits if hit.iri not in things][:_HITS]


def _choices(site: Site, who: Reader) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """Return kind → things with their labels, both by name; a thing stands under the first of its kinds."""
    kinds = pages.by_name(who, ((kind, site.vocabulary.labels(kind)) for kind in site.compared))
    return {kind: pages.by_name(who, site.compared[kind].items()) for kind, _ in kinds}


def _name(iri: str) -> str:
    return iri.removeprefix(ID)


def _address(site: Site, who: Reader, things: list[str], form: Format) -> str:
    pairs = [("met", _name(iri)) for iri in things]
    return Addresses(site.subpath).path(PATH, *pairs, ("format", form.name), ("lang", who.lang))


def _mentioned(found: Comparison) -> set[str]:
    """Return the IRIs that the page names and that have no label there yet."""
    cells = [cell for row in found.rows for own in row.cells for cell in own]
    items = [item for row in found.rows for own in row.items for item in own]
    return {iri for cell in cells for iri in cell.akin} | {iri for item in items for iri in item.details}


def _file(site: Site, who: Reader, found: Comparison, form: Format) -> bytes | str:
    if form == _JSON:
        return json.dumps(_as_json(site, found), ensure_ascii=False)
    columns, rows = _table(site, who, found)
    if form == CSV:
        return table(columns, rows)
    cells = [{name: Term("literal", text) for name, text in zip(columns, row, strict=True)} for row in rows]
    title = who.t("Vergelijking", "Comparison")
    return spreadsheet.book([Sheet(title, columns, cells)], title, site.release.id, site.built)


def _table(site: Site, who: Reader, found: Comparison) -> tuple[list[str], list[list[str]]]:
    """Return the headings, and a row for every value of every property."""
    names = labels.find(site.engine, _mentioned(found))
    heads = [f"{sign} · {who.raw(one.labels) or one.iri}" for sign, one in zip("ABCD", found.sides, strict=False)]
    before = [who.t(*pair) for pair in (("eigenschap", "property"), ("richting", "way"), ("waarde", "value"))]
    rows = [
        [who.raw(row.labels), who.t("hierheen", "in") if row.inverse else who.t("van hier", "out"), *cells]
        for row in found.rows
        for cells in _values(row, who, names)
    ]
    return [*before, "IRI", *heads], rows


def _values(row: Row, who: Reader, names: dict[str, dict[str, str]]) -> Iterator[list[str]]:
    """Yield name, IRI and, for each thing, whether it has the value, with the details."""
    every = {item.term: item.labels for own in row.items for item in own}
    for term, texts in every.items():
        have = [next((item for item in own if item.term == term), None) for own in row.items]
        told = [_told(item, who, names) for item in have]
        link = term.kind == "iri"
        yield [who.raw(texts) or term.value if link else term.value, term.value if link else "", *told]


def _told(item: Item | None, who: Reader, names: dict[str, dict[str, str]]) -> str:
    if item is None:
        return ""
    details = [who.raw(names.get(iri, {})) or iri for iri in item.details]
    return who.t("ja", "yes") + (f": {', '.join(details)}" if details else "")


def _as_json(site: Site, found: Comparison) -> dict[str, Any]:
    return {
        "release": site.release.id,
        "things": [{"id": one.iri, "label": one.labels, "withdrawn": one.iri in site.heirs} for one in found.sides],
        "rows": [
            {
                "property": row.name,
                "inverse": row.inverse,
                "label": row.labels,
                "set": row.as_set,
                "shared": [_value(item) for item in row.shared],
                "differs": [[_value(cell.item) | _beside(found, cell.others) for cell in own] for own in row.cells],
            }
            for row in found.rows
        ],
    }


def _value(item: Item) -> dict[str, Any]:
    if item.term.kind == "iri":
        more = {"details": list(item.details)} if item.details else {}
        return {"id": item.term.value, "label": item.labels, **more}
    return {"value": item.term.value} | ({"lang": item.term.lang} if item.term.lang else {})


def _beside(found: Comparison, others: tuple[int, ...]) -> dict[str, Any]:
    return {"also": [found.sides[place].iri for place in others]} if others else {}
