"""`serve --engine` and `ask --engine` as a person starts them, beside an engine of others that comes and goes."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from conftest import served
from fake_engine import FakeEngine
from kennisgraaf import build

COUNT = "/sparql?query=SELECT%20(COUNT(*)%20AS%20?n)%20%7B?s%20?p%20?o%7D"


@pytest.fixture
def published(little):
    """The release of a tiny project, in an engine of others."""
    fake = FakeEngine(build.compile(little))
    yield little, fake
    fake.stop()


def fetch(address, accept="application/json"):
    """Return status and body."""
    request = urllib.request.Request(address, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def until(condition, seconds=30):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def command(root, *words):
    """Run the command line."""
    words = [sys.executable, "-m", "kennisgraaf", *words, "--root", str(root)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


def test_a_server_outlives_its_engine(published):
    """It answers from it; says 503 while it is down, also a process that starts then; and is back by itself."""
    little, fake = published
    with served(little.root, "--engine", fake.url, "--workers", "1", "--metrics", "--limit", "seconds=3") as (
        address,
        process,
    ):
        asked = len(fake.asked)
        status, body = fetch(address + COUNT)
        assert status == 200
        assert len(fake.asked) > asked
        assert fetch(f"{address}/vragen/delen-van-ding?ding=b", "text/html")[0] == 200
        fake.stop()
        until(lambda: fetch(f"{address}/ready")[0] == 503)
        assert fetch(f"{address}/health")[0] == 200
        assert fetch(address + COUNT)[0] == 200  # it was asked before
        assert fetch(f"{address}/sparql?query=ASK%7B?s%20?p%20?o%7D")[0] == 503
        (child,) = [int(pid) for pid in _children(process.pid)]
        os.kill(child, signal.SIGKILL)
        until(lambda: _children(process.pid) not in ([], [str(child)]) and _alive(address))
        assert fetch(address + COUNT)[0] == 503
        assert fetch(address, "text/html")[0] == 503
        fake.start(fake.port)
        until(lambda: fetch(f"{address}/ready")[0] == 200)
        assert fetch(address + COUNT) == (200, body)
        until(lambda: "kennisgraaf_engine_remote_up 1.0" in fetch(f"{address}/metrics")[1])


def _children(pid):
    """The web processes of a server: those of its children that are no helpers of multiprocessing."""
    found = subprocess.run(["pgrep", "-P", str(pid), "-f", "spawn_main"], capture_output=True, text=True, check=False)
    return found.stdout.split()


def _alive(address):
    try:
        return fetch(f"{address}/health")[0] == 200
    except OSError:
        return False


def test_readers_follow_the_pointer_in_the_engine(published):
    little, fake = published
    with served(little.root, "--engine", fake.url, "--workers", "1") as (address, _):
        first = json.loads(fetch(f"{address}/health")[1])
        with (little.root / "data/klein/kern.ttl").open("a", encoding="utf-8") as data:
            data.write('ding:b skos:altLabel "bee"@nl .\n')
        newer = build.compile(little)
        time.sleep(3)
        assert json.loads(fetch(f"{address}/health")[1]) == first
        fake.publish(newer)
        until(lambda: json.loads(fetch(f"{address}/health")[1])["release"] == newer.id)
        assert '"bee"' in fetch(f"{address}/sparql?query=SELECT%20*%20%7B?s%20skos:altLabel%20?l%7D")[1]


def test_what_is_wrong_is_said_before_anybody_listens(published):
    little, _ = published
    empty = FakeEngine()
    done = command(little.root, "serve", "--engine", empty.url)
    assert (done.returncode, f"publish --to {empty.url}" in done.stderr) == (2, True)
    empty.stop()
    done = command(little.root, "serve", "--engine", empty.url)
    assert (done.returncode, "cannot be reached" in done.stderr, "→" in done.stderr) == (3, True, True)
    done = command(little.root, "serve", "--engine", "http://dba:dba@localhost/sparql")
    assert (done.returncode, "KENNISGRAAF_ENGINE_PASSWORD" in done.stderr, "dba" in done.stderr) == (2, True, False)


def test_a_question_can_be_asked_there(published):
    little, fake = published
    here = command(little.root, "ask", "delen-van-ding", "--ding", "b", "--format", "csv")
    there = command(little.root, "ask", "delen-van-ding", "--ding", "b", "--format", "csv", "--engine", fake.url)
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    assert fake.asked


FAULTS = {
    "no such place": ((404, b"<body><b>Not here</b>", "text/html"), 2, "is not where a SPARQL engine answers queries"),
    "a page": ((200, b"<html>Welcome", "text/html"), 2, "answered with text/html instead of SPARQL results"),
    "no SPARQL": ((400, b"Bad <b>request</b>", "text/html"), 2, "does not answer as a SPARQL engine"),
    "an account": ((401, b"", "text/plain"), 1, "asks for a user and a password (401)"),
    "no right": ((403, b"Forbidden", "text/plain"), 1, "does not let everybody read (403: Forbidden)"),
    "a fault": ((500, b"<p>java.lang.Error</p>", "text/html"), 3, "The engine answered 500: java.lang.Error."),
}


@pytest.mark.parametrize(("fault", "code", "said"), FAULTS.values(), ids=FAULTS)
def test_who_gives_a_wrong_address_or_account_is_told_which(published, fault, code, said):
    little, fake = published
    fake.faults_on, fake.fault = bool, lambda handler: handler.say(*fault)
    done = command(little.root, "ask", "delen-van-ding", "--engine", fake.url)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert ("→" in done.stderr, "<" in done.stderr, "fails" in done.stderr) == (True, False, False)
