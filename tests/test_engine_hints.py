"""The hint for a query that was too heavy: it names two patterns that do not join, and is silent where it is unsure."""

import pytest

from kennisgraaf.engine.hints import unjoined

JOINED = [
    "SELECT * { ?a ?b ?c }",
    "SELECT * { ?a kg:p ?c . ?c kg:q ?d ; a ?t . ?d skos:prefLabel ?l FILTER(LANG(?l) = 'nl') }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?c kg:p ?d }",
    "SELECT * { ?a kg:p ?b OPTIONAL { ?b kg:q ?c } }",
    "SELECT * { ?a kg:p ?b FILTER NOT EXISTS { ?c kg:q ?d } }",
    "SELECT * { ?a kg:p ?b MINUS { ?c kg:q ?d } }",
    "SELECT * { { ?a kg:p ?b } UNION { ?a kg:q ?c } ?a a ?t }",
    "SELECT * { VALUES ?a { kg:x kg:y } ?a kg:p ?b BIND(STR(?b) AS ?c) }",
    "SELECT * { GRAPH ?g { ?a kg:p ?b } ?b kg:q ?c }",
    "SELECT * { kg:x kg:p ?a . kg:y kg:q kg:z . ?a kg:r [ kg:s ?b ; kg:t ?c ] }",
    "SELECT * { { SELECT ?a { ?a kg:p ?b } } ?a kg:q ?c }",
    "SELECT * { ?a kg:p 1.5 , 'a . b' . ?a kg:q ?d }",
    "CONSTRUCT { ?a kg:p ?b . ?c kg:q ?d } WHERE { ?a kg:r ?c ; kg:p ?b . ?c kg:q ?d }",
    "CONSTRUCT { ?a kg:p ?b",
    "",
    "nonsense } { ) (",
]
APART = [
    ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "?a ?b ?c", "?d ?e ?f", "column 23"),
    ("SELECT (COUNT(*) AS ?n) {\n  ?a a kg:X .\n  ?b a kg:Y }", "?a a kg:X", "?b a kg:Y", "line 3, column 3"),
    ("SELECT * { ?a kg:p ?b OPTIONAL { ?c kg:q ?d } }", "?a kg:p ?b", "?c kg:q ?d", "line 1"),
    ("SELECT * { ?a kg:p ?b FILTER(?b != ?c) ?c kg:q ?d }", "?a kg:p ?b", "?c kg:q ?d", "column 40"),
    ("SELECT * { ?x a kg:X { ?a kg:p ?b . ?c kg:q ?d } }", "?a kg:p ?b", "?c kg:q ?d", "column 24"),
    ("CONSTRUCT { ?a kg:p ?d } { ?a kg:p ?b . ?c kg:q ?d }", "?a kg:p ?b", "?c kg:q ?d", "column 41"),
    ("CONSTRUCT WHERE { ?a kg:p ?b . ?c kg:q ?d }", "?a kg:p ?b", "?c kg:q ?d", "column 32"),
    ("SELECT * { ?a kg:p ?b . ?b kg:q ?c . ?d kg:r ?e ; kg:s ?f }", "?a kg:p ?b", "?d kg:r ?e ; kg:s ?f", "line 1"),
]


@pytest.mark.parametrize("query", JOINED)
def test_patterns_that_join_give_no_hint(query):
    assert unjoined(query) == ""


@pytest.mark.parametrize("case", APART, ids=lambda case: case[0])
def test_patterns_that_do_not_join_are_named_with_their_places(case):
    query, first, second, where = case
    hint = unjoined(query)
    assert f"“{first}”" in hint
    assert f"“{second}" in hint
    assert where in hint


def test_a_hint_takes_linear_time_and_a_little_room():
    hint = unjoined("SELECT * { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(5_000)) + " }")
    assert len(hint) < 400
