"""The named graphs as datasets of their own: what holds for the whole and is the same for each part is said of each."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kennisgraaf.catalog.words import DATASET, Statement, iri, text
from kennisgraaf.namespaces import BASE

_SHARED = (
    *("dct:accessRights", "dct:accrualPeriodicity", "dct:creator", "dct:language", "dct:license", "dct:publisher"),
    *("dct:conformsTo", "dct:modified", "dcat:contactPoint", "dcat:landingPage", "dcat:theme", "dcat:version"),
    "foaf:page",
)


def complete(said: Iterable[Statement | ox.Triple]) -> Iterator[Statement]:
    """Give what each part of the dataset lacks: a place in the catalogue, a name, and what it shares with the whole."""
    triples = [tuple(statement) for statement in said]
    shared = {iri(name) for name in _SHARED}
    common = [(p, o) for s, p, o in triples if s == iri(DATASET) and p in shared]
    told = {(s, p) for s, p, _ in triples}
    for graph in sorted((o for s, p, o in triples if s == iri(DATASET) and p == iri("void:subset")), key=str):
        yield graph, iri("rdf:type"), iri("dcat:Dataset")
        yield graph, iri("dct:identifier"), text(graph.value)
        yield iri("dataset:catalogus"), iri("dcat:dataset"), graph
        yield from ((graph, p, o) for p, o in common if o != graph)
        name = graph.value.removeprefix(BASE)
        for property_, words in (("dct:title", _TITLE), ("dct:description", _DESCRIPTION)):
            if (graph, iri(property_)) not in told:
                yield from ((graph, iri(property_), text(words[lang].format(name), lang)) for lang in words)


_TITLE = {"nl": "Deelgraaf {}", "en": "Named graph {}"}
_DESCRIPTION = {"nl": "Wat in de deelgraaf {} staat.", "en": "What the named graph {} holds."}
