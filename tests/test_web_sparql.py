"""The endpoint by the SPARQL 1.1 Protocol, its errors, its editor, its description of itself."""

import pytest

from kennisgraaf.errors import LimitError, MachineError
from kennisgraaf.namespaces import ID
from kennisgraaf.web import create_app

SELECT = "SELECT ?l { competentie:scw-4b skos:prefLabel ?l FILTER(lang(?l) = 'nl') }"
ASK = "ASK { competentie:scw-4b a kg:Competentie }"
GRAPH = "CONSTRUCT { ?s ?p ?o } { VALUES ?s { competentie:scw-4b } ?s ?p ?o }"
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv; charset=utf-8", "text/csv; charset=utf-8; header=present"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "text/html", "text/html; charset=utf-8"),
        (ASK, "application/xml", "application/sparql-results+xml"),
        (GRAPH, "*/*", "text/turtle; charset=utf-8"),
        (GRAPH, "application/json", "application/ld+json"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        (GRAPH, "text/plain", "application/n-triples"),
        ("DESCRIBE competentie:scw-4b", "application/n-triples", "application/n-triples"),
    ],
)
def test_the_form_is_chosen_among_those_of_the_query(client, query, accept, content_type):
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (200, content_type)
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    "request_", [{"data": {"query": SELECT}}, {"data": SELECT, "content_type": QUERY}], ids=["form", "direct"]
)
def test_a_query_may_be_posted(client, request_):
    assert client.post("/sparql", **request_).json["results"]["bindings"][0]["l"]["value"] == "Verheldert de vraag"


def test_a_form_may_be_named_in_the_address(client):
    response = client.get(
        "/sparql", query_string={"query": SELECT, "_mediatype": "text/csv"}, headers={"Accept": "x/y"}
    )
    assert response.data == b"l\r\nVerheldert de vraag\r\n"


@pytest.mark.parametrize(
    ("where", "number"),
    [({"default-graph-uri": ID + "graaf/meta"}, 0), ({"named-graph-uri": ID + "graaf/meta"}, 0), ({}, 1)],
)
def test_the_dataset_of_the_request_counts(client, where, number):
    found = client.get("/sparql", query_string={"query": SELECT, **where}).json
    assert len(found["results"]["bindings"]) == number


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"query_string": {"query": "SELECT ?x {"}}),
        (400, {"query_string": {"query": ""}}),
        (400, {"query_string": "query=ASK{}&query=ASK{}"}),
        (400, {"query_string": {"update": "CLEAR ALL"}}),
        (400, {"query_string": {"query": "INSERT DATA { <a:a> <a:b> 1 }"}}),
        (400, {"query_string": {"query": "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"}}),
        (400, {"query_string": {"query": ASK, "default-graph-uri": "http://x.example/"}}),
        (400, {"method": "POST", "data": {"x": "y"}}),
        (400, {"method": "POST", "data": b"\xff", "content_type": QUERY}),
        (400, {"method": "POST", "data": {"query": ASK}, "query_string": {"query": ASK}}),
        (400, {"method": "POST", "data": {"update": "CLEAR ALL"}}),
        (405, {"method": "POST", "data": "CLEAR ALL", "content_type": UPDATE}),
        (405, {"method": "PUT", "data": ASK}),
        (406, {"query_string": {"query": ASK}, "headers": {"Accept": "image/png"}}),
        (406, {"query_string": {"query": GRAPH}, "headers": {"Accept": "text/csv"}}),
        (413, {"method": "POST", "data": "#" * 1_000_001, "content_type": QUERY}),
        (413, {"method": "POST", "data": "#" * 200_000 + ASK, "content_type": QUERY}),
        (414, {"query_string": {"query": "#" * 9000}}),
        (415, {"method": "POST", "data": "{}", "content_type": "application/json"}),
        (415, {"method": "POST", "data": ASK, "content_type": QUERY, "headers": {"Content-Encoding": "gzip"}}),
    ],
)
def test_what_is_wrong_is_said_in_json(client, status, request_):
    response = client.open("/sparql", **request_)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.json["status"] == status
    assert response.json.keys() >= {"type", "title", "detail", "fix"}


def test_a_syntax_error_has_its_place(client):
    problem = client.get("/sparql", query_string={"query": "SELECT ?x {\n  ?x skos:prefLabel }"}).json
    assert (problem["line"], problem["column"] > 2) == (2, True)


def test_people_get_their_query_back_with_the_error(client):
    response = client.get("/sparql", query_string={"query": "SELECT ?x {{{"}, headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert ">SELECT ?x {{{</textarea>" in response.text


def test_an_answer_to_people_has_labels_links_and_downloads(client):
    query = "SELECT ?c ?n { VALUES ?c { competentie:scw-4b } ?c skos:notation ?n }"
    page = client.get("/sparql", query_string={"query": query, "lang": "en"}, headers={"Accept": "text/html"}).text
    assert '<a href="/doc/competentie/scw-4b?lang=en">Clarifies the question</a>' in page
    assert '<th scope="col"><bdi>c</bdi></th>' in page
    assert "_mediatype=text%2Fcsv" in page


def test_an_answer_that_the_reader_has_is_not_computed_again(client):
    first = client.get("/sparql", query_string={"query": SELECT})
    headers = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/sparql", query_string={"query": SELECT}, headers=headers).status_code == 304


def test_any_site_may_ask(client):
    asked = {"Origin": "https://x.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/sparql", headers=asked)
    assert response.status_code == 204
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/sparql", query_string={"query": ASK}).headers["Access-Control-Allow-Origin"] == "*"


def test_head_is_get_without_a_body(client):
    response = client.head("/sparql", query_string={"query": SELECT})
    assert (response.status_code, response.data) == (200, b"")
    assert response.content_type == "application/sparql-results+json"


def test_the_endpoint_describes_itself(client, graph):
    text = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    for part in ("#Service>", "#namedGraph>", "#SPARQL11Query>", "answer_bytes", str(graph.limits.rows)):
        assert part in text


def test_the_editor_takes_a_named_question(client):
    page = client.get("/sparql?vraag=indicatoren-van-competentie", headers={"Accept": "text/html"}).text
    assert "#+ summary" in page
    assert '<textarea id="query" name="query"' in page


LIMITS = [
    (LimitError("Too slow.", fix="Less.", limit="time", retry_after=5), 503, "5", "time"),
    (LimitError("Too many.", fix="Later.", limit="load", retry_after=2), 503, "2", "load"),
    (LimitError("Too large.", fix="Less.", limit="rows"), 413, None, "rows"),
    (MachineError("Broken.", fix="Mend."), 500, None, None),
]


@pytest.mark.parametrize("case", LIMITS, ids=lambda case: str(case[3]))
def test_a_limit_is_named(client, graph, monkeypatch, case):
    error, status, retry, limit = case

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(graph, "query", fail)
    response = client.get("/sparql", query_string={"query": ASK})
    page = client.get("/sparql", query_string={"query": ASK}, headers={"Accept": "text/html"})
    assert (response.status_code, response.headers.get("Retry-After")) == (status, retry)
    assert response.json.get("limit") == limit
    assert (page.status_code, page.content_type) == (status, "text/html; charset=utf-8")


def test_the_service_description_has_the_same_bytes_each_time(client):
    assert len({client.get("/sparql", headers={"Accept": "text/turtle"}).data for _ in range(5)}) == 1
