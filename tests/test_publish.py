"""Publishing into an engine: what readers see while it grows, fails, is killed, or belongs to somebody else."""

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from fake_engine import FakeEngine
from kennisgraaf import cli, delivery, fingerprint, release
from kennisgraaf.delivery import parcels
from kennisgraaf.delivery.claim import Holding
from kennisgraaf.delivery.parcels import Content, Room
from kennisgraaf.engine import register
from kennisgraaf.engine.remote.dialect import PRODUCTS
from kennisgraaf.errors import DeliveryError, KennisgraafError, MachineError, NotFound


@pytest.fixture
def where(growing):
    return growing[0]


@pytest.fixture
def made(growing):
    return growing[1][0]


@pytest.fixture
def later(growing):
    return growing[1][1:]


@pytest.fixture
def engine():
    with FakeEngine() as made:
        yield made


@pytest.fixture(autouse=True)
def _no_account(monkeypatch):
    for name in ("USER", "PASSWORD", "CA"):
        monkeypatch.delenv(f"KENNISGRAAF_ENGINE_{name}", raising=False)


def connected(engine, pauses=(0.0, 0.0), triples=7, **more):
    """A client that sends small batches."""
    made = delivery.connect(engine.url, pauses=pauses, **more)
    made.dialect = dataclasses.replace(made.dialect, triples=triples)
    return made


def publish(engine, made, keep=2, watch=None, *, take_over=False, **more):
    with connected(engine, **more) as client:
        order = made if isinstance(made, delivery.Order) else delivery.Order(made, made.id, keep)
        return delivery.publish(client, order, take_over=take_over, watch=watch)


def registered(engine):
    with connected(engine) as client:
        return register.read(client.ask)


def whole(engine, made):
    """Each graph of a release is in the engine exactly as it was built, blank nodes too."""
    return all(
        fingerprint.of(engine.graph(register.stored(number))) == number for number in made.about["contents"].values()
    )


def sound(engine):
    """What readers get now, as its release; nothing when there is none."""
    return registered(engine).current


@pytest.fixture
def here(made, where, monkeypatch, capsys):
    """Run the command in the project: (address, more words) → exit code, answer, remarks."""

    def run(url, *words):
        which = [] if "--release" in words else ["--release", made.id]
        monkeypatch.setattr(
            sys, "argv", ["kennisgraaf", "publish", "--to", url, "--root", str(where.root), *which, *words]
        )
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def test_a_release_arrives_whole_and_is_put_in_use(engine, made):
    done = publish(engine, made)
    assert (len(done.send), done.there) == (len(made.about["contents"]), ())
    assert whole(engine, made)
    assert sound(engine) == made.id
    assert registered(engine).claims == ()
    assert registered(engine).counted[register.stored(made.about["contents"][""])] == made.about["triples"]


def test_an_engine_without_a_graph_store_gets_it_by_updates(engine, made):
    engine.headers = {}
    engine.url = f"{engine.base}/one"
    publish(engine, made)
    assert whole(engine, made)
    assert "graph" not in engine.seen


def test_what_is_there_is_not_sent_again(engine, made, later):
    publish(engine, made)
    assert publish(engine, made).done
    engine.seen.clear()
    done = publish(engine, later[0])
    assert {one.name for one in done.send} == {"", "https://w3id.org/kennisgraaf/id/graaf/klein"}
    assert whole(engine, made)
    assert whole(engine, later[0])


def test_publishing_the_same_again_writes_nothing(engine, made):
    publish(engine, made)
    engine.seen.clear()
    publish(engine, made)
    assert engine.writes() == []


def test_graphs_go_that_no_kept_release_uses(engine, made, later):
    for one in (made, *later):
        publish(engine, one)
    assert whole(engine, later[0])
    assert whole(engine, later[1])
    assert not whole(engine, made)
    assert registered(engine).releases.keys() == {one.id for one in later}
    assert {graph.value for graph in engine.store.named_graphs()} == {*registered(engine).counted, register.NAME}


def test_more_releases_are_kept_on_demand(engine, made, later):
    for one in (made, *later):
        publish(engine, one, keep=3)
    assert all(whole(engine, one) for one in (made, *later))


