"""Proofs: every inferred statement has one, each step is right by owlrl's own judgement, and none goes in a circle."""

from collections import Counter
from random import Random

import owlrl
import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection

from kennisgraaf import proof, reasoning
from kennisgraaf.errors import LimitError
from kennisgraaf.namespaces import ID, KG
from kennisgraaf.proof import INFERRED, Asked, Axioms, Read, prove, telling

TYPE = str(RDF.type)
OURS = f"{ID}graaf/zelf"


def name(term):
    return f"_:{term.value}" if isinstance(term, pyoxigraph.BlankNode) else term.value


@pytest.fixture(scope="module")
def said(release):
    """Every statement of the release between things, with its graph."""
    store = pyoxigraph.Store.read_only(str(release.store))
    return [
        (name(s), p.value, name(o), g.value)
        for s, p, o, g in store
        if not isinstance(g, pyoxigraph.DefaultGraph) and not isinstance(o, pyoxigraph.Literal)
    ]


@pytest.fixture(scope="module")
def axioms(graph):
    return proof.axioms.read(graph)


@pytest.fixture(scope="module")
def proofs(said, axioms):
    """The proof of every inferred statement of the release."""
    read = Read(said)
    return {(s, p, o): prove(read, axioms, (s, p, o)) for s, p, o, graph in said if graph == INFERRED}


def node(term):
    return BNode(term[2:]) if term.startswith("_:") else URIRef(term)


def holds(step, axioms):
    """Ask owlrl whether the axioms of a step and its premises give its conclusion."""
    graph = Graph()
    todo, met = [*step.terms], set()
    while todo:
        term = todo.pop()
        for s, p, o in axioms.triples:
            if s == term and (s, p, o) not in met:
                met.add((s, p, o))
                todo += [o] if o.startswith("_:") else []
    met |= {(s, p, o) for s, p, o in axioms.triples if {s, o} <= set(step.terms)}
    for s, p, o in [*met, *(premise.statement for premise in step.premises)]:
        graph.add((node(s), node(p), node(o)))
    goal = tuple(node(term) for term in step.statement)
    assert goal not in graph, step
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return goal in graph


def test_every_inferred_statement_has_a_proof(proofs):
    assert len(proofs) > 8_000
    assert [triple for triple, found in proofs.items() if found is None] == []


def test_every_proof_ends_in_what_is_asserted_and_never_in_itself(proofs, said):
    asserted = {(s, p, o) for s, p, o, graph in said if graph != INFERRED}

    def check(found, above):
        assert found.statement not in above
        assert bool(found.rule) == (found.statement not in asserted) == bool(found.premises)
        assert bool(found.graphs) != bool(found.rule)
        for premise in found.premises:
            check(premise, above | {found.statement})

    for found in proofs.values():
        check(found, frozenset())


def test_every_kind_of_step_is_right_by_owlrl(proofs, axioms):
    """Steps by the same rule and axiom differ only in the things that they are about: one of each stands for all."""
    kinds = {}
    for found in proofs.values():
        for step in found.walk():
            if step.rule:
                kinds.setdefault((step.rule, step.terms), []).append(step)
    assert len(kinds) > 100
    chance = Random(7)  # noqa: S311 - the same each time
    assert [key for key, steps in kinds.items() if not holds(chance.choice(steps), axioms)] == []


def test_a_few_hundred_steps_by_chance_are_right_by_owlrl(proofs, axioms):
    every = [step for found in proofs.values() for step in found.walk() if step.rule]
    assert [step for step in Random(3).sample(every, 200) if not holds(step, axioms)] == []  # noqa: S311 - the same each time


def test_the_engine_gives_the_same_proofs_with_few_questions(proofs, axioms, graph):
    for triple in Random(5).sample(sorted(proofs), 60):  # noqa: S311 - the same each time
        asked = Asked(graph)
        found = prove(asked, axioms, triple)
        assert found.height == proofs[triple].height
        assert asked.questions < 100


def test_what_is_asserted_says_where(axioms, graph, said):
    triple = next((s, p, o) for s, p, o, g in said if g.endswith("redactie") and s.startswith(ID) and o.startswith(ID))
    found = prove(Asked(graph), axioms, triple)
    assert (found.rule, found.premises) == ("", ())
    assert f"{ID}graaf/redactie" in found.graphs


@pytest.mark.parametrize("value", [f"{ID}competentie/scw-4c", "http://[", "_:x", f"{KG}Nee"])
def test_what_is_not_stated_has_no_proof(axioms, graph, value):
    assert prove(Asked(graph), axioms, (f"{ID}competentie/scw-4b", f"{KG}heeftIndicator", value)) is None


def test_too_many_questions_and_too_much_time_are_refused(axioms, graph, monkeypatch, proofs):
    triple = max(proofs, key=lambda one: proofs[one].height)
    monkeypatch.setattr(proof.statements, "_QUERIES", 2)
    with pytest.raises(LimitError):
        prove(Asked(graph), axioms, triple)
    times = iter([0.0, 99.0])
    with pytest.raises(LimitError):
        prove(Asked(graph, clock=lambda: next(times)), axioms, triple)


def test_a_ring_of_rules_without_a_ground_proves_nothing():
    axioms = Axioms(frozenset({(KG + "p", str(OWL.inverseOf), KG + "q"), (KG + "q", str(OWL.inverseOf), KG + "p")}))
    ring = Read([(ID + "a/a", KG + "p", ID + "a/b", INFERRED), (ID + "a/b", KG + "q", ID + "a/a", INFERRED)])
    assert prove(ring, axioms, (ID + "a/a", KG + "p", ID + "a/b")) is None


