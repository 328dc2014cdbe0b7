"""What a change can affect: every finding that a change brings is found by looking only where the change reaches."""

import random
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from kennisgraaf.validation import Facts, examine

ROOT = Path(__file__).parents[1]
SHAPES = """
PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
ex:Doos a sh:NodeShape ; sh:targetClass ex:Doos ;
    sh:property ex:Doos-deksel , ex:Doos-ver , ex:Doos-terug ;
    sh:not [ sh:closed true ; sh:property [ sh:path ex:leeg ] ] .
ex:Doos-deksel a sh:PropertyShape ; sh:path ex:deksel ; sh:minCount 1 ; sh:class ex:Deksel ; sh:disjoint ex:bodem ;
    sh:node [ sh:property [ sh:path ex:kleur ; sh:in ( ex:rood ex:blauw ) ; sh:maxCount 1 ] ] .
ex:Doos-ver a sh:PropertyShape ; sh:path ( ex:deksel ex:kleur ) ; sh:minCount 1 .
ex:Doos-terug a sh:PropertyShape ; sh:path [ sh:inversePath ex:in ] ; sh:maxCount 1 .
ex:Ding a sh:NodeShape ; sh:targetSubjectsOf ex:kleur ; sh:targetObjectsOf ex:in ;
    sh:sparql [ sh:select "SELECT $this ?value WHERE { $this <https://example.org/kleur> ?value . ?value a ?kind }" ] .
"""


def load(paths):
    graph = Graph(bind_namespaces="none")
    for path in paths:
        graph.parse(path)
    return graph


def keys(found):
    return {(f.order, str(f.component), f.severity) for f in found}


def scramble(triples, rng, number):
    """Return the triples after an edit: some gone, some with the object of another one."""
    gone = set(rng.sample(triples, number))
    donors = rng.sample(triples, number)
    mixed = {(s, p, other[2]) for (s, p, _), other in zip(rng.sample(triples, number), donors, strict=True)}
    typed = {
        (other[0], RDF.type, o)
        for (_, p, o), other in zip(rng.sample(triples, number), donors, strict=True)
        if p == RDF.type
    }
    return [triple for triple in triples if triple not in gone] + sorted(mixed | typed)


def new_and_reached(before, after, shapes):
    change = set(before) ^ set(after)
    old, new = (keys(examine(Facts(triples), shapes).findings) for triples in (before, after))
    outcome = examine(Facts(after), shapes, change)
    return new - old, keys(outcome.findings), new


@pytest.fixture(scope="module")
def ours():
    """The shapes, and things that keep and break every rule."""
    examples = [*(ROOT / "tests/examples/valid").glob("*.ttl"), *(ROOT / "tests/examples/invalid").glob("*.ttl")]
    data = load([*(ROOT / "ontology").glob("*.ttl"), *examples])
    return load((ROOT / "shapes").glob("*.ttl")), sorted(data)


@pytest.mark.parametrize("seed", range(12))
def test_no_new_finding_of_our_shapes_is_missed(ours, seed):
    shapes, triples = ours
    rng = random.Random(seed)  # noqa: S311 - chance for a test
    fresh, reached, every = new_and_reached(triples, scramble(triples, rng, rng.choice([1, 3, 25])), shapes)
    assert fresh <= reached <= every


@pytest.mark.parametrize("seed", range(150))
def test_no_new_finding_is_missed_through_paths_classes_and_inner_shapes(seed):
    rng = random.Random(seed)  # noqa: S311
    shapes = Graph().parse(data=SHAPES, format="turtle")
    things = [URIRef(f"https://example.org/{name}") for name in ["a", "b", "c", "d", "rood", "blauw", "Doos", "Deksel"]]
    verbs = [URIRef(f"https://example.org/{name}") for name in ["deksel", "bodem", "kleur", "in", "leeg"]]
    pool = sorted({(rng.choice(things), rng.choice(verbs), rng.choice(things)) for _ in range(16)})
    pool += [(thing, RDF.type, rng.choice(things[-2:])) for thing in things[:4]]
    fresh, reached, every = new_and_reached(pool, scramble(pool, rng, rng.choice([1, 2])), shapes)
    assert fresh <= reached <= every


def test_a_small_change_looks_at_few_things():
    shapes = Graph().parse(data=SHAPES.replace(" , ex:Doos-ver", ""), format="turtle")
    made = "PREFIX ex: <https://example.org/> ex:a a ex:Doos . ex:b a ex:Doos ; ex:in ex:c . ex:d ex:in ex:b ."
    triples = sorted(Graph().parse(data=made, format="turtle"))
    change = [(URIRef("https://example.org/b"), URIRef("https://example.org/deksel"), URIRef("https://example.org/c"))]
    found = examine(Facts([*triples, *change]), shapes, change).findings
    assert {str(finding.thing) for finding in found} == {"https://example.org/b"}
    assert len(examine(Facts([*triples, *change]), shapes).findings) > len(found)


def test_nothing_changed_means_nothing_to_look_at(ours):
    shapes, triples = ours
    assert examine(Facts(triples), shapes, []).findings == []
