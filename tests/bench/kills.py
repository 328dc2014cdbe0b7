"""A thousand query workers killed while clients ask: does each query get its whole answer or one 503? `make kills`."""

import argparse
import itertools
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import suppress
from pathlib import Path

from bench import answers, family, graph, questions, release, table
from bench.client import Client, Reply
from bench.peer import HOUSE
from bench.pythons import Kennisgraaf
from bench.questions import Asker

_CLIENTS, _TEXTS, _PATIENCE = 6, 4, 30.0
_TURNS = 20  # queries from one address: what one client may ask is limited


def main() -> None:
    """Start the server, kill its workers, print and keep the report."""
    family.tidy()
    parser = argparse.ArgumentParser(prog="bench.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--size", type=int, default=100_000, help="triples")
    parser.add_argument("--out", type=Path, default=HOUSE / ".kennisgraaf" / "kills.md", help="where to keep it")
    options = parser.parse_args()
    made = graph.make(options.size)
    with tempfile.TemporaryDirectory() as folder:
        peer = Kennisgraaf(Path(folder), release.dump(made, Path(folder) / "graph.nt"), made)
        try:
            peer.start()
            report = "\n".join(_run(peer, made, options.kills))
        finally:
            peer.stop()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(report, encoding="utf-8")
    sys.stdout.write(report)


def _run(peer: Kennisgraaf, made: graph.Graph, kills: int) -> Iterator[str]:
    """Yield the report."""
    before = len(family.workers(peer.process.pid))
    witness = Witness(peer, made)
    witness.begin()
    answered, full = [], []
    for _ in range(kills):
        _murder(peer, witness, before, (answered, full))
    witness.end()
    said = witness.seen
    yield f"# {kills} workers killed (kill -9) while {_CLIENTS} clients asked"
    yield ""
    yield f"- queries: {sum(said.values())}; " + ", ".join(f"{what}: {many}" for what, many in sorted(said.items()))
    yield f"- from a kill to the next whole answer to a new client: {_spread(answered)}"
    yield f"- from a kill until the pool is full again ({before} workers): {_spread(full)}"
    yield f"- {len(made.statements):,} triples; {table.environment()}"
    yield ""


def _murder(peer: Kennisgraaf, witness: "Witness", before: int, took: tuple[list[float], list[float]]) -> None:
    """Kill one worker at a random moment; note how long it takes until the next answer, and until all are back."""
    time.sleep(random.random() * 0.05)  # noqa: S311
    alive = family.workers(peer.process.pid)
    while not alive:
        alive = family.workers(peer.process.pid)
    victim = random.choice(alive)  # noqa: S311
    with suppress(ProcessLookupError):  # it ended by itself in between
        os.kill(victim, signal.SIGKILL)
    began = time.perf_counter()
    with peer.client(_PATIENCE) as client:
        while witness.look(client, 0) != "whole":
            pass
    took[0].append(time.perf_counter() - began)
    while len(family.workers(peer.process.pid)) < min(before, len(alive)) and time.perf_counter() - began < 10:
        time.sleep(0.005)
    took[1].append(time.perf_counter() - began)


def _spread(seconds: list[float]) -> str:
    values = sorted(1e3 * value for value in seconds)
    p50, p99 = (values[min(len(values) - 1, int(len(values) * share))] for share in (0.5, 0.99))
    return f"p50 {p50:.0f}, p99 {p99:.0f}, longest {values[-1]:.0f} ms"


class Witness:
    """Asks light and heavier queries whose answers it knows, and sorts what comes back."""

    def __init__(self, peer: Kennisgraaf, made: graph.Graph) -> None:
        """Learn the answers while nobody is killed."""
        self._peer, asker = peer, Asker(made)
        self._numbers, self._stop, self._lock = itertools.count(), threading.Event(), threading.Lock()
        self._known: list[tuple[str, str, Counter[Hashable]]] = []
        self.seen: Counter[str] = Counter()
        with peer.client(_PATIENCE) as client:
            for question in (one for one in questions.load() for _ in range(_TEXTS)):
                text = asker.fill(question)
                answer = answers.canonical(question.form, client.ask(text, question.form))
                self._known.append((text, question.form, answer))

    def begin(self) -> None:
        """Let the clients ask, from ever other addresses."""
        self._threads = [threading.Thread(target=self._client) for _ in range(_CLIENTS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Stop them."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def look(self, client: Client, which: int | None = None) -> str:
        """Ask one query, the first of which is light, in words not used before; return what came of it."""
        number = next(self._numbers)
        text, form, answer = self._known[number * 7919 % len(self._known) if which is None else which]
        what = self._name(client.ask(f"{text}# {number}\n", form), form, answer)
        if what.startswith("503") and self._name(client.ask(f"{text}# {number}\n", form), form, answer) == what:
            what += " twice in a row"
        with self._lock:
            self.seen[what] += 1
        return what

    def _client(self) -> None:
        while not self._stop.is_set():
            with self._peer.client(_PATIENCE) as client:
                for _ in range(_TURNS):
                    self.look(client)

    @staticmethod
    def _name(reply: Reply, form: str, answer: Counter[Hashable]) -> str:
        if reply.status != 200:
            limit = re.search(rb'"limit": *"(\w+)"', reply.body)
            return f"{reply.status or 'NO ANSWER'}{f' ({limit[1].decode()})' if limit else ''}"
        return "whole" if answers.canonical(form, reply) == answer else "WRONG ANSWER"


if __name__ == "__main__":
    main()
