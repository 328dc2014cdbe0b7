"""The shortcut: the framework's own answers, sooner; and none of its own where the framework knows better."""

import pytest

from kennisgraaf.web import create_app
from kennisgraaf.web.shortcut import Shortcut

QUERIES = [
    "ASK { competentie:scw-4b a kg:Competentie }",
    "SELECT ?label { competentie:scw-4b skos:prefLabel ?label } ORDER BY ?label",
    "CONSTRUCT { ?s skos:prefLabel ?o } { VALUES ?s { competentie:scw-4b } ?s skos:prefLabel ?o }",
    "DESCRIBE competentie:scw-4b",
    'SELECT ("één + één & 2 % \U0001f600" AS ?x) {}',
]
ACCEPTS = [
    "",
    "*/*",
    "text/csv",
    "application/json;q=0.5, text/turtle",
    "text/html",
    "application/xml",
    "image/png",
    "*",
]
OTHERS = [
    {"query": ""},
    {"query": ["ASK {}", "ASK {}"]},
    {"query": "ASK {}", "format": "xml"},
    {"query": "ASK {}", "default-graph-uri": "https://w3id.org/kennisgraaf/id/graaf/gercama"},
    {"query": "SELECT * {"},
    {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"},
    {"query": "ASK {} # " + "x" * 9000},
    {"update": "CLEAR ALL"},
]


@pytest.fixture(scope="module")
def clients(release, graph):
    """An application with the shortcut, and the same without it."""
    short, long = create_app(release, graph), create_app(release, graph)
    under = long.wsgi_app
    assert isinstance(under._app, Shortcut)  # noqa: SLF001
    under._app = under._app._app  # noqa: SLF001
    return short.test_client(), long.test_client()


def same(clients, **request):
    one, other = (client.get("/sparql", **request) for client in clients)
    assert one.status_code == other.status_code
    assert sorted(one.headers) == sorted(other.headers)
    assert one.data == other.data
    return one


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("accept", ACCEPTS)
def test_it_answers_as_the_framework_does(clients, query, accept):
    same(clients, query_string={"query": query}, headers={"Accept": accept} if accept else {})


@pytest.mark.parametrize("asked", OTHERS, ids=str)
def test_all_else_is_the_frameworks(clients, asked):
    same(clients, query_string=asked)


@pytest.mark.parametrize(
    "raw", ["query=ASK%20%7B%7D;x", "query=%zz", "query=%ff", "query=a%26b", "query", "query=ASK+%7B%7D"]
)
def test_odd_addresses_are_read_alike(clients, raw):
    same(clients, query_string=raw)


def test_conditions_hold_with_and_without_it(clients):
    asked = {"query_string": {"query": QUERIES[0]}}
    tag = same(clients, **asked).headers["ETag"]
    assert same(clients, **asked, headers={"If-None-Match": tag}).status_code == 304
    assert same(clients, **asked, headers={"If-Modified-Since": "Sun, 06 Nov 2050 08:49:37 GMT"}).status_code == 200
    assert same(clients, **asked, headers={"Content-Encoding": "gzip"}).status_code == 415


def test_it_is_used_where_it_can_be(clients, monkeypatch):
    monkeypatch.setattr(clients[0].application, "dispatch_request", lambda *_: pytest.fail("the framework was asked"))
    assert clients[0].get("/sparql", query_string={"query": QUERIES[1]}).status_code == 200
