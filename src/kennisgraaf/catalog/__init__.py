"""The dataset's description of itself, for catalogues and for programs: VoID and DCAT-AP-NL 3 in one document.

dataset.ttl holds what its editors say, the queries beside it count, and the dumps are described from their list. It is
computed at build and lies in the release in every form of RDF, so that giving it out costs nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf import profiles
from kennisgraaf.catalog import distributions, parts, statistics
from kennisgraaf.catalog.words import DATASET, PREFIXES, VOID_DOCUMENT, Statement, iri, on_day, text
from kennisgraaf.dump import File
from kennisgraaf.dump.content import Content, canonical
from kennisgraaf.dump.rdf import FORMATS
from kennisgraaf.formats import GRAPHS, Format
from kennisgraaf.namespaces import DEF, EXTERNAL

__all__ = ["DATASET", "path", "write"]
_STATIC = Path(__file__).with_name("dataset.ttl")
_STEM = "dataset"
_TURTLE = ox.RdfFormat.TURTLE


def path(form: Format) -> str:
    """Return where in a release the description lies in a form of formats.GRAPHS."""
    return f"catalog/{_STEM}.{form.suffix}"


def write(folder: Path, store: ox.Store, content: Content, files: Iterable[File], about: dict[str, object]) -> None:
    """Write the description of a release into its folder; about needs "id", "version", "built" and "graphs".

    OSError: the disk is full or not writable.
    """
    static = [quad.triple for file in (_STATIC, profiles.FILE) for quad in ox.parse(file.read_bytes(), format=_TURTLE)]
    counted = list(statistics.count(store, content.prefixes))
    whole = [*static, *counted, *_release(about, content), *distributions.describe(files, str(about["id"]))]
    found = canonical([*whole, *parts.complete(whole)])
    triples = [quad.triple for quad in found]
    for form in GRAPHS:
        place = folder / path(form)
        place.parent.mkdir(exist_ok=True)
        ox.serialize(triples, place, format=FORMATS[form.name], prefixes=PREFIXES)


def _release(about: dict[str, object], content: Content) -> Iterator[Statement]:
    """Say of which release this is, and of when."""
    built = datetime.fromisoformat(str(about["built"]))
    yield iri(DATASET), iri("dcat:version"), text(str(about["version"]))
    yield iri(DATASET), iri("dct:identifier"), text(DATASET)
    yield iri(DATASET), iri("dct:modified"), on_day(built)
    yield iri(VOID_DOCUMENT), iri("dct:modified"), on_day(built)
    issued = content.said(DEF, EXTERNAL["dct"] + "issued")
    if issued:
        yield iri(DATASET), iri("dct:issued"), on_day(datetime.fromisoformat(issued))
