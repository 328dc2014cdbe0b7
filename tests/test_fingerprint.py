"""A fingerprint follows what a graph says, and nothing else."""

import pyoxigraph as ox
import pytest

from kennisgraaf import fingerprint

TEXT = """
@prefix : <urn:x:> .
:a :says "een"@nl, "one"@en ; :has [ :part [ :name "x" ] ; :in :a ] .
:b :has _:k . _:k :name "y" .
"""


def triples(text):
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def test_neither_order_nor_names_of_blank_nodes_matter():
    other = TEXT.replace("_:k", "_:other")
    assert fingerprint.of(triples(other)[::-1]) == fingerprint.of(triples(TEXT))


@pytest.mark.parametrize(
    ("before", "after"), [('"een"@nl', '"een"'), ('"x"', '"z"'), (":b :has", ":c :has"), (":in :a", ":in :b")]
)
def test_every_change_matters(before, after):
    assert before in TEXT
    assert fingerprint.of(triples(TEXT.replace(before, after))) != fingerprint.of(triples(TEXT))


def test_a_graph_without_statements_has_one_too():
    assert fingerprint.of([]) == "0" * 64


def test_a_release_tells_what_is_in_each_of_its_graphs_and_in_the_whole(release):
    contents = release.about["contents"]
    assert set(contents) == {"", *release.graphs}
    store = ox.Store.read_only(str(release.store))
    for iri in ("", min(release.graphs)):
        graph = ox.NamedNode(iri) if iri else ox.DefaultGraph()
        assert contents[iri] == fingerprint.of(q.triple for q in store.quads_for_pattern(None, None, None, graph))
