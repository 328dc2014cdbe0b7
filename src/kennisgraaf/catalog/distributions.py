"""The dumps as distributions (DCAT-AP-NL 3): where each is, in what form, how large, with its checksum."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kennisgraaf.catalog.words import DATASET, EU, Statement, iri, text, typed
from kennisgraaf.dump import File
from kennisgraaf.namespaces import BASE

DUMPS = BASE + "dumps/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_TR = "https://www.w3.org/TR/"
# form → (name, file type of the European Union, standard)
_FORMS = {
    "turtle": ("Turtle", "RDF_TURTLE", "turtle/"),
    "nquads": ("N-Quads", "RDF_N_QUADS", "n-quads/"),
    "trig": ("TriG", "RDF_TRIG", "trig/"),
    "jsonld": ("JSON-LD", "JSON_LD", "json-ld11/"),
    "zip": ("CSV", "CSV", "tabular-metadata/"),
}


def describe(files: Iterable[File], release: str) -> Iterator[Statement]:
    """Describe every dump of the whole and of a graph; single tables are described by the metadata in their zip."""
    for file in files:
        if file.form in _FORMS:
            yield from _distribution(file, iri(file.part or DATASET), release)


def _distribution(file: File, of: ox.NamedNode, release: str) -> Iterator[Statement]:
    node = ox.NamedNode(f"{DATASET}#{file.name}")
    name, kind, standard = _FORMS[file.form]
    yield of, iri("dcat:distribution"), node
    if file.form != "zip":
        yield of, iri("void:dataDump"), ox.NamedNode(f"{DUMPS}latest/{file.name}")
    facts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("rdf:type", iri("dcat:Distribution")),
        ("dct:title", text(f"{file.name}: {name}", "en")),
        ("dct:title", text(f"{file.name}: {name}", "nl")),
        ("dct:license", iri(EU + "licence/CC_BY_4_0")),
        ("dct:language", iri(EU + "language/NLD")),
        ("dct:language", iri(EU + "language/ENG")),
        ("dct:format", iri(f"{EU}file-type/{kind}")),
        ("dct:conformsTo", iri(_TR + standard)),
        ("dcat:accessService", iri(BASE + "sparql")),
        ("dcat:accessURL", iri(DUMPS)),
        ("dcat:downloadURL", iri(f"{DUMPS}{release}/{file.name}")),
        ("dcat:mediaType", iri(_MEDIA + ("text/csv" if file.form == "zip" else file.media_type))),
        ("dcat:byteSize", typed(str(file.size), "nonNegativeInteger")),
        ("dcat:packageFormat", iri(_MEDIA + "application/zip"))
        if file.form == "zip"
        else ("dcat:compressFormat", iri(_MEDIA + "application/gzip")),
    ]
    yield from ((node, iri(name), value) for name, value in facts)
    yield from _checksum(node, file)


def _checksum(node: ox.NamedNode, file: File) -> Iterator[Statement]:
    checksum = ox.BlankNode()
    yield node, iri("spdx:checksum"), checksum
    yield checksum, iri("rdf:type"), iri("spdx:Checksum")
    yield checksum, iri("spdx:algorithm"), iri("spdx:checksumAlgorithm_sha256")
    yield checksum, iri("spdx:checksumValue"), typed(file.sha256, "hexBinary")
