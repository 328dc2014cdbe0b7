"""Where each triple of valid Turtle stands, and its terms: the grammar followed once more, for the places only.

Each distinct written term goes into a script of one-term statements (`[] a TERM .`), which pyoxigraph reads in one go:
no term is ever decoded by hand. What is simple (predicate, object, sign) is taken in one step; only brackets, comments
and directives are followed word by word.
"""

import logging
import warnings
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pyoxigraph as ox
from rdflib import RDF, BNode, URIRef

from kennisgraaf.turtle.lexer import OBJECT, PAIR, TRIPLE, token_at
from kennisgraaf.turtle.places import Places, Triple
from kennisgraaf.turtle.terms import term

__all__ = ["BACK_BITS", "Outline", "Triple", "quiet"]

_TYPE, _FIRST, _REST, _NIL = (f"<{iri}>" for iri in (RDF.type, RDF.first, RDF.rest, RDF.nil))
_BATCH = 50_000  # triples that wait for their terms: few enough to be small, many enough to be read fast
BACK_BITS = 24


class Outline:
    """The triples of a text that pyoxigraph accepts; a term is a number until its batch is read.

    places: triple → offset of its object << BACK_BITS | how far before that its predicate begins (0: not known).
    subjects: subject → offset of the first place where it is named as one.
    """

    def __init__(self, text: str, name: str) -> None:
        """Follow the whole text; RecursionError: brackets stand hundreds deep. SourceError: it is Turtle 1.2."""
        self.places = Places()
        self.subjects: dict[URIRef | BNode, int] = {}
        self._text, self._name, self._at = text, name, 0
        self._known: dict[str, int] = {}
        self._labels: dict[str, int] = {}
        self._terms = array("I")  # their numbers in places
        self._script: list[str] = []
        self._numbers: list[int] = []
        self._waiting: list[tuple[int, int, int, int]] = []
        self._first: dict[int, int] = {}
        self._seed = ""
        while self._statement():
            pass
        self._read()
        self.places.close()

    def _look(self) -> tuple[str, str, int]:
        """Return kind, text and offset of the next word."""
        return token_at(self._text, self._at, self._name)

    def _take(self) -> str:
        _, word, offset = self._look()
        self._at = offset + len(word)
        return word

    def _took(self, sign: str) -> bool:
        """Step over the next word if it is this one."""
        _, word, offset = self._look()
        if word == sign:
            self._at = offset + len(sign)
        return word == sign

    def _statement(self) -> bool:
        """Follow one statement, or a run of those that are one triple each; tell whether there was one."""
        while match := TRIPLE.match(self._text, self._at):
            subject, predicate, written = map(self._term, match.groups())
            self._first.setdefault(subject, match.start(1))
            self._put(subject, predicate, written, match.start(3), match.start(2))
            self._at = match.end()
        kind, word, offset = self._look()
        if word.lower() in {"prefix", "@prefix", "base", "@base"}:
            self._directive(word.lower())
        elif kind:
            self._properties(self._subject(self._node(), offset), ".")
        return bool(kind)

    def _directive(self, first: str) -> None:
        """Put a directive in the script: what is written after it may mean something else."""
        self._known.clear()
        size = 2 + first.endswith("prefix") + first.startswith("@")
        self._script.append(" ".join(self._take() for _ in range(size)))

    def _subject(self, number: int, offset: int) -> int:
        self._first.setdefault(number, offset)
        return number

    def _properties(self, subject: int, end: str) -> None:
        """Follow predicates and their objects, up to and including the sign that ends them."""
        sign, predicate, verb = ";", 0, 0
        while sign != end:
            if match := (OBJECT if sign == "," else PAIR).match(self._text, self._at):
                written, item, sign_after = match.groups()
                if sign == ";":
                    predicate, verb = self._term(written), match.start(1)
                self._put(subject, predicate, self._term(item), match.start(2), verb)
                self._at, sign = match.end(), sign_after
                continue
            if sign == ";":
                _, word, verb = self._look()
                self._at = verb + len(word)
                if word in {";", end}:
                    sign = word
                    continue
                predicate = self._term(word)
            self._object(subject, predicate, verb)
            sign = self._take()

    def _object(self, subject: int, predicate: int, verb: int) -> None:
        offset = self._look()[2]
        self._put(subject, predicate, self._node(), offset, verb)

    def _put(self, subject: int, predicate: int, item: int, offset: int, verb: int) -> None:
        back = offset - verb if verb and (offset - verb) >> BACK_BITS == 0 else 0
        self._waiting.append((subject, predicate, item, offset << BACK_BITS | back))
        if len(self._waiting) == _BATCH:
            self._read()

    def _node(self) -> int:
        """Follow one term, one [...] or one (...), and return its number."""
        kind, word, offset = self._look()
        self._at = offset + len(word)
        if word == "(":
            return self._list()
        if word == "[":
            node = self._subject(self._blank(), offset)
            self._properties(node, "]")
            return node
        if kind == "string" and self._look()[0] == "mark":
            mark = self._take()
            word += mark + (self._take() if mark == "^^" else "")
        return self._term(word)

    def _list(self) -> int:
        """Follow the items of a list; a cell stands where its item begins, the end where the bracket closes."""
        first, rest, before = self._term(_FIRST), self._term(_REST), -1
        head = -1
        while True:
            _, word, offset = self._look()
            cell = self._term(_NIL) if word == ")" else self._subject(self._blank(), offset)
            if before >= 0:
                self._put(before, rest, cell, offset, 0)
            head = cell if head < 0 else head
            if self._took(")"):
                return head
            self._put(cell, first, self._node(), offset, 0)
            before = cell

    def _term(self, written: str) -> int:
        number = self._known.get(written)
        return self._new(written) if number is None else number

    def _new(self, written: str) -> int:
        """Give a number to a term that was not written before; pyoxigraph will read it from the script."""
        if written.startswith("_:"):
            if written not in self._labels:
                self._labels[written] = self._blank()
            number = self._labels[written]
        else:
            number = len(self._terms)
            self._terms.append(0)
            self._script.append(f"[] a {_TYPE if written == 'a' else written} .")
            self._numbers.append(number)
        self._known[written] = number
        return number

    def _blank(self) -> int:
        """Give a number to a blank node, named after the text: it differs between files, never between runs."""
        self._seed = self._seed or "b" + sha256(f"{self._name}\n{self._text}".encode()).hexdigest()[:16]
        self._terms.append(self.places.number(BNode(f"{self._seed}n{len(self._terms)}")))
        return len(self._terms) - 1

    def _read(self) -> None:
        """Read the script, and what waited for it; literals are forgotten, because they seldom come again."""
        parser = ox.parse("\n".join(self._script), format=ox.RdfFormat.TURTLE)
        terms, places = self._terms, self.places
        with quiet():
            for number, quad in zip(self._numbers, parser, strict=True):
                terms[number] = places.number(term(quad.object))
        for s, p, o, packed in self._waiting:
            places.put(terms[s], terms[p], terms[o], packed)
        for number, offset in self._first.items():
            self.subjects.setdefault(places.term(terms[number]), offset)
        self._known = {written: number for written, number in self._known.items() if written[0] not in "\"'"}
        self._script = [f"BASE <{parser.base_iri}>"] if parser.base_iri else []
        self._script += [f"PREFIX {prefix}: <{iri}>" for prefix, iri in parser.prefixes.items()]
        self._numbers.clear()
        self._waiting.clear()
        self._first.clear()


@contextmanager
def quiet() -> Iterator[None]:
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
