"""Shapes and data by chance: every component of SHACL Core, nested in each other, over a world of a few terms."""

from hypothesis import strategies as st
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from shacl import EX

THINGS = [URIRef(f"{EX}{letter}") for letter in "abcd"] + [BNode("n1"), BNode("n2")]
CLASSES = [URIRef(f"{EX}{letter}") for letter in "ABC"]
PROPERTIES = [URIRef(f"{EX}{letter}") for letter in "pqr"]
LITERALS = [
    *(Literal(text, lang=tag) for text, tag in (("x", "nl"), ("y", "nl"), ("x", "en"), ("z", "nl-BE"))),
    *(Literal(text) for text in ("", "x", "abc", "10")),
    *(Literal(text, datatype=XSD.integer, normalize=False) for text in ("1", "01", "2", "10", "een")),
    *(Literal(text, datatype=XSD.decimal, normalize=False) for text in ("1.0", "1.00", "2.5")),
    *(Literal(text, datatype=XSD.date, normalize=False) for text in ("2026-01-01", "2026-02-31")),
    *(Literal(f"2026-01-01T12:00:00{zone}", datatype=XSD.dateTime, normalize=False) for zone in ("", "Z", "+01:00")),
    *(Literal(text, datatype=XSD.boolean, normalize=False) for text in ("true", "1")),
]
KINDS = (SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral)
LIMITS = [
    literal for literal in LITERALS if literal.datatype in {XSD.integer, XSD.date, XSD.dateTime} and literal.value
]
_YES = Literal(True)  # noqa: FBT003 - an RDF literal


@st.composite
def data(draw: st.DrawFn) -> Graph:
    """Draw a small graph: some types, some subclasses, some statements."""
    graph = Graph(bind_namespaces="none")
    for narrow, wide in draw(st.lists(st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES)), max_size=2)):
        graph.add((narrow, RDFS.subClassOf, wide))
    for thing, kind in draw(st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(CLASSES)), max_size=6)):
        graph.add((thing, RDF.type, kind))
    said = st.tuples(*map(st.sampled_from, (THINGS, PROPERTIES, [*THINGS, *LITERALS])))
    for statement in draw(st.lists(said, min_size=3, max_size=16)):
        graph.add(statement)
    return graph


@st.composite
def shapes(draw: st.DrawFn) -> Graph:
    """Draw up to three shapes with targets."""
    author = _Author(draw)
    for number in range(draw(st.integers(1, 3))):
        author.aim(author.shape(2, URIRef(f"{EX}Shape{number}")))
    return author.graph


