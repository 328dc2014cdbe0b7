"""Are the answers of two engines the same? Rows as a bag, triples as a set, numbers by value, blank nodes apart.

Where a query orders its rows by all it shows, the order counts too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float")}


def rows(solutions: ox.QuerySolutions | Iterable[Sequence[ox.Term | None]], names: Sequence[str]) -> list[tuple]:
    """Return the rows as terms that can be compared, in their order; names: the columns in the order wanted."""
    return [tuple(_term(row[name]) for name in names) for row in solutions]


def triples(graph: Iterable[ox.Triple]) -> Counter:
    """Return the triples that can be compared, each once."""
    return Counter({(_term(one.subject), _term(one.predicate), _term(one.object)) for one in graph})


def differences(ours: Counter, theirs: Counter) -> list[str]:
    """Return what only one of two bags has, and how often."""
    lost = [f"- {count}x {one}" for one, count in (ours - theirs).items()]
    return lost + [f"+ {count}x {one}" for one, count in (theirs - ours).items()]


def _term(term: ox.Term | None) -> str:
    """Return a term in one notation: a number by its value and datatype, a blank node as no more than that."""
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return f"{_value(term.value)}^^{term.datatype.value.removeprefix(_XSD)}"
    return "" if term is None else str(term)


def _value(text: str) -> str:
    try:
        return str(Decimal(text).normalize()) if text.strip().upper() not in {"INF", "-INF", "NAN"} else text
    except InvalidOperation:
        return text
