"""A release as RDF in one piece: sorted, so that two dumps of the same content are the same bytes."""

import pyoxigraph as ox

from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import GRAPH
from kennisgraaf.release import Release

FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}


def dump(made: Release, form: str, graph: str | None = None) -> bytes:
    """Return the named graphs of a release (or one of them, by code or IRI) in a format of FORMATS.

    A format that knows no graphs gets the union of all graphs but the shapes.
    NotFound: no such graph.
    """
    store = ox.Store.read_only(str(made.store))
    rdf_format = FORMATS[form]
    if graph:
        name: ox.NamedNode | ox.DefaultGraph = ox.NamedNode(_find(made, graph))
    elif rdf_format.supports_datasets:
        quads = [quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph)]
        return ox.serialize(sorted(quads, key=str), format=rdf_format, prefixes=made.prefixes) or b""
    else:
        name = ox.DefaultGraph()
    triples = sorted((quad.triple for quad in store.quads_for_pattern(None, None, None, name)), key=str)
    return ox.serialize(triples, format=rdf_format, prefixes=made.prefixes) or b""


def _find(made: Release, graph: str) -> str:
    for iri in made.graphs:
        if graph in {iri, iri.removeprefix(GRAPH), iri.rsplit("/", 1)[-1]}:
            return iri
    codes = ", ".join(iri.removeprefix(GRAPH) for iri in made.graphs)
    raise NotFound(f"There is no graph {graph!r}.", fix=f"Choose from: {codes}.")
