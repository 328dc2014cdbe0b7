"""SPARQL property paths as findings write them (SPARQL 1.1, section 9), walked over statements that know their place.

A way is the node that is reached and the statements on the way to it, the last one first: there its value is written.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rdflib import SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kennisgraaf.turtle import Triple

Way = tuple[Node, tuple[Triple, ...]]
_SIGN = re.compile(r"<[^>]*>|[()^|/*+?]")
_SIGNS = {
    SH.inversePath: "^",
    SH.alternativePath: "|",
    SH.zeroOrMorePath: "*",
    SH.oneOrMorePath: "+",
    SH.zeroOrOnePath: "?",
}
_FAR = 10_000  # nodes that a path with * or + may reach


class Facts(Protocol):
    """What a path is walked over."""

    def facts(self, subject: Node, predicate: Node | None = None) -> Iterator[Triple]:
        """Yield the statements about a node."""

    def uses(self, item: Node, predicate: Node | None = None) -> Iterator[Triple]:
        """Yield the statements that point to a node."""


@dataclass(frozen=True)
class Path:
    """A path: sign is "" for one property, or one of ^ / | * + ?, and parts are the paths within."""

    sign: str
    parts: "tuple[Path, ...]" = ()
    predicate: URIRef | None = None

    @property
    def predicates(self) -> Iterator[URIRef]:
        """The properties in it, in the order in which they are written."""
        if self.predicate is not None:
            yield self.predicate
        for part in self.parts:
            yield from part.predicates

    def written(self, name: Callable[[URIRef], str]) -> str:
        """Write the path as SPARQL does, each property as it is named."""
        parts = [part.written(name) if part.sign in ("", "^") else f"({part.written(name)})" for part in self.parts]
        if not parts:
            return name(self.predicate) if self.predicate is not None else ""
        if self.sign in "|/":
            return self.sign.join(parts)
        return self.sign + parts[0] if self.sign == "^" else parts[0] + self.sign


def of_shape(node: Node, shapes: Graph) -> Path:
    """Return the path that a shape describes (SHACL, section 2.3.1)."""
    if isinstance(node, URIRef):
        return Path("", (), node)
    for predicate, sign in _SIGNS.items():
        if (inner := shapes.value(node, predicate)) is not None:
            listed = Collection(shapes, inner) if sign == "|" else [inner]
            return Path(sign, tuple(of_shape(part, shapes) for part in listed))
    return Path("/", tuple(of_shape(part, shapes) for part in Collection(shapes, node)))


def parse(path: str) -> Path:
    """Return the path that this text describes: a bare IRI, or <IRI> with ^ | / * + ? and parentheses."""
    if not path.startswith(("<", "(", "^")):
        return Path("", (), URIRef(path))
    return _several(_SIGN.findall(path), "|")


def _several(signs: list[str], between: str) -> Path:
    """Read alternatives, or the steps of a sequence, and take their signs off the list."""
    parts = [_several(signs, "/") if between == "|" else _one(signs)]
    while signs and signs[0] == between:
        del signs[0]
        parts.append(_several(signs, "/") if between == "|" else _one(signs))
    return parts[0] if len(parts) == 1 else Path(between, tuple(parts))


def _one(signs: list[str]) -> Path:
    sign = signs.pop(0) if signs else "<>"
    if sign == "^":
        return Path("^", (_one(signs),))
    if sign == "(":
        path = _several(signs, "|")
        del signs[:1]
    else:
        path = Path("", (), URIRef(sign.strip("<>")))
    while signs and signs[0] in "*+?":
        path = Path(signs.pop(0), (path,))
    return path


def walk(path: Path, facts: Facts, node: Node, *, back: bool = False) -> Iterator[Way]:
    """Yield the ways along a path from a node; back: against its direction."""
    match path.sign:
        case "":
            found = facts.uses(node, path.predicate) if back else facts.facts(node, path.predicate)
            yield from ((triple[0 if back else 2], (triple,)) for triple in found)
        case "^":
            yield from walk(path.parts[0], facts, node, back=not back)
        case "|":
            for part in path.parts:
                yield from walk(part, facts, node, back=back)
        case "/":
            yield from _sequence(path.parts[::-1] if back else path.parts, facts, node, back=back)
        case _:
            yield from _repeated(path, facts, node, back=back)


def _sequence(parts: tuple[Path, ...], facts: Facts, node: Node, *, back: bool) -> Iterator[Way]:
    if not parts:
        yield node, ()
        return
    for middle, before in walk(parts[0], facts, node, back=back):
        for end, after in _sequence(parts[1:], facts, middle, back=back):
            yield end, (*after, *before)


def _repeated(path: Path, facts: Facts, node: Node, *, back: bool) -> Iterator[Way]:
    """Walk a path with * + or ?, each node once."""
    met: dict[Node, tuple[Triple, ...]] = {} if path.sign == "+" else {node: ()}
    todo = deque([(node, tuple[Triple, ...]())])
    while todo and len(met) < _FAR:
        here, before = todo.popleft()
        for end, after in walk(path.parts[0], facts, here, back=back):
            if end not in met:
                met[end] = (*after, *before)
                todo.extend([(end, met[end])] if path.sign != "?" else [])
    yield from met.items()
