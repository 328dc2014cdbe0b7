"""The rows of a question: their columns, their order, one page of them, and how many there are.

Pages are only stable in a total order. A question that orders its rows gets all its columns as further keys, behind its
own, so that rows that are alike in its keys still come in one order; then a page is LIMIT and OFFSET. All is read from
the tokens of the query, and added at its end (SPARQL 1.1, section 19.8: OrderClause LimitOffsetClauses?).
"""

from collections.abc import Iterator
from itertools import pairwise

from kennisgraaf.engine.lexer import Token, tokens

_PROLOGUE = {"BASE", "PREFIX", "VERSION"}
_BODY = {"{", "WHERE", "FROM"}
_BEHIND = {"FROM", "LIMIT", "OFFSET", "VALUES"}  # with one of these nothing can be added at the end, or around


def columns(text: str) -> tuple[str, ...]:
    """Return the names of the columns of a SELECT in their order; nothing for SELECT * and for other forms."""
    found = _query(text)
    if not found or found[0].text.upper() != "SELECT":
        return ()
    names, depth = [], 0
    for before, token in pairwise(found):
        if not depth and token.text.upper() in _BODY:
            break
        depth += (token.text == "(") - (token.text == ")")
        last = before if token.text == ")" else token
        if not depth and last.kind == "variable":
            names.append(last.text[1:])
    return tuple(names)


def pageable(text: str) -> bool:
    """Tell whether the rows of a query have an order of their own, and can be had in pages."""
    words = {token.text.upper() for token in _outside(_query(text)) if token.kind == "word"}
    return "ORDER" in words and not words & _BEHIND and bool(columns(text))


def ordered(text: str) -> str:
    """Return a query that can be had in pages with its rows in a total order; any other as it is."""
    return f"{text}\n{' '.join(f'?{name}' for name in columns(text))}" if pageable(text) else text


def page(text: str, size: int, start: int) -> str:
    """Return the query for size rows of a pageable query, from row start (0 is the first)."""
    return f"{ordered(text)}\nLIMIT {int(size)} OFFSET {int(start)}"


def counting(text: str) -> str:
    """Return the query for the number of rows of a pageable query, as ?total."""
    at = _query(text)[0].at
    return f"{text[:at]}SELECT (COUNT(*) AS ?total) WHERE {{ {{ {text[at:]}\n}} }}"


def _query(text: str) -> list[Token]:
    """Return the tokens from the word that opens the query on."""
    found = list(tokens(text))
    opens = (at for at, token in enumerate(found) if token.kind == "word" and token.text.upper() not in _PROLOGUE)
    return found[next(opens, len(found)) :]


def _outside(found: list[Token]) -> Iterator[Token]:
    """Yield the tokens that stand in no brackets."""
    depth = 0
    for token in found:
        depth += (token.text in {"(", "{"}) - (token.text in {")", "}"})
        if not depth:
            yield token
