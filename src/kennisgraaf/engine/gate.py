"""What a query may ask for: read only, of our own graphs, without sending us to other servers.

It decides on tokens and not on a search in the text, so a word in a string, a comment or a name is just that. Where
the engine's grammar splits what the standard reads as one token (trueSERVICE, SERVICE:x {), the gate takes the engine's
side. Behind this gate stands the worker, whose system calls cannot open a connection anyway.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from kennisgraaf.engine.lexer import Token, place, tokens
from kennisgraaf.errors import LimitError, QueryError

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_FLEETING = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_DEEPEST = 200
_START = Token("mark", "", 0)
# "1<2)SERVICE:x#>" looks like an IRI to a tokenizer and like a comparison, SERVICE and a comment to the engine's
# grammar; with "scheme://" in front it can only be an IRI, because no expression holds two slashes in a row.
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_DISGUISE = re.compile(r"service[^>]*#", re.IGNORECASE)


@dataclass(frozen=True)
class Inspected:
    """A query that may run: its form is SELECT, ASK, CONSTRUCT or DESCRIBE; parts: it may look into named graphs.

    distinct: no two rows of its table may be equal, and none is left out.
    """

    form: str
    parts: bool
    distinct: bool = False


def inspect(
    text: str, *, graphs: frozenset[str] | None, prefixes: Mapping[str, str], largest: int = 100_000
) -> Inspected:
    """Let a query pass, or say why not.

    graphs: the named graphs that FROM may name, None for any; prefixes: declared beforehand, name → namespace;
    largest: bytes of text. Raises QueryError (with line and column) and LimitError ("bytes").
    """
    _size(text, largest)
    found = list(_sound(text))
    form = _form(text, found)
    upper = text.upper()
    if "SERVICE" in upper:
        _no_service(text, found)
    if graphs is not None and "FROM" in upper:
        for token, graph in _sources(found, prefixes):
            check_graph(graph, graphs, *place(text, token.at))
    parts = ("GRAPH" in upper or "FROM" in upper) and any(_chooses_graphs(token) for token in found)
    return Inspected(form, parts, "DISTINCT" in upper and form == "SELECT" and _is_distinct(found))


def _is_distinct(found: list[Token]) -> bool:
    """Tell whether the outermost SELECT is DISTINCT, and gives all its rows."""
    words = [token.text.upper() for token in found if token.kind == "word" or token.text in "{}"]
    last = len(words) - words[::-1].index("}") if "}" in words else 0
    begin = words[words.index("SELECT") + 1] if words[-1] != "SELECT" else ""
    return begin == "DISTINCT" and not {"LIMIT", "OFFSET"} & set(words[last:])


def check_graph(graph: str, graphs: frozenset[str], line: int = 0, column: int = 0) -> None:
    """Raise QueryError when graph is not one of graphs."""
    if graph not in graphs:
        known = ", ".join(f"<{name}>" for name in sorted(graphs)) or "there are none"
        raise QueryError(
            f"<{graph}> is not a graph in this dataset.", fix=f"Choose one of: {known}.", line=line, column=column
        )


def lasting(text: str) -> bool:
    """Tell whether a query has the same answer whenever and wherever it is asked of the same data."""
    upper = text.upper()
    mentioned = any(word in upper for word in _FLEETING)
    return not mentioned or not any(token.kind == "word" and token.text.upper() in _FLEETING for token in tokens(text))


def _size(text: str, largest: int) -> None:
    """Refuse a text that is too large, or that is not Unicode."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise _refusal(text, error.start, "The query holds half a character (a surrogate).", "Send UTF-8.") from None
    if size > largest:
        raise LimitError(
            f"The query has {size} bytes; {largest} is the most.",
            fix="Ask for less in one query, or use the downloads.",
            limit="bytes",
        )


