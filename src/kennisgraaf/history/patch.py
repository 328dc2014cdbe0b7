"""A difference as RDF Patch, the text format of Apache Jena: which quads to delete and which to add, all or none.

https://jena.apache.org/documentation/rdf-patch/. A patch names blank nodes, so both sides must call them the same: the
deleted ones have the labels that RDFC-1.0 gives them in the whole state before (all its graphs, canonical N-Quads), and
the added ones have labels that do not occur there. The header says so, with the hash of each state's canonical N-Quads.
Questions are no RDF; they are not in it.
"""

from collections.abc import Iterator
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

import pyoxigraph as ox

from kennisgraaf.history import content
from kennisgraaf.history.state import State, unspelled
from kennisgraaf.namespaces import BASE


def write(before: State, after: State) -> str:
    """Return the patch that makes the graphs of one state those of the other; its rows are sorted."""
    if before.spelled != after.spelled:
        before, after = unspelled(before), unspelled(after)
    return "".join(f"{row} .\n" for row in _rows(before, after))


def _rows(before: State, after: State) -> Iterator[str]:
    old, new = (sha256(quads(state).encode()).hexdigest() for state in (before, after))
    yield f"H id <urn:uuid:{uuid5(NAMESPACE_URL, f'{BASE}{old}-{new}')}>"
    yield f'H before "{old}"'
    yield f'H after "{new}"'
    yield 'H labels "RDFC-1.0"'
    yield "TX"
    deleted, added = set(), set()
    for graph in before.graphs.keys() | after.graphs.keys():
        went, came = content.subtract(before.graphs.get(graph, frozenset()), after.graphs.get(graph, frozenset()))
        deleted |= {f"D {triple} <{graph}>" for triple in went}
        added |= {f"A {_fresh(triple)} <{graph}>" for triple in came}
    yield from sorted(deleted)
    yield from sorted(added)
    yield "TC"


def _fresh(triple: ox.Triple) -> ox.Triple:
    """Return a triple whose blank nodes have new labels; those of the state before are c14n and a number."""
    ends = [
        ox.BlankNode(f"new-{n.value}") if isinstance(n, ox.BlankNode) else n for n in (triple.subject, triple.object)
    ]
    return ox.Triple(ends[0], triple.predicate, ends[1])  # type: ignore[arg-type]


def quads(state: State) -> str:
    """Return a state as canonical N-Quads (RDFC-1.0): the form to which a patch applies."""
    return "".join(sorted(f"{triple} <{graph}> .\n" for graph, triples in state.graphs.items() for triple in triples))
