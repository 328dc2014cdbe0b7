"""What a check is: a function from a thing and its value nodes to what it objects to, made once per shape."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from rdflib import XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding, Statement
from kennisgraaf.validation.facts import Facts
from kennisgraaf.validation.paths import Path, Unsupported


class Objection(NamedTuple):
    """What a check objects to; path where it is not the shape's own, bound for texts with {?names}."""

    value: Node | None = None
    causes: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = ()
    path: str | None = None
    bound: dict[str, Node] | None = None
    messages: dict[str, str] | None = None


@dataclass
class Shape:
    """One shape; path is None for a node shape, named is the named shape around it (itself, if it has a name)."""

    node: Node
    path: Path | None
    named: Node
    severity: str
    messages: dict[str, str]
    active: bool = True
    checks: "list[tuple[str, Check]]" = field(default_factory=list)
    properties: "list[Shape]" = field(default_factory=list)


class Run(Protocol):
    """What checks need of the one who runs them."""

    facts: Facts

    def objections(self, shape: Shape, thing: Node) -> list[Finding]:
        """Return what a shape objects to in a thing."""


Values = Collection[Node]
Found = Iterable[Objection]
Check = Callable[[Run, Node, Values], Found]
Look = Callable[[Node], Shape]
Maker = Callable[[Shape, Graph, Look], list[tuple[str, Check]]]
NOTHING: tuple[Objection, ...] = ()


def each(wrong: Callable[[Run, Node], bool]) -> Check:
    """Return a check of each value by itself."""
    return lambda run, _, values: [Objection(value) for value in values if wrong(run, value)]


def only(shape: Shape, graph: Graph, parameter: URIRef) -> Node:
    """Return the only value of a parameter."""
    values = list(graph.objects(shape.node, parameter))
    if len(values) != 1:
        raise Unsupported(f"{parameter} more than once")
    return values[0]


def number(shape: Shape, graph: Graph, parameter: URIRef) -> int:
    """Return the only value of a parameter that takes a whole number from zero."""
    value = only(shape, graph, parameter)
    if not (isinstance(value, Literal) and value.datatype == XSD.integer and isinstance(value.value, int)):
        raise Unsupported(f"{parameter} with something else than a number")
    if value.value < 0:
        raise Unsupported(f"{parameter} below zero")
    return value.value


def flag(shape: Shape, graph: Graph, parameter: URIRef) -> bool:
    """Return the only value of a parameter that takes true or false."""
    value = only(shape, graph, parameter)
    if not (isinstance(value, Literal) and isinstance(value.value, bool)):
        raise Unsupported(f"{parameter} with something else than true or false")
    return value.value


def of_property(shape: Shape) -> None:
    """Stop unless it is a property shape."""
    if shape.path is None:
        raise Unsupported("a constraint on the values of a property, on a node shape")


def statements(shape: Shape, thing: Node, values: Iterable[Node]) -> tuple[Statement, ...]:
    """Return the statements behind the values, where the path is one property."""
    single = shape.path and shape.path.single
    return tuple((thing, single, value) for value in values) if single else ()
