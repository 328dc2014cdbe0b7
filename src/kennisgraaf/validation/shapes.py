"""The shapes graph, made ready to run: each shape once, when it is first needed.

A shape that this engine does not know to the letter (a recursive one, a component of one's own, a malformed list) is
Unsupported; then the shape with the target that led there is left to pySHACL as a whole.
"""

from collections.abc import Iterator
from functools import cached_property

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal
from rdflib.term import Node

from kennisgraaf.validation import queries
from kennisgraaf.validation.checks import Shape
from kennisgraaf.validation.components import MAKERS
from kennisgraaf.validation.facts import Facts
from kennisgraaf.validation.outline import TARGETS, class_types, named_around, texts
from kennisgraaf.validation.paths import Unsupported, compile_path, items

_LISTS = (SH["and"], SH["or"], SH.xone)
_INNER = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_AWAY = {SH.expression}  # node expressions: left to pySHACL


class Shapes:
    """All shapes of a graph."""

    def __init__(self, graph: Graph) -> None:
        """Take a shapes graph; nothing is looked at yet."""
        self.graph = graph
        self._made: dict[Node, Shape | Unsupported] = {}
        self._open: set[Node] = set()

    @cached_property
    def paths(self) -> dict[Node, Node | None]:
        """Return each shape → the node of its path, None for a node shape; Unsupported if one is malformed."""
        graph = self.graph
        if any(graph.subjects(SH.rule)):
            raise Unsupported("rules, which add to the data")
        declared = {node: kind for kind in (SH.NodeShape, SH.PropertyShape) for node in graph.subjects(RDF.type, kind)}
        nodes = dict.fromkeys([*declared, *self._implied()])
        found: dict[Node, Node | None] = {}
        for node in nodes:
            paths = list(graph.objects(node, SH.path))
            kinds = {kind for kind in graph.objects(node, RDF.type) if kind in {SH.NodeShape, SH.PropertyShape}}
            if len(paths) > 1 or len(kinds) > 1 or (kinds and bool(paths) != (SH.PropertyShape in kinds)):
                raise Unsupported(f"{node} has the wrong number of paths")
            found[node] = paths[0] if paths else None
        return found

    def _implied(self) -> Iterator[Node]:
        """Yield the shapes that are so by their use (section 2.1 of SHACL)."""
        for predicate in (*TARGETS[:4], SH.property, SH.node):
            yield from self.graph.subjects(predicate)
        for predicate in _INNER:
            yield from self.graph.objects(None, predicate)
        for predicate in _LISTS:
            for head in self.graph.objects(None, predicate):
                members = items(self.graph, head)
                if not members:
                    raise Unsupported("an empty list of shapes")
                yield from members

    @cached_property
    def roots(self) -> list[Node]:
        """Return the shapes with a target, in a fixed order."""
        types = class_types(self.graph)
        found = [node for node in self.paths if self._targeted(node, types)]
        return sorted(found, key=lambda node: (isinstance(node, BNode), str(node)))

    def _targeted(self, node: Node, types: set[Node]) -> bool:
        has_target = any((node, target, None) in self.graph for target in TARGETS)
        return has_target or any(kind in types for kind in self.graph.objects(node, RDF.type))

    def targets(self, node: Node, facts: Facts) -> list[Node]:
        """Return the focus nodes of a shape (section 2.1.3 of SHACL, section 3.1 of SHACL-AF), each once."""
        graph = self.graph
        found: dict[Node, None] = dict.fromkeys(graph.objects(node, SH.targetNode))
        classes = list(graph.objects(node, SH.targetClass))
        if not class_types(graph).isdisjoint(graph.objects(node, RDF.type)):
            classes.append(node)
        for cls in classes:
            found.update(facts.instances(cls))
        for predicate in graph.objects(node, SH.targetSubjectsOf):
            found.update(dict.fromkeys(facts.subjects(predicate)))
        for predicate in graph.objects(node, SH.targetObjectsOf):
            found.update(dict.fromkeys(facts.holders(predicate)))
        for target in graph.objects(node, SH.target):
            found.update(dict.fromkeys(queries.targets(graph, target, facts)))
        return list(found)

    def shape(self, node: Node) -> Shape:
        """Return one shape, ready to run; Unsupported if this engine does not know how."""
        if node in self._open:
            raise Unsupported("a shape that uses itself")
        if node not in self._made:
            self._open.add(node)
            try:
                self._made[node] = self._compile(node)
            except Unsupported as unsupported:
                self._made[node] = unsupported
            finally:
                self._open.discard(node)
        made = self._made[node]
        if isinstance(made, Unsupported):
            raise made
        return made

    def _compile(self, node: Node) -> Shape:
        graph = self.graph
        if node not in self.paths:
            raise Unsupported(f"{node} is no shape")
        said = {p for p, _ in graph.predicate_objects(node)}
        if said & _AWAY or said & self._custom:
            raise Unsupported("a component that is not of SHACL Core")
        path = self.paths[node]
        named = named_around(graph, node)
        shape = Shape(
            node,
            None if path is None else compile_path(path, graph),
            named,
            self._severity(node),
            texts(graph, node) or texts(graph, named),
            self._active(node),
        )
        if not shape.active:
            return shape
        for parameter in sorted(said & MAKERS.keys(), key=str):
            shape.checks += MAKERS[parameter](shape, graph, self.shape)  # type: ignore[index]
        if SH.ignoredProperties in said and SH.closed not in said:
            raise Unsupported("sh:ignoredProperties without sh:closed")
        shape.checks += [("SPARQL", queries.constraint(graph, one, shape)) for one in graph.objects(node, SH.sparql)]
        shape.properties = [self.shape(one) for one in sorted(graph.objects(node, SH.property), key=str)]
        if any(one.path is None for one in shape.properties):
            raise Unsupported("sh:property with a node shape")
        return shape

    @cached_property
    def _custom(self) -> set[Node]:
        """Return the parameters of components of one's own (section 6.2)."""
        graph = self.graph
        kinds = [SH.ConstraintComponent, *graph.subjects(RDFS.subClassOf, SH.ConstraintComponent)]
        components = {
            one for kind in kinds for one in graph.subjects(RDF.type, kind) if not str(one).startswith(str(SH))
        }
        return {
            path
            for one in components
            for parameter in graph.objects(one, SH.parameter)
            for path in graph.objects(parameter, SH.path)
        }

    def _severity(self, node: Node) -> str:
        found = list(self.graph.objects(node, SH.severity))
        if len(found) > 1:
            raise Unsupported("more than one severity")
        return str(found[0] if found else SH.Violation).removeprefix(str(SH))

    def _active(self, node: Node) -> bool:
        found = list(self.graph.objects(node, SH.deactivated))
        if len(found) > 1 or not all(isinstance(one, Literal) for one in found):
            raise Unsupported("sh:deactivated with something else than true or false")
        return not (found and found[0].value)  # type: ignore[attr-defined]
