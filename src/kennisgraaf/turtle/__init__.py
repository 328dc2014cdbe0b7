"""Reading Turtle: the triples of one file, and the place at which each of them stands.

pyoxigraph's strict parser decides what is valid and reads every term ("007" stays "007"), but does not say where a
triple stood: the outline follows the valid text once more for that. A place is kept as an offset; line and column are
worked out when they are asked for.
"""

import gc
import re
import zlib
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, KeysView, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, URIRef

from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Place
from kennisgraaf.turtle.lexer import NEW_LINE, Token, depth_exceeds, term_end, tokens
from kennisgraaf.turtle.outline import BACK_BITS, Outline, Triple, quiet
from kennisgraaf.turtle.remedy import remedy

__all__ = ["Document", "Token", "Triple", "parse", "quiet", "read", "text_of", "tokens", "too_deep"]

_CONFLICT = re.compile(r"^<{7} .*\n(?:.*\n)*?={7}\r?\n(?:.*\n)*?>{7} ", re.MULTILINE)
_LARGE = 5_000_000  # characters: from there on a text is kept packed
_MANY, _DEEP = 100_000, 1_000  # brackets in a file, and in each other: the parser's own memory would not end


@dataclass(frozen=True)
class Document:
    """One file: its name for people, its text, where its triples and subjects stand in it, and its prefixes.

    places and subjects are packed as in `outline`; use `place`, `beginning` and `lines`. A file in a form that says
    nothing of places (RDF/XML, JSON-LD) has no text, and line 0 everywhere. source is the text, or that text packed.
    """

    name: str
    places: Mapping[Triple, int]
    subjects: Mapping[URIRef | BNode, int]
    prefixes: dict[str, str]
    source: str | bytes = field(default="", repr=False)

    @cached_property
    def text(self) -> str:
        """The text; that of a large file is kept packed until somebody asks for a place in it."""
        return self.source if isinstance(self.source, str) else zlib.decompress(self.source).decode("utf-8")

    @property
    def triples(self) -> KeysView[Triple]:
        """The triples, each once."""
        return self.places.keys()

    @cached_property
    def lines(self) -> dict[Triple, int]:
        """The line (1-based) on which the object of each triple begins."""
        return {triple: self._line(packed >> BACK_BITS) for triple, packed in self.places.items()}

    def place(self, triple: Triple) -> Place:
        """Return where the object of a triple is written; a list and a bracket stand where they open."""
        return self._place(self.places[triple] >> BACK_BITS)

    def predicate(self, triple: Triple) -> Place:
        """Return where the predicate of a triple is written; inside a list: where its object is."""
        packed = self.places[triple]
        return self._place((packed >> BACK_BITS) - (packed & (1 << BACK_BITS) - 1))

    def beginning(self, subject: URIRef | BNode) -> Place:
        """Return where a subject is first named as one."""
        return self._place(self.subjects[subject])

    def line(self, number: int) -> str:
        """Return the text of a line (1-based), without its end; "" if there is none."""
        if not 1 <= number <= len(self._ends) + 1 or not self.text:
            return ""
        begin = self._ends[number - 2] if number > 1 else 0
        return NEW_LINE.split(self.text[begin : self._ends[number - 1] if number <= len(self._ends) else None], 1)[0]

    @cached_property
    def _ends(self) -> "array[int]":
        """The offsets at which a new line begins."""
        return array("q", (match.end() for match in NEW_LINE.finditer(self.text)))

    def _line(self, offset: int) -> int:
        return bisect_right(self._ends, offset) + 1 if self.text else 0

    def _place(self, offset: int) -> Place:
        if not self.text:
            return Place(self.name)
        line = self._line(offset)
        begin = self._ends[line - 2] if line > 1 else 0
        end = min(term_end(self.text, offset), begin + len(self.line(line)))
        return Place(self.name, line, offset - begin + 1, end - begin + 1)


def read(path: Path, name: str = "", form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> Document:
    """Read one Turtle 1.1 file; name is what errors call it (default: the path), form may be N-Triples too.

    A triple's place is where its object begins; one that is written twice keeps its first place. Blank nodes are named
    after the text, so they differ between files and are the same in each run. Language tags come in lower case.
    SourceError: the file cannot be opened, is not UTF-8, is not valid Turtle, or holds a relative IRI.
    """
    name = name or str(path)
    text = text_of(path, name)
    parser = _parser(text, name, form)
    with _located(name, lambda: parser.prefixes):
        deque(parser, 0)
    try:
        with _unhurried():
            outline = Outline(text, name)
    except RecursionError as error:
        raise too_deep(name) from error
    source = text if len(text) < _LARGE else zlib.compress(text.encode("utf-8"), 1)
    return Document(name, outline.places, outline.subjects, parser.prefixes, source)


@contextmanager
def _unhurried() -> Iterator[None]:
    """Let no garbage be collected for a while: there is none, and looking for it takes longer than the work."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


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
        before = raw[: error.start]
        what = f"UTF-8 was expected, byte 0x{raw[error.start]:02X} was found"
        place = {"line": before.count(b"\n") + 1, "column": len(before.rpartition(b"\n")[2].decode("utf-8")) + 1}
        raise SourceError(what, fix="Save the file as UTF-8.", file=name, **place) from error


def parse(text: str, name: str) -> tuple[list[ox.Quad], dict[str, str]]:
    """Return the statements of a Turtle text, as pyoxigraph's strict parser reads them, and its prefixes → namespaces.

    SourceError: the text is not valid Turtle, begins with a byte order mark, or holds a relative IRI without a base.
    """
    parser = _parser(text, name, ox.RdfFormat.TURTLE)
    with _located(name, lambda: parser.prefixes):
        return list(parser), parser.prefixes


def _parser(text: str, name: str, form: ox.RdfFormat) -> ox.QuadParser:
    if text.startswith("\ufeff"):
        raise SourceError("A byte order mark was found", fix="Save as UTF-8 without BOM.", file=name, line=1, column=1)
    if conflict := _CONFLICT.search(text):
        what, fix = (
            "Marks of a merge that is not finished were found",
            "Keep one of the two sides, and take the marks out.",
        )
        raise SourceError(what, fix=fix, file=name, line=text.count("\n", 0, conflict.start()) + 1, column=1)
    if text.count("(") + text.count("[") > _MANY and depth_exceeds(text, _DEEP):
        raise too_deep(name)
    return ox.parse(text, format=form)


@contextmanager
def _located(name: str, prefixes: Callable[[], Mapping[str, str]]) -> Iterator[None]:
    """Make what pyoxigraph objects to a SourceError with its place and its remedy."""
    try:
        yield
    except SyntaxError as error:
        what = error.msg.partition(": ")[2]
        line, column = error.lineno or 0, error.offset or 0
        raise SourceError(what, fix=remedy(what, prefixes()), file=name, line=line, column=column) from error
    except MemoryError as error:
        what = "A single text or name is longer than 16 MB, or is never closed"
        raise SourceError(
            what, fix="Close the string, the <IRI> or the name; keep each under 16 MB.", file=name
        ) from error


def too_deep(name: str) -> SourceError:
    """Return the error for hundreds of brackets in each other, on which Python's recursion ends."""
    return SourceError("Brackets stand too deep in each other", fix="Give the inner blank nodes names.", file=name)
