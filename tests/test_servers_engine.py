"""Several servers on one real engine: a release rolls out by `publish`, and the engine itself may fail, and come back.

Readers get a whole answer of the old release or of the new one, or 503 with the time to come back; never anything else.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import time

import pytest

import proxy
from kennisgraaf import build, delivery, project
from kennisgraaf.engine import register
from machines import (
    HTML,
    JSON,
    Load,
    answers,
    asking,
    fronted,
    little_machines,
    publish,
    publishing,
    standing,
)
from proxy import fetch

STEPS = ["claiming", "sending https", "sending the whole", "putting"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two machines with a tiny graph on one Virtuoso, nginx in front: (engine, machines, port, project).

    A test leaves all running, and the servers as they were started.
    """
    folder = tmp_path_factory.mktemp("engine")
    certificate = proxy.certificate(folder)
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(standing("virtuoso", folder / "engine"))
        machines, made = stack.enter_context(little_machines(folder, engine))
        port, _ = stack.enter_context(fronted(machines, certificate, folder / "nginx"))
        pids = [one.process.pid for one in machines]
        yield engine, machines, port, made
        assert [(one.process.pid, one.process.poll()) for one in machines] == [(pid, None) for pid in pids]


def newer(site, word):
    """Build a release in which a thing has another name, and copy its folder to each machine."""
    _, machines, _, made = site
    path = made.root / "data/klein/kern.ttl"
    path.write_text(
        re.sub(
            r'prefLabel "[^"]*"@nl ; kg:heeftDeel ding:b',
            f'prefLabel "{word}"@nl ; kg:heeftDeel ding:b',
            path.read_text(),
        )
    )
    fresh = build.compile(project.find(made.root))
    for machine in machines:
        if not (there := machine.place / ".kennisgraaf/releases" / fresh.id).exists():
            shutil.copytree(fresh.folder, there)
    return fresh


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def serves(machine):
    """The release that a machine serves, "" while it does not say."""
    status, _, body = machine.ask("/ready", **JSON)
    return json.loads(body)["release"] if status == 200 else ""


def settled(machines, release=""):
    """Wait until all machines serve one release, this one if it is named; return it."""
    until(
        lambda: (
            len(found := {serves(one) for one in machines}) == 1 and found <= ({release} if release else found - {""})
        )
    )
    return serves(machines[0])


def held(engine):
    """What the engine's register says."""
    with delivery.connect(engine.url) as client:
        return register.read(client.ask)


def test_a_release_rolls_out_while_readers_read(site):
    engine, machines, port, _ = site
    path, old = "/doc/ding/a", settled(machines)
    before = answers(machines[0])
    assert before == answers(machines[1])
    fresh = newer(site, "rollend")
    tags, last, reads = {}, "", []
    with Load(port) as load, publishing(engine, site[3].root) as process:
        end = time.monotonic() + 60
        while not (reads[-20:] and process.poll() is not None and {serves(one) for one in machines} == {fresh.id}):
            status, headers, body = fetch(port, path, **({"If-None-Match": last} if last else {}), **HTML)
            tag = headers["ETag"].removeprefix("W/")
            assert (status == 304) == (tag == last), "a tag is confirmed by who knows it, and by nobody else"
            assert (status, body) == (304, "") or tags.setdefault(tag, body) == body
            last, reads = tag, [*reads, status]
            assert time.monotonic() < end
        process.communicate()
    assert process.returncode == 0
    after = answers(machines[0])
    assert after == answers(machines[1])
    assert load.others(before, after) == {}
    assert all(load.right(one) for one in (before, after))
    status, headers, body = fetch(port, path, **HTML)  # both may have gone over since the last read
    assert tags.setdefault(headers["ETag"].removeprefix("W/"), body) == body
    assert (status, len(tags), "rollend" in body) == (200, 2, True)
    assert old != fresh.id


