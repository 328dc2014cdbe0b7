"""The JSON-LD context: plain words that mean exactly what the graph says."""

import json

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kennisgraaf import build, dump
from kennisgraaf.namespaces import KG


def context(made):
    return json.loads((made.folder / dump.CONTEXT).read_text(encoding="utf-8"))["@context"]


def test_words_say_how_they_are_written(release):
    found = context(release)
    assert found["prefLabel"] == {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"}
    assert found["heeftBronpassage"] == {"@id": KG + "heeftBronpassage", "@type": "@id"}
    assert found["volgnummer"] == {"@id": KG + "volgnummer", "@type": "http://www.w3.org/2001/XMLSchema#integer"}
    assert found["Competentie"] == KG + "Competentie"


def test_a_prefix_is_never_taken_by_a_word(release):
    found = context(release)
    assert {name: found[name] for name in release.prefixes} == release.prefixes


@pytest.mark.parametrize("code", ["redactie", "uitlijning", "kamerbrief-2018", "meta"])
def test_a_graph_written_with_the_context_says_the_same(release, code):
    name = ox.NamedNode(f"https://w3id.org/kennisgraaf/id/graaf/{code}")
    triples = [q.triple for q in ox.Store.read_only(str(release.store)).quads_for_pattern(None, None, None, name)]
    graph = Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    compact = graph.serialize(format="json-ld", context=context(release))
    assert '"prefLabel": {' in compact
    back = ox.serialize(
        (q.triple for q in ox.parse(compact, format=ox.RdfFormat.JSON_LD)), format=ox.RdfFormat.N_TRIPLES
    )
    assert isomorphic(Graph().parse(data=back, format="nt"), graph)


def test_someone_can_write_plain_json_with_it(little):
    made = build.compile(little)
    mine = {
        "@context": context(made),
        "@id": "ding:z",
        "type": "Ding",
        "prefLabel": {"nl": "zet", "en": "zed"},
        "heeftDeel": ["ding:a", "ding:b"],
    }
    found = {str(quad.triple) for quad in ox.parse(json.dumps(mine), format=ox.RdfFormat.JSON_LD)}
    z, prefix = "<https://w3id.org/kennisgraaf/id/ding/z>", "https://w3id.org/kennisgraaf/"
    assert found == {
        f"{z} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KG}Ding>",
        f'{z} <http://www.w3.org/2004/02/skos/core#prefLabel> "zet"@nl',
        f'{z} <http://www.w3.org/2004/02/skos/core#prefLabel> "zed"@en',
        f"{z} <{KG}heeftDeel> <{prefix}id/ding/a>",
        f"{z} <{KG}heeftDeel> <{prefix}id/ding/b>",
    }
