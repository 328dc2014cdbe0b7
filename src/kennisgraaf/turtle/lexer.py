"""The words of Turtle text (section 6.5 of the grammar), each with its place.

pyoxigraph decides what is valid; this only cuts a text that it accepts. Every pattern is possessive: it never goes back
over what it took, so that a hostile text costs no more than its length.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kennisgraaf.errors import SourceError

_PARTS = {
    "space": r"[ \t\r\n]++",
    "comment": r"\#[^\r\n]*+",
    "string": r"""(?:\"{3}[^"\\]*+(?:(?:\\.|"{1,2}+(?!"))[^"\\]*+)*+\"{3}
        | '{3}[^'\\]*+(?:(?:\\.|'{1,2}+(?!'))[^'\\]*+)*+'{3}
        | "[^"\\]*+(?:\\.[^"\\]*+)*+" | '[^'\\]*+(?:\\.[^'\\]*+)*+')""",
    "iri": r"""<[^\x00-\x20<>"{}|^`]*+>""",
    "mark": r"(?:\^\^ | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?!-))",
    "number": r"""[+-]?+(?:[0-9]++\.[0-9]*+[eE][+-]?+[0-9]++ | \.?+[0-9]++[eE][+-]?+[0-9]++
        | [0-9]*+\.[0-9]++ | [0-9]++)""",
    "punctuation": r"[.;,\[\]()]",
    "word": r"""(?:[A-Za-z0-9_:\x80-\U0010FFFF-]++ | %[0-9A-Fa-f]{2} | \\.
        | \.++(?=[A-Za-z0-9_:%\\\x80-\U0010FFFF-]))++""",
    "unknown": ".",
}
_FLAGS = re.VERBOSE | re.DOTALL
_TOKEN = re.compile(" | ".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PARTS.items()), _FLAGS)
_NAME = f"(?>{_PARTS['iri']}|{_PARTS['word']})"
_OBJECT = f"(?>{_PARTS['string']}(?:\\^\\^{_NAME}|{_PARTS['mark']})?+|{_PARTS['number']}|{_NAME})"
_GAP = r"[ \t\r\n]*+"

OBJECT = re.compile(f"{_GAP}()({_OBJECT}){_GAP}([].;,])", _FLAGS)
"""An object without brackets and the sign after it: the groups are nothing, the object, the sign."""
PAIR = re.compile(f"{_GAP}({_NAME}){_GAP}({_OBJECT}){_GAP}([].;,])", _FLAGS)
"""A predicate, such an object, and the sign after it."""
TRIPLE = re.compile(f"{_GAP}({_NAME}){_GAP}({_NAME}){_GAP}({_OBJECT}){_GAP}\\.", _FLAGS)
"""A whole statement on its own; no directive looks like this."""
_TERM = re.compile(_OBJECT, _FLAGS)
NEW_LINE = re.compile(r"\r\n|\r|\n")


class Token(NamedTuple):
    """A word of the text; kind is one of _PARTS, line (1-based) and offset say where it begins."""

    kind: str
    text: str
    line: int
    offset: int


def tokens(text: str, name: str) -> Iterator[Token]:
    """Yield the tokens of a text that `parse` accepts, white space left out and comments included.

    SourceError: the text uses what only Turtle 1.2 knows.
    """
    line = 1
    for match in _TOKEN.finditer(text):
        token = Token(match.lastgroup or "", match[0], line, match.start())
        if token.kind == "unknown" or token.text.lower() in {"version", "@version"}:
            raise _too_new(token.text, name, line)
        if token.kind != "space":
            yield token
        if token.kind in {"space", "string"}:
            line += len(NEW_LINE.findall(token.text))


def token_at(text: str, at: int, name: str) -> tuple[str, str, int]:
    """Return kind, text and offset of the first word from here; at the end of the text they are empty.

    SourceError: the word is one that only Turtle 1.2 knows.
    """
    while match := _TOKEN.match(text, at):
        if match.lastgroup not in {"space", "comment"}:
            if match.lastgroup == "unknown" or match[0].lower() in {"version", "@version"}:
                raise _too_new(match[0], name, len(NEW_LINE.findall(text, 0, at)) + 1)
            return match.lastgroup or "", match[0], match.start()
        at = match.end()
    return "", "", at


def depth_exceeds(text: str, limit: int) -> bool:
    """Tell whether more brackets than this stand open at once, in any text, valid or not."""
    depth = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "punctuation":
            depth += (match[0] in "([") - (match[0] in ")]")
            if depth > limit:
                return True
    return False


def term_end(text: str, at: int) -> int:
    """Return the offset just after the term that is written here; of a bracket, only the sign itself."""
    match = _TERM.match(text, at)
    return match.end() if match else at + 1


def _too_new(word: str, name: str, line: int) -> SourceError:
    fix = "Leave out what Turtle 1.2 added: quoted triples, annotations, text direction, VERSION."
    return SourceError(f"Turtle 1.1 does not have {word!r} here", fix=fix, file=name, line=line)
