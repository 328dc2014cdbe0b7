"""The same graph on disk, twice: N-Triples for everybody, and a release of ours as `kennisgraaf build` would leave it.

A real build reasons and validates for minutes at a million triples; here the generator already wrote what follows, so
only the last step is done: the parts as named graphs, and the whole as the default graph. Downloads and the description
of the dataset are left out, and the search index is empty: nobody asks for them here.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from bench.graph import Graph
from kennisgraaf import index, release
from kennisgraaf.namespaces import prefixes

_QUESTION = """\
#+ summary@nl: Welke competenties zijn er?
#+ summary@en: Which competencies are there?
#+ empty@nl: Er is er geen.
#+ empty@en: There is none.
SELECT ?competentie WHERE { ?competentie a kg:Competentie } ORDER BY ?competentie LIMIT 10
"""


def dump(graph: Graph, file: Path) -> Path:
    """Write the default graph as N-Triples; return the file."""
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{s} {p} {o} .\n" for s, p, o, _ in graph.statements)
    return file


def build(graph: Graph, dumped: Path, releases: Path) -> Path:
    """Make a release from a graph and its dump; return its folder."""
    name = f"{len(graph.statements):016x}"
    parts = dumped.with_suffix(".nq")
    with parts.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{s} {p} {o} {g} .\n" for s, p, o, g in graph.statements)
    with release.writing(releases, name) as folder:
        store = ox.Store(str(folder / "store"))
        store.bulk_load(path=str(dumped), format=ox.RdfFormat.N_TRIPLES)
        store.bulk_load(path=str(parts), format=ox.RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        del store
        shutil.copyfile(dumped, folder / "store.nt")
        index.write(ox.Store(), folder / release.INDEX)
        (folder / "queries").mkdir()
        (folder / "queries" / "competenties.rq").write_text(_QUESTION, encoding="utf-8")
        (folder / release.MARKER).write_text(json.dumps(_about(graph, name)), encoding="utf-8")
    return releases / name


def _about(graph: Graph, name: str) -> dict[str, object]:
    return {
        "id": name,
        "version": "bench",
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "triples": len(graph.statements),
        "graphs": graph.graphs,
        "inferred": {},
        "families": {},
        "prefixes": prefixes(sorted(graph.things)),
    }
