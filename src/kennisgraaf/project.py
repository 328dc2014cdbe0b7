"""The folders of a project as named graphs: ontology, shapes, one graph per folder of data, and anyone's own files.

A file is read once, with the line of every triple, so that whatever is found later can say where it stands.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

import platformdirs
from rdflib import Graph, URIRef

from kennisgraaf import foreign, turtle
from kennisgraaf.errors import KennisgraafError, SourceError
from kennisgraaf.namespaces import DEF, GRAPH, ID, SHAPES
from kennisgraaf.turtle import Document

FOLDERS = ("ontology", "shapes", "data", "queries")
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Project:
    """Where the sources are, and where their releases go."""

    root: Path
    home: Path

    @property
    def releases(self) -> Path:
        """Return the folder of the releases; it need not exist yet."""
        return self.home / "releases"

    def files(self, folder: str, suffix: str = ".ttl") -> list[Path]:
        """Return the files of one folder, sorted by path."""
        return sorted((self.root / folder).rglob(f"*{suffix}"))

    def name(self, path: Path) -> str:
        """Return the path as people know it: relative to the project where it lies in it."""
        resolved = path.resolve()
        return resolved.relative_to(self.root).as_posix() if resolved.is_relative_to(self.root) else str(path)


@dataclass
class Sources:
    """What the files say: documents by graph IRI, and what could not be read."""

    documents: dict[str, list[Document]] = field(default_factory=dict)
    errors: list[SourceError] = field(default_factory=list)

    @property
    def data_graphs(self) -> list[str]:
        """Return the IRIs of the graphs of data, without ontology and shapes."""
        return sorted(iri for iri in self.documents if iri not in {DEF, SHAPES})

    def graph(self, *iris: str) -> Graph:
        """Return the triples of these graphs in one rdflib graph."""
        graph = Graph(bind_namespaces="none")
        for iri in iris:
            for document in self.documents.get(iri, []):
                for triple in document.triples:
                    graph.add(triple)
        return graph

    def place(self, thing: str, path: str = "", value: str = "") -> tuple[str, int]:
        """Return (file, line) of the statement that fits thing, property and value best; ("", 0) if none does."""
        best: tuple[int, str, int] = (0, "", 0)
        for document in self._about(thing):
            for (s, p, o), line in document.lines.items():
                score = (str(s) == thing) * (1 + (str(p) == path) + 2 * (str(p) == path and str(o) == value))
                if score > best[0]:
                    best = (score, document.name, line)
        return best[1:]

    def _about(self, thing: str) -> Iterator[Document]:
        subject = URIRef(thing)
        for documents in self.documents.values():
            yield from (document for document in documents if subject in document.subjects)

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


def find(root: Path | None = None) -> Project:
    """Return the project in or above root (default: the current folder), else what the package brought.

    KennisgraafError: root is given and has no project.
    """
    start = (root or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if all((folder / name).is_dir() for name in FOLDERS):
            return Project(folder, folder / ".kennisgraaf")
        if root:
            raise KennisgraafError(
                f"{root} is no kennisgraaf project: it lacks one of the folders {', '.join(FOLDERS)}.",
                fix="Give --root the folder that holds them, or leave it out: then the project above here is used.",
            )
    return packaged()


def packaged() -> Project:
    """Return the graph that came with the package; its releases lie in the user's cache folder."""
    checkout = _HERE.parents[1]
    root = checkout if (checkout / "ontology").is_dir() else _HERE / "packaged"
    home = checkout / ".kennisgraaf" if root == checkout else Path(platformdirs.user_cache_dir("kennisgraaf"))
    return Project(root, home)


def graph_of(project: Project, path: Path) -> str:
    """Return the IRI of the graph to which a file belongs: the folder is the graph."""
    parts = path.relative_to(project.root).parts
    return {"ontology": DEF, "shapes": SHAPES}.get(parts[0]) or GRAPH + parts[1]


def read(project: Project, extra: tuple[Path, ...] = ()) -> Sources:
    """Read every file of ontology, shapes and data, and anyone's extra RDF files, each in a graph named by its file.

    Files that cannot be read end up in errors, so that a reader sees all of them at once.
    """
    sources = Sources()
    jobs = [(path, graph_of(project, path)) for folder in FOLDERS[:3] for path in project.files(folder)]
    for path, iri in jobs:
        _read_into(sources, iri, partial(turtle.read, path, project.name(path)))
    for path in extra:
        _read_into(sources, GRAPH + _slug(path), partial(foreign.read, path))
    return sources


def fingerprint(project: Project, extra: tuple[Path, ...] = ()) -> str:
    """Return 64 hex digits that change when any source file changes."""
    digest = sha256()
    inputs = [path for folder in FOLDERS for path in project.files(folder, "")] + list(extra)
    for path in inputs:
        if path.is_file():
            digest.update(f"{project.name(path)}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read_into(sources: Sources, iri: str, reader: Callable[[], Document]) -> None:
    try:
        sources.documents.setdefault(iri, []).append(reader())
    except SourceError as error:
        sources.errors.append(error)


def _slug(path: Path) -> str:
    """Return a file's name as the code of a graph: lower case, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", path.name.split(".")[0].lower()).strip("-") or "data"
