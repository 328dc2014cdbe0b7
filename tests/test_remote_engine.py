"""An engine of others behind the same face: equal answers when it behaves, an error that is clear when it does not."""

import json
import socket
import threading
import time

import pytest

from conftest import lay_out
from fake_engine import EMPTY, FUSEKI, TABLE, FakeEngine
from kennisgraaf import build, engine
from kennisgraaf.engine import Client, Hurry, Limits, NotYet, register
from kennisgraaf.engine.remote import holdings, open_remote
from kennisgraaf.engine.remote.access import Access
from kennisgraaf.errors import (
    KennisgraafError,
    LimitError,
    MachineError,
    NotFound,
    QueryError,
    UnavailableError,
    UnsupportedError,
)
from kennisgraaf.formats import GRAPHS, TABLES
from kennisgraaf.web import create_app

ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
QUICK = Limits(seconds=1.0, fast_seconds=0.2, wait=0.3, answer_bytes=20_000, refused=0.0)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """An engine that failed is asked again at once, and none is trusted for longer than a moment."""
    monkeypatch.setattr("kennisgraaf.engine.remote.link._PAUSE", 0.0)
    monkeypatch.setattr("kennisgraaf.engine.remote.engine._TRUST", 0.0)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The release of a tiny project."""
    return build.compile(lay_out(tmp_path_factory.mktemp("ver") / "klein"))


@pytest.fixture(scope="module")
def local(made):
    """Our own engine on it."""
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_fake(made):
    fake = FakeEngine(made)
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def shared_remote(shared_fake, made):
    with open_remote(shared_fake.url, made, QUICK) as opened:
        yield opened


@pytest.fixture
def fake(shared_fake):
    """An engine of others that behaves, until the test says otherwise."""
    yield shared_fake
    shared_fake.fault, shared_fake.headers = None, FUSEKI
    shared_fake.gone.clear()


@pytest.fixture
def remote(shared_remote, fake):
    """An engine of ours on it."""
    assert shared_remote.numbers()["remote_queries_running"] == 0
    return shared_remote


GRAPH = "https://w3id.org/kennisgraaf/id/graaf/klein"
EQUAL = [
    ALL,
    "SELECT * { ?ding kg:heeftDeel ?deel } ORDER BY ?ding ?deel",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?x { BIND(1.50 AS ?x) }",
    "SELECT ?a ?b { VALUES (?a ?b) { (UNDEF 1) (2 UNDEF) } } ORDER BY ?a",
    "ASK { ?s skos:prefLabel '007'@nl }",
    "ASK { ?s skos:prefLabel '008'@nl }",
    "CONSTRUCT { ?s skos:prefLabel ?l } { ?s skos:prefLabel ?l }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT * { GRAPH $g { ?s skos:prefLabel ?l } } ORDER BY ?l",
    "SELECT ?l { GRAPH graaf:klein { ?s skos:prefLabel ?l } } ORDER BY ?l",
    "SELECT ?s FROM graaf:klein { ?s skos:prefLabel ?l } ORDER BY ?s",
    "SELECT ?g ?s FROM NAMED graaf:klein { GRAPH ?g { ?s skos:prefLabel ?l } } ORDER BY ?s",
    "SELECT ?s FROM NAMED graaf:klein { ?s ?p ?o }",
    "SELECT ?g FROM graaf:klein { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s { GRAPH <urn:kennisgraaf:register> { ?s ?p ?o } }",
    "SELECT ?l { ?s skos:prefLabel ?l FILTER EXISTS { GRAPH ?g { ?s skos:prefLabel ?l } } } ORDER BY ?l",
    "SELECT ?l { ?s skos:prefLabel ?l MINUS { GRAPH ?g { ?s skos:prefLabel '007'@nl } } } ORDER BY ?l",
    "SELECT ?s ?g { ?s skos:prefLabel ?l OPTIONAL { GRAPH ?g { ?s kg:heeftDeel ?d } } } ORDER BY ?s ?d",
    'SELECT ?s { ?s ?p "\\u0061"@nl }',
]


@pytest.mark.parametrize("form", [TABLES[0], TABLES[1], TABLES[2], TABLES[3]], ids=lambda form: form.name)
@pytest.mark.parametrize("text", EQUAL)
def test_a_reader_cannot_tell_which_engine_answers(local, remote, text, form):
    """The same bytes in each form of a table; a graph in Turtle."""
    wanted = GRAPHS[0] if text.startswith("CONSTRUCT") else form
    assert remote.query(text, wanted).body == local.query(text, wanted).body


@pytest.mark.parametrize("graphs", [([GRAPH], []), ([], [GRAPH]), ([GRAPH], [GRAPH])])
def test_a_dataset_beside_the_query_holds(local, remote, graphs):
    default, named = graphs
    text = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g ORDER BY ?g"
    given = {"default_graphs": default, "named_graphs": named}
    assert remote.query(text, **given).body == local.query(text, **given).body


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s ?p }",
        "SELECT ?s {\n ?s nope:x ?o }",
        "SELECT ?s { ?s ?p ?o } ORDER ?s",
        "SELECT ?s { ?s ?p “x” }",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "SELECT ?s { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT ?s FROM <urn:kennisgraaf:register> { ?s ?p ?o }",
        "SELECT ?x { BIND(<urn:f>(1) AS ?x) }",
    ],
)
def test_what_is_no_query_is_refused_in_the_same_words(local, remote, fake, text):
    asked = len(fake.asked)
    with pytest.raises(QueryError) as here:
        local.query(text)
    with pytest.raises(QueryError) as there:
        remote.query(text)
    assert (str(there.value), there.value.line, there.value.column) == (
        str(here.value),
        here.value.line,
        here.value.column,
    )
    assert len(fake.asked) == asked


@pytest.mark.parametrize("iri", ["bif:sys_eval", "sql:f", "java:Evil", "http://www.openlinksw.com/schemas/bif#f"])
@pytest.mark.parametrize(
    "text", ["SELECT ?x {{ ?s ?p ?x FILTER(<{}>(?x)) }}", "PREFIX q: <{}> SELECT ?x {{ ?x q: 1 }}"]
)
def test_programs_of_an_engine_are_not_run(remote, fake, text, iri):
    asked = len(fake.asked)
    with pytest.raises(QueryError):
        remote.query(text.format(iri))
    assert len(fake.asked) == asked


def test_the_register_and_other_releases_are_out_of_sight(remote, made):
    stored = register.stored(made.about["contents"][GRAPH])
    for name in (register.NAME, stored):
        assert remote.rows(f"SELECT ?s {{ GRAPH <{name}> {{ ?s ?p ?o }} }}") == []


def answering(status=200, body=EMPTY, kind=TABLE, **more):
    def send(handler):
        handler.say(status, body, kind, **more)
        if "length" in more:
            handler.drop()

    return send


def dripping(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", TABLE)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def raw(data):
    def send(handler):
        handler.wfile.write(data)
        handler.wfile.flush()
        handler.drop()

    return send


START = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
ROW = b'{"head":{"vars":["s"]},"results":{"bindings":[%s]}}'
NONSENSE = {
    "no answer": lambda handler: handler.drop(),
    "half a header": raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "no HTTP": raw(b"220 mail.example.org ESMTP\r\n"),
    "less than it said": answering(length=500),
    "more than it said": answering(length=20),
    "chunks that break off": raw(START + b"Transfer-Encoding: chunked\r\n\r\n10\r\n" + EMPTY[:8]),
    "an end that nobody marked": raw(START + b"\r\n" + EMPTY),
    "a page": answering(body=b"<html>Welcome</html>", kind="text/html"),
    "another form": answering(kind="application/sparql-results+xml"),
    "no form": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "half of it": answering(body=EMPTY[:-9]),
    "something behind it": answering(body=EMPTY + b"x"),
    "nothing": answering(body=b""),
    "no UTF-8": answering(body=EMPTY.replace(b"x", b"\xff")),
    "yes or no": answering(body=b'{"head":{},"boolean":true}'),
    "a list": answering(body=b"[]"),
    "rows that are none": answering(body=ROW % b'"x"'),
    "no term": answering(body=ROW % b'{"s":{"type":"uri","value":"not an iri"}}'),
    "half a term": answering(body=ROW % b'{"s":{"type":"uri"}}'),
    "deep": answering(body=b"[" * 9000),
    "packed": answering(Content_Encoding="gzip"),
    "500": answering(500, b"java.lang.NullPointerException", "text/plain"),
    "502": answering(502, b"<html>", "text/html"),
    "401": answering(401, b"", "text/plain", WWW_Authenticate="Basic realm=x"),
    "403": answering(403, b"Forbidden", "text/plain"),
    "404": answering(404, b"No such dataset", "text/plain"),
    "204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "elsewhere": answering(302, b"", "text/html", Location="http://127.0.0.1:1/"),
}


@pytest.mark.parametrize("fault", NONSENSE.values(), ids=NONSENSE)
def test_what_is_no_whole_answer_is_never_passed_on(remote, fake, fault):
    """And the next query that is answered whole is answered."""
    fake.fault = fault
    with pytest.raises(UnavailableError) as refused:
        remote.query("SELECT ?s { ?s ?p ?o }")
    assert refused.value.retry_after
    fake.fault = None
    assert remote.rows(ALL)


def test_a_graph_that_breaks_off_between_two_statements_is_no_answer(remote, fake):
    """N-Triples has no end: only the length can tell."""
    line = b"<a:a> <a:b> <a:c> .\n"
    for fault in (answering(body=line, kind="application/n-triples", length=40), raw(START + b"\r\n" + line)):
        fake.fault = fault
        with pytest.raises(UnavailableError):
            remote.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("headers", "limit"),
    [
        ({"X_SQL_State": "S1TAT"}, "time"),
        ({"X_SQL_Message": "incomplete"}, "time"),
        ({"X_SPARQL_MaxRows": "10"}, "rows"),
    ],
)
def test_an_answer_that_is_marked_as_partial_is_refused(remote, fake, headers, limit):
    fake.fault = answering(Server="Virtuoso/07.20.3229 (Linux) x86_64", **headers)
    with pytest.raises(LimitError) as refused:
        remote.query("SELECT ?s { ?s ?p ?o }")
    assert refused.value.limit == limit


@pytest.mark.parametrize(
    ("server", "status", "body"),
    [
        ("Virtuoso/07.20", 500, b"Virtuoso S1TAT Error RC...: Returning partial results after anytime timeout"),
        ("Virtuoso/07.20", 500, b"Virtuoso 4000X Error SR177: Misc Transaction Error"),
        ("x", 503, b"Query timed out"),
    ],
)
def test_an_engine_that_gives_up_in_time_counts_as_over_time(remote, fake, server, status, body):
    fake.headers = {"Server": server}
    fake.fault = answering(status, body, "text/plain")
    with pytest.raises(LimitError) as refused:
        remote.query("SELECT ?s { ?s ?p ?o }")
    assert refused.value.limit == "time"


def test_a_gap_in_the_engine_is_told_in_its_words(remote, fake):
    fake.fault = answering(400, b"SP030: line 1: syntax error at '<script>'\n\x1b[31m", "text/plain")
    with pytest.raises(UnsupportedError) as refused:
        remote.query("SELECT ?s { ?s ?p ?o }")
    assert "SP030: line 1: syntax error" in refused.value.what
    assert "\x1b" not in refused.value.what


@pytest.mark.parametrize("fault", [lambda handler: handler.hang(), dripping], ids=["hangs", "drips"])
def test_the_time_holds_for_all_of_an_answer(remote, fake, fault):
    fake.fault = fault
    began = time.monotonic()
    with pytest.raises(LimitError) as refused:
        remote.query("SELECT ?s { ?s ?p ?o }")
    assert refused.value.limit == "time"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("chunked", [True, False])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(remote, fake, chunked):
    sent = []

    def flood(handler):
        length = b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"Content-Length: 1000000000\r\n\r\n"
        handler.wfile.write(START + length)
        piece = b" " * 65536
        try:
            while len(sent) < 2000:
                handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
                sent.append(1)
        finally:
            handler.close_connection = True

    fake.fault = flood
    with pytest.raises(LimitError) as refused:
        remote.query("SELECT ?s { ?s ?p ?o }")
    assert refused.value.limit == "bytes"
    assert len(sent) < 2000


def test_rows_and_bytes_are_counted_as_in_answers_of_our_own(made, fake):
    limits = Limits(rows=3, answer_bytes=100_000)
    with open_remote(fake.url, made, limits) as few:
        with pytest.raises(LimitError) as refused:
            few.query(ALL)
        assert refused.value.limit == "rows"
        assert len(few.rows(f"{ALL} LIMIT 3")) == 3


def test_a_client_that_goes_away_ends_its_query(remote, fake):
    fake.fault = lambda handler: handler.hang()
    began = time.monotonic()
    with pytest.raises(LimitError):
        remote.query("SELECT ?s { ?s ?p ?o }", client=Client("a", lambda: time.monotonic() > began + 0.3))
    assert fake.gone.wait(5)


def test_who_has_no_time_is_sent_to_where_there_is(remote, fake):
    asked = len(fake.asked)
    hurry = Hurry(0.003)
    with pytest.raises(NotYet):
        remote.query(ALL, client=Client("a", None, hurry))
    assert len(fake.asked) == asked
    assert remote.query(ALL, client=Client("a", None, hurry)).body


def test_heavy_queries_leave_room_for_light_ones_and_for_others(made, fake):
    """One client has one heavy query at a time; another one's light query is answered meanwhile."""
    limits = Limits(seconds=3.0, fast_seconds=0.1, wait=0.3, workers=1, fast_workers=1)
    with open_remote(fake.url, made, limits) as few:
        fake.faults_on = lambda text: "heavy" in text
        fake.fault = lambda handler: handler.hang()
        refusals = []

        def ask(number, client):
            try:
                few.query(f"SELECT ?heavy{number} {{ ?s ?p ?o }}", client=Client(client))
            except LimitError as error:
                refusals.append(error.limit)

        threads = [threading.Thread(target=ask, args=(number, "a")) for number in range(2)]
        for thread in threads:
            thread.start()
            time.sleep(0.3)
        began = time.monotonic()
        while time.monotonic() < began + 1:
            assert few.query("SELECT ?s { ?s ?p ?o } LIMIT 1", client=Client("b")).body
        for thread in threads:
            thread.join()
        fake.faults_on = lambda text: register.NAME not in text
        assert sorted(refusals) in (["load", "time"], ["share", "time"])
        assert few.numbers()["remote_queries_running"] == 0


