"""How fast a label is looked up over HTTP, beside rdflib-endpoint on the same data in the same run (`make bench`).

Each round asks both servers for the labels of many things, no two requests alike, over a few open connections; the
rounds alternate, so that what else the machine does meets both. Printed are medians, spread and the ratio, and what
`serve` needs to start and to live.
"""

import contextlib
import csv
import io
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kennisgraaf import build, dump, ledger, project

HOUSE = Path(__file__).parents[1]
ROUNDS, SECONDS, CONNECTIONS = 5, 3.0, 8
QUERY = "SELECT ?label WHERE {{ <{}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }} ORDER BY ?label"


def main():
    """Run both servers, compare their answers, measure, print."""
    where = project.find(HOUSE)
    made = build.compile(where)
    things = list(ledger.read(where))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.nt"
        file.write_bytes(dump.dump(made, "ntriples"))
        ours, theirs = _free_port(), _free_port()
        commands = {
            "kennisgraaf": ([sys.executable, "-m", "kennisgraaf", "serve", "--port", str(ours)], ours, "/sparql"),
            "rdflib-endpoint": (
                [sys.executable, "-m", "rdflib_endpoint", "serve", "--port", str(theirs), str(file)],
                theirs,
                "/",
            ),
        }
        with contextlib.ExitStack() as stack:
            servers = {name: stack.enter_context(_running(name, *command)) for name, command in commands.items()}
            _compare(servers, things)
            _report(servers, things)


@contextlib.contextmanager
def _running(name, command, port, path):
    """Start a server; give (port, path) when it has answered its first query."""
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError):
                _ask(port, path, "ASK {}", "application/sparql-results+json")
                break
            if process.poll() is not None or time.perf_counter() - began > 120:
                sys.exit(f"{name} did not start: {' '.join(command)}")
            time.sleep(0.02)
        first = time.perf_counter() - began
        print(
            f"{name}: first answer after {first:.2f} s, {_resident(process.pid):.0f} MB resident in all its processes"
        )
        yield port, path
    finally:
        process.terminate()
        process.wait(20)


def _compare(servers, things):
    """Stop when the two do not give the same labels."""
    for thing in things[::50]:
        answers = [
            sorted(csv.reader(io.StringIO(_ask(port, path, QUERY.format(thing), "text/csv").decode())))
            for port, path in servers.values()
        ]
        if answers[0] != answers[1]:
            sys.exit(f"the answers differ for {thing}: {answers}")


def _report(servers, things):
    rates = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, (port, path) in servers.items():
            rates[name].append(_rate(port, path, things))
    for name, found in rates.items():
        print(f"{name}: median {statistics.median(found):.0f} look-ups/s (from {min(found):.0f} to {max(found):.0f})")
    ratios = [a / b for a, b in zip(*rates.values(), strict=True)]
    print(f"ratio: median {statistics.median(ratios):.1f} (from {min(ratios):.1f} to {max(ratios):.1f})")
    print(f"{ROUNDS} rounds of {SECONDS:.0f} s each, {CONNECTIONS} connections, {os.cpu_count()} cores")


def _rate(port, path, things):
    """Return the look-ups per second over a few connections."""
    until = time.perf_counter() + SECONDS
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        jobs = [threads.submit(_ask_until, port, path, things[n::CONNECTIONS], until) for n in range(CONNECTIONS)]
        done = sum(job.result() for job in jobs)
    return done / (time.perf_counter() - began)


def _ask_until(port, path, things, until):
    """Ask for one label after another on one connection; return how many answers came."""
    done = 0
    requests = [_request(port, path, QUERY.format(thing)) for thing in things]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < until:
            connection.sendall(requests[done % len(requests)])
            _read(connection)
            done += 1
    return done


def _request(port, path, query):
    target = f"{path}?{urllib.parse.urlencode({'query': query})}"
    return (
        f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/sparql-results+json\r\n\r\n"
    ).encode()


def _read(connection):
    """Read one answer of known length; anything but 200 stops the benchmark."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        sys.exit(f"refused: {data.decode(errors='replace')}")
    size = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
    while len(body) < size:
        body += connection.recv(65536)


def _ask(port, path, query, accept):
    address = f"http://127.0.0.1:{port}{path}?{urllib.parse.urlencode({'query': query})}"
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=8) as answer:
        return answer.read()


def _resident(parent):
    """Return the resident memory of a process and all below it, in MB; 0 where /proc does not tell."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=False).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = {parent}
    for _ in range(4):
        family |= {pid for pid, above, _ in rows if above in family}
    return sum(size for pid, _, size in rows if pid in family) / 1024


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
