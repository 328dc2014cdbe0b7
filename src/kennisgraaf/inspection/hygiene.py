"""Texts and IRIs that could mislead a reader or a browser, whatever they mean: found before they are published.

A character that nobody sees can turn a line around, hide a word or break XML; an IRI can be a program. Shapes look at
what things say, this looks at how it is written.
"""

import re
import unicodedata
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding, Statement
from kennisgraaf.inspection.view import View
from kennisgraaf.rules import remark

_SCHEME = re.compile(r"(https?|urn|mailto|tel|info|tag|doi):.", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_CLOSE = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}  # what each of them closes
_OPEN = "".join(_CLOSE.values())


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each term in the data, those of others included, that is not written as it should be."""
    fine = set[Node]()
    for iri in view.sources.data_graphs:
        for document in view.sources.documents[iri]:
            for statement in document.triples:
                for term in statement:
                    if not _passes(term, fine):
                        found = [_finding(statement, term, rule) for rule in _broken(term)]
                        yield from found
                        fine.update([] if found else [term])


def _passes(term: Node, fine: set[Node]) -> bool:
    """Tell whether a term surely breaks no rule: most do not, so this is quick."""
    return term.isascii() and term.isprintable() if isinstance(term, Literal) else term in fine


def _broken(term: Node) -> Iterator[str]:
    """Yield the rules that a term breaks."""
    if isinstance(term, URIRef):
        if not _SCHEME.match(term):
            yield "Iri-schema"
    elif isinstance(term, Literal):
        text = str(term)
        if _CONTROL.search(text):
            yield "Tekst-stuurteken"
        if not text.isascii():
            if _turned(text):
                yield "Tekst-schrijfrichting"
            if not unicodedata.is_normalized("NFC", text):
                yield "Tekst-samengesteld"


def _turned(text: str) -> bool:
    """Tell whether a change of direction is left open, or closed without having been opened."""
    waiting: list[str] = []
    for sign in text:
        if sign in _OPEN:
            waiting.append(sign)
        elif sign in _CLOSE and (not waiting or waiting.pop() not in _CLOSE[sign]):
            return True
    return bool(waiting)


def _finding(statement: Statement, term: Node, rule: str) -> Finding:
    return remark(rule, (statement[0], str(statement[1]), term), (statement,))
