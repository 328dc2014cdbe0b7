"""A release as RDF in one piece: sorted, so that two dumps of the same content are the same bytes."""

import gzip
import re
from collections.abc import Iterator

import pyoxigraph as ox

from kennisgraaf.dump.content import Content
from kennisgraaf.dump.files import About
from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import BASE, GRAPH
from kennisgraaf.release import Release

FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}
_PACKED = ("turtle", "nquads", "trig", "jsonld")
_WHOLE = "kennisgraaf"
_LEVEL = 6


def bodies(content: Content) -> Iterator[tuple[About, bytes]]:
    """Give each RDF dump of a release, packed: the whole and each named graph in four formats.

    Turtle of the whole is the default graph (shapes not, inferences included); the others are the named graphs.
    """
    for form in _PACKED:
        statements = content.graphs.get("", []) if form == "turtle" else content.named
        yield _about(_WHOLE, form, ""), _pack(statements, form, content)
    for iri in content.graphs:
        for form in _PACKED if iri else ():
            quads = [ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(iri)) for t in content.graphs[iri]]
            statements = content.graphs[iri] if form == "turtle" else quads
            yield _about(_stem(iri), form, iri), _pack(statements, form, content)


def _stem(iri: str) -> str:
    """Return the name of a graph's files: graaf-movisie-2013 for a graph of data, def and shapes for the others."""
    stem = f"graaf-{iri.removeprefix(GRAPH)}" if iri.startswith(GRAPH) else iri.removeprefix(BASE)
    return re.sub(r"[^A-Za-z0-9._-]", "-", stem)


def _about(stem: str, form: str, part: str) -> About:
    return About(f"{stem}.{FORMATS[form].file_extension}.gz", FORMATS[form].media_type, form, part)


def _pack(statements: list[ox.Triple] | list[ox.Quad], form: str, content: Content) -> bytes:
    body = ox.serialize(statements, format=FORMATS[form], prefixes=dict(content.prefixes)) or b""
    return gzip.compress(body, _LEVEL, mtime=0)


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
