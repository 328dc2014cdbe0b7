"""The answer to a named question, as one of its forms: whole, or one page of its rows."""

from datetime import datetime

from flask import Response

from kennisgraaf.engine import formats
from kennisgraaf.formats import TABLES, XLSX, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.questions import Question, rows
from kennisgraaf.web import spreadsheet
from kennisgraaf.web.paging import Page
from kennisgraaf.web.site import Site
from kennisgraaf.web.visitor import client

_FILES = {"csv", "tsv", "xlsx"}  # forms that people keep as a file


def forms(form: str) -> tuple[Format, ...]:
    """Return the formats of the answer to a question; only a table of rows can also be a spreadsheet.

    The endpoint at /sparql has no spreadsheet: it gives the forms of the standard, and nothing else.
    """
    return (*formats(form), XLSX) if form == "SELECT" else formats(form)


def write(site: Site, question: Question, text: str, form: Format, page: Page | None) -> Response:
    """Return the answer to text, the question with its blanks filled in.

    InputError: there is no such page. LimitError: it took too much, or is more than a spreadsheet holds.
    """
    headers: dict[str, str] = {}
    if page:
        total = int(site.engine.rows(rows.counting(text), client())[0]["total"].value)
        headers = page.headers(site, total)
    query = rows.page(text, page.size, page.start) if page else rows.ordered(text)
    found = site.engine.query(query, TABLES[0] if form == XLSX else form, client=client())
    body = _workbook(site, question, found.body) if form == XLSX else found.body
    response = Response(body, content_type=form.content_type, headers=headers)
    if form.name in _FILES:
        response.headers.set("Content-Disposition", "attachment", filename=f"{question.name}.{form.suffix}")
    return response


def _workbook(site: Site, question: Question, body: bytes) -> bytes:
    built = datetime.fromisoformat(site.release.about["built"])
    about = f"{ID}vraag/{question.name} · {site.release.id}"
    return spreadsheet.write(body, question.name, question.summary["nl"], about, built)
