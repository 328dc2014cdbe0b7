"""What a change can affect: the things for which a shape may now say something else than before.

Followed back from the changed statements, through paths, classes and shapes within shapes. Where that cannot be told
for sure (a query, a long path), every focus node counts: rather too much than too little.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from rdflib import RDF, RDFS, SH, Graph
from rdflib.term import Node

from kennisgraaf.findings import Statement
from kennisgraaf.validation.checks import Shape
from kennisgraaf.validation.facts import Facts
from kennisgraaf.validation.paths import Path, items
from kennisgraaf.validation.shapes import Shapes

_PAIRS = (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)
_WITHIN = (SH.node, SH["not"], SH.qualifiedValueShape)
_LISTS = (SH["and"], SH["or"], SH.xone)
Things = set[Node] | None  # None: all of them


class Reach:
    """The reach of one change on the facts as they are after it."""

    def __init__(self, change: Iterable[Statement], facts: Facts, shapes: Shapes) -> None:
        """Take the statements that came or went."""
        self._facts, self._shapes = facts, shapes
        self._graph: Graph = shapes.graph
        self._subjects: dict[Node, set[Node]] = {}
        self._objects: dict[Node, set[Node]] = {}
        for s, p, o in change:
            self._subjects.setdefault(p, set()).add(s)
            self._objects.setdefault(p, set()).add(o)
        self._known: dict[Node, Things] = {}

    @property
    def everywhere(self) -> bool:
        """Tell whether the classes themselves changed, and with them what any shape is about."""
        return RDFS.subClassOf in self._subjects

    def things(self, root: Node) -> Things:
        """Return the things for which a shape with a target may judge otherwise; Unsupported as `Shapes.shape`."""
        if not self._subjects:
            return set()
        if self.everywhere or (root, SH.target, None) in self._graph:
            return None
        return _joined([self._aimed(root), self._reached(self._shapes.shape(root))])

    def _aimed(self, root: Node) -> set[Node]:
        """Return the things that may have become focus nodes."""
        found = set(self._subjects.get(RDF.type, ()))
        for predicate in self._graph.objects(root, SH.targetSubjectsOf):
            found |= self._subjects.get(predicate, set())
        for predicate in self._graph.objects(root, SH.targetObjectsOf):
            found |= self._objects.get(predicate, set())
        return found

    def _reached(self, shape: Shape) -> Things:
        if shape.node not in self._known:
            self._known[shape.node] = self._through(shape)
        return self._known[shape.node]

    def _through(self, shape: Shape) -> Things:
        if not shape.active:
            return set()
        if (shape.node, SH.sparql, None) in self._graph:
            return None
        values = _joined(self._valued(shape))
        if shape.path is None:
            return _joined([values, self._paired(shape)])
        return _joined([self._walked(shape.path, values), self._paired(shape)])

    def _paired(self, shape: Shape) -> set[Node]:
        """Return the things of which another property, held against this one, changed."""
        others = (other for parameter in _PAIRS for other in self._graph.objects(shape.node, parameter))
        return {thing for other in others for thing in self._subjects.get(other, ())}

    def _valued(self, shape: Shape) -> Iterator[Things]:
        """Yield the values that may be judged otherwise by themselves."""
        if (shape.node, SH["class"], None) in self._graph:
            yield self._subjects.get(RDF.type, set())
        if (shape.node, SH.closed, None) in self._graph:
            yield self._changed
        for inner in self._inner(shape.node):
            yield self._reached(self._shapes.shape(inner))

    @cached_property
    def _changed(self) -> set[Node]:
        return {thing for things in self._subjects.values() for thing in things}

    def _inner(self, node: Node) -> Iterator[Node]:
        graph = self._graph
        for parameter in (*_WITHIN, SH.property):
            yield from graph.objects(node, parameter)
        for parameter in _LISTS:
            for head in graph.objects(node, parameter):
                yield from items(graph, head)
        for above in graph.subjects(SH.property, node):  # siblings of a qualified shape
            for one in graph.objects(above, SH.property):
                yield from graph.objects(one, SH.qualifiedValueShape)

    def _walked(self, path: Path, values: Things) -> Things:
        """Return the things from which the path runs over a changed statement, or leads to one of the values."""
        if values is None:
            return None
        if single := path.single:
            holders = self._facts.holders(single)
            return self._subjects.get(single, set()) | {thing for value in values for thing in holders.get(value, ())}
        touched = any(predicate in self._subjects for predicate in path.predicates)
        return None if touched or values else set()


def _joined(parts: Iterable[Things]) -> Things:
    found: set[Node] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found
