"""The graph as tables, one per kind of things, for people who live in spreadsheets; described by CSVW.

What is asserted stands in them, inferences do not; a thing that several graphs speak of has one row.
"""

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf.dump import csvw
from kennisgraaf.dump.cells import table
from kennisgraaf.dump.columns import KEY, Column, Things, columns, kind_of, select
from kennisgraaf.dump.content import Content
from kennisgraaf.dump.files import About

METADATA = "csv-metadata.json"  # the name at which readers of CSVW look (Model for Tabular Data, 5.4)
_ZIP = "kennisgraaf-csv.zip"
_README = Path(__file__).with_name("LEESMIJ.txt")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def bodies(content: Content) -> Iterator[tuple[About, bytes]]:
    """Give each table, their metadata, and one zip with all of these and a note for readers."""
    kinds = _kinds(content)
    shapes = {kind: columns(things, content.labels) for kind, things in kinds.items()}
    made = [
        (About(f"{kind}.csv", "text/csv", "csv", kind), _table(content, kinds[kind], shapes[kind])) for kind in kinds
    ]
    metadata = json.dumps(csvw.describe(shapes, content), ensure_ascii=False).encode()
    made.append((About(METADATA, "application/csvm+json", "csvw"), metadata))
    yield from made
    members = [(_README.name, _README.read_bytes()), *((about.name, body) for about, body in made)]
    yield About(_ZIP, "application/zip", "zip"), _zip(members)


def _kinds(content: Content) -> dict[str, Things]:
    """Return what is asserted of things: kind → IRI → property → values, everything sorted."""
    found: dict[str, dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]] = defaultdict(dict)
    triples = {t for name, own in content.graphs.items() if name not in {"", content.inferred} for t in own}
    for subject, predicate, value in sorted(triples, key=str):
        kind = kind_of(subject.value) if isinstance(subject, ox.NamedNode) else ""
        if kind and isinstance(value, ox.NamedNode | ox.Literal):
            found[kind].setdefault(subject.value, {}).setdefault(predicate.value, []).append(value)
    return {kind: found[kind] for kind in sorted(found)}


def _table(content: Content, things: Things, shown: list[Column]) -> bytes:
    def row(iri: str) -> list[str]:
        facts = things[iri]
        return [iri, *(c.separator.join(select(c, facts.get(c.property, []), content.labels)) for c in shown)]

    return table([KEY, *(column.name for column in shown)], map(row, things))


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    """Return an archive that is the same bytes each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in members:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, body)
    return stream.getvalue()
