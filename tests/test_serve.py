"""The server as a whole: started as a person starts it, asked over the network, stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def ask(server, query, timeout=30):
    """(status, headers, body) of a query."""
    address = f"{server}/sparql?{urllib.parse.urlencode({'query': query})}"
    try:
        with urllib.request.urlopen(address, timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_an_endless_query_gets_a_clear_503_and_others_notice_nothing(server):
    refused = []
    heavy = threading.Thread(target=lambda: refused.append(ask(server, ENDLESS)))
    heavy.start()
    light = []
    while heavy.is_alive():
        status, _, body = ask(server, "ASK { competentie:scw-4b a kg:Competentie }")
        light.append((status, json.loads(body)["boolean"]))
        time.sleep(0.05)
    assert set(light) == {(200, True)}
    assert len(light) > 20
    ((status, headers, body),) = refused
    problem = json.loads(body)
    assert status == 503
    assert int(headers["Retry-After"]) > 0
    assert headers["Content-Type"].startswith("application/problem+json")
    assert problem["limit"] == "time"
    assert "10" in problem["detail"]


def busy(parent):
    """Seconds of processor time that a process and all below it used until now."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in found.splitlines()]
    family = {parent}
    for _ in range(4):
        family |= {pid for pid, above in pairs if above in family}
    times = [Path(f"/proc/{pid}/stat") for pid in family]
    fields = [path.read_text().rpartition(")")[2].split() for path in times if path.exists()]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED LOUDLY: processor time is read from /proc")
def test_a_client_that_goes_away_ends_its_query(server):
    host, port = server.removeprefix("http://").split(":")
    query = urllib.parse.urlencode({"query": f"{ENDLESS} # nobody waits for this"})
    with socket.create_connection((host, int(port)), source_address=("127.0.0.9", 0)) as visitor:
        visitor.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(1.0)
        began = busy(server.pid)
        time.sleep(1.0)
        working = busy(server.pid) - began
    time.sleep(1.0)
    began = busy(server.pid)
    time.sleep(1.0)
    resting = busy(server.pid) - began
    assert resting < working / 2


def test_a_memory_bomb_ends_itself_alone(server):
    bomb = "SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?a), STR(?d)) AS ?x) }"
    status, _, body = ask(server, bomb)
    assert status in {413, 503}
    assert json.loads(body)["limit"] in {"memory", "time", "bytes"}
    assert ask(server, "ASK {}")[0] == 200


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { ?s ?p }", "column"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <https://example.org/g> { ?s ?p ?o }", "example.org/g"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("LOAD <http://127.0.0.1:1/>", "LOAD"),
    ],
)
def test_what_may_not_run_is_a_400_that_says_why(server, query, message):
    status, _, body = ask(server, query)
    problem = json.loads(body)
    assert status == 400
    assert message in problem["detail"] + problem["title"]
    assert problem["line"] == 1


def test_a_port_in_use_is_said_with_a_way_out(server):
    port = server.rsplit(":", 1)[-1]
    command = [sys.executable, "-m", "kennisgraaf", "serve", "--port", port]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in {1, 3}
    assert f"--port {int(port) + 1}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="SKIPPED LOUDLY: Windows has no SIGTERM to send")
@pytest.mark.usefixtures("release")
def test_it_starts_within_seconds_and_leaves_nobody_behind():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kennisgraaf", "serve", "--port", str(port)]
    began = time.monotonic()
    with subprocess.Popen(command, cwd=HOUSE, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        while ask_or_none(port) is None and time.monotonic() - began < 60:
            time.sleep(0.02)
        print(f"\nserve answered its first query after {time.monotonic() - began:.2f} s")
        ask(f"http://127.0.0.1:{port}", "ASK {}")
        process.send_signal(signal.SIGTERM)
        process.wait(15)
    end = time.monotonic() + 15
    while alive(process.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert alive(process.pid) == []


def ask_or_none(port):
    try:
        return ask(f"http://127.0.0.1:{port}", "ASK {}", timeout=5)[0]
    except OSError:
        return None


def alive(session):
    """The processes of a session, as ps tells them."""
    listed = subprocess.run(["ps", "-eo", "pid=,sid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [
        int(pid)
        for pid, sid, stat in rows
        if int(sid) == session and not stat.startswith("Z") and int(pid) != os.getpid()
    ]
