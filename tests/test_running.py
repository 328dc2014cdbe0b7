"""The server in operation: releases switched under load, hostile connections, figures, the log, its end."""

import contextlib
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from urllib.parse import quote

import pytest

from conftest import lay_out, served
from kennisgraaf import build, release

NEW = "/sparql?query=" + quote('ASK { ?thing skos:altLabel "nieuw"@nl }')
GET = b"GET /health HTTP/1.1\r\nHost: a\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
CLOSE = b"Connection: close\r\n"
SECRET = "geheim-van-de-vrager"


@pytest.fixture(scope="module")
def operated(tmp_path_factory):
    """A small project that is served with everything on: (project, address, process, path of its log)."""
    folder = tmp_path_factory.mktemp("running")
    project = lay_out(folder / "klein")
    path = folder / "log"
    with path.open("w") as log, served(project.root, "--metrics", "--log", "json", log=log) as (address, process):
        yield project, address, process, path


def fetch(address, path, **headers):
    """(status, text) of a GET."""
    where = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    with contextlib.closing(where):
        where.request("GET", path, headers=headers)
        answer = where.getresponse()
        return answer.status, answer.read().decode()


class Clients:
    """Some clients that ask the same again and again, each on one connection."""

    def __init__(self, address, path, number=4):
        """Prepare them."""
        self.seen, self._stop = [], threading.Event()
        self._host, self._path = address.removeprefix("http://"), path
        self._threads = [threading.Thread(target=self._ask) for _ in range(number)]

    def _ask(self):
        where = http.client.HTTPConnection(self._host, timeout=10)
        with contextlib.closing(where):
            while not self._stop.is_set():
                where.request("GET", self._path, headers={"Accept": "application/json"})
                answer = where.getresponse()
                self.seen.append((answer.status, json.loads(answer.read()).get("boolean")))

    def __enter__(self):
        """Start them."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        """Let them finish their requests."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, last, patience=20):
        """Wait until only `last` is answered."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            seen = len(self.seen)
            time.sleep(0.4)
            if set(self.seen[seen:]) == {last}:
                return True
        return False


def test_releases_are_switched_without_dropping_one_request(operated):
    project, address, process, log = operated
    first = release.current(project.releases)
    workers = settled(process.pid)
    with Clients(address, NEW) as clients:
        assert clients.wait_for((200, False))
        path = project.root / "data/klein/kern.ttl"
        path.write_text(path.read_text() + '\nding:a skos:altLabel "nieuw"@nl .\n')
        second = build.compile(project)
        assert clients.wait_for((200, True))

        bad = project.releases / "0123456789abcdef"
        shutil.copytree(first.folder, bad)
        (bad / "queries" / "delen-van-ding.rq").write_text("something else")
        release.switch(project.releases, bad.name)
        assert wait(lambda: "refused" in log.read_text())
        assert clients.wait_for((200, True))

        for _ in range(3):
            release.switch(project.releases, first.id)
            time.sleep(0.2)
            release.switch(project.releases, second.id)
            time.sleep(0.2)
        release.switch(project.releases, first.id)
        assert clients.wait_for((200, False))
    assert {status for status, _ in clients.seen} == {200}
    assert json.loads(fetch(address, "/health")[1])["release"] == first.id
    assert log.read_text().count("refused") == 1
    assert wait(lambda: settled(process.pid) == workers)


def settled(session):
    """How many processes a session has, once that number stays."""
    while (found := count(session)) != (time.sleep(0.5), count(session))[1]:
        pass
    return found


def count(session):
    listed = subprocess.run(["ps", "-eo", "sid=,stat="], capture_output=True, text=True, check=True).stdout
    return sum(line.split()[0] == str(session) and "Z" not in line for line in listed.splitlines())


def wait(holds, seconds=15):
    """Wait until something holds; tell whether it did."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)
    return holds()


# Connections of people who mean no good


def connect(address):
    host, _, port = address.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=10)


