"""The engine: whole answers within limits, whatever is asked and whatever happens to its workers."""

import os
import signal
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kennisgraaf.engine import Client, Limits, Term, open_store
from kennisgraaf.errors import KennisgraafError, LimitError, MachineError, NotAcceptable, QueryError
from kennisgraaf.formats import GRAPHS, TABLES

E = "https://example.org/"
PREFIXES = {"e": E, "unused": "https://example.org/unused/"}
NAMED = E + "graph"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a"
LIGHT = "SELECT ?o { e:s1 e:p1 ?o }"
FORMS = {
    "SELECT": "SELECT ?s ?p ?o ?nothing { ?s ?p ?o FILTER(?p != e:odd) } ORDER BY ?s ?p ?o LIMIT 50",
    "ASK": "ASK { ?s ?p ?o }",
    "CONSTRUCT": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?s != e:x && ?s != e:y) }",
    "DESCRIBE": "DESCRIBE e:s1",
}
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds memory")


def quads():
    for number in range(3000):
        yield Quad(
            NamedNode(f"{E}s{number % 300}"),
            NamedNode(f"{E}p{number % 7}"),
            Literal(f"value {number}\n", language="nl"),
        )
    yield Quad(NamedNode(f"{E}s1"), NamedNode(f"{E}p1"), Literal("1"), NamedNode(NAMED))
    yield Quad(NamedNode(f"{E}x"), NamedNode(f"{E}odd"), Literal("\x01"))
    yield Quad(NamedNode(f"{E}x"), NamedNode(f"{E}odd"), Literal("}},{"))
    yield Quad(NamedNode(f"{E}y"), NamedNode(f"{E}odd/12"), Literal("no XML name"))