def _sound(text: str) -> Iterator[Token]:
    """Yield the tokens of a text that cannot upset a parser: strings closed, no escapes, not nested too deeply."""
    depth = 0
    for token in tokens(text):
        if token.kind == "open":
            raise _refusal(text, token.at, "A string is opened and not closed.", "Close it with the same quotes.")
        if token.kind == "escape":
            raise _refusal(
                text, token.at, "\\u escapes stand only in strings and IRIs here.", "Write the character itself."
            )
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth > _DEEPEST:
            raise _refusal(text, token.at, f"The query nests deeper than {_DEEPEST} brackets.", "Make it flatter.")
        yield token


def _form(text: str, found: list[Token]) -> str:
    """Return the word that opens the query, behind BASE and PREFIX."""
    first = next((token for token in found if token.kind == "word" and token.text.upper() not in _PROLOGUE), None)
    form = first.text.upper() if first else ""
    at = first.at if first else len(text)
    if form in _UPDATES:
        raise _refusal(
            text,
            at,
            f"{form} changes data; here you can only read.",
            "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; propose a change in the project's repository.",
        )
    if form not in FORMS:
        raise _refusal(
            text,
            at,
            "This is not a SPARQL query.",
            "Begin, behind the prefixes, with SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )
    return form


def _no_service(text: str, found: list[Token]) -> None:
    """Refuse every reading of the text in which SERVICE is a keyword."""
    for before, token, after in zip([_START, *found], found, [*found[1:], _START], strict=False):
        if _calls(before, token, after):
            raise _refusal(
                text,
                token.at,
                "SERVICE is not offered: this server sends nothing to other servers.",
                "Fetch the other source yourself and join the answers, or query both from a tool of your own.",
            )


def _calls(before: Token, token: Token, after: Token) -> bool:
    """Tell whether the engine's grammar could read the keyword SERVICE in this token."""
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    if token.kind == "name":
        glued = "SERVICE" in token.text.partition(":")[0].upper()
        return glued and after.text == "{" and before.text.upper() != "GRAPH"
    return token.kind == "iri" and not _ABSOLUTE.match(token.text) and bool(_DISGUISE.search(token.text))


def _chooses_graphs(token: Token) -> bool:
    """Tell whether the engine's grammar could read GRAPH or FROM in this token."""
    if token.kind == "name":
        text = token.text.partition(":")[0]
    elif token.kind == "word" or (token.kind == "iri" and not _ABSOLUTE.match(token.text)):
        text = token.text
    else:
        return False
    return "GRAPH" in text.upper() or "FROM" in text.upper()


def _sources(found: list[Token], prefixes: Mapping[str, str]) -> Iterator[tuple[Token, str]]:
    """Yield the graphs behind FROM and FROM NAMED, with the token that names them."""
    names, base = dict(prefixes), ""
    words = [token for token in found if not (token.kind == "word" and token.text.upper() == "NAMED")]
    for index, (token, after) in enumerate(pairwise(words)):
        word = token.text.upper() if token.kind == "word" else ""
        if word == "BASE":
            base = urljoin(base, after.text[1:-1])
        elif word == "PREFIX" and index + 2 < len(words):
            names[after.text.removesuffix(":")] = urljoin(base, words[index + 2].text[1:-1])
        elif word == "FROM" and after.kind in {"iri", "name"}:
            yield after, absolute(after, names, base)


def undeclared(text: str, prefixes: Mapping[str, str]) -> Token | None:
    """Return the first name with a prefix that neither the query nor prefixes declares."""
    found = list(tokens(text))
    own = {name.text.removesuffix(":") for word, name in pairwise(found) if word.text.upper() == "PREFIX"}
    names = (token for token in found if token.kind == "name")
    return next((token for token in names if token.text.partition(":")[0] not in {*own, *prefixes}), None)


def absolute(token: Token, names: Mapping[str, str], base: str) -> str:
    """Return the IRI that an IRI or a prefixed name stands for; an unknown prefix stays as it is written."""
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1]) if base else token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return names[prefix] + re.sub(r"\\(.)", r"\1", local) if prefix in names else token.text


def _refusal(text: str, at: int, what: str, fix: str) -> QueryError:
    """Make an error that points at an offset."""
    line, column = place(text, at)
    return QueryError(f"Line {line}, column {column}: {what}", fix=fix, line=line, column=column)
