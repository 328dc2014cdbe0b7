"""What comes back from a query: a whole answer in one of the formats, or its rows as terms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kennisgraaf.errors import QueryError
from kennisgraaf.formats import GRAPHS, TABLES, Format


@dataclass(frozen=True)
class Answer:
    """A whole answer, never cut: form is SELECT, ASK, CONSTRUCT or DESCRIBE; body is in format."""

    form: str
    format: Format
    body: bytes


class Term(NamedTuple):
    """An RDF term: kind is "iri", "literal" or "blank"; lang and datatype are empty where there is none.

    A page is made of thousands of them, and a tuple is made in half the time of a dataclass.
    """

    kind: str
    value: str
    lang: str = ""
    datatype: str = ""


_KINDS = {"uri": "iri", "bnode": "blank"}


def formats(form: str) -> tuple[Format, ...]:
    """Return the formats that fit a query form, in order of preference."""
    return TABLES if form in {"SELECT", "ASK"} else GRAPHS


def fitting(form: str, wanted: Format | None) -> Format:
    """Return the wanted format, or the first that fits; QueryError when the form cannot be written like that."""
    fits = formats(form)
    if wanted is None:
        return fits[0]
    if wanted not in fits:
        names = ", ".join(one.name for one in fits)
        raise QueryError(f"The answer to {form} cannot be written as {wanted.name}.", fix=f"Choose one of: {names}.")
    return wanted


def rows(body: bytes) -> list[dict[str, Term]]:
    """Read SPARQL 1.1 Query Results JSON; a variable without a value is left out of its row."""
    bindings = json.loads(body)["results"]["bindings"]
    return [{name: _term(value) for name, value in row.items()} for row in bindings]


def _term(value: Mapping[str, str]) -> Term:
    """Make a term from its JSON object (section 3.2.2)."""
    kind = _KINDS.get(value["type"], "literal")
    return Term(kind, value["value"], value.get("xml:lang", ""), value.get("datatype", ""))