@pytest.fixture(scope="module", params=["disk", "memory"])
def store(tmp_path_factory, request):
    path = tmp_path_factory.mktemp("engine") / "store"
    made = pyoxigraph.Store(str(path))
    made.bulk_extend(quads())
    if request.param == "memory":
        whole = str(path.with_suffix(".nt"))
        made.dump(whole, format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    return path


@pytest.fixture(scope="module")
def engine(store):
    with open_store(store, PREFIXES, frozenset({NAMED})) as opened:
        yield opened


@pytest.fixture
def hasty(store):
    """Return an engine with little patience."""
    limits = Limits(seconds=1, megabytes=200, fast_seconds=0.3, fast_megabytes=80, wait=10)
    with open_store(store, PREFIXES, frozenset({NAMED}), limits) as opened:
        yield opened


def workers(engine):
    return list(engine._pool._keeper._workers)  # noqa: SLF001


def stopped(engine, query, **options):
    with pytest.raises(LimitError) as error:
        engine.query(query, **options)
    return error.value


@pytest.mark.parametrize("form", FORMS)
def test_every_format_says_what_the_store_says(engine, store, form):
    inside = pyoxigraph.Store.read_only(str(store))
    for chosen in TABLES if form in {"SELECT", "ASK"} else GRAPHS:
        answer = engine.query(FORMS[form], chosen)
        assert (answer.form, answer.format) == (form, chosen)
        result = inside.query(FORMS[form], prefixes=PREFIXES)
        if form in {"SELECT", "ASK"}:
            expected = result.serialize(format=pyoxigraph.QueryResultsFormat.from_media_type(chosen.media_type))
            assert answer.body == expected
        else:
            kind = pyoxigraph.RdfFormat.from_media_type(chosen.media_type)
            got = pyoxigraph.parse(answer.body, kind, base_iri=E)
            assert {str(quad.triple) for quad in got} == {str(triple) for triple in result}


def test_the_first_format_is_taken_when_none_is_chosen(engine):
    assert engine.query(FORMS["ASK"]).format.name == "json"
    assert engine.query(FORMS["DESCRIBE"]).format.name == "turtle"


def test_turtle_declares_the_prefixes_that_it_uses(engine):
    body = engine.query("DESCRIBE e:s1").body.decode()
    assert "@prefix e: <https://example.org/> ." in body
    assert "unused" not in body


def test_a_format_that_does_not_fit_the_form_is_refused(engine):
    with pytest.raises(QueryError, match="cannot be written as turtle") as error:
        engine.query("ASK {}", GRAPHS[0])
    assert "json, xml, csv, tsv" in error.value.fix


def test_the_form_is_known_before_the_query_runs(engine):
    assert engine.form(ENDLESS) == "SELECT"


def test_rows_hold_terms(engine):
    binds = 'BIND("a" AS ?t) BIND("b"@nl AS ?l) BIND(4 AS ?n) BIND(BNODE() AS ?b)'
    [row] = engine.rows(f"SELECT ?i ?t ?l ?n ?b ?u {{ VALUES ?i {{ e:s1 }} {binds} }}")
    assert row.pop("b").kind == "blank"
    assert row == {
        "i": Term("iri", E + "s1"),
        "t": Term("literal", "a"),
        "l": Term("literal", "b", lang="nl"),
        "n": Term("literal", "4", datatype="http://www.w3.org/2001/XMLSchema#integer"),
    }


def test_only_a_select_has_rows(engine):
    with pytest.raises(QueryError, match="no rows"):
        engine.rows("ASK {}")


def test_the_dataset_can_be_chosen(engine):
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

    def counted(query=count, **dataset):
        return int(engine.query(query, TABLES[2], **dataset).body.split()[1])

    assert counted() == 3004
    assert counted(default_graphs=[NAMED]) == 1
    assert counted(named_graphs=[NAMED]) == 1
    assert counted(default_graphs=[NAMED], named_graphs=[NAMED]) == 2
    assert counted("SELECT (COUNT(*) AS ?n) FROM <https://example.org/graph> { ?s ?p ?o }") == 1


def test_the_protocol_dataset_takes_the_place_of_the_query_s_own(engine):
    query = "SELECT (COUNT(*) AS ?n) FROM NAMED <https://example.org/graph> { ?s ?p ?o }"
    assert engine.query(query, TABLES[2]).body.split()[1] == b"0"
    assert engine.query(query, TABLES[2], default_graphs=[NAMED]).body.split()[1] == b"1"


@pytest.mark.parametrize("where", ["default_graphs", "named_graphs"])
def test_a_foreign_graph_is_refused(engine, where):
    with pytest.raises(QueryError, match="not a graph"):
        engine.query("ASK {}", **{where: ["file:///etc/passwd"]})


def test_a_syntax_error_has_a_place(engine):
    with pytest.raises(QueryError) as error:
        engine.query("SELECT ?s\nWHER { ?s ?p ?o }")
    assert (error.value.line, error.value.column) == (2, 1)
    assert "Line 2, column 1" in error.value.what
    assert error.value.fix == "Did you mean WHERE?"


def test_an_error_that_nobody_recognises_has_the_place_where_the_engine_stopped(engine):
    with pytest.raises(QueryError, match=r"Line 2, column \d+: this is not SPARQL") as error:
        engine.query("ASK {\r\n BIND('😀é' ?x) }")
    assert (error.value.line, 12 <= error.value.column <= 17) == (2, True)


def test_an_unknown_prefix_is_named_with_the_one_that_was_meant(engine):
    with pytest.raises(QueryError, match="prefix unsued: is not declared") as error:
        engine.query("SELECT *\n{ ?s unsued:p ?o }")
    assert "unused:" in error.value.fix
    assert error.value.line == 2


@pytest.mark.parametrize(
    ("query", "reason"), [("SELECT ?y (1 AS ?x) {} GROUP BY ?z", "unbound"), ("SELECT * { ?s a <relative> }", "IRI")]
)
def test_the_reason_of_the_reader_is_passed_on(engine, query, reason):
    with pytest.raises(QueryError, match=reason):
        engine.query(query)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ('SELECT ?o { e:x e:odd ?o FILTER(?o = "\x01") }', "xml"),
        ("DESCRIBE e:x", "rdfxml"),
        ("DESCRIBE e:y", "rdfxml"),
    ],
)
def test_xml_that_nobody_can_read_is_not_sent(engine, query, name):
    chosen = next(form for form in (*TABLES, *GRAPHS) if form.name == name)
    with pytest.raises(NotAcceptable, match="cannot be written in this format") as error:
        engine.query(query, chosen)
    assert "JSON" in error.value.fix
    assert engine.query(query).body


