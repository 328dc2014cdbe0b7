"""SPARQL text as tokens, in linear time.

One regular expression that matches at every position, and never goes back on what it took (possessive quantifiers), so
that no text makes it slow. It follows the terminals of SPARQL 1.1, section 19.8; white space and comments are left out.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_WIDE = "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = rf"{_BASE}_{_WIDE}\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_NAME = rf"[{_BASE}](?:\.*+[{_CHARS}])*+"
_LOCAL = rf"(?:[{_BASE}_0-9:]|{_PLX})(?:\.*+(?:[{_CHARS}:]|{_PLX}))*+"

_TOKEN = rf"""
    (?P<skip> [ \t\r\n]++ | \#[^\r\n]*+ )
  | (?P<iri> <(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+> )
  | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
              | "(?!"")(?:[^"\\\r\n]|\\[^\r\n])*+"   | '(?!'')(?:[^'\\\r\n]|\\[^\r\n])*+' )
  | (?P<open> ["'].*+ )
  | (?P<variable> [?$][{_BASE}_0-9][{_BASE}_{_WIDE}]*+ )
  | (?P<language> @[A-Za-z]++(?:--?[A-Za-z0-9]++)*+ )
  | (?P<blank> _:[{_BASE}_0-9](?:\.*+[{_CHARS}])*+ )
  | (?P<name> (?:{_NAME})?:(?:{_LOCAL})? )
  | (?P<word> {_NAME} )
  | (?P<number> (?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)? )
  | (?P<escape> \\[uU] )
  | (?P<mark> . )
"""


class Token(NamedTuple):
    """One terminal: its kind (a group of the expression above), its text as written, and its offset in characters."""

    kind: str
    text: str
    at: int

    @property
    def end(self) -> int:
        """Return the offset just behind the token."""
        return self.at + len(self.text)


@cache
def _expression() -> re.Pattern[str]:
    """Compile at the first use: it takes 15 ms, and the workers import this package without ever reading a query."""
    return re.compile(_TOKEN, re.VERBOSE | re.DOTALL)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens in order; an unclosed string is one token of kind "open" that reaches to the end of the text."""
    for match in _expression().finditer(text):
        kind = match.lastgroup or "mark"
        if kind == "word" and "." in match.group():
            yield from _words(match.group(), match.start())
        elif kind != "skip":
            yield Token(kind, match.group(), match.start())


def _words(dotted: str, at: int) -> Iterator[Token]:
    """Split true.SELECT into words and marks: only in front of a colon a dot belongs to the name."""
    for part in re.split(r"(\.)", dotted):
        if part:
            yield Token("mark" if part == "." else "word", part, at)
        at += len(part)


def place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, both 1-based and in characters, of an offset."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
