"""What the families look at: the statements of the project in a few orders, each made once and when first asked for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, Literal, URIRef
from rdflib.term import Node

from kennisgraaf import ledger
from kennisgraaf.findings import Statement
from kennisgraaf.inspection import writing
from kennisgraaf.inspection.writing import Mention
from kennisgraaf.namespaces import DEF, GRAPH, KG, SHAPES
from kennisgraaf.project import Project
from kennisgraaf.sources import Sources
from kennisgraaf.turtle import Document


@dataclass(frozen=True)
class View:
    """A project with what its files say; publications is the folder with texts of others, if there is one."""

    where: Project
    sources: Sources
    publications: Path | None = None

    @cached_property
    def own(self) -> dict[str, list[Document]]:
        """Return the files of the project by graph, without the files that somebody adds to a check or a build."""
        folders = {GRAPH + path.name for path in (self.where.root / "data").glob("*") if path.is_dir()}
        return {iri: files for iri, files in self.sources.documents.items() if iri in folders | {DEF, SHAPES}}

    @cached_property
    def data(self) -> dict[str, list[Document]]:
        """Return the files of the project's data by graph."""
        return {iri: files for iri, files in self.own.items() if iri not in {DEF, SHAPES}}

    def statements(self) -> Iterator[Statement]:
        """Yield every statement of the project: ontology, shapes and data."""
        for files in self.own.values():
            for document in files:
                yield from document.triples

    @cached_property
    def first(self) -> dict[URIRef, Statement]:
        """Return every IRI of the project, in whatever role, with the first statement in which it stands."""
        found: dict[URIRef, Statement] = {}
        for statement in self.statements():
            for node in statement:
                if isinstance(node, URIRef) and node not in found:
                    found[node] = statement
        return found

    @cached_property
    def described(self) -> frozenset[Node]:
        """Return the IRIs about which something is said, in any file."""
        files = (document for files in self.sources.documents.values() for document in files)
        return frozenset(s for document in files for s in document.subjects if isinstance(s, URIRef))

    @cached_property
    def by_path(self) -> dict[URIRef, list[Statement]]:
        """Return the statements of ontology and data by property."""
        found: dict[URIRef, list[Statement]] = defaultdict(list)
        for iri, files in self.own.items():
            if iri != SHAPES:
                for document in files:
                    for statement in document.triples:
                        found[statement[1]].append(statement)
        return found

    @cached_property
    def types(self) -> dict[Node, list[Node]]:
        """Return the asserted classes of each thing and term."""
        found: dict[Node, list[Node]] = defaultdict(list)
        for s, _, o in self.by_path[RDF.type]:
            found[s].append(o)
        return found

    @cached_property
    def links(self) -> list[Statement]:
        """Return the statements of which the value is an IRI, types left out."""
        return [t for t in self.statements() if isinstance(t[2], URIRef) and t[1] != RDF.type]

    @cached_property
    def texts(self) -> list[tuple[Node, Node, Literal]]:
        """Return the statements of ontology and data of which the value is a text with a language."""
        every = (t for statements in self.by_path.values() for t in statements)
        return [(s, p, o) for s, p, o in every if isinstance(o, Literal) and o.language]

    @cached_property
    def defined(self) -> frozenset[URIRef]:
        """Return our terms that have a type in the ontology."""
        files = self.own.get(DEF, [])
        typed = (s for document in files for s, p, _ in document.triples if p == RDF.type)
        return frozenset(s for s in typed if isinstance(s, URIRef) and s.startswith(KG))

    @cached_property
    def mentions(self) -> list[Mention]:
        """Return every IRI that is written in a query: of a question, or of a shape."""
        return writing.mentions(self.where, self.sources)

    @cached_property
    def withdrawn(self) -> dict[Node, str]:
        """Return what is withdrawn, by the data or by the ledger, with what replaces it ("" if nothing does)."""
        lines = ledger.read(self.where).values()
        found: dict[Node, str] = {URIRef(line.iri): line.replaced_by for line in lines if line.withdrawn}
        heirs = {s: str(o) for s, _, o in self.by_path[DCTERMS.isReplacedBy]}
        return {s: heirs.get(s, "") for s, _, o in self.by_path[OWL.deprecated] if str(o) == "true"} | found