@pytest.mark.parametrize("chosen", TABLES, ids=lambda chosen: chosen.name)
def test_too_many_rows_are_refused_not_cut(store, chosen):
    with open_store(store, PREFIXES, frozenset(), Limits(rows=1000)) as engine:
        error = stopped(engine, "SELECT ?s { ?s ?p ?o FILTER(?p != e:odd) } LIMIT 1001", format=chosen)
        assert (error.limit, error.retry_after) == ("rows", 0)
        assert "1000 rows" in error.what
        assert (
            engine.query("SELECT ?s { ?s ?p ?o FILTER(?p != e:odd) } LIMIT 1000", chosen).body.count(E.encode()) == 1000
        )


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_too_many_bytes_are_refused_not_cut(store, query):
    with open_store(store, PREFIXES, frozenset(), Limits(answer_bytes=20_000)) as engine:
        assert stopped(engine, query).limit == "bytes"
        assert len(engine.query(query + " LIMIT 20").body) < 20_000


def test_a_large_answer_arrives_whole(engine):
    query = 'SELECT (CONCAT("%s", ?v) AS ?x) { ?s ?p ?v } LIMIT 3000' % ("x" * 3000)
    body = engine.query(query, TABLES[3]).body
    assert len(body) > 9_000_000
    assert body.count(b"\n") == 3001


def test_an_endless_query_ends_while_light_ones_are_answered(hasty):
    hasty.query(LIGHT)
    answered, done = [], threading.Event()

    def ask():
        while not done.is_set():
            start = time.perf_counter()
            assert hasty.rows(LIGHT)
            answered.append(time.perf_counter() - start)

    with ThreadPoolExecutor(3) as threads:
        light = [threads.submit(ask) for _ in range(2)]
        error = stopped(hasty, ENDLESS)
        done.set()
        for one in light:
            one.result()
    assert (error.limit, error.retry_after) == ("time", 60)
    assert len(answered) > 20
    assert statistics.median(answered) < 0.5


def test_one_client_gets_one_heavy_query_and_the_others_theirs(store):
    limits = Limits(fast_seconds=0.1, seconds=1.5, fast_workers=2, workers=2)
    with open_store(store, PREFIXES, frozenset(), limits) as engine, ThreadPoolExecutor(8) as threads:
        anna, bob = Client("192.0.2.1"), Client("192.0.2.2")
        heavy = [threads.submit(stopped, engine, f"{ENDLESS} # {n}", client=anna) for n in range(6)]
        other = threads.submit(stopped, engine, f"{ENDLESS} # bob", client=bob)
        ends = sorted(one.result().limit for one in heavy)
        assert 1 <= ends.count("time") <= 2  # a second one only begins when the first has ended
        assert ends.count("share") >= 3
        assert other.result().limit == "time"
        assert engine.query(LIGHT, client=anna).body


@pytest.mark.parametrize("lane", ["fast", "slow"])
def test_a_client_that_goes_away_ends_its_query(store, lane):
    limits = Limits(fast_seconds=30 if lane == "fast" else 0.1, seconds=30, workers=1, fast_workers=1)
    with open_store(store, PREFIXES, frozenset(), limits) as engine, ThreadPoolExecutor(1) as threads:
        left = threading.Event()
        query = threads.submit(stopped, engine, ENDLESS, client=Client("192.0.2.1", left.is_set))
        time.sleep(0.5)
        left.set()
        start = time.perf_counter()
        query.result()
        assert engine.rows(LIGHT)
        assert time.perf_counter() - start < 10
        assert stopped(engine, GREEDY + " LIMIT 1", client=Client("192.0.2.2", lambda: True)).limit == "load"


def test_a_cross_product_is_named_when_it_was_too_much(hasty):
    assert "“?a ?b ?c” (line 1, column 27) and “?d ?e ?f”" in stopped(hasty, ENDLESS).fix