def test_no_more_queries_at_once_than_the_limits_say(made, fake):
    limits = Limits(seconds=2.0, fast_seconds=5.0, wait=0.2, workers=1, fast_workers=1)
    with open_remote(fake.url, made, limits) as few:
        fake.fault = lambda handler: handler.hang()
        seen = []

        def ask(number):
            try:
                few.query(f"SELECT ?s{number} {{ ?s{number} ?p ?o }}")
            except LimitError as error:
                seen.append(error.limit)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(seen) == ["load"] * 3 + ["time"] * 2


def test_a_query_that_took_too_long_is_refused_at_once_for_a_while(made, fake):
    with open_remote(fake.url, made, Limits(seconds=0.5, refused=30.0)) as slow:
        fake.fault = lambda handler: handler.hang()
        with pytest.raises(LimitError):
            slow.query("SELECT ?s { ?s ?p ?o }")
        asked = len(fake.asked)
        with pytest.raises(LimitError) as again:
            slow.query("SELECT ?s { ?s ?p ?o }")
        assert again.value.limit == "time"
        assert len(fake.asked) == asked


def test_an_engine_that_is_down_says_so_and_is_back_by_itself(made):
    fake = FakeEngine(made)
    port = fake.port
    with open_remote(fake.url, made, QUICK) as opened:
        client = create_app(made, opened).test_client()
        assert client.get("/ready").status_code == 200
        fake.stop()
        program = client.get("/sparql?query=ASK+%7B%7D", headers={"Accept": "application/json"})
        assert program.status_code == 503
        assert int(program.headers["Retry-After"])
        assert program.content_type == "application/problem+json"
        assert "127.0.0.1" not in program.text
        for lang, words in (("nl", "antwoordt nu niet"), ("en", "does not answer now")):
            page = client.get(f"/vragen/delen-van-ding?ding=b&lang={lang}", headers={"Accept": "text/html"})
            assert page.status_code == 503
            assert words in page.text
            assert "127.0.0.1" not in page.text
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 503
        assert opened.numbers()["remote_up"] == 0
        fake.start(port)
        _soon(lambda: opened.query("ASK {}").body)
        assert client.get("/ready").status_code == 200
        assert opened.numbers()["remote_up"] == 1
    fake.stop()


