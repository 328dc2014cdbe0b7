"""What is said of one thing, so that it can be compared: blank nodes count by their content, whatever they are called.

Statements that hang together by blank nodes are a component. Two graphs are the same (isomorphic) exactly when their
statements without blank nodes are the same and their components are, one by one, in the form of RDFC-1.0.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import OWL, RDF, XSD

from kennisgraaf.history.difference import Value
from kennisgraaf.history.state import TYPE, State

Triples = frozenset[ox.Triple]
_STRING = str(XSD.string)
_FIRST, _REST, _NIL = (ox.NamedNode(str(iri)) for iri in (RDF.first, RDF.rest, RDF.nil))
_ROOT = ox.NamedNode("urn:x-kennisgraaf:root")
_MARK = ox.NamedNode("urn:x-kennisgraaf:mark")
_KINDS = {  # how a restriction reads
    str(OWL.someValuesFrom): "some {0}",
    str(OWL.allValuesFrom): "only {0}",
    str(OWL.hasValue): "value {0}",
    str(OWL.hasSelf): "itself",
}
_GROUPS = {str(OWL.intersectionOf): " and ", str(OWL.unionOf): " or ", str(OWL.oneOf): ", ", str(OWL.members): ", "}
_ON, _NOT, _INVERSE = (ox.NamedNode(str(iri)) for iri in (OWL.onProperty, OWL.complementOf, OWL.inverseOf))
Term = ox.NamedNode | ox.BlankNode | ox.Literal


def subtract(before: Triples, after: Triples) -> tuple[set[ox.Triple], set[ox.Triple]]:
    """Return the statements that went and those that came, between two graphs; none of either when they are isomorphic.

    Components that are the same but for the labels of their blank nodes are taken away on both sides.
    """
    (plain, nested), (plain2, nested2) = _parts(before), _parts(after)
    went, came = plain - plain2, plain2 - plain
    for key in nested.keys() | nested2.keys():
        mine, theirs = nested.get(key, []), nested2.get(key, [])
        went.update(*mine[len(theirs) :])
        came.update(*theirs[len(mine) :])
    return went, came


def _parts(triples: Triples) -> tuple[set[ox.Triple], dict[str, list[list[ox.Triple]]]]:
    """Return the statements without blank nodes, and the components by their canonical form."""
    plain: set[ox.Triple] = set()
    groups: dict[ox.BlankNode, list[ox.Triple]] = {}
    for triple in triples:
        nodes = _blank(triple)
        if not nodes:
            plain.add(triple)
            continue
        joined = [triple]
        for group in {id(groups[node]): groups[node] for node in nodes if node in groups}.values():
            joined += group
        groups |= dict.fromkeys((node for one in joined for node in _blank(one)), joined)
    found: dict[str, list[list[ox.Triple]]] = defaultdict(list)
    for group in {id(group): group for group in groups.values()}.values():
        found[_canonical(group)].append(group)
    return plain, found


def is_nested(triple: ox.Triple) -> bool:
    """Tell whether a statement has a blank node, so that it is the same only together with its component."""
    return bool(_blank(triple))


def _blank(triple: ox.Triple) -> list[ox.BlankNode]:
    return [node for node in (triple.subject, triple.object) if isinstance(node, ox.BlankNode)]


def _canonical(triples: Iterable[ox.Triple]) -> str:
    """Return triples as sorted N-Triples with canonical labels (RDFC-1.0)."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(str(quad.triple) for quad in dataset))


def owners(state: State, graph: str, triples: Collection[ox.Triple]) -> set[str]:
    """Return the things that these statements of a graph are about.

    What is said of a blank node is about the thing on which it hangs; see adopted for one that hangs on nothing.
    """
    found = {triple.subject.value for triple in triples if isinstance(triple.subject, ox.NamedNode)}
    return found | {adopted(state, graph, node) for node in unnamed(triples)}


def unnamed(triples: Collection[ox.Triple]) -> list[ox.BlankNode]:
    """Return the blank nodes to which nothing points, and one of each ring that hangs on nothing; sorted."""
    below: dict[Any, set[ox.BlankNode]] = defaultdict(set)
    for triple in triples:
        if isinstance(triple.object, ox.BlankNode):
            below[triple.subject].add(triple.object)
    nodes = {triple.subject for triple in triples if isinstance(triple.subject, ox.BlankNode)}
    free = nodes - {node for nodes in below.values() for node in nodes}
    left = nodes - _below(below, [*free, *(top for top in below if isinstance(top, ox.NamedNode))])
    found = sorted(free, key=str)
    while left:
        found.append(min(left, key=str))
        left -= _below(below, [found[-1]])
    return found


