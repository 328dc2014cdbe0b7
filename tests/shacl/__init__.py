"""Cases for everything that SHACL knows, one small TriG file each.

A file has a graph of shapes, a graph of data that conform to them and one of data that break them (or one for which
SHACL leaves the outcome open: `:undefined`). Its default graph says which terms of SHACL it covers (in words of our own
where there is no term), and how many results SHACL expects of the data that break the shapes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

HERE = Path(__file__).parent
EX = "https://example.org/"
_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True)
class Case:
    """One file: its name ("core/class"), its graphs ("shapes", "breaks", ...), what it covers, how many results."""

    name: str
    graphs: dict[str, Graph]
    covers: frozenset[str]
    results: int

    @property
    def shapes(self) -> Graph:
        """The shapes."""
        return self.graphs["shapes"]


@cache
def read() -> dict[str, Case]:
    """Read every case; a literal keeps the form in which it is written, as the files of a project do."""
    return {case.name: case for case in map(_case, sorted(HERE.rglob("*.trig")))}


def cases() -> Iterator[tuple[str, Graph, Graph]]:
    """Yield (name, data, shapes) of each case and each of its graphs of data; every graph is a fresh copy."""
    for case in read().values():
        for part, data in case.graphs.items():
            if part != "shapes":
                yield f"{case.name}/{part}", copy(data), copy(case.shapes)


def copy(graph: Graph) -> Graph:
    """Return the same triples in a graph of their own, as `sources` makes one."""
    made = Graph(bind_namespaces="none")
    for triple in graph:
        made.add(triple)
    return made


def _case(path: Path) -> Case:
    graphs: dict[str, Graph] = {}
    covers, results = set(), 0
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TRIG):
        triple = tuple(_term(term) for term in (quad.subject, quad.predicate, quad.object))
        if quad.graph_name != ox.DefaultGraph():
            graphs.setdefault(quad.graph_name.value.removeprefix(EX), Graph(bind_namespaces="none")).add(triple)
        elif quad.predicate.value == f"{EX}covers":
            covers.add(quad.object.value.removeprefix(EX).replace(str(SH), "sh:").replace(str(OWL), "owl:"))
        else:
            results = int(quad.object.value)
    return Case(path.relative_to(HERE).with_suffix("").as_posix(), graphs, frozenset(covers), results)


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == _STRING else URIRef(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)