def _soon(ask):
    until = time.monotonic() + 10
    while True:
        try:
            return ask()
        except KennisgraafError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_an_engine_that_came_back_without_our_data_is_not_believed(made):
    """Empty answers would look like the truth."""
    fake = FakeEngine(made)
    with open_remote(fake.url, made, QUICK) as opened:
        fake.store.clear()
        with pytest.raises(UnavailableError):
            opened.query("SELECT ?s { ?s ?p ?o }")
    fake.stop()


def test_a_process_comes_up_while_the_engine_is_down(made):
    fake = FakeEngine(made)
    fake.stop()
    with pytest.raises(UnavailableError, match="cannot be reached"):
        open_remote(fake.url, made, QUICK)
    with open_remote(fake.url, made, QUICK, waiting=True) as opened:
        assert opened.form("ASK {}") == "ASK"
        with pytest.raises(UnavailableError):
            opened.query("ASK {}")
        fake.start(fake.port)
        assert b"true" in _soon(lambda: opened.query("ASK {}").body)
    fake.stop()


def test_a_release_that_is_not_there_asks_for_publishing(made):
    fake = FakeEngine()
    with pytest.raises(NotFound, match=f"publish --to {fake.url}"):
        open_remote(fake.url, made, QUICK)
    fake.stop()


