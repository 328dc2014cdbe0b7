"""What a release says, in the order of its dumps: triples by graph, sorted, blank nodes named by what they say."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from kennisgraaf.namespaces import DEF, EXTERNAL, KG

_LABELS = (EXTERNAL["skos"] + "prefLabel", EXTERNAL["rdfs"] + "label")


@dataclass(frozen=True)
class Content:
    """A release before it is sealed: its quads, its prefixes, and which of its graphs the reasoner made."""

    quads: list[ox.Quad]
    prefixes: Mapping[str, str]
    inferred: str = ""

    @cached_property
    def graphs(self) -> dict[str, list[ox.Triple]]:
        """Return the triples of each named graph by IRI, and of the default graph under ""; each sorted."""
        found: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in self.quads:
            found["" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value].append(quad)
        return {
            name: [quad.triple for quad in canonical(quad.triple for quad in found[name])] for name in sorted(found)
        }

    @cached_property
    def named(self) -> list[ox.Quad]:
        """Return the quads of all named graphs, sorted; a blank node has one name in all of them."""
        return canonical(quad for quad in self.quads if not isinstance(quad.graph_name, ox.DefaultGraph))

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Return the label of everything that has one: IRI → language → text, the first one where there are more."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for name in _LABELS:
            for triple in self.graphs.get("", []):
                if triple.predicate.value == name and isinstance(triple.object, ox.Literal):
                    found[plain(triple.subject)].setdefault(triple.object.language or "", triple.object.value)
        return found

    @cached_property
    def classes(self) -> dict[str, str]:
        """Return the class that the {type} part of our IRIs stands for: by the word it claims, else by its own name."""
        own = {iri[len(KG) :].lower(): iri for iri in self.labels if re.fullmatch(re.escape(KG) + r"[A-Z]\w*", iri)}
        claims = (t for t in self.graphs.get(DEF, []) if t.predicate.value == KG + "soortwoord")
        return own | {plain(t.object): plain(t.subject) for t in claims}

    def said(self, subject: str, predicate: str) -> str:
        """Return the first value that the default graph has, "" when it has none."""
        about = (t for t in self.graphs.get("", []) if plain(t.subject) == subject and t.predicate.value == predicate)
        return next((plain(t.object) for t in about), "")


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return an IRI, a text or the name of a blank node without what marks it as one."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def canonical(statements: Iterable[Iterable[Any]]) -> list[ox.Quad]:
    """Return triples or quads (terms in their order) in a fixed order, blank nodes renamed by what they say.

    W3C, RDF Dataset Canonicalization (RDFC-1.0).
    """
    dataset = ox.Dataset(ox.Quad(*each) for each in statements)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)
