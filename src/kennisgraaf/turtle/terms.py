"""The terms of rdflib as those of pyoxigraph and back; lexical forms stay as they are."""

import pyoxigraph as ox
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.errors import SourceError

Native = ox.NamedNode | ox.BlankNode | ox.Literal


def term(node: Native | ox.Triple) -> URIRef | BNode | Literal:
    """Return a term of pyoxigraph as rdflib's.

    SourceError: a quoted triple (RDF 1.2), which rdflib does not have.
    """
    if isinstance(node, ox.NamedNode):
        return URIRef(node.value)
    if isinstance(node, ox.BlankNode):
        return BNode(node.value)
    if isinstance(node, ox.Triple):
        raise SourceError("Quoted triples are not supported", fix="Write the statement with owl:Axiom instead.")
    if node.language:
        return Literal(node.value, lang=node.language)
    plain = node.datatype.value == str(XSD.string)
    return Literal(node.value, datatype=None if plain else URIRef(node.datatype.value), normalize=False)


def native(triple: tuple[Node, Node, Node]) -> ox.Triple:
    """Return a triple of rdflib as pyoxigraph's."""
    subject, predicate, value = map(to_native, triple)
    return ox.Triple(subject, predicate, value)  # type: ignore[arg-type]


def to_native(node: Node) -> Native:
    """Return a term of rdflib as pyoxigraph's. ValueError: only rdflib takes it."""
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if not isinstance(node, Literal):
        return ox.BlankNode(str(node))
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