class _Author:
    """Writes shapes into a graph, as chance wants it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.graph = Graph(bind_namespaces="none")
        self._draw = draw
        self._count = 0

    def aim(self, shape: Node) -> None:
        """Give a shape one or two targets."""
        for kind in self._some((SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf), 1, 2):
            choices = {SH.targetClass: CLASSES, SH.targetNode: [*THINGS[:4], *LITERALS[:6]]}.get(kind, PROPERTIES)
            self.graph.add((shape, kind, self._one(choices)))

    def shape(self, depth: int, name: Node | None = None, *, on_path: bool | None = None) -> Node:
        """Write a shape with one to three constraints; deeper ones only while depth allows."""
        shape = name or self._blank()
        on_path = self._draw(st.booleans()) if on_path is None else on_path
        self.graph.add((shape, RDF.type, SH.PropertyShape if on_path else SH.NodeShape))
        if on_path:
            self.graph.add((shape, SH.path, self._path(2)))
        constraints = [self._plain, self._compared, self._texts, self._listed]
        constraints += [self._counted, self._qualified] * on_path + [self._nested, self._inner] * (depth > 0)
        for write in self._some(constraints, 1, 3):
            write(shape, depth)
        if self._draw(st.integers(0, 5)) == 0:
            self.graph.add((shape, SH.severity, self._one((SH.Info, SH.Warning))))
        if self._draw(st.integers(0, 9)) == 0:
            self.graph.add((shape, SH.deactivated, _YES))
        return shape

    def _plain(self, shape: Node, _: int) -> None:
        kind = self._one((SH["class"], SH.datatype, SH.nodeKind, SH.hasValue))
        types = sorted({literal.datatype or XSD.string for literal in LITERALS})
        choices = {SH["class"]: CLASSES, SH.datatype: [*types, RDF.langString], SH.nodeKind: KINDS}
        self.graph.add((shape, kind, self._one(choices.get(kind, [*THINGS[:4], *LITERALS]))))

    def _compared(self, shape: Node, _: int) -> None:
        on_path = (shape, RDF.type, SH.PropertyShape) in self.graph
        kinds = [SH.equals, SH.disjoint, SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive]
        kind = self._one(kinds + [SH.lessThan, SH.lessThanOrEquals] * on_path)
        pairs = {SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals}
        self.graph.add((shape, kind, self._one(PROPERTIES if kind in pairs else LIMITS)))

    def _texts(self, shape: Node, _: int) -> None:
        kind = self._one((SH.minLength, SH.maxLength, SH.pattern, SH.languageIn))
        if kind == SH.languageIn:
            self.graph.add((shape, kind, self._list([Literal(tag) for tag in self._some(("nl", "en", "nl-BE"), 1, 2)])))
        elif kind == SH.pattern:
            self.graph.add((shape, kind, Literal(self._one(("^x", "a.c", "^[0-9]+$", "example", "X")))))
            if self._draw(st.booleans()):
                self.graph.add((shape, SH.flags, Literal("i")))
        else:
            self.graph.add((shape, kind, Literal(self._draw(st.integers(0, 4)))))

    def _listed(self, shape: Node, _: int) -> None:
        if self._draw(st.booleans()):
            self.graph.add((shape, SH["in"], self._list(self._some([*THINGS[:4], *LITERALS], 1, 6))))
        else:
            self.graph.add((shape, SH.closed, _YES))
            self.graph.add((shape, SH.ignoredProperties, self._list(self._some([RDF.type, *PROPERTIES], 1, 3))))

    def _counted(self, shape: Node, _: int) -> None:
        kind = self._one((SH.minCount, SH.maxCount, SH.uniqueLang))
        self.graph.add((shape, kind, _YES if kind == SH.uniqueLang else Literal(self._draw(st.integers(0, 3)))))

    def _qualified(self, shape: Node, depth: int) -> None:
        if depth > 0:
            self.graph.add((shape, SH.qualifiedValueShape, self.shape(depth - 1)))
            kind = self._one((SH.qualifiedMinCount, SH.qualifiedMaxCount))
            self.graph.add((shape, kind, Literal(self._draw(st.integers(0, 2)))))
            if self._draw(st.booleans()):
                self.graph.add((shape, SH.qualifiedValueShapesDisjoint, _YES))

    def _nested(self, shape: Node, depth: int) -> None:
        kind = self._one((SH["not"], SH.node, SH["and"], SH["or"], SH.xone))
        if kind in {SH["not"], SH.node}:
            inner = self.shape(depth - 1, on_path=False if kind == SH.node else None)
        else:
            inner = self._list([self.shape(depth - 1) for _ in range(self._draw(st.integers(1, 3)))])
        self.graph.add((shape, kind, inner))

    def _inner(self, shape: Node, depth: int) -> None:
        self.graph.add((shape, SH.property, self.shape(depth - 1, on_path=True)))

    def _path(self, depth: int) -> Node:
        kind = self._draw(st.integers(0, 9))
        if depth == 0 or kind < 4:
            return self._one(PROPERTIES)
        if kind == 9:
            return self._list([self._path(depth - 1), self._path(depth - 1)])
        step = self._blank()
        word = (SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)[kind - 4]
        inner = self._path(depth - 1)
        self.graph.add(
            (step, word, self._list([inner, self._path(depth - 1)]) if word == SH.alternativePath else inner)
        )
        return step

    def _list(self, items: list[Node]) -> Node:
        head = self._blank()
        Collection(self.graph, head, items)
        return head

    def _blank(self) -> BNode:
        self._count += 1
        return BNode(f"s{self._count}")

    def _one(self, choices):
        return self._draw(st.sampled_from(list(choices)))

    def _some(self, choices, least, most):
        return self._draw(st.lists(st.sampled_from(list(choices)), min_size=least, max_size=most, unique=True))
