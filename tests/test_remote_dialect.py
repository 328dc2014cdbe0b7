"""How engines differ: where each takes what, and how it says that something went wrong."""

import dataclasses

import httpx
import pytest

from kennisgraaf.engine.remarks import words
from kennisgraaf.engine.remote import dialect, refusals
from kennisgraaf.engine.remote.access import Access
from kennisgraaf.engine.remote.dialect import PRODUCTS, STANDARD, recognise
from kennisgraaf.engine.remote.greeting import greet
from kennisgraaf.errors import AccountError, AddressError, UnavailableError

H = "http://h"
YES = b'{"head": {}, "boolean": true}'


@pytest.mark.parametrize(
    ("product", "url", "query", "update", "store"),
    [
        ("virtuoso", "/sparql", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
        ("virtuoso", "", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),
        ("virtuoso", "/sparql-auth/", "/sparql-auth/", "/sparql-auth", "/sparql-graph-crud-auth"),
        ("fuseki", "/ds", "/ds/sparql", "/ds/update", "/ds/data"),
        ("fuseki", "/ds/", "/ds/sparql", "/ds/update", "/ds/data"),
        ("fuseki", "/ds/query", "/ds/query", "/ds/update", "/ds/data"),
        (
            "graphdb",
            "/repositories/r",
            "/repositories/r",
            "/repositories/r/statements",
            "/repositories/r/rdf-graphs/service",
        ),
        ("stardog", "/db/query", "/db/query", "/db/update", "/db"),
        ("stardog", "/db", "/db/query", "/db/update", "/db"),
        ("neptune", "/sparql", "/sparql", "/sparql", "/sparql/gsp/"),
        ("qlever", "/x", "/x", "/x", None),
        ("standard", "/x", "/x", "/x", None),
    ],
)
def test_each_product_takes_things_at_its_own_places(product, url, query, update, store):
    one = PRODUCTS[product]
    below = one.below(H + url)
    found = one.address(H + url, below)
    assert dataclasses.astuple(found) == (H + query, H + update, H + store if store is not None else "")


def test_unusual_places_are_given():
    found = STANDARD.address("http://h/x", "http://h/x", "http://h/u", "http://h/g")
    assert dataclasses.astuple(found) == ("http://h/x", "http://h/u", "http://h/g")


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"server": "Virtuoso/07.20.3229 (Linux) x86_64"}, "Virtuoso"),
        ({"fuseki-request-id": "31"}, "Fuseki"),
        ({"server": "Apache Jena Fuseki (4.10.0)"}, "Fuseki"),
        ({"server": "nginx"}, "SPARQL 1.1"),
        ({}, "SPARQL 1.1"),
    ],
)
def test_an_engine_is_known_by_its_headers(headers, name):
    assert recognise(headers).name == name


def test_an_answer_that_does_not_tell_changes_nothing():
    """A proxy that answers for an engine which restarts is no other engine."""
    known = PRODUCTS["virtuoso"]
    assert recognise({"server": "nginx"}, known) is known


def hello(url, answers, user=""):
    """Greet an engine that answers by place: (status, headers); return what was found out and who was asked."""
    asked = []
    steps = greet(Access(url, user))
    place = next(steps)
    while True:
        asked.append(place)
        status, headers = answers.get(place.removeprefix(H), (404, {}))
        body = YES if status == 200 else b"no"
        answer = httpx.Response(status, headers=headers, content=body, request=httpx.Request("GET", place))
        try:
            place = steps.send((answer, body))
        except StopIteration as found:
            return found.value, asked


FUSEKI, VIRTUOSO = {"fuseki-request-id": "1"}, {"server": "Virtuoso/07.20"}


