"""The files of a project as named graphs: ontology, shapes, one graph per folder of data, and anyone's own files.

A file is read once, with the place of every triple, so that whatever is found later can say where it stands.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rdflib import Graph

from kennisgraaf import foreign, turtle
from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import DEF, GRAPH, ID, SHAPES
from kennisgraaf.project import FOLDERS, Project
from kennisgraaf.turtle import Document, Triple

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass
class Sources:
    """What the files say: documents by graph IRI, and what could not be read."""

    documents: dict[str, list[Document]] = field(default_factory=dict)
    errors: list[SourceError] = field(default_factory=list)

    @property
    def data_graphs(self) -> list[str]:
        """Return the IRIs of the graphs of data, without ontology and shapes."""
        return sorted(iri for iri in self.documents if iri not in {DEF, SHAPES})

    def statements(self, *iris: str) -> Iterator[Triple]:
        """Yield the triples of these graphs, file by file; one that stands in two files comes twice."""
        for iri in iris:
            for document in self.documents.get(iri, []):
                yield from document.triples

    def all(self, *iris: str) -> "Statements":
        """Return what `statements` yields, to be gone through several times."""
        return Statements(self, iris)

    def graph(self, *iris: str) -> Graph:
        """Return the triples of these graphs in one rdflib graph."""
        graph = Graph(bind_namespaces="none")
        for triple in self.statements(*iris):
            graph.add(triple)
        return graph

    def prefixes(self) -> dict[str, str]:
        """Return every prefix that the files declare."""
        found: dict[str, str] = {}
        for documents in self.documents.values():
            for document in documents:
                found.update(document.prefixes)
        return found

    def kinds(self) -> list[str]:
        """Return the {type} parts of the IRIs that are described: "beroep", "competentie", ..."""
        subjects = {str(s) for iri in self.data_graphs for d in self.documents[iri] for s in d.subjects}
        return sorted({iri[len(ID) :].split("/")[0] for iri in subjects if iri.startswith(ID)})


@dataclass(frozen=True)
class Statements:
    """The triples of some graphs, without a copy of them; one that stands in two files comes twice."""

    sources: Sources
    iris: tuple[str, ...]

    def __iter__(self) -> Iterator[Triple]:
        """Yield them file by file."""
        return self.sources.statements(*self.iris)


def graph_of(project: Project, path: Path) -> str:
    """Return the IRI of the graph to which a file belongs: the folder is the graph."""
    parts = path.relative_to(project.root).parts
    return {"ontology": DEF, "shapes": SHAPES}.get(parts[0]) or GRAPH + parts[1]


def read(project: Project, extra: tuple[Path, ...] = ()) -> Sources:
    """Read every file of ontology, shapes and data, and anyone's extra RDF files, each in a graph named by its file.

    Files that cannot be read end up in errors, so that a reader sees all of them at once.
    """
    sources = Sources()
    for path in (path for folder in FOLDERS[:3] for path in project.files(folder)):
        if homeless := _homeless(project, path):
            sources.errors.append(homeless)
        else:
            _read_into(sources, graph_of(project, path), partial(turtle.read, path, project.name(path)))
    for path in extra:
        _read_into(sources, GRAPH + _slug(path), partial(foreign.read, path))
    return sources


def _homeless(project: Project, path: Path) -> SourceError | None:
    """Return the error of a file of data whose folder names no graph, None where all is well."""
    folder, *parts = path.relative_to(project.root).parts
    if folder != "data" or (len(parts) > 1 and _CODE.fullmatch(parts[0])):
        return None
    what = f"The folder {parts[0]} is no name of a graph" if len(parts) > 1 else "A file of data stands in no graph"
    fix = "Put it in data/NAME/: the folder is the graph, with a name of lower-case letters, digits and single hyphens."
    return SourceError(what, fix=fix, file=project.name(path))


def _read_into(sources: Sources, iri: str, reader: Callable[[], Document]) -> None:
    try:
        sources.documents.setdefault(iri, []).append(reader())
    except SourceError as error:
        sources.errors.append(error)


def _slug(path: Path) -> str:
    """Return a file's name as the code of a graph: lower case, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", path.name.split(".")[0].lower()).strip("-") or "data"
