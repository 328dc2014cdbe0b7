"""The answer to a query as a page shows it: a table with labels, yes or no, or Turtle."""

import json
from dataclasses import dataclass, field, replace

from kennisgraaf.description import Texts
from kennisgraaf.engine import Answer, Engine, Term
from kennisgraaf.engine.answers import rows
from kennisgraaf.formats import GRAPHS, TABLES, Format
from kennisgraaf.web import labels

SHOWN = 1000


@dataclass(frozen=True)
class Shown:
    """What a page shows of an answer: rows (the first SHOWN of total), or verdict, or text; labels by IRI."""

    form: str
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, Term]] = field(default_factory=list)
    total: int = 0
    labels: dict[str, Texts] = field(default_factory=dict)
    verdict: bool = False
    text: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether nothing was found, or the answer is no."""
        return (self.form == "SELECT" and not self.total) or (self.form == "ASK" and not self.verdict)


def best_form(form: str) -> Format:
    """Return the format in which `show` reads the answer to a query form."""
    return TABLES[0] if form in {"SELECT", "ASK"} else GRAPHS[0]


def show(engine: Engine, answer: Answer) -> Shown:
    """Return what a page shows of an answer in its best form."""
    if answer.format != TABLES[0]:
        return Shown(answer.form, text=answer.body.decode())
    if answer.form == "ASK":
        return Shown(answer.form, verdict=json.loads(answer.body)["boolean"])
    found = rows(answer.body)
    seen = found[:SHOWN]
    named = {term.value for row in seen for term in row.values() if term.kind == "iri"}
    columns = json.loads(answer.body)["head"]["vars"]
    return Shown(answer.form, columns, seen, len(found), labels.find(engine, named))


def lean(shown: Shown) -> Shown:
    """Leave out the columns that only repeat the label of a thing in another one: the link says it already."""
    linked = [name for name in shown.columns if any(row[name].kind == "iri" for row in shown.rows if name in row)]
    return replace(shown, columns=[name for name in shown.columns if not _repeats(shown, name, linked)])


def _repeats(shown: Shown, column: str, linked: list[str]) -> bool:
    """Tell whether a column holds, in each row that has it, a label of the thing in one of the linked columns."""
    filled = [row for row in shown.rows if column in row]
    return column not in linked and any(
        filled and all(row[column].value in _labels(shown, row.get(name)) for row in filled) for name in linked
    )


def _labels(shown: Shown, term: Term | None) -> list[str]:
    return list(shown.labels.get(term.value, {}).values()) if term else []
