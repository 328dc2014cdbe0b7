"""Whatever two states say: no difference where they say the same, and a patch that makes one the other."""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisgraaf import history
from kennisgraaf.history import patch, state
from kennisgraaf.namespaces import DEF, GRAPH

IRIS = [ox.NamedNode(f"https://w3id.org/kennisgraaf/id/ding/{code}") for code in "abc"]
BLANKS = [ox.BlankNode(name) for name in "xyz"]
NUMBER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
TEXTS = [ox.Literal('a\n"b"\\', language="nl"), ox.Literal("é 💧"), ox.Literal("007", datatype=NUMBER)]
TRIPLES = st.builds(
    ox.Triple, st.sampled_from(IRIS + BLANKS), st.sampled_from(IRIS), st.sampled_from(IRIS + BLANKS + TEXTS)
)
GRAPHS = st.dictionaries(st.sampled_from([DEF, GRAPH + "a", GRAPH + "b"]), st.lists(TRIPLES, max_size=7))
QUIET = settings(max_examples=150, deadline=None)


def read(graphs):
    return state.state("", {iri: [own(triple, iri) for triple in triples] for iri, triples in graphs.items()}, {})


def own(triple, mark):
    """The same triple, with blank nodes that no other graph has."""
    s, p, o = (ox.BlankNode(f"{n.value}{len(mark)}{mark[-1]}") if isinstance(n, ox.BlankNode) else n for n in triple)
    return ox.Triple(s, p, o)


def dataset(given_state):
    """The canonical quads of a state, read back as an application would."""
    return set(ox.parse(patch.quads(given_state), format=ox.RdfFormat.N_QUADS))


def apply(text, quads):
    """Apply an RDF Patch to quads, as Jena does: strictly, row by row, all or nothing."""
    rows = [row for row in text.splitlines() if not row.startswith("H ")]
    assert rows[0] == "TX ." and rows[-1] == "TC ."  # noqa: PT018
    found = set(quads)
    for row in rows[1:-1]:
        (quad,) = ox.parse(row[2:], format=ox.RdfFormat.N_QUADS)
        if row.startswith("D "):
            found.remove(quad)
        else:
            assert row.startswith("A ")
            assert quad not in found
            found.add(quad)
    return found


def isomorphic(one, other):
    sides = [ox.Dataset(quads) for quads in (one, other)]
    for side in sides:
        side.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sides[0] == sides[1]


@QUIET
@given(GRAPHS)
def test_a_state_does_not_differ_from_itself(graphs):
    assert not history.compare(read(graphs), read(graphs))
    assert apply(patch.write(read(graphs), read(graphs)), []) == set()


@QUIET
@given(GRAPHS, st.permutations("pqr"), st.randoms(use_true_random=False))
def test_other_labels_and_another_order_make_no_difference(graphs, labels, chance):
    names = {node: ox.BlankNode(label) for node, label in zip(BLANKS, labels, strict=True)}
    turned = {
        iri: [ox.Triple(names.get(s, s), p, names.get(o, o)) for s, p, o in chance.sample(triples, len(triples))]
        for iri, triples in reversed(graphs.items())
    }
    assert not history.compare(read(graphs), read(turned))


@QUIET
@given(GRAPHS, GRAPHS)
def test_a_patch_applied_to_one_gives_the_other(before, after):
    one, other = read(before), read(after)
    assert isomorphic(apply(patch.write(one, other), dataset(one)), dataset(other))


@QUIET
@given(GRAPHS, GRAPHS)
def test_nothing_is_told_only_where_graphs_are_isomorphic(before, after):
    one, other = read(before), read(after)
    assert bool(history.compare(one, other)) != isomorphic(dataset(one), dataset(other))


def test_files_in_another_order_with_other_names_make_no_difference():
    parts = [f"<urn:{n}> <urn:p> _:x . _:x <urn:q> {n} ." for n in range(9)]
    files = {f"data/g/{n}.ttl": part.encode() for n, part in enumerate(parts)}
    turned = {f"data/g/z{random.Random(n).random()}.ttl": part.encode() for n, part in enumerate(parts)}  # noqa: S311
    assert not history.compare(state.read("", files), state.read("", turned))


def test_the_same_difference_is_the_same_patch():
    one, other = (
        state.read("", {"ontology/a.ttl": text}) for text in (b"<urn:a> <urn:b> [] .", b"<urn:a> <urn:b> ( 1 ) .")
    )
    assert patch.write(one, other) == patch.write(one, other)
    assert "D <urn:a> <urn:b> _:c14n0 <" in patch.write(one, other)
    assert "A <urn:a> <urn:b> _:new-c14n" in patch.write(one, other)


@pytest.mark.parametrize("rows", ["H id <urn:uuid:", "H before ", "H after ", 'H labels "RDFC-1.0" .'])
def test_the_header_says_to_what_a_patch_applies(rows):
    assert rows in patch.write(read({}), read({DEF: [ox.Triple(*IRIS)]}))