@pytest.mark.parametrize(
    "url",
    ["", "localhost", "ftp://x/", "http://", "http://x:99999/", "http://u:p@x/sparql", "http://x/ y", "http://[x/"],
)
def test_an_address_that_is_none_is_said_without_repeating_secrets(made, url):
    with pytest.raises(KennisgraafError) as refused:
        open_remote(url, made)
    assert not isinstance(refused.value, MachineError)
    assert "u:p" not in str(refused.value)


def behave(fake, handler):
    """Answer a query as an engine does that is sound."""
    kind, body = fake.answer(handler.form)
    handler.say(200, body, kind)


def read_past(guarded, made, fake):
    """Read from an engine that answers every request so; what we know of it shows no secret."""
    fake.fault, fake.faults_on = guarded, lambda _: True
    with open_remote(fake.url, made, QUICK) as opened:
        assert opened.rows(ALL)
        assert "geheim" not in repr(Access.find(fake.url))
    fake.faults_on = lambda text: register.NAME not in text


@pytest.mark.parametrize("way", ["Basic", "Digest"])
def test_an_account_is_told_when_the_engine_asks(made, fake, monkeypatch, way):
    monkeypatch.setenv("KENNISGRAAF_ENGINE_USER", "lezer")
    monkeypatch.setenv("KENNISGRAAF_ENGINE_PASSWORD", "geheim&é")
    challenge = {"Basic": 'Basic realm="x"', "Digest": 'Digest realm="SPARQL", nonce="abc", qop="auth", algorithm=MD5'}

    def guarded(handler):
        if not handler.headers.get("Authorization", "").startswith(way):
            handler.say(401, b"", "text/plain", WWW_Authenticate=challenge[way])
            return
        behave(fake, handler)

    read_past(guarded, made, fake)


