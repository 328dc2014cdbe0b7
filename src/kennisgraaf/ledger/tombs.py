"""What is withdrawn, and where its chain of successors ends: by the ledger and by the data together."""

from collections.abc import Mapping

from rdflib import DCTERMS, OWL, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.ledger.file import Line, read
from kennisgraaf.project import Project


def tombstones(where: Project) -> set[tuple[Node, Node, Node]]:
    """Return what the ledger says of withdrawn IRIs: that they are, and what replaces them (one or more)."""
    found: set[tuple[Node, Node, Node]] = set()
    for iri, line in read(where).items():
        if line.withdrawn:
            found.add((URIRef(iri), OWL.deprecated, Literal(True)))  # noqa: FBT003 - an RDF literal
            found |= {(URIRef(iri), DCTERMS.isReplacedBy, URIRef(heir)) for heir in line.heirs}
    return found


def ends(iri: str, lines: Mapping[str, Line]) -> tuple[set[str], list[str]]:
    """Return where the chains of successors of a withdrawn IRI end, and the ring it is in, if it is in one.

    An end is alive, unknown to the ledger (an IRI of others, or a mistake), or withdrawn without a successor.
    """
    found: set[str] = set()
    todo: list[list[str]] = [[iri]]
    met: set[str] = set()
    while todo:
        path = todo.pop()
        line = lines.get(path[-1])
        if line is None or not line.withdrawn or not line.heirs:
            found.add(path[-1])
        elif iri in line.heirs:
            return found, [*path, iri]
        else:
            todo += [[*path, heir] for heir in line.heirs if heir not in met]
            met.update(line.heirs)
    return found, []