def test_readers_outlive_an_engine_that_is_killed(site):
    engine, machines, port, _ = site
    settled(machines)
    known = answers(machines[0])
    fresh = "SELECT (COUNT(*) AS ?{}) {{ ?s ?p ?o }}"
    with Load(port) as load:
        time.sleep(0.5)
        engine.kill()
        status, headers, body = fetch(port, asking(fresh.format("a")), **JSON)
        assert (status, int(headers["Retry-After"]) > 0, json.loads(body)["status"]) == (503, True, 503)
        assert engine.url not in body
        status, headers, _ = fetch(port, "/doc/ding/c?p=2", **HTML)
        assert (status, headers["Cache-Control"]) == (503, "no-store"), "a page that nobody asked for yet"
        until(lambda: [one.ask("/ready")[0] for one in machines] == [503, 503])
        assert [one.ask("/health")[0] for one in machines] == [200, 200]
        assert fetch(port, "/doc/ding/a", **HTML)[0] == 200, "a page that was asked before"
        engine.start()
        settled(machines)
        assert fetch(port, asking(fresh.format("b")), **JSON)[0] == 200
        time.sleep(0.5)
    assert load.others(known).keys() <= {"away"}
    assert load.right(known) > 100
    assert answers(machines[0]) == answers(machines[1]) == known


def test_an_engine_that_hangs_for_a_while_makes_nothing_wrong(site):
    engine, machines, port, _ = site
    settled(machines)
    known = answers(machines[0])
    with Load(port) as load:
        os.kill(engine.process.pid, signal.SIGSTOP)
        try:
            began = time.monotonic()
            status, headers, _ = fetch(port, asking("SELECT (COUNT(*) AS ?c) { ?s ?p ?o }"), **JSON)
            assert (status, int(headers["Retry-After"]) > 0) == (503, True)
            assert fetch(port, "/doc/ding/a", **HTML)[0] == 200
            time.sleep(max(0, began + 5 - time.monotonic()))
        finally:
            os.kill(engine.process.pid, signal.SIGCONT)
        settled(machines)
        assert fetch(port, asking("SELECT (COUNT(*) AS ?d) { ?s ?p ?o }"), **JSON)[0] == 200
        until(lambda: answers(machines[0]) == answers(machines[1]) == known, 10)  # no query is held to be slow for long
    assert load.others(known).keys() <= {"away"}


@pytest.mark.parametrize("step", STEPS)
def test_readers_see_nothing_of_a_publisher_that_is_killed(site, step):
    engine, machines, port, _ = site
    old = settled(machines)
    known, fresh = answers(machines[0]), newer(site, f"half {step}")
    with Load(port) as load:
        with publishing(engine, site[3].root) as process:
            for line in process.stderr:
                if line.startswith(step):
                    break
            process.kill()
        found = held(engine)
        assert found.current == old or (step, found.current) == (STEPS[-1], fresh.id)
        if found.current == old:
            time.sleep(2.5)  # servers look at the pointer every two seconds
            assert load.others(known) == {}
            assert {serves(one) for one in machines} == {old}
        publish(engine, site[3].root)
        settled(machines, fresh.id)
    assert load.others(known, answers(machines[1])) == {}
    assert held(engine).claims == ()


def test_of_two_publishers_one_is_first_and_readers_get_whole_releases(site, tmp_path):
    engine, machines, port, made = site
    settled(machines)
    known, releases = [answers(machines[0])], [newer(site, "links"), newer(site, "rechts")]
    with Load(port) as load:
        both = [publishing(engine, made.root, "--release", one.id) for one in releases]
        said = [one.communicate(timeout=120) for one in both]
        codes = [one.returncode for one in both]
        now = held(engine)
        settled(machines, now.current)
        known.append(answers(machines[0]))
        for code, (_, warned) in zip(codes, said, strict=True):
            assert code == 0 or (code == 1 and "busy" in warned and "→" in warned), warned
        assert 0 in codes
        assert now.current in {one.id for one, code in zip(releases, codes, strict=True) if code == 0}
        other = next(one for one in releases if one.id != now.current)
        publish(engine, made.root, "--release", other.id)
        settled(machines, other.id)
        known.append(answers(machines[0]))
    assert load.others(*known) == {}
    assert held(engine).claims == ()
