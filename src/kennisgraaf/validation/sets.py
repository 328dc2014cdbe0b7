"""The components of SHACL Core that look at all values together (sections 4.2, 4.4.5, 4.5 and 4.8)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

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
    flag,
    number,
    of_property,
    statements,
)
from kennisgraaf.validation.paths import Unsupported, items


def min_count(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:minCount (4.2.1): there are so many values at least."""
    least = number(shape, graph, SH.minCount)
    of_property(shape)
    missing = (Objection(),)
    return [("MinCount", lambda _, __, values: missing if len(values) < least else NOTHING)]


def max_count(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:maxCount (4.2.2): there are so many values at most."""
    most = number(shape, graph, SH.maxCount)
    of_property(shape)

    def check(_: Run, thing: Node, values: Values) -> Found:
        return [Objection(statements=statements(shape, thing, values))] if len(values) > most else NOTHING

    return [("MaxCount", check)]


def unique_lang(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:uniqueLang (4.4.5): no two values have the same language."""
    of_property(shape)
    if not flag(shape, graph, SH.uniqueLang):
        return []

    def check(_: Run, thing: Node, values: Values) -> Found:
        if len(values) < 2:  # noqa: PLR2004
            return NOTHING
        tagged = [value for value in values if isinstance(value, Literal) and value.language]
        times = Counter(value.language.lower() for value in tagged if value.language)
        return [
            Objection(
                statements=statements(
                    shape, thing, [value for value in tagged if value.language and value.language.lower() == language]
                )
            )
            for language, count in times.items()
            if count > 1
        ]

    return [("UniqueLang", check)]


# Property pairs


def _others(shape: Shape, graph: Graph, parameter: URIRef) -> list[URIRef]:
    found = list(graph.objects(shape.node, parameter))
    if not all(isinstance(other, URIRef) for other in found):
        raise Unsupported(f"{parameter} with something else than a property")
    return found  # type: ignore[return-value]


def equals(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:equals (4.5.1): the values are those of another property."""

    def check(run: Run, thing: Node, values: Values, other: URIRef) -> Found:
        there = run.facts.values(thing, other)
        lacking = [value for value in values if value not in there]
        return [Objection(value) for value in [*lacking, *(value for value in there if value not in values)]]

    return _paired(shape, graph, SH.equals, "Equals", check)


def disjoint(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:disjoint (4.5.2): no value is one of another property."""

    def check(run: Run, thing: Node, values: Values, other: URIRef) -> Found:
        there = run.facts.values(thing, other)
        return [
            Objection(value, statements=(*statements(shape, thing, [value]), (thing, other, value)))
            for value in values
            if value in there
        ]

    return _paired(shape, graph, SH.disjoint, "Disjoint", check)


Paired = Callable[[Run, Node, Values, URIRef], Found]


def _paired(shape: Shape, graph: Graph, parameter: URIRef, name: str, check: Paired) -> list[tuple[str, Check]]:
    return [
        (name, lambda run, thing, values, other=other: check(run, thing, values, other))  # type: ignore[misc]
        for other in _others(shape, graph, parameter)
    ]


def less(parameter: URIRef, name: str, fits: Callable[[Any, Any], bool]) -> Maker:
    """sh:lessThan and sh:lessThanOrEquals (4.5.3, 4.5.4): each value compares well with each of another property."""

    def make(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
        of_property(shape)

        def check(run: Run, thing: Node, values: Values, other: URIRef) -> Found:
            pairs = ((value, there) for value in values for there in run.facts.values(thing, other))
            return [
                Objection(value, statements=(*statements(shape, thing, [value]), (thing, other, there)))
                for value, there in pairs
                if not _fit(value, there, fits)
            ]

        return _paired(shape, graph, parameter, name, check)

    return make


def _fit(value: Node, other: Node, fits: Callable[[Any, Any], bool]) -> bool:
    left, right = _plain(value), _plain(other)
    return (type(left) is str) == (type(right) is str) and fits(left, right)


def _plain(node: Node) -> Any:
    """Return what stands in comparisons for a node: its text where it has no other value."""
    if isinstance(node, BNode):
        raise Unsupported("a blank node cannot be compared")
    return str(node) if isinstance(node, URIRef) or isinstance(getattr(node, "value", None), str) else node


def has_value(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:hasValue (4.8.2): this is among the values."""
    return [
        ("HasValue", lambda _, __, values, wanted=wanted: NOTHING if wanted in values else (Objection(),))  # type: ignore[misc]
        for wanted in graph.objects(shape.node, SH.hasValue)
    ]


def closed(shape: Shape, graph: Graph, look: Look) -> list[tuple[str, Check]]:
    """sh:closed, sh:ignoredProperties (4.8.1): no properties but those of the property shapes."""
    if not flag(shape, graph, SH.closed):
        return []
    known: set[Node] = {item for head in graph.objects(shape.node, SH.ignoredProperties) for item in items(graph, head)}
    for node in graph.objects(shape.node, SH.property):
        path = look(node).path
        if path is None:
            raise Unsupported("sh:property with a node shape")
        if path.single:
            known.add(path.single)

    def check(run: Run, _: Node, values: Values) -> Found:
        return [
            Objection(other, statements=((value, predicate, other),), path=str(predicate))
            for value in values
            for predicate, others in run.facts.about.get(value, {}).items()
            if predicate not in known
            for other in others
            if (predicate, other) != (RDF.type, RDFS.Resource)
        ]

    return [("Closed", check)]
