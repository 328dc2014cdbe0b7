"""What a writer most likely did wrong in a text that the engine could not read: the ten mistakes that everybody makes.

The engine's grammar says where it gave up, which may be far behind the mistake. This looks for the mistake itself, in
the tokens, and only after a refusal: it may guess, because it refuses nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from kennisgraaf.engine.lexer import Token, tokens

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_QUOTES = "“”„‟‘’‚«»`´"
_TERMS = frozenset({"iri", "name", "variable", "string", "number", "blank"})
_WHOLE, _ENDS, _IN_PATHS = 3, frozenset(".;,{}"), frozenset("/|*+?-")
_CLAUSES = ("GROUP", "HAVING", "ORDER", "LIMIT")  # in this order; OFFSET and LIMIT may change places
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """A AS ASC ASK AVG BASE BIND BY CONSTRUCT COUNT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP
        GROUP_CONCAT HAVING IN LATERAL LIMIT MAX MIN MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SAMPLE SELECT
        SEPARATOR SERVICE SILENT SUM TRUE UNDEF UNION VALUES VERSION WHERE
        ABS ADJUST BNODE BOUND CEIL COALESCE CONCAT CONTAINS DATATYPE DAY ENCODE_FOR_URI FLOOR HASLANG HASLANGDIR HOURS
        IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LCASE MD5 MINUTES MONTH NOW
        OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE
        STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR TIMEZONE TRIPLE TZ UCASE URI UUID
        YEAR""",
    )
)
_SQL = {"AND": "&&", "OR": "||", "NULL": "BOUND(?x)", "LIKE": "FILTER(CONTAINS(?x, …))", "TOP": "LIMIT, at the end"}


@dataclass(frozen=True)
class Mistake:
    """Something wrong at an offset in the text, and how to mend it."""

    at: int
    what: str
    fix: str


def find(text: str) -> Mistake | None:
    """Return the first of the known mistakes in a query that is not SPARQL, None when none is recognised."""
    found = list(tokens(text))
    return next((mistake for look in _LOOKS for mistake in look(found)), None)


def _quotes(found: list[Token]) -> Iterator[Mistake]:
    """Find quotes that a word processor made."""
    for token in found:
        if token.kind == "mark" and token.text in _QUOTES:
            yield Mistake(token.at, f"{token.text} is no quote here.", 'Write "straight quotes".')


def _equals(found: list[Token]) -> Iterator[Mistake]:
    """Find == instead of =."""
    for first, second in pairwise(found):
        if first.text == second.text == "=" and first.end == second.at:
            yield Mistake(first.at, "== is not an operator.", "Compare with a single =.")


def _words(found: list[Token]) -> Iterator[Mistake]:
    """Find words that SPARQL does not have."""
    for token in found:
        word = token.text.upper()
        if token.kind == "word" and word not in _WORDS:
            close = [] if token.text.istitle() else get_close_matches(word, _WORDS, 1, 0.75)
            instead = _SQL.get(word) or (close[0] if close else "")
            fix = f"Did you mean {instead}?" if instead else f"Write a name with its prefix, such as kg:{token.text}."
            yield Mistake(token.at, f"{token.text} is no word of SPARQL.", fix)


def _brackets(found: list[Token]) -> Iterator[Mistake]:
    """Find a bracket that is not closed, or not opened."""
    opened: list[Token] = []
    for token in found:
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _CLOSERS:
            if not any(_PAIRS[one.text] == token.text for one in opened):
                yield Mistake(token.at, f"This {token.text} closes nothing.", "Leave it out, or open it before.")
                return
            last = opened.pop()
            if _PAIRS[last.text] != token.text:
                yield _unclosed(last)
                return
    if opened:
        yield _unclosed(opened[-1])


def _unclosed(token: Token) -> Mistake:
    return Mistake(token.at, f"This {token.text} is not closed.", f"Close it with {_PAIRS[token.text]}.")


def _columns(found: list[Token]) -> Iterator[Mistake]:
    """Find what is wrong between SELECT and the pattern."""
    start = next((index for index, token in enumerate(found) if token.text.upper() == "SELECT"), len(found))
    clause = list(_outside(found[start + 1 :]))
    if found[start:] and not any(token.kind == "variable" or token.text in {"*", "("} for token in clause):
        yield Mistake(found[start].at, "SELECT names no variable.", "Name variables behind it, or * for all.")
    for token in clause:
        if token.text == ",":
            yield Mistake(token.at, "SELECT has no commas.", "Write a space between the variables.")
        elif token.text.upper() in _AGGREGATES | {"AS"}:
            yield Mistake(token.at, "An expression stands in brackets here.", "Write (COUNT(?x) AS ?n).")


def _outside(found: list[Token]) -> Iterator[Token]:
    """Yield the tokens up to the pattern that are not within brackets, and the brackets that open."""
    depth = 0
    for token in found:
        if token.text == "{" or (not depth and token.text.upper() in {"WHERE", "FROM"}):
            return
        depth -= token.text == ")"
        if not depth and token.text != ")":
            yield token
        depth += token.text == "("


def _clauses(found: list[Token]) -> Iterator[Mistake]:
    """Find clauses behind the pattern in the wrong order."""
    depth, last = 0, -1
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        word = token.text.upper().replace("OFFSET", "LIMIT")
        if not depth and token.kind == "word" and word in _CLAUSES:
            place = _CLAUSES.index(word)
            if place < last:
                order = "GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET"
                yield Mistake(token.at, f"{token.text} comes too late.", f"The order is {order}.")
            last = max(place, last)


def _kind_of(found: list[Token]) -> Iterator[Mistake]:
    """Find the word a where it is not a property."""
    for before, token, after in zip([*found[:1], *found], found, [*found[1:], *found[-1:]], strict=False):
        if token.text == "a" and (before.text in {"{", ".", ",", "a"} or after.text in {"}", ".", ";", ","}):
            fix = "Write it between a thing and its class: ?x a kg:Ding."
            yield Mistake(token.at, "The word a stands only where a property stands.", fix)


def _statements(found: list[Token]) -> Iterator[Mistake]:
    """Find statements with too many parts (a full stop is missing) or too few; within { } and without brackets."""
    parts: list[Token] = []
    need, plain, opened = 3, False, ""
    for before, token in pairwise([Token("mark", "", 0), *_plain(found)]):
        if token.kind in _TERMS or token.text == "a":
            parts += [] if before.text in {"/", "|"} else [token]
            if plain and len(parts) > need:
                fix = "End the statement before it with a full stop, or go on with ; or ,."
                yield Mistake(token.at, f"{token.text} is one part too many for a statement.", fix)
                return
        elif token.text in _ENDS:
            if plain and need == _WHOLE and 0 < len(parts) < need:
                yield Mistake(parts[0].at, "This statement has too few parts.", "Write thing, property and value.")
                return
            opened = token.text if token.text in {"{", "}"} else opened
            plain = plain if token.text in {";", ","} else opened == "{" and not _is_data(found, token)
            parts, need = [], {";": 2, ",": 1}.get(token.text, _WHOLE)
        elif token.text not in _IN_PATHS or before.text == "{":
            parts, plain = [], False


def _plain(found: list[Token]) -> list[Token]:
    """Leave out what makes no part of a statement: languages, types of values, and the marks before a property."""
    types = {index for index, (first, second) in enumerate(pairwise(found)) if first.text == second.text == "^"}
    kept = [token for index, token in enumerate(found) if not types & {index, index - 1, index - 2}]
    return [token for token in kept if token.kind != "language" and token.text not in {"^", "!"}]


def _is_data(found: list[Token], brace: Token) -> bool:
    """Tell whether a brace opens the rows of VALUES."""
    before = [token.text.upper() for token in found if token.at < brace.at][-20:]
    words = [word for word in before if word.isalpha() or word in "{}"]
    return brace.text == "{" and words[-1:] == ["VALUES"]


Look = Callable[[list[Token]], Iterator[Mistake]]
_LOOKS: tuple[Look, ...] = (_quotes, _equals, _words, _brackets, _columns, _clauses, _kind_of, _statements)


_REASONS = (
    (
        "variable that is unbound",
        "Beside an aggregate, SELECT holds only what GROUP BY names; and no name that AS gives in the same SELECT.",
    ),
    ("overrides an existing variable", "Give the result of AS a name that is not used in the pattern."),
    ("already", "Give the result of AS a name that is not used before it."),
    ("VALUES", "Give every row as many values as there are variables; UNDEF stands for none."),
    ("IRI", "Write an IRI without spaces, and whole: there is no BASE unless the query declares one."),
)


def remedy(reason: str) -> str:
    """Return what to do about a reason that the engine gave, "" when nothing special is known."""
    return next((fix for part, fix in _REASONS if part in reason), "")
