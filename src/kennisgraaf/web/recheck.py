"""The yearly look at links: a page that takes a list and gives it back, and the same for programs.

What is sent is read in memory, answered and forgotten. So there is nothing that a page of another site could do in
somebody's name (CSRF): nobody is logged in here, nothing is changed, and the answer is the same for everybody.
"""

import base64
import json
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import sheets, upkeep
from kennisgraaf.dump import cells
from kennisgraaf.errors import KennisgraafError, LimitError, QueryError
from kennisgraaf.formats import HTML, TABLES, XLSX, Format
from kennisgraaf.upkeep import Checked, Verdict, plain, workbook
from kennisgraaf.web import arrival, errors, pages, parameters, upload
from kennisgraaf.web.errors import RefusedError
from kennisgraaf.web.language import reader
from kennisgraaf.web.negotiation import choose
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

PATH = "/controle"
MOST_LINKS, MOST_ROWS = 1000, 5000  # of a program, of a table on the page; the command line takes more
_JSON = Format("json", "application/json", "json")
_FORMS = (HTML, _JSON, TABLES[2], XLSX)
_SHOWN, _EMBEDDED = 500, 1_000_000  # rows on the page, bytes of a download that lies within it


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("recheck", __name__)

    @routes.get(PATH)
    def entrance() -> Response:
        return pages.respond(site, Resource((HTML,), linked=False), lambda _: _page(site))

    @routes.post(PATH)
    def table() -> Response:
        try:
            return _answer(site, _checked(site))
        except KennisgraafError as error:
            return errors.answer(site, error, "recheck.html", **_given(), found=None)

    @routes.post(f"{ROOT}/koppelcontroles")
    def links() -> Response:
        if wrong := parameters.strange():
            raise QueryError(wrong[0].what, fix=wrong[0].fix)
        verdicts = [upkeep.judge(site.register, link, since) for link, since in _asked()]
        counts = {state: sum(one.state == state for one in verdicts) for state in upkeep.STATES}
        body = json.dumps({"counts": counts, "links": [plain.plain(one) for one in verdicts]})
        return Response(body, content_type=_JSON.content_type, headers={"Cache-Control": "no-store"})

    return routes


def _page(site: Site, **more: Any) -> str:
    return pages.html(site, "recheck.html", **_given(), **{"found": None, **more})


def _given() -> dict[str, Any]:
    """Return what the form shows again; a file can only be chosen anew."""
    said = {name: request.form.get(name, "")[:100] if request.method == "POST" else "" for name in ("since", "column")}
    return {**said, "megabytes": arrival.UPLOADS[PATH] // 1_000_000, "rows": MOST_ROWS}


def _checked(site: Site) -> Checked:
    """Read the file that was sent and look at its links."""
    sheet = sheets.parse(*upload.read("file", "a CSV or XLSX file with a column of links"))
    if len(sheet.rows) > MOST_ROWS:
        what = f"The table has {len(sheet.rows)} rows; {MOST_ROWS} fit on this page."
        raise LimitError(what, fix="Divide it, or use `kennisgraaf recheck` on your own machine.", limit="rows")
    said = _given()
    return upkeep.check(site.register, sheet, said["since"], column=said["column"], lang=reader(request).lang)


def _answer(site: Site, found: Checked) -> Response:
    """Return the table in the form that is asked for with `format`, or that suits the reader."""
    form = choose(_FORMS, request.headers.get("Accept", ""), request.form.get("format", ""))
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if form in {TABLES[2], XLSX}:
        headers["Content-Disposition"] = f'attachment; filename="controle.{form.suffix}"'
    body: str | bytes
    if form == XLSX:
        body = workbook.write(found)
    elif form == TABLES[2]:
        body = cells.table(found.heading, found.rows)
    elif form == _JSON:
        body = json.dumps(plain.to_json(found))
    else:
        body = _page(site, found=found, shown=_to_show(found), upkeep=upkeep, download=_embedded(found))
    return Response(body, content_type=form.content_type, headers=headers)


def _to_show(found: Checked) -> list[Verdict]:
    """Return the links that ask for something, each once."""
    wanted = {one.link: one for one in found.verdicts if one.state in upkeep.TO_DO}
    return list(wanted.values())[:_SHOWN]


def _embedded(found: Checked) -> str:
    """Return the workbook as an address that holds it (RFC 2397), as nothing of it stays here; "" if it is large."""
    body = workbook.write(found)
    return f"data:{XLSX.media_type};base64,{base64.b64encode(body).decode()}" if len(body) <= _EMBEDDED else ""


def _asked() -> list[tuple[str, str]]:
    """Return (link, since) of each link in a JSON list."""
    if request.mimetype != _JSON.media_type:
        raise RefusedError(415, f"A body of type {request.mimetype or 'unknown'} is not read here.", fix="Send JSON.")
    try:
        given = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise QueryError(f"The body is no JSON: {error}", fix="Send a list of links (RFC 8259).") from error
    if not isinstance(given, list) or not given:
        raise QueryError("The body is no list of links.", fix='Send ["https://..."] with at least one link.')
    if len(given) > MOST_LINKS:
        what = f"{len(given)} links came in one request; {MOST_LINKS} fit."
        raise LimitError(what, fix="Send them in several requests.", limit="rows")
    return [_one(number, one) for number, one in enumerate(given)]


def _one(number: int, given: object) -> tuple[str, str]:
    """Return a link, and since when somebody holds it; one is a text, or an object with link and since."""
    found = {"link": given} if isinstance(given, str) else given
    texts = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    if not (isinstance(found, dict) and texts and found.get("link") and found.keys() <= {"link", "since"}):
        fix = 'Write a text, or {"link": "...", "since": "0.1.0"}.'
        raise QueryError(f"Link {number} of the list (the first is 0) is none.", fix=fix)
    return found["link"], found.get("since", "")
