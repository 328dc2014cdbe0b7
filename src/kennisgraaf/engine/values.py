"""The inputs of a named question, bound as terms.

A question holds for every input one line with an example, VALUES ?competentie { competentie:scw-4a }. What a reader
fills in takes the place of the example as one RDF term in the notation of N-Triples, and can be nothing else.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from kennisgraaf.engine.lexer import tokens
from kennisgraaf.errors import QueryError

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\x9f\ud800-\udfff]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
# Never \u0022: SPARQL 1.1, 19.2 lets an engine decode that before it looks for the end of the string.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_ONE_TERM = (["iri"], ["string"], ["string", "language"], ["string", "^", "^", "iri"])


def term_iri(iri: str) -> str:
    """Return an absolute IRI as a term; QueryError when it holds what no IRI may hold (RFC 3987)."""
    if _NOT_IN_IRI.search(iri) or not _SCHEME.match(iri):
        raise QueryError(f"{iri!r} is not an IRI.", fix="Give a whole IRI, with a space written as %20.")
    return f"<{iri}>"


def term_text(text: str, lang: str = "") -> str:
    """Return a string as a term, with a language tag when lang is given (BCP 47: nl, en-GB)."""
    if lang and not _LANGUAGE.fullmatch(lang):
        raise QueryError(f"{lang!r} is not a language tag.", fix="Give a tag such as nl or en-GB, or none.")
    if re.search(r"[\ud800-\udfff]", text):
        raise QueryError("The text holds half a character (a surrogate).", fix="Send UTF-8.")
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{lang}" if lang else quoted


def term_integer(number: int) -> str:
    """Return a whole number as a term of type xsd:integer."""
    return f'"{int(number)}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def term_boolean(value: bool) -> str:  # noqa: FBT001 - the one thing that it takes
    """Return true or false as a term of type xsd:boolean."""
    return f'"{str(value).lower()}"^^<http://www.w3.org/2001/XMLSchema#boolean>'


def bind(text: str, inputs: Mapping[str, str]) -> str:
    """Return the query with the given term (N-Triples) instead of the example in each input's VALUES blocks.

    Raises QueryError when the question has no such block, or when a value is not exactly one term.
    """
    edits = [(start, end, term) for name, term in inputs.items() for start, end in _blocks(text, name)]
    for start, end, term in sorted(edits, reverse=True):
        text = f"{text[:start]} {_one_term(term)} {text[end:]}"
    return text


def _one_term(term: str) -> str:
    """Return term when it is one term and nothing else, not even a comment."""
    parts = list(tokens(term))
    kinds = [part.text if part.kind == "mark" else part.kind for part in parts]
    if kinds not in _ONE_TERM or (parts[0].at, parts[-1].end) != (0, len(term)):
        raise QueryError(f"{term} is not one RDF term.", fix="Give an IRI, a text or a whole number.")
    return term


@lru_cache(256)  # the same few questions are filled in all the time
def _blocks(text: str, name: str) -> list[tuple[int, int]]:
    """Return start and end of what stands between the braces of every VALUES ?name { … }."""
    found = list(tokens(text))
    spans = [
        (brace.end, next((token.at for token in found[index:] if token.text == "}"), brace.end))
        for index, (values, variable, brace) in enumerate(zip(found, found[1:], found[2:], strict=False))
        if (values.kind, values.text.upper(), brace.text) == ("word", "VALUES", "{")
        and (variable.kind, variable.text[1:]) == ("variable", name)
    ]
    if not spans:
        raise QueryError(
            f"The question has no input {name}.", fix=f"Write VALUES ?{name} {{ … }} in it, with an example."
        )
    return spans
