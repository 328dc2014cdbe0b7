"""Compose a profile: choose, compare, keep the address, take the documents along. Nothing is kept on the server.

The address says everything: ?keuze= what was chosen, ?titel= and ?notitie= the reader's own words, ?van= the release.
A form that is sent becomes such an address by a redirect; what an address holds that is not here is told on the page.
"""

import json
import re
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf.composition import Choice, Composition, Remark, choice, finding, past, statements
from kennisgraaf.dump import CONTEXT
from kennisgraaf.errors import InputError, NotFound, Wrong
from kennisgraaf.formats import DOCX, GRAPHS, HTML, XLSX, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.web import pages, parameters
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import LANGUAGES, reader
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

PATH = "/samenstellen"
_TURTLE, _JSONLD = GRAPHS[:2]
_FILES = (DOCX, XLSX, _JSONLD, _TURTLE)
_FORMS = (HTML, *_FILES)
_JSON = Format("json", "application/json", "json")
_FROM_FORM = {"c", "n", "alle", "erbij"}
_LONGEST_SEARCH = 100
_RELEASE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")  # a version, or the id of a release


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("composition", __name__)

    @routes.get(PATH)
    def page() -> Response:
        if "als" in request.args:
            return _begin(site, request.args["als"])
        return _tidied(site) if _FROM_FORM & set(request.args) else _answer(site, request.args.get("format", ""))

    @routes.get(f"{PATH}.<suffix>")
    def file(suffix: str) -> Response:
        if suffix not in {form.suffix for form in _FILES}:
            raise NotFound(
                f"There is no form {suffix[:20]!r} of a profile.", fix=f"See {PATH} for the forms there are."
            )
        return _answer(site, suffix)

    @routes.get(f"{ROOT}/vergelijkingen")
    def comparison() -> Response:
        return pages.respond(site, Resource((_JSON,), linked=False), lambda _: _comparison(site))

    return routes


def _begin(site: Site, name: str) -> Response:
    """Redirect to a choice of what something asks for."""
    iri = name if name.startswith(("http://", "https://")) else ID + name
    bearer = site.stock.bearers.get(iri)
    if not bearer:
        site.check(iri)
        raise NotFound(f"{name[:100]} asks for nothing that can be chosen here.", fix=f"Start at {PATH}.")
    levels = {thing: bearer.levels.get(thing, ()) for thing in site.stock.places if thing in bearer.things}
    things = {thing: choice.levelled(site.stock, own, ()) for thing, own in levels.items()}
    who = reader(request)
    title = f"{who.t('Op basis van', 'Based on')}: {who.raw(site.stock.names(iri))}"
    return _see(site, _pairs(site, choice.write(site.stock, Choice(things)), title))


def _tidied(site: Site) -> Response:
    """Redirect from a form that was sent to the address of what it says."""
    args, stock = request.args, site.stock
    names = [*args.getlist("c"), *".".join(args.getlist("erbij")).split(".")]
    levels = [part.partition("~") for part in args.getlist("n")]
    parts = ["~".join([name, *(level for one, _, level in levels if one == name)]) for name in names]
    text = ".".join(parts)
    things, remarks = choice.read(stock, text)
    everywhere = [stock.level_codes.find(name) for name in args.getlist("alle")]
    whole = {thing: choice.levelled(stock, own, everywhere) for thing, own in things.items()}
    text = text if remarks else choice.write(stock, Choice(whole))
    more = [("zoek", args["zoek"])] if args.get("zoek") else []
    return _see(site, [*_pairs(site, text, args.get("titel", ""), args.get("notitie", ""), args.get("van", "")), *more])


def _see(site: Site, pairs: list[tuple[str, str]]) -> Response:
    who = reader(request)
    where = Addresses(site.subpath, who.lang if who.chosen else "").path(PATH, *pairs)
    return Response(status=303, headers={"Location": where, "Vary": pages.VARY})


def _pairs(site: Site, text: str, title: str = "", note: str = "", since: str = "") -> list[tuple[str, str]]:
    """Return what stands behind the question mark; the same for the same choice."""
    since = since or past.today(site.records, site.release.id)
    pairs = [("keuze", text), ("titel", title), ("notitie", note), ("van", since if text else "")]
    return [(name, value) for name, value in pairs if value]


def _read(site: Site) -> tuple[Choice, list[Remark]]:
    """Return the choice in the address, and what is to be told of it."""
    args = request.args
    things, remarks = choice.read(site.stock, args.get("keuze", ""))
    title = choice.clean(args.get("titel", ""), choice.LONGEST_TITLE, "title", remarks)
    note = choice.clean(args.get("notitie", ""), choice.LONGEST_NOTE, "note", remarks)
    since = args.get("van", "")
    if not _RELEASE.fullmatch(since):
        remarks += [Remark("since", "")] if since else []
        since = past.today(site.records, site.release.id)
    return Choice(things, title, note, since), remarks


def _composed(site: Site, chosen: Choice, lang: str) -> Composition:
    about = site.release.about
    path = Addresses("").path(PATH, *_of(site, chosen))
    whole = (site.release.id, str(about["version"]), site.built, site.license)
    return Composition(site.stock, chosen, lang, site.public + path, *whole)


def _of(site: Site, chosen: Choice, **changed: str) -> list[tuple[str, str]]:
    """Return what stands behind the question mark of the one address of a choice."""
    text = choice.write(site.stock, chosen)
    return _pairs(site, text, chosen.title, chosen.note, changed.get("since", chosen.since))