def test_going_back_sends_nothing(engine, made, later):
    publish(engine, made)
    publish(engine, later[0])
    engine.seen.clear()
    done = publish(engine, delivery.Order(None, made.id))
    assert (done.send, done.graphs, sound(engine)) == ((), {}, made.id)
    assert "graph" not in engine.seen
    publish(engine, later[0])
    assert (sound(engine), "graph" in engine.seen) == (later[0].id, False)


def test_going_back_to_what_nobody_has_says_what_there_is(engine, made):
    publish(engine, made)
    with pytest.raises(NotFound, match="neither here nor in the engine") as told:
        publish(engine, delivery.Order(None, "weg"))
    assert made.id in told.value.fix


def test_going_back_to_what_the_engine_lost_is_refused(engine, made, later):
    publish(engine, made)
    publish(engine, later[0])
    engine.store.update(f"DROP GRAPH <{register.stored(made.about['contents'][''])}>")
    with pytest.raises(NotFound, match="lost a part"):
        publish(engine, delivery.Order(None, made.id))
    assert sound(engine) == later[0].id


def test_a_graph_that_somebody_spoilt_is_sent_again(engine, made):
    publish(engine, made)
    graph = register.stored(made.about["contents"]["https://w3id.org/kennisgraaf/def"])
    engine.store.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:x> <urn:x> 1 }} }}")
    done = publish(engine, made)
    assert [one.graph for one in done.send] == [graph]
    assert whole(engine, made)


@pytest.mark.parametrize("way", ["die", "late", "part"])
def test_killed_at_any_moment_readers_keep_the_old_one_and_the_next_run_ends_well(engine, made, later, way):
    """The engine dies at each request in turn, before it or in the middle of it; a dead publisher cannot withdraw."""
    publish(engine, made)
    before = list(engine.store)
    engine.seen.clear()
    publish(engine, later[0], triples=15)
    kinds = list(engine.seen)
    assert kinds.count("graph") >= 4
    for moment in (number for number, kind in enumerate(kinds, 1) if number > 1 and (kind != "query" or way == "die")):
        engine.store.clear()
        engine.store.extend(before)
        engine.seen.clear()
        engine.trouble = _once(engine, way, moment)
        with suppress(MachineError):  # the last ones come after all is done
            publish(engine, later[0], pauses=(), triples=15)
        engine.alive, engine.trouble = True, lambda kind, number: None
        now = sound(engine)
        assert now in {made.id, later[0].id}, moment
        assert whole(engine, made if now == made.id else later[0]), moment
        publish(engine, later[0], take_over=True, triples=15)
        assert (sound(engine), whole(engine, later[0]), whole(engine, made)) == (later[0].id, True, True), moment
        assert registered(engine).claims == ()


def _once(engine, way, moment):
    """Die at one request, in some way, and answer nothing after it."""

    def trouble(kind, number):
        engine.alive = number < moment
        return None if number < moment else way

    return trouble


@pytest.mark.parametrize(
    "trouble", [503, (500, "Virtuoso 40001 Error SR172: Transaction deadlocked"), "drop", "late", "part"]
)
def test_what_passes_is_tried_again(engine, made, trouble):
    engine.trouble = lambda kind, number: trouble if number % 7 == 3 else None
    publish(engine, made, pauses=(0.0,) * 4)
    engine.trouble = lambda kind, number: None
    assert whole(engine, made)
    assert sound(engine) == made.id


def test_blank_nodes_are_never_doubled_when_an_answer_is_lost(engine, made):
    engine.trouble = lambda kind, number: "late" if kind == "graph" and engine.seen.count("graph") % 2 else None
    publish(engine, made, pauses=(0.0,))
    assert whole(engine, made)


def test_after_a_break_it_goes_on_where_it_was(engine, made):
    watch = delivery.Watch(share=lambda one, there: _stop(one.name == "" and there >= 14))
    with pytest.raises(KeyboardInterrupt):
        publish(engine, made, watch=watch)
    assert (registered(engine).claims, sound(engine)) == ((), "")
    first = engine.seen.count("graph")
    engine.seen.clear()
    publish(engine, made)
    whole_engine = engine.seen.count("graph")
    assert whole(engine, made)
    with FakeEngine() as other:
        publish(other, made)
        assert whole_engine == other.seen.count("graph") - first


def _stop(now):
    if now:
        raise KeyboardInterrupt


