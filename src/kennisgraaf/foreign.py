"""Anyone's own RDF files: read whatever format, in one graph, without ever fetching anything.

They come from outside, so an XML document type (the way into both parsers' memory) is refused before parsing, and
JSON-LD contexts are read from the file only.
"""

import re
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf import turtle
from kennisgraaf.errors import SourceError
from kennisgraaf.turtle import Document, Triple
from kennisgraaf.turtle.terms import term

_FORMATS = {
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".nq": ox.RdfFormat.N_QUADS,
    ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
    ".xml": ox.RdfFormat.RDF_XML,
}
_PLACED = {".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE}


def read(path: Path) -> Document:
    """Read one RDF file of any format (chosen by its suffix); named graphs in it become one graph.

    Places are known for Turtle and N-Triples; in other formats every triple has line 0.
    SourceError: unknown suffix, unreadable file, a document type in RDF/XML, not valid in its format.
    """
    suffix = path.suffix.lower()
    if suffix in _PLACED:
        return turtle.read(path, form=_PLACED[suffix])
    if suffix not in _FORMATS:
        known = ", ".join(sorted([*_PLACED, *_FORMATS]))
        raise SourceError(f"I do not know the format of {path.name}", fix=f"Use one of {known}.", file=str(path))
    try:
        body = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"The file cannot be read: {error.strerror}", fix="Check the path.", file=str(path)
        ) from error
    return _parse(path, body)


def _parse(path: Path, body: bytes) -> Document:
    rdf_format = _FORMATS[path.suffix.lower()]
    if rdf_format == ox.RdfFormat.RDF_XML and re.search(rb"<!DOCTYPE", body, re.IGNORECASE):
        raise SourceError("RDF/XML with a document type is refused", fix="Take out <!DOCTYPE ...>.", file=str(path))
    try:
        parser = ox.parse(body, format=rdf_format)
        places = {_triple(quad): 0 for quad in parser}
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None) or 0, getattr(error, "offset", None) or 0
        what = str(error.args[0]) if error.args else str(error)
        fix = "Correct this place, or convert the file with another tool first."
        raise SourceError(what, fix=fix, file=str(path), line=line, column=column) from error
    return Document(str(path), places, dict.fromkeys((s for s, _, _ in places), 0), parser.prefixes)


def _triple(quad: ox.Quad) -> Triple:
    return term(quad.subject), term(quad.predicate), term(quad.object)  # type: ignore[return-value]
