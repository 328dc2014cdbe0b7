"""Inputs of a question: terms, whatever somebody types."""

import json

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisgraaf.engine import bind, term_integer, term_iri, term_text
from kennisgraaf.errors import QueryError

QUESTION = """SELECT ?x WHERE {
  VALUES ?x { "example" }  # VALUES ?x { this is a comment }
}"""


def only_value(query):
    answer = json.loads(pyoxigraph.Store().query(query).serialize(format=pyoxigraph.QueryResultsFormat.JSON))
    [row] = answer["results"]["bindings"]
    return row["x"]


def test_the_value_takes_the_place_of_the_example():
    assert only_value(bind(QUESTION, {"x": term_iri("https://example.org/a")})) == {
        "type": "uri",
        "value": "https://example.org/a",
    }
    assert only_value(bind(QUESTION, {"x": term_integer(-4)}))["value"] == "-4"
    assert only_value(bind(QUESTION, {"x": term_text("hé", "nl-BE")}))["xml:lang"] == "nl-be"


def test_several_inputs_and_several_blocks_are_filled():
    text = "SELECT * { { VALUES ?a { 1 } } UNION { values $a {\n1 2 } VALUES ?b { <http://e/> } } }"
    bound = bind(text, {"a": term_integer(7), "b": term_text("}")})
    assert bound.count(term_integer(7)) == 2
    assert 'VALUES ?b { "}" }' in bound


@pytest.mark.parametrize(
    "attempt",
    [
        'x" } UNION { ?s ?p ?o',
        "x\\",
        '\\" } #',
        '"""',
        "'''",
        "\n}",
        "\r",
        "} SERVICE <http://e/> {",
        "\\u0022 }",
        "\x00",
        "#",
    ],
)
def test_a_text_stays_a_text(attempt):
    assert only_value(bind(QUESTION, {"x": term_text(attempt)})) == {"type": "literal", "value": attempt}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_stays_a_text(text):
    assert only_value(bind(QUESTION, {"x": term_text(text)}))["value"] == text


@pytest.mark.parametrize(
    "iri",
    ["x> } UNION { ?s ?p ?o", "http://e/ x", "http://e/\n", "http://e/{x}", "http://e/\\u003e", "relative", "", "<"],
)
def test_what_is_no_iri_is_refused(iri):
    with pytest.raises(QueryError, match="not an IRI"):
        term_iri(iri)


@pytest.mark.parametrize("lang", ["nl } #", "1", "nl-", 'nl"'])
def test_what_is_no_language_is_refused(lang):
    with pytest.raises(QueryError, match="language tag"):
        term_text("x", lang)


@pytest.mark.parametrize(
    "term",
    [
        "",
        "<http://e/> <http://e/>",
        "<http://e/> } {",
        "<http://e/> #",
        "UNDEF",
        "?y",
        "'a' 'b'",
        "e:x",
        "'a",
        " <http://e/>",
    ],
)
def test_what_is_not_one_term_is_refused(term):
    with pytest.raises(QueryError, match="not one RDF term"):
        bind(QUESTION, {"x": term})


@pytest.mark.parametrize(
    "text", ["SELECT * {}", "# VALUES ?y { 1 }\nASK {}", "SELECT * { VALUES (?y) { (1) } ?VALUES ?y ?o }"]
)
def test_a_question_without_the_input_says_so(text):
    with pytest.raises(QueryError, match="no input y") as error:
        bind(text, {"y": term_integer(1)})
    assert "VALUES ?y" in error.value.fix


def test_half_a_character_is_refused():
    with pytest.raises(QueryError, match="surrogate"):
        term_text("\ud800")
