"""The one form of Turtle that this project writes, so that a diff shows only what changed in meaning.

The form follows from the graph, the prefixes that the file declares and its comments; nothing else in the text counts.
A comment stands at the top, on lines of its own right above a block (it goes where the block goes), or at the end. What
is written reads back as the same graph, and is written the same again. A blank node stands in brackets where it is
used; one that is used twice or stands in a ring has a label instead, numbered in the order of RDF Dataset
Canonicalization (RDFC-1.0).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import OWL, RDF, XSD

from kennisgraaf import turtle
from kennisgraaf.layout import remarks
from kennisgraaf.namespaces import LOCAL

_TYPE, _FIRST, _REST, _NIL = (ox.NamedNode(str(iri)) for iri in (RDF.type, RDF.first, RDF.rest, RDF.nil))
_ONTOLOGY, _STRING = ox.NamedNode(str(OWL.Ontology)), ox.NamedNode(str(XSD.string))
_WIDTH = 100  # a list that is longer gets a line for each item
# Bare only where other readers keep the lexical form too: rdflib makes 7 of a bare 007, and 1E-7 of 0.0000001.
_BARE = {
    str(XSD.integer): re.compile(r"0|-?[1-9][0-9]*"),
    str(XSD.decimal): re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]{1,6}"),
    str(XSD.boolean): re.compile(r"true|false"),
}
# What nobody sees in a text: control characters, odd spaces, direction marks, a byte order mark.
_UNSEEN = r"\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff"
_IN_SHORT = re.compile(rf'["\\\n{_UNSEEN}]')
_IN_LONG = re.compile(rf'"(?=""|\Z)|[\\{_UNSEEN}]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\r": "\\r", "\t": "\\t"}


def layout(text: str, name: str = "") -> str:
    """Return a Turtle text in the fixed form; name is what errors call the file.

    Language tags come in lower case, relative IRIs in full. SourceError: the text is not valid Turtle 1.1, or has a
    comment elsewhere than at its top, right above a block or at its end: it would be lost or stand in the wrong place.
    """
    return amend(text, name)


def amend(
    text: str,
    name: str = "",
    *,
    add: Iterable[ox.Triple] = (),
    remove: Collection[ox.Triple] = (),
    prefixes: Mapping[str, str] | None = None,
) -> str:
    """Return a Turtle text with statements taken out and put in, in the fixed form; its comments stay.

    prefixes: those that may be used beside the ones that the text declares, which go first. SourceError: as in layout.
    """
    quads, declared = turtle.parse(text, name)
    comments = remarks.read(text, name)
    kept = [quad for quad in quads if quad.triple not in remove]
    known = {**(prefixes or {}), **declared}
    try:
        page = _Page(_canonical([*kept, *(ox.Quad(*triple) for triple in add)]), known, comments.above)
        parts = [comments.top, *page.parts(), comments.end]
    except RecursionError as error:
        raise turtle.too_deep(name) from error
    return "\n".join(f"{part}\n" for part in parts if part)


def _canonical(quads: list[ox.Quad]) -> "_Graph":
    """Build the graph; where it needs labels, with canonical names for its blank nodes."""
    graph = _Graph(quads)
    if not graph.loose:
        return graph
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return _Graph(dataset)


def _natural(text: str) -> list[Any]:
    """Return a sort key by which p2 comes before p10."""
    parts = re.split(r"([0-9]+)", text)
    return [(len(part.lstrip("0")), part.lstrip("0")) if place % 2 else part for place, part in enumerate(parts)]


class _Graph:
    """Statements by subject and predicate, and for each blank node how it can be written."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Take each statement once; the order of quads does not matter to what is written."""
        self.facts: dict[Any, dict[ox.NamedNode, list[Any]]] = {}
        for quad in dict.fromkeys(quads):
            self.facts.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
        self.uses = Counter(node for subject in self.facts for node in self._blanks(subject))
        self.cells = set(self._cells())
        self.loose = self._loose()

    def _blanks(self, subject: Any) -> Iterator[Any]:
        """Yield the blank nodes that a subject points to."""
        for objects in self.facts.get(subject, {}).values():
            yield from (node for node in objects if isinstance(node, ox.BlankNode))

    def _cells(self) -> Iterator[Any]:
        """Yield the cells of well-formed lists, found from their ends."""
        before = {}
        ends = []
        for node, facts in self.facts.items():
            if (
                isinstance(node, ox.BlankNode)
                and sorted(map(len, facts.values())) == [1, 1]
                and {_FIRST, _REST} == {*facts}
            ):
                before[facts[_REST][0]] = node
                ends += [node] if facts[_REST][0] == _NIL else []
        for end in ends:
            node = end
            while node:
                yield node
                node = before.get(node) if self.uses[node] == 1 else None

    def _loose(self) -> set[Any]:
        """Return the blank nodes that do not go in brackets: used more than once, or in or under a ring."""
        shared = {node for node, times in self.uses.items() if times > 1}
        met: set[Any] = set()
        todo = [node for node in self.facts if not isinstance(node, ox.BlankNode) or self.uses[node] != 1]
        while todo:
            inner = [node for node in self._blanks(todo.pop()) if node not in shared]
            met.update(inner)
            todo += inner
        return shared | (self.uses.keys() - met)


