"""What explanations draw on: names and labels of things, which things there are, what the shapes say."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache, cached_property, partial

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef, collection
from rdflib.term import Node

from kennisgraaf import namespaces
from kennisgraaf.findings import Finding, Place
from kennisgraaf.location import Locator
from kennisgraaf.location.path import parse
from kennisgraaf.namespaces import DEF, KG, KGS
from kennisgraaf.sources import Sources

_BARE = {XSD.integer: re.compile(r"0|-?[1-9][0-9]*"), XSD.boolean: re.compile(r"true|false")}
_IRI = re.compile(r"""[a-z][a-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]+""", re.IGNORECASE)
_LABELS = (RDFS.label, SKOS.prefLabel, DCTERMS.title, SH.name)
_PATIENCE = 1_000_000  # comparisons of names in one run: a look for near names may not cost more than the check
_SHOWN = 60
_TERMS = f"{KGS}Term-"  # the rules of inspection about terms: they also know those of other vocabularies


class Background:
    """The sources behind findings, and what is asked of them again and again."""

    def __init__(self, sources: Sources, shapes: Graph, ontology: Graph | None = None) -> None:
        """Index nothing yet; ontology: what the terms are called (default: that of the sources)."""
        self.shapes = shapes
        self.locator = Locator(sources, shapes)
        self.ontology = sources.graph(DEF) if ontology is None else ontology
        self._declared = {**sources.prefixes(), **namespaces.prefixes(sources.kinds())}
        self._patience = _PATIENCE
        self.short = cache(self._short)
        self.near = cache(self._near)
        self._values = cache(self._listed)
        self.label = cache(self._label)
        self.instances = cache(self._instances)

    def _short(self, node: Node) -> str:
        """Write a term as Turtle does, with our prefixes."""
        if isinstance(node, Literal):
            if node.datatype in _BARE and _BARE[node.datatype].fullmatch(node):
                return str(node)
            quoted = Literal(str(node)).n3()
            if node.language:
                return f"{quoted}@{node.language}"
            return f"{quoted}^^{self.short(node.datatype)}" if node.datatype else quoted
        if isinstance(node, BNode):
            return "[]"
        return namespaces.short(str(node), self._declared) or f"<{node}>"

    def shown(self, node: Node) -> str:
        """Write a term for a sentence: short, and cut when it is long."""
        text = " ".join(self.short(node).split())
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

    def path(self, path: str) -> str:
        """Write a property or a SPARQL property path with our prefixes."""
        return parse(path).written(self.short)

    def named(self, node: Node, language: str) -> str:
        """Name a thing for a reader: its prefixed name, and its label in this language where it has one."""
        label = self.label(node, language)
        return f'{self.shown(node)} ("{label}")' if label else self.shown(node)

    def _label(self, node: Node, language: str) -> str:
        """Return the label of a term or thing, in this language or without one; "" if it has none."""
        if not isinstance(node, URIRef):
            return ""
        texts = [text for predicate in _LABELS for text in self._texts(node, predicate)]
        return next((str(t) for wanted in (language, None) for t in texts if t.language == wanted), "")

    def _texts(self, node: URIRef, predicate: URIRef) -> Iterator[Literal]:
        for graph in (self.ontology, self.shapes):
            yield from (text for text in graph.objects(node, predicate) if isinstance(text, Literal))
        yield from (t[2] for t in self.locator.facts(node, predicate) if isinstance(t[2], Literal))

    def values(self, shape: Node, parameter: URIRef) -> list[Node]:
        """Return the values of a parameter of a shape, those of a list one by one, in a fixed order."""
        return [*self._values(shape, parameter)]

    def _listed(self, shape: Node, parameter: URIRef) -> tuple[Node, ...]:
        found: list[Node] = []
        for value in sorted(self.shapes.objects(shape, parameter), key=str):
            listed = value == RDF.nil or (value, RDF.first, None) in self.shapes
            found += list(collection.Collection(self.shapes, value)) if listed else [value]
        return tuple(found)

    def types(self, node: Node) -> set[Node]:
        """Return the classes of a thing, with the classes above them."""
        return set().union(*(self.above(triple[2]) for triple in self.locator.facts(node, RDF.type)))

    def above(self, kind: Node) -> set[Node]:
        """Return a class and all classes above it."""
        return {kind, *(one for one in self.ontology.transitive_objects(kind, RDFS.subClassOf) if one is not None)}

    def namesake(self, thing: Node, kinds: list[Node]) -> Node | None:
        """Return the one thing of one of these classes that has the same code as another thing of another class."""
        code = "/" + str(thing).rpartition("/")[2]
        found = [one for kind in kinds for one in self.instances(kind) if str(one).endswith(code) and one != thing]
        return found[0] if len(found) == 1 else None

    def _instances(self, kind: Node) -> list[Node]:
        """Return the things of a class that are not withdrawn, sorted."""
        kinds = [one for one in self.ontology.transitive_subjects(RDFS.subClassOf, kind) if one is not None]
        found = {triple[0] for one in kinds for triple in self.locator.uses(one, RDF.type)}
        named = (thing for thing in found if isinstance(thing, URIRef))
        return sorted((thing for thing in named if not any(self.locator.facts(thing, OWL.deprecated))), key=str)

    def called(self, text: Literal) -> URIRef | None:
        """Return the one thing that a text names: as an IRI, a prefixed name or a label."""
        prefix, colon, local = str(text).partition(":")
        whole = self._declared.get(prefix, "") + local if colon else ""
        for iri in filter(_IRI.fullmatch, (str(text), whole)):
            if self.described(URIRef(iri)):
                return URIRef(iri)
        labelled = {triple[0] for label in _LABELS for triple in self.locator.uses(text, label)}
        found = labelled.pop() if len(labelled) == 1 else None
        return found if isinstance(found, URIRef) else None

    def strange(self, finding: Finding) -> bool:
        """Tell whether the property of a finding is the fault: a rule about terms found one that nobody describes."""
        if finding.value is None or not _IRI.fullmatch(finding.path) or self.described(path := URIRef(finding.path)):
            return False
        if finding.component == "SPARQL":
            return path.startswith(KG)
        if finding.component or not str(finding.shape).startswith(_TERMS):
            return False
        value = finding.value
        return (
            not isinstance(value, URIRef) or self.described(value) or (not self.near(value) and bool(self.near(path)))
        )

    def places(self, finding: Finding) -> tuple[Place, ...]:
        """Return where a finding stands, the fault first: at the property where that is the fault."""
        return self.locator.predicates(finding) if self.strange(finding) else self.locator.places(finding)

    def described(self, node: Node) -> bool:
        """Tell whether any file says something about a thing."""
        return bool(self.locator.documents(node))

    def _near(self, node: URIRef) -> URIRef | None:
        """Return the described thing or term whose name is a slip of the pen away, None if there is none."""
        beginning = str(node).rstrip("/#").rpartition("#" if "#" in node else "/")[0]
        names = self._neighbours.get(beginning, ())
        return self.nearest(node, names) or self.nearest(node, [one for one in self._used if one not in {node, *names}])

    def nearest(self, node: URIRef, names: Collection[Node]) -> URIRef | None:
        """Return the one of these names, not the same, that is a slip of the pen away from this one."""
        self._patience -= len(names)
        if self._patience < 0 or node in names:
            return None
        slips = max(1, min(3, len(node.rpartition("#")[2].rpartition("/")[2]) // 4))
        near = partial(process.extractOne, scorer=DamerauLevenshtein.distance, score_cutoff=slips, processor=None)
        best = near(node, [name for name in names if isinstance(name, URIRef)])
        return best[0] if best else None

    @cached_property
    def _used(self) -> list[Node]:
        """The properties that are used more than once: those of other vocabularies are described nowhere."""
        counted = Counter(triple[1] for document in self.locator.all for triple in document.triples)
        return [one for one, times in counted.items() if times > 1]

    @cached_property
    def _neighbours(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for subject in self.locator.subjects:
            if isinstance(subject, URIRef):
                found.setdefault(subject.rstrip("/#").rpartition("#" if "#" in subject else "/")[0], []).append(subject)
        return found
