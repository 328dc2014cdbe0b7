"""The components of SHACL Core that hold a value against other shapes (sections 4.6 and 4.7)."""

from collections.abc import Callable

from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding
from kennisgraaf.validation.checks import (
    NOTHING,
    Check,
    Found,
    Look,
    Maker,
    Objection,
    Run,
    Shape,
    Values,
    each,
    number,
)
from kennisgraaf.validation.paths import Unsupported, items


def conforms(shape: Shape, graph: Graph, look: Look) -> list[tuple[str, Check]]:
    """sh:node (4.7.1): each value conforms to the shape."""

    def make(inner: Shape) -> Check:
        if inner.path is not None:
            raise Unsupported("sh:node with a property shape")

        def check(run: Run, _: Node, values: Values) -> Found:
            told = ((value, run.objections(inner, value)) for value in values)
            return [Objection(value, tuple(causes)) for value, causes in told if causes]

        return check

    return [("Node", make(look(node))) for node in graph.objects(shape.node, SH.node)]


def differs(shape: Shape, graph: Graph, look: Look) -> list[tuple[str, Check]]:
    """sh:not (4.6.1): no value conforms to the shape."""
    inner = [look(node) for node in graph.objects(shape.node, SH["not"])]
    return [
        ("Not", each(lambda run, value, one=one: not run.objections(one, value)))  # type: ignore[misc]
        for one in inner
    ]


def several(parameter: URIRef, name: str, fits: Callable[[int, int], bool]) -> Maker:
    """Return the maker of sh:and, sh:or or sh:xone; fits tells whether so many of so many are right."""

    def make(shape: Shape, graph: Graph, look: Look) -> list[tuple[str, Check]]:
        return [
            (name, check([look(one) for one in members(graph, head)])) for head in graph.objects(shape.node, parameter)
        ]

    def members(graph: Graph, head: Node) -> list[Node]:
        found = items(graph, head)
        return found if parameter == SH.xone else list(dict.fromkeys(found))

    def check(inner: list[Shape]) -> Check:
        def found(run: Run, _: Node, values: Values) -> Found:
            objections = []
            for value in values:
                told = [run.objections(one, value) for one in inner]
                if not fits(sum(not causes for causes in told), len(inner)):
                    objections.append(Objection(value, tuple(cause for causes in told for cause in causes)))
            return objections

        return found

    return make


def qualified(shape: Shape, graph: Graph, look: Look) -> list[tuple[str, Check]]:
    """sh:qualifiedValueShape (4.7.3): so many values conform to the shape."""
    if shape.path is None:
        return []  # ignored there, as in pySHACL
    parameters = (SH.qualifiedMinCount, SH.qualifiedMaxCount)
    least, most = (number(shape, graph, one) if (shape.node, one, None) in graph else None for one in parameters)
    if least is None and most is None:
        raise Unsupported("sh:qualifiedValueShape without a number")
    disjoint = Literal(True) in graph.objects(shape.node, SH.qualifiedValueShapesDisjoint)  # noqa: FBT003
    checks: list[tuple[str, Check]] = []
    for node in graph.objects(shape.node, SH.qualifiedValueShape):
        siblings = [look(one) for one in _siblings(shape.node, node, graph)] if disjoint else []
        count = _counter(look(node), siblings)
        if least is not None:
            checks.append(("QualifiedMinCount", _counted(count, lambda number, least=least: number < least)))  # type: ignore[misc]
        if most is not None:
            checks.append(("QualifiedMaxCount", _counted(count, lambda number, most=most: number > most)))  # type: ignore[misc]
    return checks


def _siblings(shape: Node, own: Node, graph: Graph) -> list[Node]:
    """Return the sibling shapes of a qualified value shape (section 4.7.3)."""
    properties = (one for above in graph.subjects(SH.property, shape) for one in graph.objects(above, SH.property))
    found = (other for one in properties for other in graph.objects(one, SH.qualifiedValueShape))
    return list(dict.fromkeys(other for other in found if other != own))


Counted = Callable[[Run, Values], tuple[int, list[Finding]]]


def _counter(wanted: Shape, siblings: list[Shape]) -> Counted:
    def count(run: Run, values: Values) -> tuple[int, list[Finding]]:
        number, told = 0, []
        for value in values:
            if causes := run.objections(wanted, value):
                told += causes
            elif all(run.objections(other, value) for other in siblings):
                number += 1
        return number, told

    return count


def _counted(count: Counted, wrong: Callable[[int], bool]) -> Check:
    def check(run: Run, _: Node, values: Values) -> Found:
        number, told = count(run, values)
        return [Objection(causes=tuple(told))] if wrong(number) else NOTHING

    return check
