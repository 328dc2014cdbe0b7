"""The gate: what may be asked, what only looks forbidden, and what only looks harmless."""

import time

import pyoxigraph
import pytest

from kennisgraaf.engine.gate import inspect, lasting
from kennisgraaf.errors import LimitError, QueryError

OURS = frozenset({"https://example.org/graph/a", "https://example.org/graph/b"})
PREFIXES = {"g": "https://example.org/graph/", "service": "https://example.org/service/", "": "https://example.org/"}


def passes(text):
    return inspect(text, graphs=OURS, prefixes=PREFIXES).form


def refused(text):
    with pytest.raises(QueryError) as error:
        passes(text)
    return error.value


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("select * {}", "SELECT"),
        ("# SELECT\nASK{}", "ASK"),
        ("BASE <http://e/> PREFIX select: <http://e/> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE<http://e/>", "DESCRIBE"),
        ("PREFIX insert: <http://e/> SELECT (1 AS ?delete) { insert:load ?with 'drop' }", "SELECT"),
    ],
)
def test_the_form_is_the_first_word_behind_the_prologue(text, form):
    assert passes(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s a service:x }",
        "SELECT ?service $SERVICE { ?service ?p $SERVICE }",
        "SELECT * { ?s ?p 'SERVICE' , \"service\" , '''SERVICE <http://e/> {''' , \"\"\"SERVICE\"\"\" }",
        "SELECT * { ?s ?p <http://e/SERVICE> , <http://e/service#x> }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://e/> {}",
        "SELECT * { ?s :SERVICE/:service _:SERVICE }",
        "SELECT * { GRAPH service:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'@service }",
    ],
)
def test_service_is_only_a_word_where_it_is_one(text):
    assert passes(text) == "SELECT"


# Each of these reaches out when the engine gets it: its grammar splits text where the standard's tokens do not.
CALLS = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "SELECT * { sErViCe <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?a ?b ?c } }",
    "SELECT * { SERVICE# x\n<http://127.0.0.1:1/>{ ?a ?b ?c } }",
    "SELECT * { { SELECT * { SERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } } } }",
    "SELECT * { FILTER EXISTS { SERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } } ?s ?p ?o }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:x{ ?a ?b ?c } }",
    "PREFIX e: <http://127.0.0.1:1/> SELECT * { SERVICEe:x { ?a ?b ?c } }",
    "PREFIX e: <http://127.0.0.1:1/> SELECT * { SERVICESILENTe:x { ?a ?b ?c } }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { FILTER(1<2)SERVICE:x#>\n{ ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1.SERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p 1e1SERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } }",
    "SELECT * { ?s ?p '#'SERVICE<http://127.0.0.1:1/>{ ?a ?b ?c } }",
    "ASK { BIND(<http://127.0.0.1:1/> AS ?x) SERVICE ?x { ?a ?b ?c } }",
]


@pytest.mark.parametrize("text", CALLS)
def test_service_is_refused_however_it_is_written(text):
    error = refused(text)
    assert "SERVICE" in error.what
    assert "yourself" in error.fix
    assert error.line
    assert error.column


@pytest.mark.parametrize("text", CALLS)
def test_these_are_sparql_to_the_engine(text):
    try:
        list(pyoxigraph.Store().query(text)) if "ASK" not in text else bool(pyoxigraph.Store().query(text))
    except (OSError, RuntimeError):
        return  # it tried


@pytest.mark.parametrize(
    "word", ["INSERT DATA {}", "DELETE WHERE {}", "LOAD <http://e/>", "CLEAR ALL", "CREATE GRAPH <http://e/>"]
)
def test_an_update_is_told_that_this_is_read_only(word):
    assert "only read" in refused(f"PREFIX a: <http://e/>\n{word}").what


@pytest.mark.parametrize("word", ["DROP", "COPY", "MOVE", "ADD", "WITH <http://e/> DELETE"])
def test_every_update_is_one(word):
    assert "only read" in refused(f"{word.lower()} x").what


@pytest.mark.parametrize("text", ["", "# nothing", "hello", "{}", "PREFIX a: <http://e/>"])
def test_what_is_no_query_says_how_one_begins(text):
    assert "SELECT" in refused(text).fix


