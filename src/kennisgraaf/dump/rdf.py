"""A release as RDF in one piece: sorted, so that two dumps of the same content are the same bytes."""

import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kennisgraaf.dump.content import Content
from kennisgraaf.dump.files import About
from kennisgraaf.dump.runs import batches
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
_LEVEL, _GZIP = 6, 31


def write(place: Path, content: Content) -> Iterator[About]:
    """Write each RDF dump of a release, packed: the whole and each named graph in four formats.

    Turtle of the whole is the default graph (shapes not, inferences included); the others are the named graphs.
    """
    yield from _forms(place, content, "")
    for iri in content.graphs:
        if iri:
            yield from _forms(place, content, iri)


def _forms(place: Path, content: Content, iri: str) -> Iterator[About]:
    for form in _PACKED:
        about = _about(_stem(iri) if iri else _WHOLE, form, iri)
        with (place / about.name).open("wb") as stream:
            pack = Pack(stream)
            _serialize(form, content, iri, pack)
            pack.close()
        yield about


def _serialize(form: str, content: Content, iri: str, pack: "Pack") -> None:
    lines = content.lines(iri) if form == "turtle" else content.quads(iri) if iri else content.named()
    if form == "nquads":
        pack.writelines(lines)
        return
    quads = (quad for line in batches(lines) for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS))
    statements = (quad.triple for quad in quads) if form == "turtle" else quads
    ox.serialize(statements, pack, format=FORMATS[form], prefixes=dict(content.prefixes))  # type: ignore[arg-type]


class Pack:
    """A gzip that is written bit by bit, without a time in it (RFC 1952)."""

    def __init__(self, stream: BinaryIO) -> None:
        """Write into a stream."""
        self._stream, self._packer = stream, zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)

    def write(self, body: bytes) -> int:
        """Take some more."""
        self._stream.write(self._packer.compress(body))
        return len(body)

    def writelines(self, lines: Iterable[bytes]) -> None:
        """Take lines."""
        for batch in batches(lines):
            self.write(batch)

    def flush(self) -> None:
        """Do nothing: what is half packed waits for more."""

    def close(self) -> None:
        """Write what is left."""
        self._stream.write(self._packer.flush())


def _stem(iri: str) -> str:
    """Return the name of a graph's files: graaf-movisie-2013 for a graph of data, def and shapes for the others."""
    stem = f"graaf-{iri.removeprefix(GRAPH)}" if iri.startswith(GRAPH) else iri.removeprefix(BASE)
    return re.sub(r"[^A-Za-z0-9._-]", "-", stem)


def _about(stem: str, form: str, part: str) -> About:
    return About(f"{stem}.{FORMATS[form].file_extension}.gz", FORMATS[form].media_type, form, part)


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
