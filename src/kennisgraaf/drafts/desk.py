"""The desk at which things are drafted: the project as it is, the form of each class, and where a thing belongs."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kennisgraaf import forms, ledger
from kennisgraaf import sources as files
from kennisgraaf.errors import DraftError, NotFound
from kennisgraaf.forms import Form, Values
from kennisgraaf.forms.answers import Answers
from kennisgraaf.namespaces import DEF, GRAPH, ID, SHAPES
from kennisgraaf.near import nearest
from kennisgraaf.project import Project
from kennisgraaf.sources import Sources
from kennisgraaf.turtle import Document

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass
class Desk:
    """A project that is being written in. SourceError: one of its files cannot be read."""

    where: Project
    sources: Sources = field(init=False)
    facts: Graph = field(init=False)
    _forms: dict[URIRef, Form] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the project."""
        self.sources = files.read(self.where)
        if self.sources.errors:
            raise self.sources.errors[0]
        self.facts = self.sources.graph(DEF, *self.sources.data_graphs)
        self.shapes = self.sources.graph(SHAPES)
        self.answers = Answers(self.facts)
        self.ledger = ledger.read(self.where)

    @cached_property
    def codes(self) -> set[str]:
        """Return the IRIs that are described."""
        return {str(s) for iri in self.sources.data_graphs for d in self.sources.documents[iri] for s in d.subjects}

    def form(self, kind: URIRef) -> Form:
        """Return the form of a class."""
        if kind not in self._forms:
            self._forms[kind] = forms.read(kind, self.shapes, self.facts)
        return self._forms[kind]

    def kind(self, name: str) -> URIRef:
        """Return the class that goes by a name: its word in IRIs, its own name, its label, its IRI.

        NotFound: none does, with the names that look like it. DraftError: nobody states this class.
        """
        names: dict[str, URIRef] = {}
        for kind, word in forms.classes(self.facts).items():
            labels = [str(text) for p in (RDFS.label, SKOS.prefLabel) for text in self.facts.objects(kind, p)]
            names |= {text.casefold(): kind for text in (*labels, str(kind), forms.curie(kind))}
            names[word] = kind
        if (found := names.get(name.casefold())) is None:
            near = nearest(name, sorted(names))
            meant = f"Did you mean {', '.join(near)}?" if near else "See /def for the classes there are."
            raise NotFound(f"There is no class {name!r}.", fix=meant, near=near)
        if refused := self.form(found).refused:
            below = [w for k, w in forms.classes(self.facts).items() if (k, RDFS.subClassOf, found) in self.facts]
            fix = f"Take {' or '.join(below)}." if below else refused.get("en", "")
            raise DraftError(f"Nothing is stated as {name}: {refused.get('en', '')}", fix=fix)
        return found

    def mint(self, form: Form, code: str) -> URIRef:
        """Return the IRI of a new thing; DraftError: the code is not well formed, is taken, or was withdrawn."""
        iri = f"{ID}{form.word}/{code}"
        if not _CODE.fullmatch(code) or (form.pattern and not re.search(form.pattern, iri)):
            slug = "-".join(re.findall("[a-z0-9]+", code.lower()))
            what = f"{code!r} is no code: a code has lower-case letters, digits and single hyphens"
            raise DraftError(what, fix=f"Take {slug!r}." if slug else "Take a short readable word.")
        row = self.ledger.get(iri)
        if row and row.withdrawn:
            instead = f" It was replaced by {row.replaced_by}." if row.replaced_by else ""
            what = f"{iri} was withdrawn, and a withdrawn IRI never comes back.{instead}"
            raise DraftError(what, fix="Take another code.")
        if row or iri in self.codes:
            raise DraftError(f"{iri} is there already.", fix="Take another code, or change the thing in its file.")
        return URIRef(iri)

    def graph(self, form: Form, given: str | None) -> str:
        """Return the folder of the graph for a new thing: the one given, else where most things of its class stand.

        NotFound: there is no such graph, or none has things of this class.
        """
        known = sorted(iri.removeprefix(GRAPH) for iri in self.sources.data_graphs)
        if given is None:
            used = Counter(path.parent.name for path in self._homes(form))
            if not used:
                raise NotFound("No graph has things of this class.", fix=f"Give --graph: one of {', '.join(known)}.")
            return used.most_common(1)[0][0]
        if given not in known:
            near = nearest(given, known, 3) or known
            raise NotFound(f"There is no graph {given!r}.", fix=f"Take one of {', '.join(near)}.", near=near)
        return given

    def file(self, form: Form, graph: str) -> Path:
        """Return the file for new things of a class in a graph: where its others stand, else that of its topic."""
        used = Counter(path for path in self._homes(form) if path.parent.name == graph)
        if used:
            return used.most_common(1)[0][0]
        defining = (
            d for d in self.sources.documents[DEF] if form.kind in d.subjects and (form.kind, RDF.type) in _said(d)
        )
        topic = next((Path(d.name).stem for d in defining), form.word)
        return self.where.root / "data" / graph / f"{topic}.ttl"

    def home(self, thing: Node, near: Path) -> Path:
        """Return the file that describes a thing, that of its folder first; near if none does."""
        found = [path for path in self.paths if thing in self.paths[path].subjects]
        return next((path for path in found if path.parent == near.parent), (found or [near])[0])

    def stating(self, triple: tuple[Node, Node, Node]) -> list[Path]:
        """Return the files that state something."""
        return [path for path, document in self.paths.items() if triple in document.triples]

    def describing(self, thing: Node) -> Path:
        """Return the file that says what a thing is; DraftError if none does."""
        found = [path for path, d in self.paths.items() if thing in d.subjects and (thing, RDF.type) in _said(d)]
        if not found:
            raise DraftError(f"No file of ours describes {thing}.", fix="Describe it first, or leave it out.")
        return found[0]

    @cached_property
    def paths(self) -> dict[Path, Document]:
        """Return the files of data with what they say."""
        return {self.where.root / d.name: d for iri in self.sources.data_graphs for d in self.sources.documents[iri]}

    def _homes(self, form: Form) -> list[Path]:
        """Return for each thing of a class the file that states its class."""
        return [
            path
            for path, document in self.paths.items()
            for s, p, o in document.triples
            if p == RDF.type and o == form.kind
        ]

    def said(self, thing: URIRef, form: Form) -> Values:
        """Return what is said of a thing, by field."""
        found: dict[forms.Field, list[Node]] = {}
        for one in form.fields:
            subject = URIRef(f"{thing}#{one.part}") if one.part else thing
            nodes = (
                self.facts.subjects(one.predicate, subject)
                if one.inverse
                else self.facts.objects(subject, one.predicate)
            )
            if own := sorted((node for node in nodes if one.holds(node)), key=str):
                found[one] = own
        return found


def _said(document: Document) -> set[tuple[Node, Node]]:
    return {(s, p) for s, p, _ in document.triples}
