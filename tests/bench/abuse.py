"""One client that does everything wrong: one address, many connections, heavy queries without a pause, no two alike."""

import itertools
import threading
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bench.client import Client
from bench.terms import NAMESPACES

_ADDRESS = "127.0.99.1"
_PATIENCE = 30.0
_HEAVY = (
    'SELECT (COUNT(*) AS ?n) {{ ?a ?p ?b . ?c ?q ?d . FILTER (?b != "{0}") }}',
    'SELECT ?s {{ ?s ?p ?o . FILTER (REGEX(STR(?o), "(a+)+(e+)+{0}$")) }}',
    "SELECT (COUNT(*) AS ?n) {{ ?a (<{skos}broader>|^<{skos}broader>)* ?b . FILTER (STRLEN(STR(?a)) > {0}) }}",
    "SELECT * {{ ?s ?p ?o }} ORDER BY DESC(STR(?o)) ?s ?p OFFSET {0} LIMIT 5",
    'SELECT ?p (GROUP_CONCAT(STR(?o); separator="{0}") AS ?all) {{ ?s ?p ?o }} GROUP BY ?p',
    "SELECT (COUNT(DISTINCT *) AS ?n) {{ ?a <{skos}prefLabel> ?l . ?b <{skos}prefLabel> ?m . FILTER (?l < ?m) }} # {0}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o . FILTER (STR(?o) != '{0}') }}",
    "SELECT * {{ ?a <{skos}broader>/<{skos}narrower>/<{skos}broader>/<{skos}narrower> ?b . ?c ?p{0} ?d }}",
)


class Abuse:
    """Runs beside the others in a process of its own, so that it does not slow down who measures."""

    def __init__(self, port: int, path: str, connections: int, seconds: float) -> None:
        """Begin at once."""
        context = get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(port, path, connections, seconds, theirs), daemon=True)
        self._process.start()

    def result(self) -> Counter[int]:
        """Wait for the end; return code → how often (0: no answer)."""
        found: Counter[int] = self._ours.recv()
        self._process.join()
        return found


def _run(port: int, path: str, connections: int, seconds: float, result: Connection) -> None:
    codes: Counter[int] = Counter()
    until, numbers = time.monotonic() + seconds, itertools.count()

    def abuse() -> None:
        with Client(port, path, _PATIENCE, _ADDRESS) as client:
            while time.monotonic() < until:
                number = next(numbers)
                query = _HEAVY[number % len(_HEAVY)].format(number, skos=NAMESPACES["skos"])
                codes[client.ask(query, query.partition(" ")[0]).status] += 1

    threads = [threading.Thread(target=abuse) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.send(codes)