def test_the_shallowest_proof_is_found():
    """Two ways lead there: three steps of one property, or one inverse."""
    p, q = KG + "p", KG + "q"
    a, b, c, d = (f"{ID}ding/{code}" for code in "abcd")
    axioms = Axioms(frozenset({(p, TYPE, str(OWL.TransitiveProperty)), (p, str(OWL.inverseOf), q)}))
    read = Read(
        [(s, p, o, OURS) for s, o in ((a, b), (b, c), (c, d))]
        + [(d, q, a, OURS)]
        + [(s, p, o, INFERRED) for s, o in ((a, c), (b, d), (a, d))]
    )
    found = prove(read, axioms, (a, p, d))
    assert (found.rule, found.height) == ("prp-inv", 1)


PROPERTIES = [URIRef(f"{KG}p{number}") for number in range(5)]
CLASSES = [URIRef(f"{KG}K{number}") for number in range(4)]
THINGS = [URIRef(f"{ID}ding/{code}") for code in "abcde"]


def relate(ontology, kind, p, q, r):
    """Add an axiom about properties."""
    if kind in {"sub", "inverse"}:
        ontology.add((p, RDFS.subPropertyOf if kind == "sub" else OWL.inverseOf, q))
    elif kind == "chain":
        head = BNode()
        Collection(ontology, head, [p, q])
        ontology.add((r, OWL.propertyChainAxiom, head))
    else:
        ontology.add((p, RDF.type, OWL.SymmetricProperty if kind == "symmetric" else OWL.TransitiveProperty))


def classify(ontology, kind, p, classes, thing):
    """Add an axiom about classes."""
    c, k = classes
    if kind in {"domain", "range"}:
        ontology.add((p, RDFS[kind], c))
    elif kind == "sub":
        ontology.add((c, RDFS.subClassOf, k))
    else:
        restrict(ontology, kind, p, classes, thing)


def restrict(ontology, kind, p, classes, thing):
    """Add an axiom with a class that has no name."""
    (c, k), restriction = classes, BNode()
    ontology.add((restriction, RDF.type, OWL.Restriction))
    ontology.add((restriction, OWL.onProperty, p))
    ontology.add((restriction, *((OWL.someValuesFrom, k) if kind == "some" else (OWL.hasValue, thing))))
    if kind == "defined":
        both, head = BNode(), BNode()
        Collection(ontology, head, [k, restriction])
        ontology.add((both, OWL.intersectionOf, head))
        ontology.add((c, OWL.equivalentClass, both))
    elif kind == "has":
        ontology.add((c, RDFS.subClassOf, restriction))
    else:
        ontology.add((restriction, RDFS.subClassOf, c))


@st.composite
def worlds(draw):
    """A small ontology and some data, by chance."""
    ontology, data = Graph(), Graph()
    property_, class_, thing = (st.sampled_from(some) for some in (PROPERTIES, CLASSES, THINGS))
    for kind in draw(st.lists(st.sampled_from(["sub", "inverse", "symmetric", "transitive", "chain"]), max_size=5)):
        relate(ontology, kind, draw(property_), draw(property_), draw(property_))
    kinds = st.sampled_from(["domain", "range", "sub", "some", "value", "has", "defined"])
    for kind in draw(st.lists(kinds, max_size=5)):
        classify(ontology, kind, draw(property_), (draw(class_), draw(class_)), draw(thing))
    for _ in range(draw(st.integers(1, 6))):
        data.add((draw(thing), draw(property_), draw(thing)))
    for _ in range(draw(st.integers(0, 3))):
        data.add((draw(thing), RDF.type, draw(class_)))
    return ontology, data


def term_of(term):
    return f"_:{term}" if isinstance(term, BNode) else str(term)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_in_any_small_world_what_owlrl_infers_has_a_right_proof(world):
    ontology, data = world
    inferred = reasoning.infer(ontology, data).triples
    axioms = Axioms(frozenset(tuple(map(term_of, triple)) for triple in ontology))
    rows = [(*map(term_of, triple), OURS) for graph in world for triple in graph]
    read = Read([*rows, *((*map(str, triple), INFERRED) for triple in inferred)])
    for triple in inferred:
        found = prove(read, axioms, tuple(map(str, triple)))
        assert found, triple
        assert Counter(step.statement for step in found.walk() if step.rule and not step.premises) == Counter()
    steps = {step for triple in inferred for step in prove(read, axioms, tuple(map(str, triple))).walk() if step.rule}
    assert [step for step in list(steps)[:5] if not holds(step, axioms)] == []


def test_a_proof_is_told_to_programs(proofs):
    found = max(proofs.values(), key=lambda one: one.height)
    plain = telling.to_json(found)
    assert plain["rule"] == found.rule
    quads = list(pyoxigraph.parse(telling.to_turtle(found).encode(), format=pyoxigraph.RdfFormat.TURTLE))
    kinds = Counter(quad.predicate.value.rpartition("#")[2] for quad in quads)
    steps = {one.statement for one in found.walk()}
    assert kinds["subject"] == kinds["predicate"] == kinds["object"] == len(steps)
    assert kinds["wasDerivedFrom"] >= found.height
    assert kinds["wasQuotedFrom"] >= 1


def test_a_class_without_a_name_is_told_by_what_it_is(axioms):
    told = {telling.shape(axioms, term)[0] for s, _, o in axioms.triples for term in (s, o) if term.startswith("_:")}
    assert {"value", "some", "all"} <= told
    assert telling.shape(axioms, f"{KG}Begrip") == ("name", (f"{KG}Begrip",))
    assert telling.shape(axioms, "_:niemand") == ("thing", ())