def test_an_engine_that_loses_triples_is_found_out(engine, made):
    publish(engine, made)
    before = sound(engine)
    engine.store.update(f"DROP GRAPH <{register.NAME}>")
    keep = engine.do

    def forgetful(kind, *rest, part):
        return keep(kind, *rest, part=kind == "graph")

    engine.do = forgetful
    engine.store.update("DROP ALL")
    with pytest.raises(MachineError, match=r"counts \d+ triples .* and \d+ were sent"):
        publish(engine, made)
    assert (before, sound(engine)) == (made.id, "")


def test_a_second_publisher_is_told_who_is_busy(engine, made, later):
    publish(engine, made)
    told = []

    def step(text):
        if text.startswith("sending") and not told:
            with pytest.raises(
                DeliveryError, match=f"busy: {socket.gethostname()}, pid {os.getpid()}, since 2"
            ) as error:
                publish(engine, later[1])
            told.append(str(error.value))

    publish(engine, later[0], watch=delivery.Watch(step=step))
    assert told
    assert sound(engine) == later[0].id


def test_two_that_begin_in_the_same_moment_never_both_hold_it(engine, made):
    gate, held, refused = threading.Barrier(6), [], []

    def begin():
        with connected(engine) as client:
            holding = Holding(client)
            gate.wait()
            try:
                holding.take(others=False)
                held.append(len(registered(engine).claims))
            except DeliveryError:
                refused.append(holding)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(held) <= 1
    assert len(held) + len(refused) == 6


def _claimed(engine, who, minutes):
    heard = datetime.now(UTC) - timedelta(minutes=minutes)
    engine.store.update(register.claim(f"{register.CLAIM}dood", who, heard))


def test_a_dead_publisher_of_another_machine_is_taken_over_on_demand_or_when_it_is_old(engine, made, later):
    _claimed(engine, "elders, pid 1", 5)
    with pytest.raises(DeliveryError, match="busy: elders, pid 1"):
        publish(engine, made)
    publish(engine, made, take_over=True)
    _claimed(engine, "elders, pid 1", 16)
    publish(engine, later[0])
    assert registered(engine).claims == ()


def test_a_dead_publisher_of_this_machine_is_known_to_be_dead(engine, made):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    _claimed(engine, f"{socket.gethostname()}, pid {gone.pid}", 0)
    publish(engine, made)
    assert sound(engine) == made.id


def test_who_was_taken_over_stops_and_changes_nothing_for_readers(engine, made, later, monkeypatch):
    publish(engine, made)

    def step(text):
        if text == "putting it in use":
            engine.store.update(register.forget(next(iter(registered(engine).claims)).iri))

    with pytest.raises(DeliveryError, match="took over"):
        publish(engine, later[0], watch=delivery.Watch(step=step))
    assert sound(engine) == made.id


def test_a_killed_publisher_is_followed_by_one_that_goes_on(engine, made, where):
    """`kill -9` in the middle, then the same command again."""
    slow = lambda kind, number: time.sleep(0.05)  # noqa: E731
    engine.trouble = slow
    words = [sys.executable, "-m", "kennisgraaf", "publish", "--to", engine.url, "--root", str(where.root)]
    words += ["--release", made.id]
    first = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    for line in first.stderr:
        if line.startswith("sending https://w3id.org/kennisgraaf/id/"):
            break
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stderr.close()
    assert len(registered(engine).claims) == 1
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, "were there" in done.stdout) == (0, True)
    assert whole(engine, made)
    assert sound(engine) == made.id


def test_ctrl_c_withdraws_the_claim(engine, made, where):
    engine.trouble = lambda kind, number: time.sleep(0.05)
    words = [sys.executable, "-m", "kennisgraaf", "publish", "--to", engine.url, "--root", str(where.root)]
    first = subprocess.Popen([*words, "--release", made.id], stderr=subprocess.PIPE, text=True)
    for line in first.stderr:
        if line.startswith("sending https://w3id.org/kennisgraaf/id/"):
            break
    first.send_signal(signal.SIGINT)
    rest = first.stderr.read()
    first.stderr.close()
    assert (first.wait(), "Traceback" in rest) == (130, False)
    assert (registered(engine).claims, sound(engine)) == ((), "")


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setitem(delivery.connect.__kwdefaults__, "pauses", ())