class _Page:
    """One graph on its way to text; it remembers which prefixes it used."""

    def __init__(self, graph: _Graph, prefixes: dict[str, str], above: Mapping[str, str]) -> None:
        """Give out the labels; where two prefixes fit an IRI, the longer namespace goes first. above: IRI → comment."""
        self._graph, self._above = graph, above
        loose = sorted(graph.loose, key=lambda node: _natural(node.value))
        self._labels = {node: f"_:b{number}" for number, node in enumerate(loose, 1)}
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._used: dict[str, str] = {}

    def parts(self) -> list[str]:
        """Return the prefixes and the blocks: ontologies, then things, then blank nodes."""
        facts = self._graph.facts
        subjects = [node for node in facts if self._graph.uses[node] == 0 or node in self._labels]
        blocks = [(self._rank(node), self._block(node)) for node in subjects]
        blocks.sort(key=lambda block: (*block[0], block[1]))
        prefixes = (f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(self._used.items()))
        return ["\n".join(prefixes), *(text for _, text in blocks)]

    def _rank(self, subject: Any) -> tuple[int, list[Any]]:
        if isinstance(subject, ox.BlankNode):
            return (2, _natural(self._labels[subject])) if subject in self._labels else (3, [])
        return int(_ONTOLOGY not in self._graph.facts[subject].get(_TYPE, [])), _natural(subject.value)

    def _block(self, subject: Any) -> str:
        head = self._labels.get(subject, "[]") if isinstance(subject, ox.BlankNode) else self._iri(subject)
        remark = [self._above[subject.value]] if subject.value in self._above else []
        return "\n".join([*remark, head, *self._properties(subject, 4), "."])

    def _properties(self, subject: Any, indent: int) -> Iterator[str]:
        """Yield the lines of a subject: its type first, then by predicate."""
        facts = self._graph.facts.get(subject, {})
        verbs = [("a" if predicate == _TYPE else self._iri(predicate), facts[predicate]) for predicate in facts]
        margin, deeper = " " * indent, " " * (indent + 4)
        for verb, objects in sorted(verbs, key=lambda item: (item[0] != "a", _natural(item[0]), item[0])):
            if len(objects) == 1:
                yield f"{margin}{verb} {self._node(objects[0], indent)} ;"
                continue
            nodes = [(self._node(node, indent + 4), node) for node in objects]
            nodes.sort(key=lambda pair: _order(pair[1], pair[0]))
            yield f"{margin}{verb}"
            yield " ,\n".join(deeper + written for written, _ in nodes) + " ;"

    def _node(self, node: Any, indent: int) -> str:
        """Write an object; indent is where the line begins on which it stands."""
        if isinstance(node, ox.Literal):
            return self._literal(node)
        if isinstance(node, ox.NamedNode):
            return "()" if node == _NIL else self._iri(node)
        if node in self._labels:
            return self._labels[node]
        if node in self._graph.cells:
            return self._list(node, indent)
        lines = list(self._properties(node, indent + 4))
        return "\n".join(["[", *lines, " " * indent + "]"]) if lines else "[]"

    def _list(self, cell: Any, indent: int) -> str:
        items = []
        while cell != _NIL:
            facts = self._graph.facts[cell]
            items.append(self._node(facts[_FIRST][0], indent + 4))
            cell = facts[_REST][0]
        line = f"( {' '.join(items)} )"
        if "\n" not in line and len(line) <= _WIDTH:
            return line
        return "\n".join(["(", *(" " * (indent + 4) + item for item in items), " " * indent + ")"])

    def _iri(self, node: ox.NamedNode) -> str:
        for prefix, namespace in self._prefixes:
            if node.value.startswith(namespace) and LOCAL.fullmatch(local := node.value[len(namespace) :]):
                self._used[prefix] = namespace
                return f"{prefix}:{local}"
        return f"<{node.value}>"

    def _literal(self, node: ox.Literal) -> str:
        datatype = node.datatype
        if datatype.value in _BARE and _BARE[datatype.value].fullmatch(node.value):
            return node.value
        if node.language:
            return f"{_quoted(node.value)}@{node.language}"
        return _quoted(node.value) + ("" if datatype == _STRING else f"^^{self._iri(datatype)}")


def _quoted(text: str) -> str:
    """Write a string; one of several lines keeps them, so that a diff shows which of them changed."""
    quote, special = ('"""', _IN_LONG) if "\n" in text else ('"', _IN_SHORT)
    escaped = special.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text)
    return f"{quote}{escaped}{quote}"


def _order(node: Any, written: str) -> tuple[int, str, list[Any], str]:
    """Return the sort key of an object: IRIs, then literals by language and text, then brackets and labels."""
    if isinstance(node, ox.NamedNode):
        return 0, "", _natural(node.value), written
    if isinstance(node, ox.Literal):
        return 1, node.language or "", _natural(node.value), written
    return 2, "", _natural(written), written