def test_a_wrong_password_is_said(made, fake, monkeypatch, caplog):
    monkeypatch.setenv("KENNISGRAAF_ENGINE_USER", "lezer")
    monkeypatch.setenv("KENNISGRAAF_ENGINE_PASSWORD", "geheim")
    fake.fault, fake.faults_on = answering(401, b"", "text/plain", WWW_Authenticate="Basic realm=x"), lambda _: True
    with pytest.raises(UnavailableError, match="KENNISGRAAF_ENGINE_PASSWORD") as refused:
        open_remote(fake.url, made, QUICK)
    fake.faults_on = lambda text: register.NAME not in text
    assert "geheim" not in str(refused.value) + caplog.text


def test_a_token_goes_with_every_request(made, fake, monkeypatch):
    monkeypatch.setenv("KENNISGRAAF_ENGINE_TOKEN", "geheim.~-=")
    shown = []

    def guarded(handler):
        shown.append(handler.headers.get("Authorization"))
        behave(fake, handler)

    read_past(guarded, made, fake)
    assert set(shown) == {"Bearer geheim.~-="}


@pytest.mark.parametrize("token", ["gehe im", "geheim\n", "geheim\r\nX: y", 'g"', "é"])
def test_what_is_no_token_is_refused_and_not_repeated(monkeypatch, token):
    monkeypatch.setenv("KENNISGRAAF_ENGINE_TOKEN", token)
    with pytest.raises(QueryError, match="KENNISGRAAF_ENGINE_TOKEN") as refused:
        Access.find("http://localhost/sparql")
    assert token not in str(refused.value)


