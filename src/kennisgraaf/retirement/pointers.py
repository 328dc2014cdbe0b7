"""Who still points to a thing: every statement about something valid that names it."""

from collections.abc import Iterator
from typing import NamedTuple

from rdflib import DCTERMS, OWL, Literal, URIRef

from kennisgraaf.findings import Place
from kennisgraaf.sources import Sources
from kennisgraaf.turtle import Triple

# Chains of successors may pass over what is retired, and an annotation of a link stays with what the link is about.
_PASSING = {DCTERMS.isReplacedBy, DCTERMS.replaces, OWL.annotatedSource}


class Pointer(NamedTuple):
    """A statement that names the thing as its object, or as its property; where it stands."""

    triple: Triple
    place: Place


def pointers(sources: Sources, iri: str) -> list[Pointer]:
    """Return the statements by which valid things, terms or shapes use an IRI, in the order of the files."""
    return list(_pointers(sources, URIRef(iri)))


def _pointers(sources: Sources, iri: URIRef) -> Iterator[Pointer]:
    documents = [document for graph in sorted(sources.documents) for document in sources.documents[graph]]
    dead = {
        s
        for document in documents
        for s, p, o in document.triples
        if p == OWL.deprecated and o == Literal(True)  # noqa: FBT003 - an RDF literal
    }
    for document in documents:
        for triple, line in document.lines.items():
            s, p, o = triple
            names_it = p == iri or (o == iri and p not in _PASSING)
            if names_it and s not in dead and str(s).partition("#")[0] != iri and s != iri:
                yield Pointer(triple, Place(document.name, line))
