"""The rules that hold for a thing of one class: which shapes aim at it, and what each says of which property.

A shape may choose its things with a query (SHACL-AF). A thing of the class with nothing else known about it is put to
that query: if it is chosen, so is every thing of the class.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node

from kennisgraaf.forms import constraint
from kennisgraaf.forms.constraint import Constraint
from kennisgraaf.namespaces import ID

Step = tuple[URIRef, bool]  # a property, and whether it is followed backwards


@dataclass(frozen=True)
class Rule:
    """One property shape: what it asks of the values of its steps (several are alternatives of each other).

    Of all values together there are least to most (0: no limit); of those that meet the inner constraint, if there is
    one, there are inner_least to inner_most. messages and names go from language to text.
    """

    shape: Node
    steps: tuple[Step, ...]
    outer: Constraint
    messages: Mapping[str, str]
    names: Mapping[str, str]
    least: int = 0
    most: int = 0
    unique_language: bool = False
    inner: Constraint | None = None
    inner_least: int = 0
    inner_most: int = 0
    fixed: tuple[Node, ...] = ()
    refused: tuple[Node, ...] = ()


def above(kind: URIRef, facts: Graph) -> set[Node]:
    """Return a class and all its superclasses."""
    return {own for own in facts.transitive_objects(kind, RDFS.subClassOf) if own is not None}


def aimed(kind: URIRef, word: str, shapes: Graph, facts: Graph) -> set[Node]:
    """Return the shapes that hold for every thing of a class; word is the {type} part of its IRI."""
    classes = above(kind, facts)
    found = {shape for own in classes for shape in shapes.subjects(SH.targetClass, own)}
    found |= {own for own in classes if (own, RDF.type, SH.NodeShape) in shapes}
    probe = URIRef(f"{ID}{word}/x")
    alone = Graph()
    alone.add((probe, RDF.type, kind))
    for own in classes:
        for wider in facts.objects(own, RDFS.subClassOf):
            alone.add((own, RDFS.subClassOf, wider))
    prefixes = _declared(shapes)
    for target in set(shapes.objects(None, SH.target)):
        query = shapes.value(target, SH.select)
        if query is not None and any(probe in row for row in _rows(alone, str(query), prefixes)):
            found |= set(shapes.subjects(SH.target, target))
    return _whole(found, shapes)


def rules(aims: Iterable[Node], shapes: Graph) -> list[Rule]:
    """Return the rules of these shapes about properties, sorted."""
    found: set[Node] = set()
    for shape in aims:
        found |= {shape} if (shape, SH.path, None) in shapes else set(shapes.objects(shape, SH.property))
    return [_rule(shape, shapes) for shape in sorted(found, key=str)]


def texts(node: Node, name: URIRef, graph: Graph) -> dict[str, str]:
    """Return the texts of a property by language."""
    values = sorted(value for value in graph.objects(node, name) if isinstance(value, Literal))
    return {value.language or "": str(value) for value in values}


def _rows(graph: Graph, query: str, prefixes: dict[str, str]) -> Iterator[tuple[Node, ...]]:
    for row in graph.query(_prepared(query, tuple(prefixes.items()))):
        if isinstance(row, tuple):
            yield row


@lru_cache(maxsize=256)
def _prepared(query: str, prefixes: tuple[tuple[str, str], ...]) -> Query:
    """Return a query ready to run: reading it takes far longer than putting one thing to it."""
    return prepareQuery(query, initNs=dict(prefixes))


def _declared(shapes: Graph) -> dict[str, str]:
    found = shapes.objects(None, SH.declare)
    return {str(shapes.value(one, SH.prefix)): str(shapes.value(one, SH.namespace)) for one in found}


def _whole(found: set[Node], shapes: Graph) -> set[Node]:
    """Add the shapes that these refer to as holding for the same thing."""
    todo = list(found)
    while todo:
        shape = todo.pop()
        more = set(shapes.objects(shape, SH.node))
        for listed in shapes.objects(shape, SH["and"]):
            more |= set(Collection(shapes, listed))
        todo += more - found
        found |= more
    return found


def _rule(shape: Node, shapes: Graph) -> Rule:
    def number(name: URIRef) -> int:
        return int(str(shapes.value(shape, name) or 0))

    inner = shapes.value(shape, SH.qualifiedValueShape)
    refused = (shapes.value(other, SH["in"]) for other in shapes.objects(shape, SH["not"]))
    return Rule(
        shape=shape,
        steps=tuple(_steps(shapes.value(shape, SH.path), shapes)),
        outer=constraint.read(shape, shapes),
        messages=texts(shape, SH.message, shapes),
        names=texts(shape, SH.name, shapes),
        least=number(SH.minCount),
        most=number(SH.maxCount),
        unique_language=str(shapes.value(shape, SH.uniqueLang)) == "true",
        inner=constraint.read(inner, shapes) if inner else None,
        inner_least=number(SH.qualifiedMinCount),
        inner_most=number(SH.qualifiedMaxCount),
        fixed=tuple(sorted(shapes.objects(shape, SH.hasValue), key=str)),
        refused=tuple(value for listed in refused if listed for value in Collection(shapes, listed)),
    )


def _steps(path: Node | None, shapes: Graph) -> Iterator[Step]:
    """Yield the properties of a path that a form can fill: one, one backwards, or alternatives; else nothing."""
    if isinstance(path, URIRef):
        yield path, False
    elif path is not None and isinstance(inverse := shapes.value(path, SH.inversePath), URIRef):
        yield inverse, True
    elif path is not None and (either := shapes.value(path, SH.alternativePath)) is not None:
        for step in Collection(shapes, either):
            yield from _steps(step, shapes)