def test_a_token_beside_a_user_is_refused(monkeypatch):
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.setenv(f"KENNISGRAAF_ENGINE_{name}", "lezer")
    with pytest.raises(QueryError, match="Set one of them"):
        Access.find("http://localhost/sparql")


def test_a_certificate_that_nobody_vouches_for_is_refused(made, certificate, monkeypatch):
    path, key = certificate
    fake = FakeEngine(made, certificate)
    with pytest.raises(UnavailableError, match="certificate"):
        open_remote(fake.url, made, QUICK)
    monkeypatch.setenv("KENNISGRAAF_ENGINE_CA", str(path))
    with open_remote(fake.url, made, QUICK) as opened:
        assert opened.rows(ALL)
    monkeypatch.setenv("KENNISGRAAF_ENGINE_CA", str(key.with_name("none.pem")))
    with pytest.raises(KennisgraafError, match="cannot be read"):
        open_remote(fake.url, made, QUICK)
    fake.stop()


def test_the_engine_hears_how_long_we_wait_and_which_graphs(remote, fake, made):
    fake.headers = {"Server": "Virtuoso/07.20"}
    remote.query("ASK {}")
    remote.query("ASK { ?s ?p ?o }")
    form, headers = fake.asked[-1]
    assert form["timeout"] == ["1000"]
    assert form["default-graph-uri"] == [register.stored(made.about["contents"][""])]
    assert "named-graph-uri" not in form
    assert headers["Accept-Encoding"] == "identity"


def test_blank_nodes_and_spellings_of_an_engine_become_ours(remote, fake):
    told = {
        "head": {"vars": ["s", "kg9"]},
        "results": {
            "bindings": [
                {
                    "s": {"type": "bnode", "value": "nodeID://b10"},
                    "p": {
                        "type": "typed-literal",
                        "value": "1",
                        "datatype": "http://www.w3.org/2001/XMLSchema#boolean",
                    },
                    "o": {"type": "bnode", "value": "nodeID://b10"},
                    "other": {"type": "uri", "value": "a:b"},
                }
            ]
        },
    }
    fake.fault = answering(body=json.dumps(told).encode())
    (row,) = remote.rows("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert row["s"] == row["o"]
    assert (row["s"].kind, row["p"].value) == ("blank", "true")
    assert set(row) == {"s", "p", "o"}


def test_what_the_engine_holds_can_be_read_beforehand(fake, made):
    assert holdings(fake.url).current == made.id
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(UnavailableError):
            holdings(f"http://127.0.0.1:{nobody.getsockname()[1]}/sparql")


def test_rows_that_may_not_come_twice_do_not(remote, fake):
    """Virtuoso 7 gives some twice; and what we spell alike an engine may not."""
    number = "http://www.w3.org/2001/XMLSchema#double"
    rows = [{"s": {"type": "literal", "value": value, "datatype": number}} for value in ("0.9", "0.90e0", "0.9", "1")]
    fake.fault = answering(body=json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": rows}}).encode())
    assert [row["s"].value for row in remote.rows("SELECT DISTINCT ?s { ?s ?p ?o }")] == ["0.9", "1"]
    assert len(remote.rows("SELECT ?s { { SELECT DISTINCT ?s { ?s ?p ?o } } }")) == 4
    assert len(remote.rows("SELECT DISTINCT ?s { ?s ?p ?o } LIMIT 4")) == 4
