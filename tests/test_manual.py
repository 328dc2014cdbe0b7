"""The manual of the vocabulary: rules, uses, numbers and examples, held against the sources themselves."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from kennisgraaf import manual, questions
from kennisgraaf.namespaces import KG, KGS

HOUSE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def book(release, graph):
    return manual.read(release, graph, questions.load(release.queries))


@pytest.fixture(scope="module")
def shapes():
    found = Graph()
    for path in (HOUSE / "shapes").glob("*.ttl"):
        found.parse(path)
    return found


def test_every_term_has_one_topic_the_file_that_describes_it(book):
    own = [iri for terms in book.topics.values() for iri in terms]
    assert len(own) == len(set(own))
    for topic, terms in book.topics.items():
        described = Graph().parse(HOUSE / f"ontology/{topic}.ttl").subjects()
        assert set(terms) == {str(iri) for iri in described if str(iri).startswith(KG)}
        assert {book.topic(iri) for iri in terms} == {topic}


def test_the_rules_of_a_class_are_those_of_the_shapes_that_aim_at_it(book, shapes):
    for target in set(shapes.objects(None, SH.targetClass)):
        aimed = {str(rule) for s in shapes.subjects(SH.targetClass, target) for rule in shapes.objects(s, SH.property)}
        assert {rule.shape for rule in book.rules.get(str(target), [])} == aimed


def test_every_rule_says_what_its_shape_says(book, shapes):
    seen = 0
    for rule in (rule for rules in book.rules.values() for rule in rules):
        shape = URIRef(rule.shape)
        assert rule.least == int(shapes.value(shape, SH.minCount) or 0)
        assert rule.most == int(shapes.value(shape, SH.maxCount) or 0)
        assert set(rule.messages) == {"nl", "en"}
        assert rule.steps
        path = shapes.value(shape, SH.path)
        if isinstance(path, URIRef):
            assert rule.steps == ((str(path), False),)
        inverse = shapes.value(path, SH.inversePath)
        if isinstance(inverse, URIRef):
            assert rule.steps == ((str(inverse), True),)
        seen += 1
    assert seen > 80


def test_closed_lists_are_told_item_by_item(book):
    listed = [rule for rules in book.rules.values() for rule in rules if "in" in rule.asks]
    assert all(term.kind != "blank" for rule in listed for term in rule.asks["in"])


def test_a_class_has_the_rules_of_those_above_it_too(book, graph):
    from kennisgraaf.description import vocabulary

    above = book.inherited(KG + "Functie", vocabulary(graph))
    assert KG + "Functie" not in above
    assert all(rules for rules in above.values())


def test_questions_that_use_a_term_have_it_in_their_query(book, release):
    known = questions.load(release.queries)
    assert book.uses[KG + "Dilemma"]
    for iri, names in book.uses.items():
        local = iri.removeprefix(KG)
        if iri.startswith(KG):
            assert all(f"kg:{local}" in known[name].sparql for name in names), iri


def test_numbers_are_those_of_the_graph(book, graph):
    counted = graph.rows("SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a kg:Dilemma FILTER STRSTARTS(STR(?x), STR(id:)) }")
    assert book.numbers[KG + "Dilemma"] == int(counted[0]["n"].value)


def test_every_example_is_valid_turtle_and_all_that_the_sources_state_of_the_thing(book, graph, release, house):
    """The sources are valid (test_data); an example that is exactly a piece of them is valid too."""
    from kennisgraaf import sources

    read = sources.read(house)
    stated = read.graph(*(iri for iri in read.documents if not iri.endswith("/shapes")))
    assert len(book.models) > 60
    for name, thing in book.models.items():
        text = manual.example(graph, thing, release.prefixes)
        found = Graph().parse(data=text, format="turtle")
        assert (URIRef(thing), RDF.type, URIRef(name)) in found
        assert set(found) == set(stated.triples((URIRef(thing), None, None))), thing
        assert text.startswith("PREFIX")
        assert not re.search(r"<https://w3id.org/kennisgraaf/(id/\w+/|def#)[\w-]+>", text.split("\n\n", 1)[1])


def test_a_release_without_topics_has_none(release, graph, tmp_path):
    from dataclasses import replace

    assert manual.read(replace(release, folder=tmp_path), graph, {}).topics == {}


def test_no_shape_is_left_out_that_aims_at_a_class(book, shapes):
    named = {rule.shape for rules in book.rules.values() for rule in rules}
    assert all(one.startswith(KGS) for one in named)
    assert len(named) > 80
