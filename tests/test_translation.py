"""A query as an engine of others gets it: the names of graphs, and nothing else, are changed."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisgraaf.engine.gate import inspect
from kennisgraaf.engine.gateway import Dataset
from kennisgraaf.engine.remote.translation import NOTHING, Translator
from kennisgraaf.errors import QueryError

A, B = "https://example.org/a", "https://example.org/b"
STORED = {"": "urn:s:whole", A: "urn:s:a", B: "urn:s:b"}
PREFIXES = {"ex": "https://example.org/", "foaf": "http://xmlns.com/foaf/0.1/"}
TRANSLATOR = Translator(STORED, PREFIXES)


def sent(text, dataset=None):
    return TRANSLATOR.translate(text, parts=True, dataset=dataset)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"SELECT ?s {{ GRAPH <{A}> {{ ?s ?p ?o }} }}", "SELECT ?s { GRAPH <urn:s:a> { ?s ?p ?o } }"),
        (f"SELECT ?s {{ graph<{A}>{{ ?s ?p ?o }} }}", "SELECT ?s { graph<urn:s:a>{ ?s ?p ?o } }"),
        (
            "SELECT ?s { GRAPH ex:b { ?s ?p ?o } }",
            "PREFIX ex: <https://example.org/> SELECT ?s { GRAPH <urn:s:b> { ?s ?p ?o } }",
        ),
        (
            "PREFIX q: <https://example.org/> SELECT ?s { GRAPH q:a { ?s ?p ?o } }",
            "PREFIX q: <https://example.org/> SELECT ?s { GRAPH <urn:s:a> { ?s ?p ?o } }",
        ),
        (
            "BASE <https://example.org/x> SELECT ?s { GRAPH <a> { ?s ?p ?o } }",
            "BASE <https://example.org/x> SELECT ?s { GRAPH <urn:s:a> { ?s ?p ?o } }",
        ),
        ("SELECT ?s { GRAPH <urn:other> { ?s ?p ?o } }", f"SELECT ?s {{ GRAPH <{NOTHING}> {{ ?s ?p ?o }} }}"),
        ("SELECT ?s { GRAPH <urn:s:a> { ?s ?p ?o } }", f"SELECT ?s {{ GRAPH <{NOTHING}> {{ ?s ?p ?o }} }}"),
        (f'SELECT ?s {{ ?s ?p "GRAPH <{A}>" }}', f'SELECT ?s {{ ?s ?p "GRAPH <{A}>" }}'),
        (f"SELECT ?s {{ ?s ?p <{A}> }} # GRAPH <{A}>", f"SELECT ?s {{ ?s ?p <{A}> }} # GRAPH <{A}>"),
        (f"SELECT ?s {{ ?s ?p '''FROM\n<{A}>''' }}", f"SELECT ?s {{ ?s ?p '''FROM\n<{A}>''' }}"),
        (
            "SELECT ?GRAPH { ?GRAPH foaf:GRAPH ?FROM }",
            "PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?GRAPH { ?GRAPH foaf:GRAPH ?FROM }",
        ),
    ],
)
def test_graphs_get_the_names_that_they_bear_there(text, expected):
    assert sent(text).text == expected


def test_a_variable_for_a_graph_keeps_its_published_names():
    found = sent("SELECT ?g { GRAPH $g { ?s ?p ?o } }").text
    assert found == (
        "SELECT ?g { VALUES ($g ?kg3) { (<https://example.org/a> <urn:s:a>) (<https://example.org/b> <urn:s:b>) }"
        " GRAPH ?kg3 { ?s ?p ?o } }"
    )


def test_a_name_that_the_query_has_itself_is_not_taken():
    found = sent("SELECT ?kg4 { GRAPH ?kg4 { ?s ?p ?o } }").text
    assert "?kg_3" in found
    assert found.startswith("SELECT ?kg4 {")


@pytest.mark.parametrize(
    ("clauses", "default", "named"),
    [
        ("", ["urn:s:whole"], ["urn:s:a", "urn:s:b"]),
        (f"FROM <{A}>", ["urn:s:a"], [NOTHING]),
        (f"FROM <{A}> from ex:b", ["urn:s:a", "urn:s:b"], [NOTHING]),
        (f"FROM NAMED <{A}>", [NOTHING], ["urn:s:a"]),
        (f"FROM <{B}> FROM NAMED <{A}>", ["urn:s:b"], ["urn:s:a"]),
        ("FROM <urn:kennisgraaf:register>", [NOTHING], [NOTHING]),
    ],
)
def test_from_becomes_the_dataset_of_the_protocol(clauses, default, named):
    found = sent(f"SELECT ?s {clauses} {{ ?s ?p ?o }}")
    assert (list(found.default), list(found.named)) == (default, named)
    assert "FROM" not in found.text.upper()


def test_a_dataset_beside_the_query_goes_before_its_own():
    found = sent("SELECT ?s FROM ex:a { ?s ?p ?o }", Dataset((), (B,)))
    assert (found.default, found.named) == ((NOTHING,), ("urn:s:b",))


def test_lines_keep_their_numbers():
    text = "# one\nSELECT ?s\nFROM ex:a\n{ GRAPH ?g { ?s foaf:name ?o } }\n"
    assert sent(text).text.count("\n") == text.count("\n")


def test_a_query_without_graphs_stays_as_it_is():
    text = "SELECT ?s { ?s ?p ?o }"
    found = TRANSLATOR.translate(text, parts=False)
    assert (found.text, found.default, found.named) == (text, ("urn:s:whole",), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"\u0022 } SERVICE <x> {"', r'"\" } SERVICE <x> {"'),
        (r"'a\u0027b'", r"'a\'b'"),
        (r'"\\u0022"', r'"\\u0022"'),
        (r'"\u005c"', r'"\\"'),
        (r'"\u000a"', r'"\n"'),
        (r'"\U0001F600 \t"', '"\U0001f600 \\t"'),
    ],
)
def test_no_engine_can_read_an_escape_as_the_end_of_a_string(text, expected):
    query = "SELECT ?s {{ ?s ?p {} }}"
    assert sent(query.format(text)).text == query.format(expected)


@pytest.mark.parametrize("iri", [r"<a:\u003e>", r"<a:\u0020b>", r"<a:\u007D>"])
def test_an_escape_cannot_end_an_iri(iri):
    with pytest.raises(QueryError):
        sent(f"SELECT ?s {{ ?s ?p {iri} }}")


@pytest.mark.parametrize("iri", [r"<\u0062if:f>", "<BIF:f>", "<sql:x>", "<java:java.lang.System>"])
def test_a_program_is_refused_with_its_place(iri):
    with pytest.raises(QueryError) as refused:
        sent(f"SELECT ?s {{\n ?s {iri} ?o }}")
    assert (refused.value.line, refused.value.column) == (2, 5)


# Equal answers, on a store with the published names and one with those of an engine.

DATA = [
    ("x", "p", "y", A),
    ("y", "p", "z", A),
    ("x", "q", "a", B),
    ("x", "p", "y", B),
    (A, "p", "x", B),
    ("z", "q", A, A),
]


def _stores():
    ours, theirs = ox.Store(), ox.Store()
    for *words, graph in DATA:
        s, p, o = (ox.NamedNode(word if ":" in word else f"https://example.org/{word}") for word in words)
        ours.add(ox.Quad(s, p, o, ox.NamedNode(graph)))
        ours.add(ox.Quad(s, p, o))
        theirs.add(ox.Quad(s, p, o, ox.NamedNode(STORED[graph])))
        theirs.add(ox.Quad(s, p, o, ox.NamedNode(STORED[""])))
    theirs.add(ox.Quad(*(ox.NamedNode("urn:foreign"),) * 3, ox.NamedNode("urn:foreign")))
    return ours, theirs


OURS, THEIRS = _stores()


def _rows(found):
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return sorted(map(str, found))
    return found


def _same(text):
    form = inspect(text, graphs=frozenset({A, B}), prefixes=PREFIXES)
    ours = OURS.query(text, prefixes=PREFIXES)
    out = TRANSLATOR.translate(text, parts=form.parts)
    default, named = ([ox.NamedNode(name) for name in names] for names in (out.default, out.named))
    theirs = THEIRS.query(out.text, default_graph=default, named_graphs=named)
    if not isinstance(ours, ox.QuerySolutions):
        assert _rows(ours) == _rows(theirs)
        return
    names = [variable.value for variable in ours.variables]
    assert sorted([str([row[name] for name in names]) for row in ours]) == sorted(
        [str([row[name] for name in names]) for row in theirs]
    )


PATTERNS = [
    "?s ?p ?o .",
    "?s ex:p ?o .",
    "GRAPH ?g { ?s ?p ?o }",
    "GRAPH $g { ?s ex:p ?o . ?o ?q ?g2 }",
    "GRAPH ?g { ?g ?p ?o }",
    "GRAPH ?g { ?s ex:p/ex:p ?o }",
    f"GRAPH <{A}> {{ ?s ?p ?o }}",
    "GRAPH ex:b { ?s ?p ?g }",
    "GRAPH <urn:foreign> { ?s ?p ?o }",
    "GRAPH ?g { ?s ?p ?o GRAPH ?h { ?o ?q ?r } }",
    "{ SELECT ?s { GRAPH ?g { ?s ?p ?o } } }",
    "{ SELECT ?s (COUNT(?g) AS ?n) { GRAPH ?g { ?s ex:p ?o } } GROUP BY ?s }",
    "{ SELECT * { GRAPH ?g { ?s ex:q ?o } } }",
    "FILTER EXISTS { GRAPH ?g { ?s ex:q ?any } }",
    "FILTER NOT EXISTS { GRAPH ex:a { ?s ex:q ?any } }",
    "OPTIONAL { GRAPH ?g { ?o ex:q ?t } }",
    "MINUS { GRAPH ?g { ?s ex:q ?o2 } }",
    "{ GRAPH ?g { ?s ex:p ?o } } UNION { ?s ex:q ?o }",
    "VALUES ?g { ex:a ex:b ex:c }",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=4),
    st.sampled_from(
        ["SELECT *", "SELECT DISTINCT ?g", "SELECT ?s ?g", "ASK", "CONSTRUCT { ?s ex:in ?g }", "SELECT DISTINCT *"]
    ),
    st.sampled_from(["", f"FROM <{A}>", f"FROM NAMED <{A}>", f"FROM <{A}> FROM NAMED ex:b", "FROM ex:a FROM ex:b"]),
)
def test_answers_are_equal_whatever_stands_together(patterns, form, sources):
    _same(f"{form} {sources} {'' if form == 'ASK' else 'WHERE'} {{ {' '.join(patterns)} }}")
