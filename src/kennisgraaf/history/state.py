"""What a project says at one moment: its asserted statements by graph, its questions, and where each thing stands.

A state is read from files (of a folder or of a commit) or from a release; either way it is the same value. Blank nodes
have the labels that RDF Dataset Canonicalization (RDFC-1.0) gives them, so that what is said of two states can be
compared, and a patch can name them.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from kennisgraaf import turtle
from kennisgraaf.errors import SourceError
from kennisgraaf.ledger import FILE, WITHDRAWN
from kennisgraaf.namespaces import DEF, GRAPH, SHAPES

Graphs = dict[str, frozenset[ox.Triple]]
Texts = dict[str, str]
INFERRED, META = GRAPH + "afgeleid", GRAPH + "meta"
TYPE, DEPRECATED, REPLACED_BY = (ox.NamedNode(str(iri)) for iri in (RDF.type, OWL.deprecated, DCTERMS.isReplacedBy))
_LABELS = [ox.NamedNode(str(iri)) for iri in (SKOS.prefLabel, RDFS.label, DCTERMS.title)]
_VERSION = ox.NamedNode(str(OWL.versionInfo))
_TRUE = ox.Literal("true", datatype=ox.NamedNode(str(XSD.boolean)))


@dataclass(frozen=True)
class State:
    """A project at one moment.

    name is what people call it; graphs go from IRI to triples, the inferred ones left out; questions from name to text;
    homes from a thing to the files in which its type stands (none in a release); spelled tells whether numbers stand as
    they were written: a release keeps their values only.
    """

    name: str
    graphs: Graphs
    questions: dict[str, str] = field(default_factory=dict)
    homes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    spelled: bool = True

    @cached_property
    def about(self) -> dict[str, list[tuple[str, ox.Triple]]]:
        """Return what is said of each IRI: pairs of a graph and a triple."""
        found: dict[str, list[tuple[str, ox.Triple]]] = defaultdict(list)
        for graph, triples in self.graphs.items():
            for triple in triples:
                if isinstance(triple.subject, ox.NamedNode):
                    found[triple.subject.value].append((graph, triple))
        return dict(found)

    @cached_property
    def nested(self) -> dict[ox.BlankNode, list[ox.Triple]]:
        """Return what is said of each blank node."""
        found: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        for triples in self.graphs.values():
            for triple in triples:
                if isinstance(triple.subject, ox.BlankNode):
                    found[triple.subject].append(triple)
        return dict(found)

    @cached_property
    def upward(self) -> dict[ox.BlankNode, list[ox.Triple]]:
        """Return the statements that point to each blank node."""
        found: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        for triples in self.graphs.values():
            for triple in triples:
                if isinstance(triple.object, ox.BlankNode):
                    found[triple.object].append(triple)
        return dict(found)

    def values(self, iri: str, *predicates: ox.NamedNode) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        """Return the values of these properties of a thing, sorted."""
        found = {triple.object for _, triple in self.about.get(iri, ()) if triple.predicate in predicates}
        return sorted(found, key=str)  # type: ignore[arg-type]

    def iris(self, iri: str, *predicates: ox.NamedNode) -> list[str]:
        """Return those values that are IRIs."""
        return [value.value for value in self.values(iri, *predicates) if isinstance(value, ox.NamedNode)]

    def labels(self, iri: str) -> Texts:
        """Return the names of a thing by language; the first property that names it counts for each language."""
        found: Texts = {}
        for predicate in _LABELS:
            for value in self.values(iri, predicate):
                if isinstance(value, ox.Literal):
                    found.setdefault(value.language or "", value.value)
        return found

    def withdrawn(self, iri: str) -> bool:
        """Tell whether a thing should not be used any more (owl:deprecated)."""
        return _TRUE in self.values(iri, DEPRECATED)

    @property
    def version(self) -> str:
        """Return the version that the ontology says it has, "" if it does not."""
        return next((v.value for v in self.values(DEF, _VERSION) if isinstance(v, ox.Literal)), "")


def read(name: str, files: Mapping[str, bytes]) -> State:
    """Return the state that files make, by their names from the project's root; name stands before theirs in errors.

    SourceError: a file is not UTF-8, or not valid Turtle.
    """
    graphs: dict[str, set[ox.Triple]] = defaultdict(set)
    homes: dict[str, set[str]] = defaultdict(set)
    for number, (path, body) in enumerate(sorted(files.items())):
        iri = _graph_of(PurePosixPath(path))
        if iri:
            triples = _triples(number, body, f"{name}:{path}" if name else path)
            graphs[iri].update(triples)
            _settle(homes, triples, path)
    graphs[META] |= _tombstones(files.get(FILE.as_posix(), b""))
    questions = {
        PurePosixPath(path).stem: _text(body, path)
        for path, body in files.items()
        if path.startswith("queries/") and path.endswith(".rq")
    }
    settled = {iri: frozenset(paths) for iri, paths in homes.items()}
    return state(name, graphs, questions, settled)


def state(
    name: str,
    graphs: Mapping[str, Iterable[ox.Triple]],
    questions: Mapping[str, str],
    homes: Mapping[str, frozenset[str]] | None = None,
    *,
    spelled: bool = True,
) -> State:
    """Return the state of these statements; inferred ones are left out, blank nodes get their canonical labels."""
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(iri))
        for iri, triples in graphs.items()
        if iri != INFERRED
        for triple in triples
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
    ]
    named = ox.Dataset(quads)
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    found = {
        iri: {t for t in triples if not (isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode))}
        for iri, triples in graphs.items()
        if iri != INFERRED
    }
    for quad in named:
        found[quad.graph_name.value].add(quad.triple)
    whole = {iri: frozenset(triples) for iri, triples in sorted(found.items()) if triples}
    return State(name, whole, dict(questions), homes or {}, spelled)


def unspelled(given: State) -> State:
    """Return a state as a release keeps it: numbers by value, 7 for 007."""
    if not given.spelled:
        return given
    store = ox.Store()
    quads = (
        ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(iri)) for iri, ts in given.graphs.items() for t in ts
    )
    store.bulk_extend(quads)
    graphs: dict[str, set[ox.Triple]] = defaultdict(set)
    for quad in store:
        graphs[quad.graph_name.value].add(quad.triple)
    kept = {iri: frozenset(graphs[iri]) for iri in given.graphs}
    return replace(given, graphs=kept, spelled=False)


def _graph_of(path: PurePosixPath) -> str:
    """Return the IRI of the graph to which a file belongs, "" for what is no Turtle of ontology, shapes or data."""
    folder, *below = path.parts
    if path.suffix != ".ttl" or not below:
        return ""
    return {"ontology": DEF, "shapes": SHAPES, "data": GRAPH + below[0].removesuffix(".ttl")}.get(folder, "")


def _triples(number: int, body: bytes, name: str) -> list[ox.Triple]:
    """Return the triples of a file; its blank nodes are its own."""
    quads, _ = turtle.parse(_text(body, name), name)

    def own(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(node, ox.Triple):
            raise SourceError("Quoted triples are not supported", fix="Use owl:Axiom instead.", file=name)
        return ox.BlankNode(f"f{number}x{node.value}") if isinstance(node, ox.BlankNode) else node

    return [ox.Triple(own(quad.subject), quad.predicate, own(quad.object)) for quad in quads]  # type: ignore[arg-type]


def _settle(homes: dict[str, set[str]], triples: Iterable[ox.Triple], path: str) -> None:
    for triple in triples:
        if triple.predicate == TYPE and isinstance(triple.subject, ox.NamedNode):
            homes[triple.subject.value].add(path)


def _text(body: bytes, name: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        what = f"UTF-8 was expected, byte 0x{body[error.start]:02X} was found"
        raise SourceError(what, fix="Compare with a state whose files are UTF-8.", file=name, line=line) from error


def _tombstones(body: bytes) -> set[ox.Triple]:
    """Return what the ledger of that moment says of withdrawn things; a ledger of another form says nothing."""
    found = set()
    for row in csv.DictReader(_text(body, FILE.as_posix()).splitlines()):
        if row.get("status") in WITHDRAWN and row.get("iri"):
            thing = ox.NamedNode(row["iri"])
            found.add(ox.Triple(thing, DEPRECATED, _TRUE))
            found |= {
                ox.Triple(thing, REPLACED_BY, ox.NamedNode(heir)) for heir in (row.get("replaced_by") or "").split()
            }
    return found
