"""Reading Turtle: the triples of one file, and the line on which each of them stands.

pyoxigraph's strict parser decides what is valid and reads every term ("007" stays "007"), but does not say where a
triple stood. So the tokens of the valid text are followed once more for their places; each term met there goes into a
script of one-term statements (`[] a TERM .`), which pyoxigraph reads in one go: no term is ever decoded by hand.
"""

import logging
import re
import warnings
from collections.abc import Iterable, Iterator, KeysView
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import RDF, BNode, Literal, URIRef

from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import ID, prefixes

Triple = tuple[URIRef | BNode, URIRef, URIRef | BNode | Literal]

_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3} | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*')
    | (?P<iri><[^\x00-\x20<>"{}|^`]*>)
    | (?P<mark>\^\^ | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?!-))
    | (?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+ | \.?[0-9]+[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+))
    | (?P<punctuation>[.;,\[\]()])
    | (?P<word>(?: [A-Za-z0-9_:\x80-\U0010FFFF-] | %[0-9A-Fa-f]{2} | \\. | \.+(?=[A-Za-z0-9_:%\\\x80-\U0010FFFF-]) )+)
    | (?P<unknown>.)""",
    re.VERBOSE | re.DOTALL,
)
_NEW_LINE = re.compile(r"\r\n|\r|\n")
_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared")
_FIXES = {
    "A dot is expected": "Put a dot before this place, or ; if a predicate follows, or , if an object follows.",
    "Unexpected end of file": "Close the string or the <IRI> that begins here.",
    "Unexpected end": "Finish the last statement: each [ and ( has its partner, and a dot ends the block.",
    "No scheme found": "Write the whole IRI (https://...), or use a prefix: an IRI here never depends on a base.",
    "Invalid IRI": "Take the character out of the IRI, or write it as %20 (a space), %7B ({) and so on.",
    "language code": "Write a language as letters right after the string: @nl, @en.",
    "escape": "Write a backslash in a string or a name twice, or leave it out.",
    "is not a valid": "Write a <whole IRI> or a prefixed:name here, and text in quotes; see also the sign just before.",
    "": "Correct this place; https://www.w3.org/TR/turtle/#language-features shows how Turtle is written.",
}


class Token(NamedTuple):
    """A word of the text; kind is the group's name in _TOKEN, line (1-based) and offset say where it begins."""

    kind: str
    text: str
    line: int
    offset: int


@dataclass(frozen=True)
class Document:
    """One file: its name for people, each triple with its line (1-based), its prefixes."""

    name: str
    lines: dict[Triple, int]
    prefixes: dict[str, str]

    @property
    def triples(self) -> KeysView[Triple]:
        """The triples, each once."""
        return self.lines.keys()

    @cached_property
    def subjects(self) -> frozenset[URIRef | BNode]:
        """What the file describes."""
        return frozenset(s for s, _, _ in self.lines)


def read(path: Path, name: str = "") -> Document:
    """Read one Turtle 1.1 file; name is what errors call it (default: the path).

    A triple's line is where its object begins; one that is written twice keeps its first line. Blank nodes are named
    after the text, so they differ between files and are the same in each run. Language tags come in lower case.
    SourceError: the file cannot be opened, is not UTF-8, is not valid Turtle, or holds a relative IRI.
    """
    name = name or str(path)
    text = text_of(path, name)
    _, declared = parse(text, name)
    try:
        outline = _Outline(tokens(text, name))
    except RecursionError as error:
        raise too_deep(name) from error
    terms = _terms(outline.script, "b" + sha256(f"{name}\n{text}".encode()).hexdigest()[:16])
    lines: dict[Triple, int] = {}
    for s, p, o, line in outline.places:
        lines.setdefault((terms[s], terms[p], terms[o]), line)
    return Document(name, lines, declared)


def text_of(path: Path, name: str) -> str:
    """Return the text of a file; SourceError if it cannot be opened, or is not UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}"
        raise SourceError(what, fix="Name a Turtle file that exists and that you may read.", file=name) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").split("\n")
        what = f"UTF-8 was expected, byte 0x{raw[error.start]:02X} was found"
        place = {"line": len(before), "column": len(before[-1]) + 1}
        raise SourceError(what, fix="Save the file as UTF-8.", file=name, **place) from error


def parse(text: str, name: str) -> tuple[list[ox.Quad], dict[str, str]]:
    """Return the statements of a Turtle text, as pyoxigraph's strict parser reads them, and its prefixes → namespaces.

    SourceError: the text is not valid Turtle, begins with a byte order mark, or holds a relative IRI without a base.
    """
    if text.startswith("\ufeff"):
        raise SourceError("A byte order mark was found", fix="Save as UTF-8 without BOM.", file=name, line=1, column=1)
    parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
    try:
        return list(parser), parser.prefixes
    except SyntaxError as error:
        what = error.msg.partition(": ")[2]
        line, column = error.lineno or 0, error.offset or 0
        raise SourceError(what, fix=_fix(what), file=name, line=line, column=column) from error


def tokens(text: str, name: str) -> Iterator[Token]:
    """Yield the tokens of a text that `parse` accepts, white space left out and comments included.

    SourceError: the text uses what only Turtle 1.2 knows.
    """
    line = 1
    for match in _TOKEN.finditer(text):
        token = Token(match.lastgroup or "", match[0], line, match.start())
        if token.kind == "unknown" or token.text.lower() in {"version", "@version"}:
            fix = "Leave out what Turtle 1.2 added: quoted triples, annotations, text direction, VERSION."
            raise SourceError(f"Turtle 1.1 does not have {token.text!r} here", fix=fix, file=name, line=line)
        if token.kind != "space":
            yield token
        if token.kind in {"space", "string"}:
            line += len(_NEW_LINE.findall(token.text))


def too_deep(name: str) -> SourceError:
    """Return the error for hundreds of brackets in each other, on which Python's recursion ends."""
    return SourceError("Brackets stand too deep in each other", fix="Give the inner blank nodes names.", file=name)


class _Outline:
    """The grammar of valid Turtle (section 6.5) followed for the places only; a term is its number in the script."""

    def __init__(self, found: Iterable[Token]) -> None:
        self.script: list[str] = []
        self.places: list[tuple[int, int, int, int]] = []
        self._count = count()
        self._tokens = [token for token in found if token.kind != "comment"]
        self._at = 0
        while self._at < len(self._tokens):
            self._statement()

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _took(self, text: str) -> bool:
        """Step over the next token if it is this one."""
        found = self._tokens[self._at].text == text
        self._at += found
        return found

    def _term(self, written: str) -> int:
        self.script.append(f"[] a {written} .")
        return next(self._count)

    def _statement(self) -> None:
        first = self._tokens[self._at].text.lower()
        if first in {"prefix", "@prefix", "base", "@base"}:
            size = 2 + first.endswith("prefix") + first.startswith("@")
            self.script.append(" ".join(self._take().text for _ in range(size)))
        else:
            self._properties(self._node(), ".")

    def _properties(self, subject: int, end: str) -> None:
        """Follow predicates and their objects, up to and including the token that ends them."""
        while not self._took(end):
            if self._took(";"):
                continue
            predicate = self._term(f"<{RDF.type}>") if self._took("a") else self._node()
            self._object(subject, predicate)
            while self._took(","):
                self._object(subject, predicate)

    def _object(self, subject: int, predicate: int) -> None:
        line = self._tokens[self._at].line
        self.places.append((subject, predicate, self._node(), line))

    def _node(self) -> int:
        """Follow one term, one [...] or one (...), and return its number."""
        token = self._take()
        if token.text == "(":
            return self._list()
        if token.text == "[":
            node = self._term("[]")
            self._properties(node, "]")
            return node
        written = token.text
        if token.kind == "string" and self._tokens[self._at].kind == "mark":
            mark = self._take().text
            written += mark + (self._take().text if mark == "^^" else "")
        return self._term(written)

    def _list(self) -> int:
        """Follow the items of a list; a cell stands where its item begins, the end where the bracket closes."""
        first, rest = self._term(f"<{RDF.first}>"), self._term(f"<{RDF.rest}>")
        cells: list[int] = []
        while not (closed := self._took(")")) or cells:
            line = self._tokens[self._at - closed].line
            cell = self._term(f"<{RDF.nil}>" if closed else "[]")
            if cells:
                self.places.append((cells[-1], rest, cell, line))
            if closed:
                return cells[0]
            cells.append(cell)
            self._object(cell, first)
        return self._term(f"<{RDF.nil}>")


def _terms(script: list[str], seed: str) -> list[Any]:
    """Read the script: rdflib's terms in its order, blank nodes named after the seed."""
    names: dict[str, BNode] = {}
    parser = ox.parse("\n".join(script), format=ox.RdfFormat.TURTLE)
    with _quiet():
        return [_term(quad.object, names, seed) for quad in parser]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each "2020-13-45"^^xsd:date: such a date is for the shapes to find."""
    log = logging.getLogger("rdflib.term")
    log.addFilter(_unheard)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.removeFilter(_unheard)


def _unheard(_: logging.LogRecord) -> bool:
    return False


def _term(term: Any, names: dict[str, BNode], seed: str) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return names.setdefault(term.value, BNode(f"{seed}n{len(names)}"))
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = None if term.datatype == _STRING else URIRef(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def _fix(what: str) -> str:
    """Return the remedy for what pyoxigraph says is wrong."""
    if undeclared := _UNDECLARED.match(what):
        prefix = undeclared[1]
        known = prefixes([]).get(prefix)
        remedy = f"A PREFIX line is missing; add at the top: PREFIX {prefix}: <{known or ID + prefix + '/'}>"
        return remedy if known else f"{remedy} if {prefix} is a kind of thing here, else its own namespace."
    return next(fix for sign, fix in _FIXES.items() if sign in what)
