"""The comments of a Turtle file, each with what it is about: the file, or the block right below it.

Turtle gives a comment no meaning, so only those are kept of which the place says what they are about; what stands
inside a block or at the end of a line is refused, because the fixed form has no sure place for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kennisgraaf import turtle
from kennisgraaf.errors import SourceError
from kennisgraaf.turtle import Token

_DIRECTIVES = {"prefix", "@prefix", "base", "@base"}
_FIX = "Put it on lines of its own right above the block it is about, at the top or at the end of the file, or say it"


@dataclass
class Remarks:
    """The comment at the top, those above blocks (IRI of the subject → text), and the one at the end."""

    top: str = ""
    above: dict[str, str] = field(default_factory=dict)
    end: str = ""


@dataclass
class _Gap:
    """What stands between two statements: comments, and after them the first token of the next (None: the end)."""

    comments: list[Token]
    last: Token | None
    next: Token | None


def read(text: str, name: str) -> Remarks:
    """Return the comments of a text that `turtle.parse` accepts, spaces at the ends of lines taken off.

    SourceError: a comment would be lost: inside a block, after something on its line, above a prefix in the middle, or
    away from the block below it.
    """
    found = Remarks()
    script: list[str] = []
    for gap in _gaps(list(turtle.tokens(text, name)), script, name):
        first = gap.last is None
        if gap.comments and gap.last and _same_line(text, gap.last, gap.comments[0]):
            raise _lost(gap.comments[0], name)
        if gap.next is None:
            found.end = _text(text, gap.comments)
        elif gap.next.text.lower() in _DIRECTIVES:
            _only_first(gap.comments, name, first=first)
            found.top = _text(text, gap.comments) if first else found.top
        else:
            rest, own = _apart(text, gap)
            _only_first(rest, name, first=first)
            found.top = _text(text, rest) if first else found.top
            if own:
                iri = _subject(gap.next, script, own[0], name)
                found.above[iri] = "\n".join(filter(None, [found.above.get(iri, ""), _text(text, own)]))
    return found


def _gaps(tokens: list[Token], script: list[str], name: str) -> Iterator[_Gap]:
    """Yield what stands before, between and after the statements; script grows by each prefix and base on the way."""
    at, last = 0, None
    while True:
        begin = at
        while at < len(tokens) and tokens[at].kind == "comment":
            at += 1
        following = tokens[at] if at < len(tokens) else None
        yield _Gap(tokens[begin:at], last, following)
        if following is None:
            return
        begin, at = at, _end(tokens, at)
        for token in tokens[begin:at]:
            if token.kind == "comment":
                raise _lost(token, name)
        if following.text.lower() in _DIRECTIVES:
            script.append(" ".join(token.text for token in tokens[begin:at]))
        last = tokens[at - 1]


def _end(tokens: list[Token], at: int) -> int:
    """Return the place after the statement that begins here; a SPARQL-style prefix or base has no dot."""
    word = tokens[at].text.lower()
    if word in {"prefix", "base"}:
        left = 3 if word == "prefix" else 2
        while left:
            left -= tokens[at].kind != "comment"
            at += 1
        return at
    while tokens[at].text != "." or tokens[at].kind != "punctuation":
        at += 1
    return at + 1


def _apart(text: str, gap: _Gap) -> tuple[list[Token], list[Token]]:
    """Divide comments into those away from the block below, and those right above it: no empty line in between."""
    own: list[Token] = []
    below = gap.next
    for comment in reversed(gap.comments):
        if below is None or below.line != comment.line + 1 or _same_line(text, comment, below):
            break
        own.insert(0, comment)
        below = comment
    return gap.comments[: len(gap.comments) - len(own)], own


def _same_line(text: str, one: Token, other: Token) -> bool:
    return not re.search(r"[\r\n]", text[one.offset + len(one.text) : other.offset])


def _only_first(comments: list[Token], name: str, *, first: bool) -> None:
    """Refuse comments that are neither at the top nor right above a block."""
    if comments and not first:
        raise _lost(comments[0], name)


def _subject(token: Token, script: list[str], comment: Token, name: str) -> str:
    """Return the IRI of the subject that begins here; a blank node has none, so its comment could go astray."""
    if token.text.startswith("_:") or token.kind == "punctuation":
        raise _lost(comment, name)
    quads = list(ox.parse("\n".join([*script, f"[] a {token.text} ."]), format=ox.RdfFormat.TURTLE))
    return str(quads[0].object.value)


def _text(text: str, comments: list[Token]) -> str:
    """Return comments as they are, but for spaces around their lines."""
    if not comments:
        return ""
    whole = text[comments[0].offset : comments[-1].offset + len(comments[-1].text)]
    return re.sub(r"[ \t]*(\r\n|\r|\n)[ \t]*", "\n", whole).rstrip()


def _lost(token: Token, name: str) -> SourceError:
    fix = f"{_FIX} in a skos:editorialNote."
    return SourceError("A comment would be lost here", fix=fix, file=name, line=token.line)
