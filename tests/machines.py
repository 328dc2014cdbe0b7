"""Servers for tests, each as on a machine of its own, nginx in front of them, and clients that never stop asking."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from hashlib import sha256
from urllib.parse import urlencode

import pytest

import engines
import proxy
from conftest import HOUSE, _wait, free_port, lay_out
from kennisgraaf import build, project
from proxy import UNCHECKED

REST = 3.2  # seconds after which nginx tries a server again; `fail_timeout` in the example is 3 s
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
OWN = {"date", "expires", "connection", "server"}  # headers that tell the time, or that are between two machines


class Machine:
    """A server that can be killed and started again at the same port; place is its folder."""

    def __init__(self, place, options, **environment):
        """Take what follows `serve --port N --workers 1 --proxies 1`, and what differs in the environment."""
        self.port, self.place, self.options = free_port(), place, options
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, **environment}
        self.process = None

    def start(self):
        """Start it; back when it answers."""
        command = [sys.executable, "-m", "kennisgraaf", "serve", "--port", str(self.port), "--proxies", "1"]
        with (self.place / "serve.log").open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", "1", *map(str, self.options)],
                cwd=self.place,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
            )
        _wait(self.address, self.process)
        return self

    def kill(self, *, whole=True):
        """End it as a power cut does, or only the process that watches over the others; back when nobody listens."""
        (os.killpg if whole else os.kill)(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        while self.listens():
            time.sleep(0.05)

    def listens(self):
        """Tell whether somebody answers at its port."""
        with contextlib.suppress(OSError):
            return bool(self.ask("/health"))
        return False

    def ask(self, path, method="GET", body=None, **headers):
        """(status, headers without those of the time, body)."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as where:
            return told(where, path, method, body, **headers)

    def end(self):
        """End all of it, in whatever state it is."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def told(where, path, method="GET", body=None, **headers):
    where.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = where.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    return answer.status, {name: value for name, value in found.items() if name not in OWN}, answer.read()


def other_program(place):
    """Lay out the project elsewhere, with a copy of the program whose files have another date; return its sources."""
    for path in HOUSE.iterdir():
        if path.name != "src" and not path.name.startswith("."):
            (place / path.name).symlink_to(path)
    shutil.copytree(HOUSE / "src", place / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for path in (place / "src").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return str(place / "src")


@contextlib.contextmanager
def fronted(machines, certificate, place):
    """Start nginx in front of two machines; its address as (port, file that tells which machine answered)."""
    changes = {f"10.0.0.1{number}:8000": f"127.0.0.1:{one.port}" for number, one in enumerate(machines, 1)}
    changes["rate=50r/s"] = "rate=100000r/s"
    place.mkdir()
    with proxy.proxied("nginx-servers.conf", changes, certificate, place) as port:
        yield port, place / "ways.log"


def asking(query):
    return f"/sparql?{urlencode({'query': query})}"


HTML, TURTLE, JSON = {"Accept": "text/html"}, {"Accept": "text/turtle"}, {"Accept": "application/json"}
BIG = (  # 1,000 rows of 2,000 characters: an answer that leaves in more than one piece
    "SELECT ?a ?b ?c ?t { VALUES ?a { 0 1 2 3 4 5 6 7 8 9 } VALUES ?b { 0 1 2 3 4 5 6 7 8 9 } "
    f"VALUES ?c {{ 0 1 2 3 4 5 6 7 8 9 }} BIND('{'x' * 2000}' AS ?t) }}"
)
MIXED = [
    ("/", "GET", None, HTML),
    ("/doc/ding/a", "GET", None, HTML),
    ("/doc/ding/a", "GET", None, TURTLE),
    ("/id/ding/b", "GET", None, HTML),
    ("/doc/ding/d", "GET", None, JSON),
    ("/api/v1/vragen/delen-van-ding?ding=a", "GET", None, JSON),
    (asking("SELECT * { ?s ?p ?o }"), "GET", None, JSON),
    ("/sparql", "POST", b"SELECT * { ?s kg:heeftDeel ?o } ORDER BY ?s ?o", {"Content-Type": QUERY, **JSON}),
    ("/sparql", "POST", urlencode({"query": BIG}).encode(), {"Content-Type": FORM, **JSON}),
]


class Load:
    """Clients that ask all of MIXED over and over, and note what they got: (row, status, digest of the body, ...)."""

    def __init__(self, port):
        """Take the port of nginx."""
        self.port, self.seen, self._ended = port, Counter(), threading.Event()
        self.threads = [threading.Thread(target=self._go, args=(number,)) for number in range(3)]

    def __enter__(self):
        """Begin."""
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        """End, when the last answers are in."""
        self._ended.set()
        for thread in self.threads:
            thread.join(30)

    def _go(self, number):
        while not self._ended.wait(0.01):
            row = number % len(MIXED)
            path, method, body, headers = MIXED[row]
            number += 1
            with contextlib.closing(
                http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=UNCHECKED)
            ) as where:
                try:
                    status, got, text = told(where, path, method, body, **headers)
                except (OSError, http.client.HTTPException) as error:
                    self.seen[row, type(error).__name__, path, ""] += 1
                    continue
            self.seen[row, status, digest(text), got.get("retry-after", "")] += 1

    def right(self, *known):
        """Return how many answers were one of those that are known (row -> status and digest)."""
        return sum(n for (row, *got), n in self.seen.items() if any(one[row] == tuple(got[:2]) for one in known))

    def others(self, *known):
        """Return what was not right: ("away" for 503 with the time to come back, else what came) -> how often."""
        found = Counter()
        for (row, status, told_, after), n in self.seen.items():
            if not any(one[row] == (status, told_) for one in known):
                away = status == 503 and after.isdigit()
                found["away" if away else f"{MIXED[row][1]} {MIXED[row][0][:12]} {status}"] += n
        return found


def digest(body):
    return sha256(body).hexdigest()


def answers(machine):
    """What a machine answers to each row of MIXED: row → status and digest of the body."""
    found = [machine.ask(path, method, body, **headers) for path, method, body, headers in MIXED]
    return {row: (status, digest(body)) for row, (status, _, body) in enumerate(found)}


def account(one):
    """What the environment holds for an account of an engine."""
    return {"KENNISGRAAF_ENGINE_USER": one[0], "KENNISGRAAF_ENGINE_PASSWORD": one[1]}


def publishing(engine, root, *options):
    """Begin `kennisgraaf publish` of a project, as a person would; return its process."""
    return subprocess.Popen(
        [sys.executable, "-m", "kennisgraaf", "publish", "--to", engine.url, "--root", str(root), *map(str, options)],
        env={**os.environ, **account(engine.writer)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def publish(engine, root, *options):
    """Publish a project; RuntimeError when that fails."""
    with publishing(engine, root, *options) as process:
        said, warned = process.communicate(timeout=120)
    if process.returncode:
        raise RuntimeError(said + warned)


@contextlib.contextmanager
def standing(kind, place):
    """Give the engine of a kind of servers, None where they have a copy each."""
    if kind == "copies":
        yield None
        return
    if why := engines.missing(kind):
        pytest.skip(why)
    with engines.running(kind, place) as engine:
        yield engine


@contextlib.contextmanager
def little_machines(folder, engine):
    """Two machines with a tiny graph that follow the release in use; and the project."""
    made = lay_out(folder / "made")
    build.compile(made)
    places = [folder / "one", folder / "other"]
    for place in places:
        shutil.copytree(made.root, place, symlinks=True)
    options = ["--limit", "seconds=1"]
    if engine:  # on a busy machine each query may take long, and all are from one client
        publish(engine, made.root)
        options = ["--engine", engine.url, "--limit", "seconds=4", "--limit", "fast_seconds=9"]
        options += ["--limit", "client_refill=1000"]
    machines = [Machine(place, ["--root", place, *options]) for place in places]
    with contextlib.ExitStack() as stack:
        for one in machines:
            stack.callback(one.end)
            one.start()
        yield machines, made


def back(machine, ways):
    """Wait until nginx gives a machine work again."""
    seen, end = len(ways.read_text()), time.monotonic() + 20
    while f":{machine.port}\n" not in ways.read_text()[seen:]:
        assert time.monotonic() < end
        time.sleep(0.1)


def newer(root):
    """Change a label in a project and build; return the release."""
    path = root / "data/klein/kern.ttl"
    path.write_text(path.read_text().replace('"a"@nl', '"nieuw"@nl'))
    return build.compile(project.find(root))
