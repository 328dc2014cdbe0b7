"""Cycles: relations that put things in an order never lead back, told with the whole chain.

Which relations those are is said by the ontology: what is asymmetric, or transitive and not symmetric, with all that is
below it and their inverses; and by the vocabularies that we use.
"""

from collections import defaultdict
from collections.abc import Iterator

from rdflib import DCTERMS, ORG, OWL, RDF, RDFS, SKOS, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding, Statement
from kennisgraaf.inspection.view import View
from kennisgraaf.rules import remark

_ORDERS = (
    (SKOS.broader, SKOS.broaderTransitive, SKOS.narrower, SKOS.narrowerTransitive),
    (RDFS.subClassOf,),
    (RDFS.subPropertyOf,),
    (DCTERMS.isPartOf, DCTERMS.hasPart),
    (DCTERMS.isReplacedBy, DCTERMS.replaces),
    (ORG.subOrganizationOf, ORG.hasSubOrganization),
)
_DOWN = {SKOS.narrower, SKOS.narrowerTransitive, DCTERMS.hasPart, DCTERMS.replaces, ORG.hasSubOrganization}
Edges = dict[Node, dict[Node, Statement]]


def inspect(view: View) -> Iterator[Finding]:
    """Yield one finding for each knot of cycles, with the shortest cycle through its first thing."""
    for paths in [*_declared(view), *({path: path in _DOWN for path in order} for order in _ORDERS)]:
        edges: Edges = defaultdict(dict)
        for path, backward in paths.items():
            for s, p, o in view.by_path.get(path, ()):
                if isinstance(o, URIRef):
                    tail, head = (o, s) if backward else (s, o)
                    edges[tail].setdefault(head, (s, p, o))
        for knot in _knots(edges):
            yield _told(_shortest(edges, knot))


def _declared(view: View) -> list[dict[URIRef, bool]]:
    """Return the orders of the ontology: properties that belong together, each with whether it points the other way."""
    kinds = {kind: {s for s, _, o in view.by_path[RDF.type] if o == kind} for kind in _KINDS}
    ordered = kinds[OWL.AsymmetricProperty] | (kinds[OWL.TransitiveProperty] - kinds[OWL.SymmetricProperty])
    kin: dict[Node, list[tuple[Node, bool]]] = defaultdict(list)
    for s, _, o in view.by_path[RDFS.subPropertyOf]:
        kin[o].append((s, False))
        if s in ordered and o in ordered:
            kin[s].append((o, False))
    for s, _, o in view.by_path[OWL.inverseOf]:
        kin[s].append((o, True))
        kin[o].append((s, True))
    found: list[dict[URIRef, bool]] = []
    for start in sorted(ordered, key=str):
        if not any(start in order for order in found):
            found.append(_family(start, kin))
    return found


_KINDS = (OWL.AsymmetricProperty, OWL.TransitiveProperty, OWL.SymmetricProperty)


def _family(start: Node, kin: dict[Node, list[tuple[Node, bool]]]) -> dict[URIRef, bool]:
    reached, waiting = {}, [(start, False)]
    while waiting:
        path, backward = waiting.pop()
        if isinstance(path, URIRef) and path not in reached:
            reached[path] = backward
            waiting += [(other, backward != turned) for other, turned in kin[path]]
    return reached


def _knots(edges: Edges) -> list[set[Node]]:
    """Return the sets of things that all lead to each other: what is left when open ends are taken away, in parts."""
    incoming: dict[Node, int] = defaultdict(int)
    for heads in edges.values():
        for head in heads:
            incoming[head] += 1
    ends = [thing for thing in edges if not incoming[thing]]
    left = dict(edges)
    while ends:
        for head in left.pop(ends.pop(), {}):
            incoming[head] -= 1
            if not incoming[head] and head in left:
                ends.append(head)
    found: list[set[Node]] = []
    for start in sorted(left, key=str):
        if not any(start in knot for knot in found) and (knot := _around(start, left)):
            found.append(knot)
    return found


def _around(start: Node, edges: Edges) -> set[Node]:
    """Return what lies on a cycle with start, empty if nothing does."""
    forward = _reach(start, {tail: list(heads) for tail, heads in edges.items()})
    if start not in forward:
        return set()
    back: dict[Node, list[Node]] = defaultdict(list)
    for tail in forward:
        for head in edges.get(tail, ()):
            back[head].append(tail)
    return forward & _reach(start, back)


def _reach(start: Node, steps: dict[Node, list[Node]]) -> set[Node]:
    reached: set[Node] = set()
    waiting = list(steps.get(start, ()))
    while waiting:
        if (one := waiting.pop()) not in reached:
            reached.add(one)
            waiting += steps.get(one, ())
    return reached


def _shortest(edges: Edges, knot: set[Node]) -> list[tuple[Node, Node, Statement]]:
    """Return the links of a shortest cycle through the first thing of a knot, in order, as (from, to, statement)."""
    start = min(knot, key=str)
    came: dict[Node, Node] = {}
    rank = [start]
    while start not in came:
        after = []
        for tail in rank:
            for head in sorted(edges[tail].keys() & knot, key=str):
                if head not in came:
                    came[head] = tail
                    after.append(head)
        rank = after
    chain: list[tuple[Node, Node, Statement]] = []
    head = start
    while not chain or head != start:
        chain.append((came[head], head, edges[came[head]][head]))
        head = came[head]
    return chain[::-1]


def _told(chain: list[tuple[Node, Node, Statement]]) -> Finding:
    told = " → ".join(f"<{node}>" for node in [chain[0][0], *(head for _, head, _ in chain)])
    statements = tuple(statement for _, _, statement in chain)
    s, p, o = statements[0]
    return remark("Relatie-kring", (s, str(p), o), statements, {"chain": told})
