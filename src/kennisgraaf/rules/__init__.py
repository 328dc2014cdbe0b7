"""The rules that are no shapes: their names, severities and texts, read from the Turtle files beside this module.

The texts travel with the code that finds the faults, so they hold in every project; a build adds them to the shapes, so
that each rule's IRI leads to them. {words} in braces are filled in when they are known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rdflib import RDFS, SH, Literal, URIRef
from rdflib.term import Node

from kennisgraaf import turtle
from kennisgraaf.findings import Finding, Place, Statement
from kennisgraaf.namespaces import KGS

_FILES = sorted(Path(__file__).parent.glob("*.ttl"))


@dataclass(frozen=True)
class Rule:
    """A rule: its IRI, severity, name, message (rule and remedy) and added detail, by language ("nl", "en").

    about: the terms that the rule looks at, where it is about certain ones.
    """

    iri: str
    severity: str
    name: dict[str, str]
    message: dict[str, str]
    detail: dict[str, str]
    about: tuple[URIRef, ...] = ()


def triples() -> frozenset[tuple[Node, Node, Node]]:
    """Return the description of all rules as RDF."""
    return frozenset(triple for path in _FILES for triple in turtle.read(path, path.name).triples)


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its IRI, sorted: those of inspection, of the ledger, and of validation."""
    known = triples()
    return {str(iri): _rule(iri, known) for iri in sorted({s for s, _, _ in known}, key=str)}


def _rule(iri: Node, known: frozenset[tuple[Node, Node, Node]]) -> Rule:
    def texts(path: Node) -> dict[str, str]:
        return {o.language or "": str(o) for s, p, o in known if s == iri and p == path and isinstance(o, Literal)}

    def links(path: Node) -> list[URIRef]:
        return sorted(o for s, p, o in known if s == iri and p == path and isinstance(o, URIRef))

    (severity,) = links(SH.severity)
    about = tuple(links(RDFS.seeAlso))
    told = texts(SH.message)
    return Rule(str(iri), str(severity).removeprefix(str(SH)), texts(SH.name), told, texts(RDFS.comment), about)


def rule(name: str) -> Rule:
    """Return a rule by its local name."""
    return rules()[KGS + name]


def objection(
    name: str,
    statement: Statement,
    *others: Statement,
    place: Place | None = None,
    detail: Mapping[str, object] | None = None,
) -> Finding:
    """Return the finding of a rule about a statement; others have to do with it; place says where exactly, if known."""
    thing, path, value = statement
    found = remark(name, (thing, str(path), value), (statement, *others), detail)
    return replace(found, place=place)


def remark(
    name: str,
    fault: tuple[Node, str, Node | None],
    where: Place | tuple[Statement, ...],
    detail: Mapping[str, object] | None = None,
) -> Finding:
    """Return the finding of a rule: thing, path and value, and the place or the statements where that stands.

    detail fills the words in braces of what is added to the message; without it nothing is added, nor where a rule has
    nothing to add.
    """
    broken = rule(name)
    messages = dict(broken.message)
    if detail and broken.detail:
        messages = {lang: f"{text} {broken.detail[lang].format_map(detail)}" for lang, text in messages.items()}
    place, statements = (where, ()) if isinstance(where, Place) else (None, where)
    thing, path, value = fault
    iri = URIRef(broken.iri)
    return Finding(thing, iri, path, value, broken.severity, messages, statements=statements, place=place)