def test_a_query_that_went_over_its_limit_is_refused_at_once(hasty):
    stopped(hasty, ENDLESS)
    start = time.perf_counter()
    error = stopped(hasty, ENDLESS)
    assert time.perf_counter() - start < 0.2
    assert error.limit == "time"
    assert 50 < error.retry_after <= 60


def test_a_query_too_long_for_the_fast_lane_is_answered_by_the_slow_one(store):
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d e:p1 ?f FILTER(?b != ?f) }"
    with open_store(store, PREFIXES, frozenset(), Limits(fast_seconds=0.02, seconds=30)) as engine:
        assert int(engine.rows(query)[0]["n"].value) == 3003 * 429
        assert any(worker.pid for worker in engine._pool._slow._idle)  # noqa: SLF001


@linux
def test_a_query_that_wants_all_memory_ends(store):
    limits = Limits(seconds=60, megabytes=150, fast_seconds=60, fast_megabytes=60)
    with open_store(store, PREFIXES, frozenset(), limits) as engine:
        assert stopped(engine, GREEDY).limit == "memory"
        assert engine.rows(LIGHT)


def test_more_heavy_queries_than_workers_wait_and_are_told_so(store):
    limits = Limits(seconds=1.5, fast_seconds=0.1, workers=1, wait=0.2)
    with open_store(store, PREFIXES, frozenset(), limits) as engine:
        queries = [f"{ENDLESS} # {number}" for number in range(3)]
        with ThreadPoolExecutor(3) as threads:
            errors = list(threads.map(lambda query: stopped(engine, query), queries))
        assert sorted(error.limit for error in errors) == ["load", "load", "time"]
        assert all(error.retry_after for error in errors)


def test_a_queue_has_an_end(store):
    limits = Limits(fast_workers=1, fast_seconds=2, seconds=0.1, queue=0, wait=5)
    with open_store(store, PREFIXES, frozenset(), limits) as engine, ThreadPoolExecutor(1) as threads:
        heavy = threads.submit(stopped, engine, ENDLESS)
        while engine._pool._fast._idle:  # noqa: SLF001
            time.sleep(0.01)
        start = time.perf_counter()
        assert stopped(engine, LIGHT).limit == "load"
        assert time.perf_counter() - start < 1.5
        assert heavy.result().limit == "time"


def test_a_killed_worker_is_replaced(engine):
    engine.query(LIGHT)
    for _ in range(3):
        for worker in workers(engine):
            os.kill(worker.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        assert engine.rows(LIGHT)


@linux
def test_a_worker_killed_in_the_middle_costs_nobody_the_answer(store):
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?b != ?f) }"
    limits = Limits(fast_seconds=30, seconds=30)
    with open_store(store, PREFIXES, frozenset(), limits) as engine, ThreadPoolExecutor(1) as threads:
        running = threads.submit(engine.rows, query)
        busy = []
        while not busy:
            busy = [worker for worker in workers(engine) if worker._missing is not None and worker.deadline < 1e12]  # noqa: SLF001
        os.kill(busy[0].pid, signal.SIGKILL)
        assert int(running.result()[0]["n"].value) == 3003 * 3003


@linux
def test_the_workers_own_alarm_is_a_second_lock(store):
    with open_store(store, PREFIXES, frozenset(), Limits(seconds=0.5, fast_seconds=0.2)) as engine:
        for crew in (engine._pool._fast, engine._pool._slow):  # noqa: SLF001
            object.__setattr__(crew.lane, "seconds", 3600)  # the web process forgets its deadlines
        start = time.perf_counter()
        assert stopped(engine, ENDLESS).limit == "time"
        assert time.perf_counter() - start < 20


def test_a_deep_query_of_the_largest_size_hurts_nobody(engine):
    for query in ("ASK { FILTER(" + "!" * 12_000 + "true) }", "ASK { FILTER(1" + "+1" * 8_000 + " > 0) }"):
        try:
            assert engine.query(query).body
        except (LimitError, QueryError) as error:
            assert error.fix  # noqa: PT017 - either is fine, a dead server is not
    assert engine.rows(LIGHT)


