"""The rows of a question: its columns, whether it has pages, and how the query for one page is written."""

import pytest

from kennisgraaf.questions import rows


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT ?a ?b WHERE { ?a ?b ?c }", ("a", "b")),
        ("PREFIX x: <http://x/>\nselect distinct ?a $b { ?a x:p ?b }", ("a", "b")),
        ("SELECT (COUNT(DISTINCT ?x) + (1) AS ?n) ?a { ?a ?b ?x } GROUP BY ?a", ("n", "a")),
        ("SELECT ?a FROM <http://x/> { ?a ?b ?c }", ("a",)),
        ("# SELECT ?no\nSELECT ?a { ?a ?b '?c' }", ("a",)),
        ("SELECT * { ?a ?b ?c }", ()),
        ("ASK { ?a ?b ?c }", ()),
        ("CONSTRUCT { ?a ?b ?c } WHERE { SELECT ?a { ?a ?b ?c } }", ()),
        ("", ()),
    ],
)
def test_the_columns_are_those_of_the_projection(text, names):
    assert rows.columns(text) == names


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a", True),
        ("SELECT ?a { ?a ?b ?c }", False),
        ("SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a } }", False),
        ("SELECT ?a { { SELECT ?a { ?a ?b ?c } LIMIT 5 } } ORDER BY ?a", True),
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 5", False),
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a VALUES ?a { 1 }", False),
        ("SELECT ?a FROM <http://x/> { ?a ?b ?c } ORDER BY ?a", False),
        ("SELECT * { ?a ?b ?c } ORDER BY ?a", False),
        ("SELECT ?a { ?a ?b 'ORDER BY' }", False),
        ("ASK { ?a ?b ?c }", False),
    ],
)
def test_only_rows_with_an_order_of_their_own_have_pages(text, has):
    assert rows.pageable(text) is has
    assert (rows.ordered(text) == text) is not has


def test_a_page_behind_a_comment_is_still_a_page():
    asked = "SELECT ?a { VALUES ?a { 3 1 2 } } ORDER BY ?a # the last line"
    assert rows.page(asked, 2, 1).splitlines()[1:] == ["?a", "LIMIT 2 OFFSET 1"]


def test_pages_and_numbers_are_right_where_rows_are_alike_in_their_order(graph):
    asked = """PREFIX x: <http://x/> SELECT ?k ?a { VALUES (?k ?a) { (1 x:e) (1 x:b) (0 x:z) (1 x:c) (1 x:a) } }
        ORDER BY DESC(?k) # a comment"""
    whole = graph.rows(rows.ordered(asked))
    assert [row["a"].value[-1] for row in whole] == list("abcez")
    assert [row for at in range(5) for row in graph.rows(rows.page(asked, 1, at))] == whole
    assert graph.rows(rows.counting(asked))[0]["total"].value == "5"
