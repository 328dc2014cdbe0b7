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
from kennisgraaf import build, cli, delivery

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


def test_an_engine_without_the_release_says_how_it_gets_there(here):
    with FakeEngine() as empty:
        code, told = here("serve", "--engine", empty.url)
    assert (code, f"publish --to {empty.url}" in told) == (2, True)


def page(kind, number):
    return 200, "<html>Welcome</html>"


def refusal(kind, number):
    return 400, "<p>Bad <b>request</b></p>"


def fault(kind, number):
    return 500, "<p>java.lang.Error</p>"


@pytest.mark.parametrize(
    ("trouble", "url", "code", "words"),
    [
        (None, "http://dba:geheim@localhost/sparql", 2, "KENNISGRAAF_ENGINE_PASSWORD"),
        (None, "ftp://localhost/", 2, "begin with http"),
        (None, "{base}/elders", 2, "There is nothing at"),
        (page, "{base}/ds", 2, "not where a SPARQL engine answers"),
        (refusal, "{base}/ds", 2, "not where a SPARQL engine answers"),
        (fault, "{base}/ds", 3, "(500: java.lang.Error)"),
        (lambda *_: 302, "{base}/ds", 2, "There is nothing at"),
        (lambda *_: 401, "{base}/ds", 1, "asks for a user and a password"),
        (lambda *_: 403, "{base}/ds", 1, "asks for a user and a password"),
        (lambda *_: 503, "{base}/ds", 3, "restarting, overloaded or full"),
        (lambda *_: "drop", "{base}/ds", 3, "broke off"),
        (None, "http://127.0.0.1:9/ds", 3, "cannot be reached"),
    ],
)
def test_readers_and_publishers_are_told_the_same_of_the_same_fault(here, trouble, url, code, words):
    with FakeEngine() as fake:
        fake.trouble = trouble or fake.trouble
        for name in ("serve --engine", "ask delen-van-ding --ding b --engine", "publish --to"):
            told = here(*name.split(), url.format(base=fake.base))
            assert (told[0], words in told[1], "→" in told[1], "geheim" in told[1]) == (code, True, True, False), told
            assert ("<" in told[1], "fails" in told[1]) == (False, False), "no marks, and nothing twice"


@pytest.fixture
def here(growing, monkeypatch, capsys, caplog):
    """Run the command line in this process, impatiently: words → exit code, and remarks with the log."""
    monkeypatch.setitem(delivery.connect.__kwdefaults__, "pauses", ())
    for name in ("USER", "PASSWORD", "CA"):
        monkeypatch.delenv(f"KENNISGRAAF_ENGINE_{name}", raising=False)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["kennisgraaf", *words, "--root", str(growing[0].root)])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code
        return code, capsys.readouterr().err + caplog.text

    return run


def test_a_question_can_be_asked_there(published):
    little, fake = published
    here = command(little.root, "ask", "delen-van-ding", "--ding", "b", "--format", "csv")
    there = command(little.root, "ask", "delen-van-ding", "--ding", "b", "--format", "csv", "--engine", fake.url)
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    assert fake.asked