def test_a_store_that_does_not_open_shows_at_once(tmp_path):
    with pytest.raises(MachineError, match="does not open"):
        open_store(tmp_path / "nothing", {}, frozenset())


def test_a_closed_engine_says_so_and_leaves_no_process(store):
    engine = open_store(store, PREFIXES, frozenset())
    pids = [worker.pid for worker in workers(engine)]
    engine.close()
    assert pids
    with pytest.raises(LimitError, match="stopping"):
        engine.query(LIGHT)
    if hasattr(os, "kill") and sys.platform != "win32":
        for pid in pids:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_gets_workers_of_its_own(store):
    with open_store(store, PREFIXES, frozenset()) as engine:
        before = engine.rows(LIGHT)
        child = os.fork()
        if not child:
            status = 1
            try:
                status = 0 if engine.rows(LIGHT) == before else 2
                engine.close()
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        assert engine.rows(LIGHT) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_that_ends_leaves_the_workers_alone(store):
    with open_store(store, PREFIXES, frozenset()) as engine:
        engine.rows(LIGHT)
        before = {worker.pid for worker in workers(engine)}
        child = os.fork()
        if not child:
            engine.close()
            os._exit(0)
        os.waitpid(child, 0)
        assert engine.rows(LIGHT)
        assert before <= {worker.pid for worker in workers(engine) if worker.alive}


def test_limits_can_be_chosen():
    assert Limits.read(["seconds=2.5", "rows=10"]) == Limits(seconds=2.5, rows=10)
    assert Limits.read([]) == Limits()


@pytest.mark.parametrize(
    "word", ["second=1", "rows=2.5", "rows=many", "seconds", "seconds=-1", "seconds=nan", "=1", ""]
)
def test_what_is_no_limit_is_said_with_those_that_are(word):
    with pytest.raises(KennisgraafError, match="is no limit"):
        Limits.read([word])


def test_what_the_workers_do_is_counted(hasty):
    hasty.rows(LIGHT)
    before = hasty.numbers()
    stopped(hasty, ENDLESS + " # counted")
    after = hasty.numbers()
    assert before["workers"] >= 1
    assert after["workers_ended"] == before["workers_ended"] + 2  # one in each lane
    assert after["workers_started"] > before["workers_started"]
    assert after["heavy_queries_waiting"] == 0


def test_every_limit_is_described():
    table = Limits(rows=7).table()
    assert ("rows", 7, "rows", "rows in the answer to one SELECT") in table
    assert all(unit and meaning for _, _, unit, meaning in table)


def test_what_the_pool_costs_is_printed(engine, store, capsys):
    inside = pyoxigraph.Store.read_only(str(store))

    def median(call):
        times = []
        for _ in range(200):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1000

    direct = median(lambda: inside.query(LIGHT, prefixes=PREFIXES).serialize(format=pyoxigraph.QueryResultsFormat.JSON))
    pooled = median(lambda: engine.query(LIGHT))
    with capsys.disabled():
        print(f"\na light query: {direct:.3f} ms in this process, {pooled:.3f} ms through a worker")  # noqa: T201


def test_blank_nodes_have_the_same_names_in_memory_and_on_disk_and_in_every_process(graph):
    plain = "SELECT ?s { ?s a owl:Restriction } ORDER BY ?s"
    named = "SELECT DISTINCT ?s { GRAPH ?g { ?s a owl:Restriction } } ORDER BY ?s"
    rows = [row["s"] for row in graph.rows(plain)]
    assert {one.kind for one in rows} == {"blank"}
    assert [row["s"] for row in graph.rows(named)] == rows


def test_a_template_with_blank_nodes_gives_the_same_bytes_each_time(graph):
    query = "CONSTRUCT { ?s rdfs:seeAlso [ rdfs:label ?l ; rdfs:member [] ] } { ?s a owl:Class ; rdfs:label ?l }"
    assert graph.query(query).body == graph.query(query).body
    assert b"_:b0 " in graph.query(query, GRAPHS[2]).body