HTML = "<html><head><title>x</title></head><body>Welcome</body></html>"


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (401, (1, "asks for a user and a password")),
        ((403, "Forbidden"), (1, "read but not write")),
        ((500, "Virtuoso 42000 Error SR186:SECURITY: No permission to execute"), (1, "read but not write")),
        ((500, "access denied: SPARQL_UPDATE"), (1, "read but not write")),
        (404, (2, "There is nothing at")),
        ((200, HTML), (2, "not where a SPARQL engine answers")),
        ((507, ""), (3, "is full")),
        ((500, "java.io.IOException: No space left on device"), (3, "is full")),
        ((500, "a fault occurred in a recent unsafe memory access operation in compiled Java code"), (3, "is full")),
        (413, (3, "no request of that size")),
        (503, (3, "restarting, overloaded or full")),
        ((500, "<b>NullPointer</b>\x1b[31m"), (3, "NullPointer")),
        ((400, "Parse error"), (3, "Parse error")),
        ("drop", (3, "broke off")),
    ],
)
@pytest.mark.parametrize("kind", ["first", "update", "graph"])
@pytest.mark.usefixtures("impatient")
def test_a_fault_is_told_with_its_remedy(engine, here, trouble, expected, kind):
    if (trouble == (200, HTML) and kind != "first") or (trouble == 413 and kind == "first"):
        return  # an update and a graph have answers of any form, and the first question is short
    code, words = expected
    if kind == "first" and "read but" in words:  # the first is a question, and who asks it has no account
        words = "asks for a user and a password"
    engine.trouble = lambda found, number: trouble if found == kind or (kind == "first" and number <= 2) else None
    told = here(engine.url)
    engine.trouble = lambda kind, number: None
    assert told[0] == code, told
    assert words in told[2]
    assert "→" in told[2]
    assert "\x1b" not in told[2]
    assert (sound(engine), registered(engine).claims) == ("", ()) or kind == "update"


def test_a_wrong_password_is_told_and_shown_nowhere(engine, here, monkeypatch):
    monkeypatch.setenv("KENNISGRAAF_ENGINE_USER", "els")
    monkeypatch.setenv("KENNISGRAAF_ENGINE_PASSWORD", "geheim!")
    engine.trouble = lambda kind, number: 401
    code, out, err = here(engine.url)
    assert (code, "no such user and password" in err, "geheim" in out + err) == (1, True, False)


def test_a_token_writes_everything_and_a_wrong_one_is_told_and_shown_nowhere(engine, here, monkeypatch):
    monkeypatch.setenv("KENNISGRAAF_ENGINE_TOKEN", "geheim")
    engine.key = "Bearer geheim"
    assert here(engine.url)[0] == 0
    engine.key = "Bearer anders"
    code, out, err = here(engine.url)
    assert (code, "or token (401)" in err, "geheim" in out + err) == (1, True, False)


def test_half_an_account_is_refused(engine, here, monkeypatch):
    monkeypatch.setenv("KENNISGRAAF_ENGINE_USER", "els")
    code, _, err = here(engine.url)
    assert (code, "only one is in the environment" in err, engine.seen) == (2, True, [])


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("http://els:geheim@127.0.0.1:9/ds", 2, "give http://127.0.0.1:9/ds"),
        ("ftp://127.0.0.1/ds", 2, "begin with http"),
        ("127.0.0.1:9", 2, "begin with http"),
        ("http://127.0.0.1:99999/ds", 2, "cannot be used"),
        ("http://127.0.0.1:9/ds?a=b", 2, "no ?"),
        ("http://127.0.0.1:9/ds", 3, "Nothing answers at 127.0.0.1:9"),
        ("http://nergens.invalid/ds", 3, "No machine is known by the name nergens.invalid"),
    ],
)
def test_a_wrong_address_is_told(url, code, words, here):
    told = here(url)
    assert (told[0], words in told[2], "geheim" in told[2]) == (code, True, False), told


def test_an_address_that_leads_on_is_not_followed(engine, here):
    engine.headers = {"Location": "http://elders.invalid/"}
    engine.trouble = lambda kind, number: 302
    code, _, err = here(engine.url)
    assert (code, "leads on to http://elders.invalid/" in err) == (2, True)


