"""Provenance: what a source graph says about a thing rests on a passage in that very graph.

Shapes see all graphs at once, so for them a thing that has a passage in one graph is accounted for in every other. Here
each source graph (one that the description of the graphs derives from a text) must stand on its own.
"""

from collections.abc import Iterator

from rdflib import PROV, RDFS, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding, Statement
from kennisgraaf.inspection.view import View
from kennisgraaf.rules import remark, rule
from kennisgraaf.turtle import Document


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each thing that a source graph describes without saying where that comes from."""
    told = rule("Graaf-herkomst").about
    ranges = {o for s, _, o in view.by_path[RDFS.range] if s in told}
    exempt = {thing for thing, classes in view.types.items() if not ranges.isdisjoint(classes)}
    derived = {str(s) for s, _, _ in view.by_path[PROV.wasDerivedFrom]}
    for iri, files in view.data.items():
        if iri in derived:
            yield from _unfounded(iri, files, told, exempt)


def _unfounded(iri: str, files: list[Document], told: tuple[URIRef, ...], exempt: set[Node]) -> Iterator[Finding]:
    founded: set[Node] = set()
    first: dict[Node, Statement] = {}
    for document in files:
        for statement in document.triples:
            if statement[1] in told:
                founded.add(statement[0])
            first.setdefault(statement[0], statement)
    path = "|".join(f"<{one}>" for one in told)
    for thing in first.keys() - founded - exempt:
        if isinstance(thing, URIRef) and "#" not in thing:  # a part rests on what its thing rests on
            yield remark("Graaf-herkomst", (thing, path, None), (first[thing],), {"graph": f"<{iri}>"})