def _below(below: Mapping[Any, set[ox.BlankNode]], tops: Iterable[Any]) -> set[Any]:
    """Return these nodes with all that hangs on them."""
    seen, waiting = set(tops), list(tops)
    while waiting:
        fresh = below.get(waiting.pop(), set()) - seen
        seen |= fresh
        waiting += fresh
    return seen


def orphans(state: State) -> dict[str, list[ox.BlankNode]]:
    """Return the blank nodes that hang on nothing, by the thing that adopts them."""
    found: dict[str, list[ox.BlankNode]] = defaultdict(list)
    for graph, triples in state.graphs.items():
        for node in unnamed([triple for triple in triples if _blank(triple)]):
            found[adopted(state, graph, node)].append(node)
    return found


def adopted(state: State, graph: str, root: ox.BlankNode) -> str:
    """Return the thing to which a blank node belongs that hangs on nothing (owl:AllDisjointClasses does not).

    It is the first one that it names; the graph, where it names none.
    """
    named = {
        triple.object.value
        for triple in closure(state, root)
        if isinstance(triple.object, ox.NamedNode) and triple.predicate != TYPE and triple.object.value in state.about
    }
    return min(named, default=graph)


def closure(state: State, root: ox.BlankNode) -> list[ox.Triple]:
    """Return what is said of a blank node, and of those below it."""
    found: list[ox.Triple] = []
    seen, waiting = {root}, [root]
    while waiting:
        for triple in state.nested.get(waiting.pop(), ()):
            found.append(triple)
            if isinstance(triple.object, ox.BlankNode) and triple.object not in seen:
                seen.add(triple.object)
                waiting.append(triple.object)
    return found


def value(state: State, term: Term | ox.Triple) -> Value:
    """Return a term as a value; a blank node is told in words and compared by its content."""
    if isinstance(term, ox.NamedNode):
        return Value(term.value, kind="iri")
    if isinstance(term, ox.BlankNode):
        key = _canonical([*closure(state, term), ox.Triple(_ROOT, _MARK, term)])
        return Value(tell(state, term), kind="blank", key=key)
    if isinstance(term, ox.Literal):
        datatype = "" if term.language or term.datatype.value == _STRING else term.datatype.value
        return Value(term.value, term.language or "", datatype)
    return Value(str(term))


def tell(state: State, term: Term | ox.Triple, depth: int = 0) -> str:
    """Return a term in words: a restriction as Manchester syntax reads it, a list in parentheses, IRIs in <>.

    Whoever shows it to people shortens the IRIs. What lies deeper than eight levels is told as "...".
    """
    if not isinstance(term, ox.BlankNode):
        return str(term)
    if depth > 8:  # noqa: PLR2004 - deeper than anybody reads
        return "..."
    said = {triple.predicate: triple.object for triple in state.nested.get(term, ())}
    if _FIRST in said:
        return f"({', '.join(tell(state, item, depth + 1) for item in _items(state, term))})"
    return _restriction(state, said, depth) or _sentence(state, term, depth)


def _restriction(state: State, said: dict[ox.NamedNode, Term | ox.Triple], depth: int) -> str:
    """Return the words for a class expression of OWL, "" for what is none."""
    if _NOT in said:
        return f"not {tell(state, said[_NOT], depth + 1)}"
    if _INVERSE in said and len(said) == 1:
        return f"inverse of {tell(state, said[_INVERSE], depth + 1)}"
    for predicate, object_ in said.items():
        if predicate.value in _KINDS and _ON in said:
            words = _KINDS[predicate.value].format(tell(state, object_, depth + 1))
            return f"{tell(state, said[_ON], depth + 1)} {words}"
        if predicate.value in _GROUPS:
            members = [tell(state, item, depth + 1) for item in _items(state, object_)]
            return f"({_GROUPS[predicate.value].join(members)})"
    return ""


def _sentence(state: State, term: ox.BlankNode, depth: int) -> str:
    """Return everything said of a blank node, sorted."""
    parts = sorted(
        f"{triple.predicate} {tell(state, triple.object, depth + 1)}" for triple in state.nested.get(term, ())
    )
    return f"[{'; '.join(parts)}]"


def _items(state: State, term: Term | ox.Triple) -> Iterator[Term | ox.Triple]:
    """Yield the items of a list; a ring of cells ends where it began."""
    seen = set()
    while isinstance(term, ox.BlankNode) and term not in seen:
        seen.add(term)
        said = {triple.predicate: triple.object for triple in state.nested.get(term, ())}
        if _FIRST in said:
            yield said[_FIRST]
        term = said.get(_REST, _NIL)
