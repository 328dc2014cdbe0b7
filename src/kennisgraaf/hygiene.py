"""Texts and IRIs that could mislead a reader or a browser, whatever they mean: found before they are published.

A character that nobody sees can turn a line around, hide a word or break XML; an IRI can be a program. Shapes look at
what things say, this looks at how it is written.
"""

import re
import unicodedata
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding
from kennisgraaf.namespaces import KGS
from kennisgraaf.sources import Sources

_SCHEME = re.compile(r"(https?|urn|mailto|tel|info|tag|doi):.", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_CLOSE = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}  # what each of them closes
_OPEN = "".join(_CLOSE.values())
_RULES = {
    "Iri-schema": (
        "Een IRI begint met http, https, urn, mailto, tel, info, tag of doi. Verbeter de IRI.",
        "An IRI begins with http, https, urn, mailto, tel, info, tag or doi. Correct the IRI.",
    ),
    "Tekst-stuurteken": (
        "Een tekst bevat geen stuurtekens, behalve tab en regeleinde. Haal het onzichtbare teken weg.",
        "A text holds no control characters but tab and line break. Take the invisible character out.",
    ),
    "Tekst-schrijfrichting": (
        "Wat de schrijfrichting omkeert, wordt in dezelfde tekst weer afgesloten. Sluit het af of haal het weg.",
        "What turns the direction of writing around is closed in the same text. Close it or take it out.",
    ),
    "Tekst-samengesteld": (
        "Letters met tekens staan in de samengestelde vorm (Unicode NFC). Schrijf de tekst in die vorm.",
        "Letters with marks are in the composed form (Unicode NFC). Write the text in that form.",
    ),
}
_WARNINGS = {"Tekst-samengesteld"}


def inspect(sources: Sources) -> list[Finding]:
    """Return a finding for each term in the data that is not written as it should be, each once, sorted."""
    found = {
        _finding(triple, term, rule)
        for iri in sources.data_graphs
        for document in sources.documents[iri]
        for triple in document.triples
        for term in triple
        for rule in _broken(term)
    }
    return sorted(found, key=lambda finding: finding.order)


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


def _finding(triple: tuple[Node, Node, Node], term: Node, rule: str) -> Finding:
    nl, en = _RULES[rule]
    severity = "Warning" if rule in _WARNINGS else "Violation"
    return Finding(triple[0], URIRef(KGS + rule), str(triple[1]), term, severity, {"nl": nl, "en": en})
