"""Orphans: concepts that hang together with nothing but their scheme and their source, while their neighbours do.

A list in a publication often gives no links at all: nobody can mend that. So a concept without links is told only where
nearly all others of its class in its scheme have some.
"""

from collections import defaultdict
from collections.abc import Iterator

from rdflib import RDF, RDFS, SKOS
from rdflib.term import Node

from kennisgraaf.findings import Finding
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import ID
from kennisgraaf.rules import remark, rule

_FEW = 0.05  # the part of a group that may have no links for them to be called orphans
_PLACING = {SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept, RDFS.isDefinedBy}


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each concept that no statement links to another thing, and that no query speaks of."""
    placing = _PLACING | set(rule("Graaf-herkomst").about)
    linked: set[Node] = {mention.iri for mention in view.mentions}
    for s, p, o in view.links:
        if p not in placing and o != s:
            linked.add(o)
            if str(o).startswith(ID):
                linked.add(s)
    for group in _groups(view).values():
        loose = [thing for thing in group if thing not in linked]
        if len(loose) <= _FEW * len(group):
            for thing in loose:
                yield remark("Begrip-los", (thing, "", None), ((thing, RDF.type, SKOS.Concept),))


def _groups(view: View) -> dict[tuple[Node, ...], list[Node]]:
    """Return the concepts that stand in one scheme and have the same classes together."""
    schemes = {s: o for s, _, o in view.by_path[SKOS.inScheme]}
    found: dict[tuple[Node, ...], list[Node]] = defaultdict(list)
    for thing, classes in view.types.items():
        if thing in schemes:
            found[schemes[thing], *sorted(classes, key=str)].append(thing)
    return found
