"""The mistakes that everybody makes: each is recognised, at its place, with a way out."""

import pytest

from kennisgraaf.engine import mistakes
from kennisgraaf.engine.lexer import place

WRONG = [
    ("a missing full stop", "SELECT * {\n ?s a kg:X\n ?s ?p ?o }", (3, 2), "full stop"),
    ("a missing full stop behind a path", "SELECT * { ?s a/rdfs:x* kg:X ?s ?p ?o }", (1, 30), "full stop"),
    ("a statement that is not finished", "SELECT * { ?s ?p }", (1, 12), "property and value"),
    ("a brace that is not closed", "SELECT * { { ?s ?p ?o }", (1, 10), "Close it with }"),
    ("a bracket that is not closed", "SELECT * { FILTER(?x = 3 }", (1, 18), "Close it with )"),
    ("a bracket that closes nothing", "SELECT * { ?s ?p ?o ) }", (1, 21), "Leave it out"),
    ("a brace too many", "SELECT * { ?s ?p ?o } }", (1, 23), "Leave it out"),
    ("== for =", "SELECT * { FILTER(?x == 3) }", (1, 22), "single ="),
    ("quotes of a word processor", "SELECT * { ?s ?p “a” }", (1, 18), "straight quotes"),
    ("AS without brackets", "SELECT COUNT(*) AS ?n { ?s ?p ?o }", (1, 8), "(COUNT(?x) AS ?n)"),
    ("an aggregate without brackets", "SELECT ?s COUNT(?o) { ?s ?p ?o }", (1, 11), "(COUNT(?x) AS ?n)"),
    ("no variable", "SELECT { ?s ?p ?o }", (1, 1), "or * for all"),
    ("no variable, but DISTINCT", "SELECT DISTINCT WHERE { ?s ?p ?o }", (1, 1), "or * for all"),
    ("commas between variables", "SELECT ?s, ?o { ?s ?p ?o }", (1, 10), "a space"),
    ("a for a thing", "SELECT * { a a ?o }", (1, 12), "between a thing and its class"),
    ("a for a class", "SELECT * { ?s ?p a }", (1, 18), "between a thing and its class"),
    ("LIMIT before ORDER BY", "SELECT * { ?s ?p ?o } LIMIT 5 ORDER BY ?s", (1, 31), "ORDER BY, LIMIT"),
    ("ORDER BY before GROUP BY", "SELECT ?s { ?s ?p ?o } ORDER BY ?s GROUP BY ?s", (1, 36), "GROUP BY, HAVING"),
    ("a keyword misspelt", "SELECT *\r\nWHER { ?s ?p ?o }", (2, 1), "WHERE"),
    ("a name without a prefix", "SELECT * { ?s a Person }", (1, 17), "kg:Person"),
    ("a variable without its mark", "SELECT s { ?s ?p ?o }", (1, 8), "prefix"),
    ("a word of SQL", "SELECT * { ?s ?p ?o FILTER(?o = 1 AND ?p = 2) }", (1, 35), "&&"),
    ("behind characters of many bytes", "SELECT * {\n ?s ?p '😀é' .\n FILTER(?x == 3) }", (3, 12), "single ="),
]  # fmt: skip


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case[0])
def test_a_mistake_is_recognised_at_its_place(case):
    _, text, where, fix = case
    found = mistakes.find(text)
    assert found
    assert place(text, found.at) == where
    assert fix in found.fix


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) ?x { VALUES ?x { 1 2 3 4 5 } VALUES (?a ?b) { (1 2) (3 4) } } GROUP BY ?x LIMIT 5",
        "SELECT ?x { ?s a kg:X ; kg:p 'a'@nl , 'b'^^xsd:string , -5 ; ^kg:q/kg:r* ?x . OPTIONAL { ?s ?p ?o } }",
        "CONSTRUCT { ?s a kg:X } WHERE { ?s kg:p [ kg:q ( 1 2 3 4 ) ; kg:r 1 ] FILTER(?x IN (1, 2)) { ?a ?b ?c } }",
        'ASK { ?s !(kg:a|^kg:b) ?o ; a kg:X . FILTER NOT EXISTS { ?s kg:p "“==”" } }',
        "DESCRIBE kg:a kg:b kg:c kg:d",
        "",
    ],
)  # fmt: skip
def test_what_is_right_has_no_mistake(text):
    assert mistakes.find(text) is None


def test_a_reason_of_the_engine_gets_a_remedy():
    assert "GROUP BY" in mistakes.remedy("The SELECT contains a variable that is unbound")
    assert mistakes.remedy("something else") == ""