def test_an_error_points_at_the_place():
    error = refused("SELECT *\n{\n  SERVICE <http://e/> {} }")
    assert (error.line, error.column) == (3, 3)


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <https://example.org/graph/a>",
        "FROM NAMED <https://example.org/graph/b>",
        "FROM g:a FROM NAMED g:b",
        "from\n#x\nnamed g:a",
    ],
)
def test_our_graphs_may_be_chosen(clause):
    assert passes(f"SELECT * {clause} {{ ?s ?p ?o }}") == "SELECT"


@pytest.mark.parametrize("graph", ["<https://example.org/graph/c>", "<file:///etc/passwd>", "g:c", "nobody:x", "<a>"])
@pytest.mark.parametrize("words", ["FROM", "FROM NAMED", "FROM g:a FROM"])
def test_a_foreign_graph_is_refused_with_the_list_of_ours(words, graph):
    error = refused(f"SELECT *\n{words} {graph} {{ ?s ?p ?o }}")
    assert "is not a graph" in error.what
    assert "<https://example.org/graph/a>" in error.fix
    assert error.line == 2


def test_the_prefixes_and_base_of_the_query_come_first():
    assert passes("PREFIX x: <https://example.org/graph/> SELECT * FROM x:a {}") == "SELECT"
    assert passes("BASE <https://example.org/graph/> SELECT * FROM <b> {}") == "SELECT"
    assert passes("BASE <https://example.org/> PREFIX x: <graph/> SELECT * FROM x:b {}") == "SELECT"
    assert "https://other.org/a" in refused("PREFIX g: <https://other.org/> SELECT * FROM g:a {}").what


def test_without_a_list_every_graph_may_be_chosen():
    assert inspect("SELECT * FROM <http://e/x> {}", graphs=None, prefixes={}).form == "SELECT"


@pytest.mark.parametrize("text", ["SELECT * { \\u0053ERVICE <http://e/> {} }", "SELECT ?\\U00000061 {}"])
def test_escapes_outside_strings_and_iris_are_refused(text):
    assert "escape" in refused(text).what


def test_escapes_in_strings_and_iris_are_fine():
    assert passes(r"SELECT * { ?s <http://e/\u00e9> '\u0053ERVICE' }") == "SELECT"


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p 'a }", 'SELECT * { ?s ?p """a" }', "SELECT * { ?s ?p 'a\nb' }"])
def test_an_open_string_is_refused(text):
    assert refused(text).column == 18


@pytest.mark.parametrize("bracket", "({[")
def test_deep_nesting_is_refused(bracket):
    assert "deeper than 200" in refused("SELECT * { ?s ?p ?o " + bracket * 300).what


def test_60_kilobytes_of_braces_are_refused_at_once():
    start = time.perf_counter()
    assert "deeper" in refused("SELECT * " + "{" * 60_000).what
    assert time.perf_counter() - start < 2


def test_the_text_has_a_largest_size_in_bytes():
    with pytest.raises(LimitError) as error:
        passes("SELECT * {} #" + "é" * 50_000)
    assert (error.value.limit, error.value.retry_after) == ("bytes", 0)


def test_half_a_character_is_refused():
    assert "surrogate" in refused("SELECT * { ?s ?p '\ud800' }").what


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("SELECT * { ?s dct:bibliographicCitation ?o }", False),
        ("SELECT * { ?s ?p 'FROM a GRAPH' } # GRAPH", False),
        ("SELECT * { <https://example.org/graph> ?p ?from }", False),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", True),
        ("SELECT * { graph?g{ ?s ?p ?o } }", True),
        ("SELECT * { GRAPHkg:x{ ?s ?p ?o } }", True),
        ("SELECT * FROM <https://example.org/g> { ?s ?p ?o }", True),
        ("ASK { FILTER(true)GRAPH?g{ ?s ?p ?o } }", True),
        ("DESCRIBE ?s fromNAMEDkg:x { ?s ?p ?o }", True),
    ],
)
def test_a_query_that_may_look_into_named_graphs_is_known(query, parts):
    assert inspect(query, graphs=None, prefixes={}).parts is parts


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT ?now { ?now ?p 'RAND()' }", True),
        ("SELECT * { ?s <http://e/NOW> ?o } # uuid()", True),
        ("SELECT (rand() AS ?x) {}", False),
        ("SELECT * { BIND(NOW() AS ?x) }", False),
        ("SELECT (BNODE() AS ?x) {}", False),
        ("ASK { FILTER(isIRI(UUID())) }", False),
        ("SELECT (STRUUID() AS ?x) {}", False),
    ],
)
def test_a_query_says_whether_its_answer_lasts(text, lasts):
    assert lasting(text) is lasts