def send(address, *parts):
    """What comes back until the server closes the connection."""
    with connect(address) as where:
        with contextlib.suppress(OSError):
            for part in parts:
                where.sendall(part)
        answer = b""
        with contextlib.suppress(OSError):
            while part := where.recv(65536):
                answer += part
        return answer


HOSTILE = {
    "no version": (b"GET /health\r\n\r\n", 400),
    "version 3": (b"GET /health HTTP/3.0\r\n\r\n", 400),
    "method of two words": (b"GET IT /health HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "10,000 headers": (GET + b"".join(b"X-%d: a\r\n" % n for n in range(10_000)) + b"\r\n", 431),
    "huge header": (GET + b"X: " + b"a" * 200_000 + b"\r\n\r\n", 431),
    "huge address": (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
    "long address": (b"GET /doc?" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: a\r\n" + CLOSE + b"\r\n", 414),
    "space before the colon": (b"GET /health HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    "folded header": (GET + b"X: a\r\n b: c\r\n\r\n", 400),
    "NUL in a header": (GET + b"X: a\0b\r\n\r\n", 400),
    "CR in a header": (GET + b"X: a\rSet-Cookie: b\r\n\r\n", 400),
    "CRLF in the path": (b"GET /doc/a%0d%0aSet-Cookie:%20b=c HTTP/1.1\r\nHost: a\r\n" + CLOSE + b"\r\n", 404),
    "raw bytes in the path": (b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "absolute address": (b"GET http://evil.example/doc/x/y HTTP/1.1\r\nHost: a\r\n" + CLOSE + b"\r\n", 404),
    "asterisk": (b"GET * HTTP/1.1\r\nHost: a\r\n" + CLOSE + b"\r\n", 404),
    "unknown method": (b"BREW /health HTTP/1.1\r\nHost: a\r\n" + CLOSE + b"\r\n", 405),
    "two lengths": (POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {} ", 400),
    "list of lengths": (POST + b"Content-Length: 6, 6\r\n\r\nASK {}", 400),
    "negative length": (POST + b"Content-Length: -6\r\n\r\nASK {}", 400),
    "length and chunks": (POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET, 411),
    "chunks": (POST + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n", 411),
    "chunks without end": (POST + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n", 411),
    "bad chunk": (POST + CLOSE + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nASK {}\r\n", 411),
    "chunks of another kind": (POST + b"Transfer-Encoding: xchunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n", 400),
    "large body announced": (POST + CLOSE + b"Content-Length: 2000000\r\n\r\nASK", 413),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_gets_one_clear_refusal(operated, name):
    _, address, *_ = operated
    raw, status = HOSTILE[name]
    answer = send(address, raw)
    assert re.findall(rb"^HTTP/1\.1 (\d+)", answer, re.MULTILINE) == [str(status).encode()]
    assert b"\r\nset-cookie" not in answer.lower()
    assert b"evil.example" not in answer


@pytest.mark.parametrize("length", [b"Content-Length: 100\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n6\r\n"])
def test_half_a_query_is_never_answered(operated, length):
    _, address, *_ = operated
    with connect(address) as where:
        where.sendall(POST + CLOSE + length + b"ASK {}")
        where.shutdown(socket.SHUT_WR)
        answer = where.recv(65536)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


def test_requests_in_one_packet_are_answered_in_order(operated):
    _, address, *_ = operated
    answer = send(address, (GET + b"\r\n") * 20 + GET + CLOSE + b"\r\n")
    assert answer.count(b"HTTP/1.1 200 OK") == 21


def test_slow_clients_hold_up_nobody_and_are_cut(operated):
    _, address, *_ = operated
    starts = [b"GE", GET + b"X: ", POST + b"Content-Length: 900\r\n\r\nASK", b""]
    with contextlib.ExitStack() as open_ones:
        slow = [open_ones.enter_context(connect(address)) for _ in range(16 * len(starts))]
        for number, where in enumerate(slow):
            where.sendall(starts[number % len(starts)])
        answered = [fetch(address, path)[0] for path in ("/health", NEW, "/doc", "/static/style.css") * 5]
        assert set(answered) == {200}
        heads = [where for number, where in enumerate(slow) if number % len(starts) < 2]
        for where in heads:
            where.settimeout(15)
            assert where.recv(100) == b""


# What operators see


def test_readiness_says_what_health_says_and_more(operated):
    _, address, *_ = operated
    health, ready = (json.loads(fetch(address, path)[1]) for path in ("/health", "/ready"))
    assert health["ok"]
    assert ready == health | {"engine": ready["engine"], "missing_protections": ready["missing_protections"]}


def test_the_figures_are_of_all_processes_and_cannot_be_made_to_grow(operated):
    _, address, *_ = operated
    before = figures(address)
    for number in range(30):
        fetch(address, f"/nergens/{number}")
        send(address, b"M%d /%d HTTP/1.1\r\nHost: a\r\n%s\r\n" % (number, number, CLOSE))
    after = figures(address)
    unknown = 'kennisgraaf_requests_total{method="GET",route="",status="4xx"}'
    assert after[unknown] - before.get(unknown, 0) == 30
    assert len(after) < len(before) + 30
    assert not re.search(r"nergens|M1", "".join(after))
    assert after["kennisgraaf_requests_in_flight"] >= 1
    (served_now,) = {value for name, value in after.items() if name.startswith("kennisgraaf_release_info") and value}
    assert served_now == 2


def figures(address):
    status, text = fetch(address, "/metrics")
    assert status == 200
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_the_figures_are_not_for_who_comes_through_a_proxy(operated):
    _, address, *_ = operated
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert fetch(address, "/metrics", **{header: "1"})[0] == 404


def test_the_log_is_lines_of_json_that_tell_nothing_of_who_asked(operated):
    _, address, _, log = operated
    query = quote(f'ASK {{ ?a ?b "{SECRET}" }}')
    fetch(address, f"/sparql?query={query}", **{"User-Agent": SECRET, "X-Forwarded-For": SECRET, "Referer": SECRET})
    fetch(address, f"/doc/{SECRET}%0a%7b%22event%22/x")
    fetch(address, "/api/v1/vragen")
    assert wait(lambda: '"/api/v1/vragen"' in log.read_text())
    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if not line.startswith("http://127.0.0.1")]
    requests = [line for line in lines if line["event"] == "request"]
    assert {"time", "level", "event", "method", "route", "status", "ms", "bytes", "release"} <= set(requests[0])
    assert all(line["time"].endswith("+00:00") for line in lines)
    assert {"/sparql", "/api/v1/vragen"} <= {line["route"] for line in requests}
    assert SECRET not in text
    assert "127.0.0.1" not in "".join(json.dumps(line) for line in lines)


def test_a_stop_lets_a_running_request_end_and_leaves_nobody_behind(operated):
    _, address, process, _ = operated
    seconds = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p . ?q kg:heeftDeel ?s }"
    slow = f"/sparql?query={quote(seconds)}"
    answers = []
    asking = threading.Thread(target=lambda: answers.append(fetch(address, slow)))
    with connect(address) as idle:
        idle.sendall(b"GET /")
        asking.start()
        time.sleep(1)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        asking.join()
        process.wait(25)
    ((status, body),) = answers
    assert status == 200 or json.loads(body)["limit"] == "time"  # its own time was over, not the server's
    assert time.monotonic() - began < 20
    assert wait(lambda: count(process.pid) == 0)
    with pytest.raises(OSError):
        urllib.request.urlopen(address, timeout=2)


def test_when_the_process_that_watches_is_killed_the_others_end(tmp_path):
    with served(lay_out(tmp_path / "klein").root, log=subprocess.DEVNULL) as (_, process):
        process.kill()
        assert wait(lambda: count(process.pid) == 0)
