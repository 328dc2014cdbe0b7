"""The graph as tables, one per kind of things, for people who live in spreadsheets; described by CSVW.

What is asserted stands in them, inferences do not; a thing that several graphs speak of has one row.
"""

import json
import shutil
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf.dump import csvw
from kennisgraaf.dump.cells import table
from kennisgraaf.dump.columns import KEY, Column, Things, columns, kind_of, select
from kennisgraaf.dump.content import Content, plain
from kennisgraaf.dump.files import About
from kennisgraaf.namespaces import ID

METADATA = "csv-metadata.json"  # the name at which readers of CSVW look (Model for Tabular Data, 5.4)
_ZIP = "kennisgraaf-csv.zip"
_README = Path(__file__).with_name("LEESMIJ.txt")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(place: Path, content: Content) -> Iterator[About]:
    """Write each table, their metadata, and one zip with all of these and a note for readers."""
    shapes: dict[str, list[Column]] = {}
    for kind, things in _kinds(content):
        shapes[kind] = columns(things, content.labels)
        (place / f"{kind}.csv").write_bytes(_table(content, things, shapes[kind]))
    shapes = dict(sorted(shapes.items()))
    metadata = json.dumps(csvw.describe(shapes, content), ensure_ascii=False).encode()
    (place / METADATA).write_bytes(metadata)
    made = [About(f"{kind}.csv", "text/csv", "csv", kind) for kind in shapes]
    made.append(About(METADATA, "application/csvm+json", "csvw"))
    yield from made
    _zip(place / _ZIP, [_README, *(place / about.name for about in made)])
    yield About(_ZIP, "application/zip", "zip")


def _kinds(content: Content) -> Iterator[tuple[str, Things]]:
    """Yield what is asserted of things, one kind after the other: IRI → property → values, everything sorted."""
    for kind, lines in groupby(content.asserted(ID), lambda line: kind_of(line[1 : line.index(b">")].decode())):
        found: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES) if kind else ():
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                found.setdefault(plain(quad.subject), {}).setdefault(quad.predicate.value, []).append(quad.object)
        if found:
            yield kind, found


def _table(content: Content, things: Things, shown: list[Column]) -> bytes:
    def row(iri: str) -> list[str]:
        facts = things[iri]
        return [iri, *(c.separator.join(select(c, facts.get(c.property, []), content.labels)) for c in shown)]

    return table([KEY, *(column.name for column in shown)], map(row, things))


def _zip(path: Path, members: list[Path]) -> None:
    """Write an archive that is the same bytes each time."""
    with zipfile.ZipFile(path, "w") as archive:
        for each in members:
            member = zipfile.ZipInfo(each.name, _EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            member.external_attr, member.file_size = 0o644 << 16, each.stat().st_size
            with archive.open(member, "w") as stream, each.open("rb") as source:
                shutil.copyfileobj(source, stream)
