"""How shapes hang together in their graph: targets, names, messages."""

from rdflib import OWL, RDFS, SH, BNode, Graph, Literal
from rdflib.term import Node

TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)


def texts(graph: Graph, node: Node) -> dict[str, str]:
    """Return the messages of a shape or constraint, from language ("en" where there is none) to text."""
    found = sorted((text for text in graph.objects(node, SH.message) if isinstance(text, Literal)), key=str)
    return {text.language or "en": str(text) for text in found}


def class_types(graph: Graph) -> set[Node]:
    """Return the types that make a shape its own target class (section 2.1.3.3 of SHACL)."""
    return {RDFS.Class, OWL.Class, *graph.subjects(RDFS.subClassOf, RDFS.Class)}


def named_around(graph: Graph, node: Node) -> Node:
    """Climb from a shape without a name to the one that contains it."""
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen and (above := next(graph.subjects(None, node), None)):
        seen.add(node)
        node = above
    return node
