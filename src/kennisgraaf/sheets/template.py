"""An empty table for things of one class: a column per field, its rule below, an example from the data.

Every cell is a text, so that no spreadsheet turns a code into a date. Rows that begin with # are not read back.
"""

import io
from collections.abc import Sequence

from rdflib import URIRef
from rdflib.term import Node
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kennisgraaf.dump.cells import table
from kennisgraaf.dump.columns import KEY
from kennisgraaf.forms import LINK, Field, Form
from kennisgraaf.forms.answers import Answers, code, short, told, written

SEPARATOR, MARK = "|", " *"
_RULE, _EXAMPLE = "# regel", "# voorbeeld"
_EMPTY_ROWS, _WIDTH = 500, 28
_MOST_NAMES = 5_000


def columns(form: Form) -> list[Field]:
    """Return the fields that a table has: those that must be filled in or are worth asking for."""
    asked = {one for demand in form.demands for one in demand.fields}
    return [one for one in form.fields if one in asked or (one.listed and (one.used or not form.things))]


def headings(form: Form, fields: Sequence[Field]) -> list[str]:
    """Return the headings: the Dutch name of each field, or its exact name where two would be the same."""
    names = [one.label() for one in fields]
    clear = [
        n if names.count(n) == 1 and len(form.named(n)) == 1 else one.curie
        for n, one in zip(names, fields, strict=True)
    ]
    return [KEY, *(name + MARK * one.required for name, one in zip(clear, fields, strict=True))]


def rules(form: Form, fields: Sequence[Field]) -> list[str]:
    """Return the row of rules in plain words."""
    return [_RULE, *(" ".join(filter(None, [_how(one), told(form, one)])) for one in fields)]


def example(form: Form, fields: Sequence[Field], answers: Answers) -> list[str]:
    """Return a row from the data: the thing that fills the most of these columns."""

    def cells(thing: URIRef) -> list[str]:
        return [SEPARATOR.join(written(one, value) for value in _said(thing, one, answers)) for one in fields]

    rows = [[f"{_EXAMPLE}: {code(thing)}", *cells(thing)] for thing in form.things[:200]]
    return max(rows, key=lambda row: sum(map(bool, row)), default=[_EXAMPLE])


def as_csv(form: Form, answers: Answers) -> bytes:
    """Return the template as CSV in UTF-8 with a byte order mark."""
    fields = columns(form)
    return table(headings(form, fields), [rules(form, fields), example(form, fields, answers)])


def as_xlsx(form: Form, answers: Answers) -> bytes:
    """Return the template as a workbook: the table, and a sheet with the things that one may link to."""
    fields = columns(form)
    output = io.BytesIO()
    with Workbook(output, {"in_memory": True}) as book:
        text, bold = (
            book.add_format({"num_format": "@"}),
            book.add_format({"bold": True, "num_format": "@", "bottom": 1}),
        )
        soft = book.add_format({"italic": True, "num_format": "@", "text_wrap": True, "valign": "top"})
        sheet, links = book.add_worksheet("Invullen"), book.add_worksheet("Keuzes")
        sheet.set_column(0, len(fields), _WIDTH, text)
        for number, (row, style) in enumerate(
            [(headings(form, fields), bold), (rules(form, fields), soft), (example(form, fields, answers), soft)]
        ):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell, style)
        for at, rule in enumerate(rules(form, fields)[1:], 1):
            sheet.write_comment(0, at, rule, {"x_scale": 2, "y_scale": 2})
        sheet.freeze_panes(3, 1)
        for at, one in enumerate(fields, 1):
            _choices(sheet, links, at, one, answers)
    return output.getvalue()


def _choices(sheet: Worksheet, links: Worksheet, at: int, one: Field, answers: Answers) -> None:
    """List what a column may link to on the second sheet, and let the cells of the column choose from it."""
    listed = [short(str(value)) for value in one.choices] if one.choices else []
    if one.kind == LINK and not listed:
        things = answers.candidates(one)[:_MOST_NAMES] if one.classes else []
        listed = [short(str(thing)) for thing in things]
        names = [answers.name(thing) for thing in things]
    else:
        names = listed
    if not listed:
        return
    place = 2 * (at - 1)
    links.write_column(0, place, [one.label(), *listed])
    links.write_column(0, place + 1, ["naam", *names])
    letter = xl_col_to_name(place)
    source = f"=Keuzes!${letter}$2:${letter}${len(listed) + 1}"
    told = {
        "error_type": "information",
        "error_title": one.label()[:32],
        "error_message": "Dit staat niet in de lijst.",
    }
    sheet.data_validation(3, at, 2 + _EMPTY_ROWS, at, {"validate": "list", "source": source, **told})


def _how(one: Field) -> str:
    """Say how a cell is filled in."""
    several = "" if one.single else f" Meer waarden: zet {SEPARATOR} ertussen."
    if one.kind == LINK:
        return f"IRI, code of precieze naam.{several}"
    return f"Tekst ({one.language}).{several}" if one.language else several.strip()


def _said(thing: URIRef, one: Field, answers: Answers) -> list[Node]:
    subject = URIRef(f"{thing}#{one.part}") if one.part else thing
    facts = answers.facts
    nodes = facts.subjects(one.predicate, subject) if one.inverse else facts.objects(subject, one.predicate)
    return sorted((node for node in nodes if one.holds(node)), key=str)