@pytest.mark.parametrize(
    ("url", "answers", "user", "query"),
    [
        ("/ds", {"/ds": (200, FUSEKI)}, "", "/ds"),
        ("/ds", {"/ds": (404, FUSEKI), "/ds/sparql": (200, FUSEKI)}, "", "/ds/sparql"),
        ("/ds", {"/ds": (405, FUSEKI), "/ds/sparql": (200, FUSEKI)}, "els", "/ds/sparql"),
        ("/sparql", {"/sparql": (200, VIRTUOSO)}, "", "/sparql"),
        ("/sparql", {"/sparql": (200, VIRTUOSO), "/sparql-auth": (200, VIRTUOSO)}, "els", "/sparql-auth"),
        ("/sparql-auth", {"/sparql-auth": (200, VIRTUOSO)}, "els", "/sparql-auth"),
        ("/x", {"/x": (200, {})}, "els", "/x"),
    ],
)
def test_one_address_serves_readers_and_publishers(url, answers, user, query):
    found, asked = hello(H + url, answers, user)
    assert found.query == H + query == asked[-1]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, AddressError),
        ({"/ds": (404, FUSEKI)}, AddressError),
        ({"/ds": (302, {"location": "http://elders/"})}, AddressError),
        ({"/ds": (401, {})}, AccountError),
        ({"/ds": (403, {})}, AccountError),
        ({"/ds": (503, {})}, refusals.PassingError),
        ({"/ds": (500, {})}, UnavailableError),
    ],
)
def test_who_does_not_answer_as_an_engine_is_told_apart(answers, error):
    with pytest.raises(UnavailableError) as told:
        hello(f"{H}/ds", answers)
    assert type(told.value) is error


@pytest.mark.parametrize("user", ["", "els"])
@pytest.mark.parametrize("server", [FUSEKI, VIRTUOSO])
def test_who_finds_nothing_there_nor_below_is_told_of_the_address_that_was_given(server, user):
    below = dict.fromkeys(("/x", "/x/sparql", "/x/sparql-auth"), (404, server))
    with pytest.raises(AddressError, match="There is nothing at http://h/x "):
        hello(f"{H}/x", below, user)


def test_a_page_of_a_web_server_that_says_400_is_no_engine():
    with pytest.raises(AddressError, match="it gave text/html"):
        hello(f"{H}/x", {"/x": (400, {"content-type": "text/html; charset=utf-8"})})


def test_marks_of_a_part_are_seen_also_behind_a_proxy():
    assert dialect.limit({"server": "nginx", "x-sql-state": "S1TAT"}) == "time"
    assert dialect.limit({"server": "nginx", "x-sparql-maxrows": "10"}) == "rows"
    assert dialect.limit({"server": "nginx"}) == ""


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (500, "Virtuoso S1TAT Error RC...: Returning partial results after anytime timeout", True),
        (500, "Virtuoso 4000X Error SR177: Misc Transaction Error", True),
        (503, "Query timed out", True),
        (400, 'Parse error: Encountered "?timeout" at line 1, column 17.', False),
        (500, "java.lang.NullPointerException", False),
    ],
)
def test_time_that_was_up_is_told_from_words_of_a_query(status, said, expected):
    assert dialect.overdue(status, said) is expected


def test_words_of_an_engine_are_shown_short_and_plain():
    page = "<html><head><title>x</title></head><body>No &lt;room&gt;\x1b[31m</body></html>"
    assert words(page, "text/html") == "No <room> [31m"
    assert words("syntax error\nSPARQL query:\nSELECT secret") == "syntax error"
    assert words('Encountered "<EOF>" at line 1') == 'Encountered "<EOF>" at line 1'
    assert len(words("x" * 10_000)) < 400


@pytest.mark.parametrize(
    ("status", "challenge", "sent"),
    [
        (401, 'Basic realm="x"', "Basic"),
        (401, 'Digest realm="x", nonce="a", qop="auth", algorithm=MD5', "Digest"),
        (401, 'Basic realm="x", Digest realm="x", nonce="a", qop="auth"', "Basic"),
        (403, "", "Basic"),
        (401, "Bearer", ""),
        (500, "", ""),
    ],
)
def test_the_password_goes_only_to_who_asks(status, challenge, sent):
    told = []

    def engine(request):
        told.append(request.headers.get("authorization", "").partition(" ")[0])
        return httpx.Response(200 if told[-1] else status, headers={"www-authenticate": challenge} if challenge else {})

    settings = Access(f"{H}/ds", "els", "geheim").settings()
    with httpx.Client(transport=httpx.MockTransport(engine), **settings) as client:
        client.get(f"{H}/ds")
    assert (told[0], told[-1]) == ("", sent)
