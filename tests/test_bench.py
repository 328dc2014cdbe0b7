"""The benchmark's own parts: the graph it makes, the questions it asks, how it compares answers."""

import json

import pyoxigraph as ox
import pytest

from bench import answers, graph, questions, release
from bench.client import Reply
from kennisgraaf import engine
from kennisgraaf import release as releases


@pytest.fixture(scope="module")
def made():
    return graph.make(10_000)


@pytest.fixture(scope="module")
def opened(made, tmp_path_factory):
    """An engine on the release of 10,000 triples."""
    folder = tmp_path_factory.mktemp("bench")
    found = releases.load(release.build(made, release.dump(made, folder / "graph.nt"), folder / "releases"))
    with engine.open_store(found.store, found.prefixes, frozenset(found.graphs)) as started:
        yield started


@pytest.mark.parametrize("size", [2_000, 10_000, 30_000])
def test_a_graph_has_as_many_triples_as_asked_all_different(size):
    statements = graph.make(size).statements
    assert len({statement[:3] for statement in statements}) == len(statements) == size


def test_the_same_seed_makes_the_same_graph_and_another_seed_another(made):
    assert graph.make(10_000) == made
    assert graph.make(10_000, seed=1).statements != made.statements


def test_the_graph_has_our_proportions(made):
    inferred = made.graphs["https://w3id.org/kennisgraaf/id/graaf/afgeleid"]
    passages = sum("/bronpassage/" in statement[0] for statement in made.statements)
    assert 0.15 < inferred / 10_000 < 0.25
    assert 0.3 < passages / 10_000 < 0.6


def test_the_release_holds_the_graph_whole_and_in_parts(made, opened):
    whole = opened.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    parts = opened.rows("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert whole[0]["n"].value == parts[0]["n"].value == str(len(made.statements))


@pytest.mark.parametrize("question", questions.load(), ids=lambda question: question.name)
def test_a_question_of_the_mix_has_an_answer(question, made, opened):
    asker = questions.Asker(made)
    assert any(_count(opened, asker.fill(question), question.form) for _ in range(12))


def test_no_two_questions_are_alike(made):
    asker, mix = questions.Asker(made), questions.load()
    asked = [asker.fill(question) for question in mix for _ in range(200)]
    assert len(set(asked)) == len(asked)


def test_rows_are_the_same_in_any_order_and_with_any_way_to_write_a_string():
    one = _rows([{"type": "literal", "value": "a"}, {"type": "uri", "value": "x:b"}])
    typed = {"type": "typed-literal", "value": "a", "datatype": "http://www.w3.org/2001/XMLSchema#string"}
    assert answers.same("SELECT", one, _rows([{"type": "uri", "value": "x:b"}, typed]), "")
    assert not answers.same("SELECT", one, _rows([{"type": "literal", "value": "a", "xml:lang": "nl"}]), "")
    assert not answers.same("SELECT", one, _rows([{"type": "uri", "value": "x:b"}, typed, typed]), "")


def test_a_describe_agrees_when_it_says_the_same_of_the_thing():
    said = _triples("<x:a> <x:p> <x:b> .")
    assert answers.same("DESCRIBE", said, _triples("<x:a> <x:p> <x:b> .\n<x:c> <x:p> <x:a> ."), "DESCRIBE <x:a>")
    assert not answers.same("DESCRIBE", said, _triples("<x:a> <x:p> <x:c> ."), "DESCRIBE <x:a>")
    assert not answers.same("DESCRIBE", _triples(""), _triples(""), "DESCRIBE <x:a>")


def _rows(terms):
    body = json.dumps({"results": {"bindings": [{"x": term} for term in terms]}}).encode()
    return answers.canonical("SELECT", Reply(200, body, 0.1))


def _triples(text):
    return answers.canonical("CONSTRUCT", Reply(200, text.encode(), 0.1, "application/n-triples"))


def _count(opened, text, form):
    if form == "SELECT":
        return len(opened.rows(text))
    return sum(1 for _ in ox.parse(opened.query(text).body, format=ox.RdfFormat.TURTLE))