def _answer(site: Site, asked: str) -> Response:
    chosen, remarks = _read(site)
    resource = Resource(_FORMS, linked=False)
    return pages.respond(site, resource, lambda form: _write(site, chosen, remarks, form), asked=asked)


def _write(site: Site, chosen: Choice, remarks: list[Remark], form: Format) -> str | Response:
    if form == HTML:
        return _page(site, chosen, remarks)
    if not chosen.things:
        fix = f"Choose at {PATH}, and take the address of a download from there."
        raise InputError([Wrong("keuze", "Nothing is chosen.", fix)])
    asked = request.args.get("lang", "")
    composed = _composed(site, chosen, asked if asked in LANGUAGES else LANGUAGES[0])
    body = _file(site, composed, form)
    response = Response(body, content_type=form.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="profiel.{form.suffix}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _file(site: Site, composed: Composition, form: Format) -> bytes:
    """Return a document, a workbook or statements; the library of the first takes long to load."""
    if form == DOCX:
        from kennisgraaf.composition import document  # noqa: PLC0415

        return document.write(composed)
    if form == XLSX:
        from kennisgraaf.composition import workbook  # noqa: PLC0415

        return workbook.write(composed)
    context = json.loads((site.release.folder / CONTEXT).read_text(encoding="utf-8"))["@context"]
    return statements.write(site.engine, composed, form, request.args.get("basis", ""), context)


def _page(site: Site, chosen: Choice, remarks: list[Remark]) -> str:
    who = reader(request)
    composed, pairs = _composed(site, chosen, who.lang), _of(site, chosen)
    watched = [*composed.watched, *(one.text for one in remarks if one.kind in {"withdrawn", "gone"})]
    sought = choice.clean(request.args.get("zoek", ""), _LONGEST_SEARCH, "title", [])
    wanted = finding.find(site.stock, sought) if sought else set(site.stock.places)
    here = Addresses(site.subpath)
    files = [(form, here.path(f"{PATH}.{form.suffix}", *pairs, ("lang", who.lang))) for form in _FILES]
    now = past.today(site.records, site.release.id)
    return pages.html(
        site,
        "composition.html",
        stock=site.stock,
        composed=composed,
        remarks=remarks,
        since=past.read(site.records, site.release.id, chosen.since, watched),
        groups=_groups(site, [iri for iri in site.stock.places if iri in wanted and iri not in chosen.things]),
        sought=sought,
        pairs=pairs,
        files=files if chosen.things else [],
        renewed=here.path(PATH, *_of(site, chosen, since=now)),
        limits=choice,
    )


def _groups(site: Site, things: list[str]) -> dict[str, dict[str, list[str]]]:
    """Return scheme → group → things, by name; what is in no group comes last, under ""."""
    found: dict[str, dict[str, list[str]]] = {}
    for thing in things:
        scheme, groups = site.stock.places[thing]
        found.setdefault(scheme, {}).setdefault(min(groups, key=site.stock.by_name, default=""), []).append(thing)
    return {
        scheme: dict(sorted(own.items(), key=lambda pair: (not pair[0], site.stock.by_name(pair[0]))))
        for scheme, own in found.items()
    }


def _comparison(site: Site) -> str:
    """Return the overlaps as JSON. InputError: a name or a level that is not here; all of them are told."""
    wrong = parameters.strange({"keuze"})
    text = request.args.get("keuze", "")
    things, remarks = choice.read(site.stock, text)
    wrong += [_wrong(remark) for remark in remarks if remark.kind in {"unknown", "gone", "level"}]
    if not things and not wrong:
        wrong = [Wrong("keuze", "Nothing is chosen.", "Give short names of things, parted by a dot.")]
    if wrong:
        raise InputError(wrong)
    composed = _composed(site, Choice(things, since=past.today(site.records, site.release.id)), LANGUAGES[0])
    found = {
        "release": site.release.id,
        "keuze": choice.write(site.stock, composed.choice),
        "page": composed.link,
        "measure": "jaccard",
        "chosen": [{**_named(site, iri), "levels": [_named(site, one) for one in own]} for iri, own in things.items()],
        "remarks": [{"kind": one.kind, "text": one.text, "things": list(one.things)} for one in remarks],
        "overlaps": [
            {
                **_named(site, one.bearer.iri),
                "kind": one.bearer.kind,
                "notation": site.stock.code(one.bearer.iri),
                "whole": one.bearer.whole or None,
                "likeness": round(one.likeness, 4),
                "shared": list(one.shared),
                "missing": list(one.missing),
                "extra": list(one.extra),
            }
            for one in composed.overlaps
        ],
    }
    return json.dumps(found, ensure_ascii=False)


def _named(site: Site, iri: str) -> dict[str, Any]:
    return {"id": iri, "label": dict(site.stock.names(iri))}


def _wrong(remark: Remark) -> Wrong:
    """Return a remark as what is wrong with the input."""
    if remark.kind == "gone":
        return Wrong("keuze", f"{remark.text} is withdrawn, and nothing came instead.", "Leave it out.")
    what = "level" if remark.kind == "level" else "thing to choose"
    fix = f"Did you mean: {', '.join(remark.near)}?" if remark.near else f"See {PATH} for what there is."
    return Wrong("keuze", f"There is no {what} {remark.text!r}.", fix, remark.near)