def test_a_certificate_is_checked_and_an_authority_of_ones_own_is_named(certificate, made, here, monkeypatch, tmp_path):
    with FakeEngine(certificate=certificate) as engine:
        code, _, err = here(engine.url)
        assert (code, "certificate" in err, "KENNISGRAAF_ENGINE_CA" in err, engine.seen) == (3, True, True, [])
        monkeypatch.setenv("KENNISGRAAF_ENGINE_CA", str(tmp_path / "weg.pem"))
        assert here(engine.url)[0] == 2
        monkeypatch.setenv("KENNISGRAAF_ENGINE_CA", str(certificate[0]))
        assert here(engine.url)[0] == 0
        assert whole(engine, made)


def test_a_dry_run_tells_and_writes_nothing(engine, made, later, here, monkeypatch):
    monkeypatch.setattr("kennisgraaf.cli.publish._GRACE", timedelta())  # what readers just got stays otherwise
    publish(engine, made, keep=3)
    publish(engine, later[0], keep=3)
    engine.seen.clear()
    code, out, _ = here(engine.url, "--release", later[1].id, "--dry-run")
    assert (code, engine.writes()) == (0, [])
    lines = out.splitlines()
    assert lines[0] == f"Fuseki; readers get {later[0].id}, and would get {later[1].id}"
    assert [line.split()[-1] for line in lines if line.startswith("would be sent")] == ["graaf:klein", "graph)"]
    assert sum(line.startswith("would be deleted") for line in lines) == 2
    assert lines[-1] == f"would leave the engine: release {made.id}"


def test_a_proxy_with_small_doors_gets_smaller_requests(engine, made):
    take = engine.take

    def narrow(handler, body):
        if len(body) > 600 and handler.path.startswith("/ds/data"):
            return handler.say(413)
        return take(handler, body)

    engine.take = narrow
    plain = dataclasses.replace(PRODUCTS["fuseki"], gzip=False, triples=6)
    with connected(engine) as client:
        client.dialect = plain
        with pytest.raises(MachineError, match="of that size"):  # what hangs together by blank nodes cannot be split
            delivery.publish(client, delivery.Order(made, made.id))
    assert engine.graph(register.stored(made.about["contents"]["https://w3id.org/kennisgraaf/def"]))


def test_batches_fit_and_never_split_what_hangs_by_blank_nodes(made):
    content, blank = Content(made), set()
    ground = list(content.ground("", Room(7, 2000), blank))
    assert max(map(len, ground)) <= 7
    assert max(sum(map(len, batch)) for batch in ground) <= 2000
    assert not any(b"_:" in line for batch in ground for line in batch)
    tied = list(content.tied("", blank, Room(4, 10_000)))
    names = [{word for line in batch for word in line.split() if word.startswith(b"_:")} for batch in tied]
    assert len(tied) == 2
    assert not names[0] & names[1]
    assert sum(map(len, ground)) + sum(map(len, tied)) == made.about["triples"]


def test_blank_nodes_are_told_from_texts_that_look_like_them():
    found = set()
    assert not parcels.has_blank(b'<urn:s> <urn:p> "a _:b ." .\n', found)
    assert parcels.has_blank(b"_:b0 <urn:p> _:b1 .\n", found)
    assert found == {"b0", "b1"}


def test_a_release_without_fingerprints_is_refused(engine, made):
    old = release.Release(made.folder, {k: v for k, v in made.about.items() if k != "contents"})
    with pytest.raises(NotFound, match="without fingerprints"):
        publish(engine, old)


def test_a_register_that_is_no_register_is_told(engine, made):
    engine.store.update(f"INSERT DATA {{ GRAPH <{register.NAME}> {{ <{register.CLAIM}x> <urn:x> 1 }} }}")
    with pytest.raises(MachineError, match="register of releases in the engine is damaged"):
        publish(engine, made)


def test_a_release_of_which_a_graph_is_gone_is_not_called_whole(engine, made):
    publish(engine, made)
    engine.store.update(register.doubt(register.stored(made.about["contents"][""])))
    found = registered(engine)
    assert (found.current, found.releases, found.broken) == ("", {}, {made.id})


def test_a_hostile_name_of_a_host_stays_one_string(engine):
    who = 'a" . <urn:x> <urn:y> "\\\n'
    engine.store.update(register.claim(f"{register.CLAIM}x", who, datetime.now(UTC)))
    assert registered(engine).claims[0].who == who.replace("\n", " ")


def test_every_error_of_a_publisher_has_a_remedy():
    assert issubclass(DeliveryError, KennisgraafError)
    assert cli.exit_code(DeliveryError("x", fix="y")) == 1
