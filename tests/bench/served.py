"""`kennisgraaf serve` on a release, by itself and on an engine of others, as the scale benchmark starts and asks it."""

import contextlib
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import engines
from bench import family
from bench.client import Reply
from bench.peer import AbsentError, Peer

_LIMIT = 10.0  # seconds that one query may take
_MEMORY = 2000  # MB that an engine is told it may take, as deploy/ advises


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of the clock and of the processor, and the most memory in MB."""

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Outcome:
    """What became of a question: seconds, or why there are none ("over the limit", "error", "no answer")."""

    seconds: float = 0.0
    why: str = ""


class Served(Peer):
    """The server with the engine that it brings along; engines of others are subclasses."""

    name = "embedded"
    path = "/sparql"
    published: Cost | None = None
    filled = 0.0  # MB that the engine of others holds after publishing

    def __init__(self, folder: Path, release: Path) -> None:
        """Serve that release; folder is empty. AbsentError: the engine is not here."""
        super().__init__(folder, release / "store.nt")
        self._release = release

    def options(self) -> list[str]:
        """Return what the command needs beside the release."""
        return []

    def command(self) -> list[str]:
        """Return `kennisgraaf serve`."""
        serve = [sys.executable, "-m", "kennisgraaf", "serve", "--release", str(self._release), *self.options()]
        return [*serve, "--port", str(self.port), "--workers", "2"]

    def environment(self) -> Mapping[str, str]:
        """Return where our modules are: the server starts in another folder."""
        return {"PYTHONPATH": _modules()}

    def held(self) -> float:
        """Return the MB of an engine of others, 0 where there is none."""
        return 0.0

    def outcomes(self, rounds: int) -> dict[str, Outcome]:
        """Ask every named question a few times; return the median of each."""
        return {name: self._outcome(text, rounds) for name, text in questions(self._release)}

    def _outcome(self, text: str, rounds: int) -> Outcome:
        form = next(word for word in text.split() if word in {"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})
        times = []
        with self.client(_LIMIT * 3) as client:
            for turn in range(rounds):
                reply = client.ask(f"{text}\n# {turn}", form)
                if reply.status != 200:
                    return Outcome(why=why(reply))
                times.append(reply.seconds)
        return Outcome(statistics.median(times))


class InMemory(Served):
    """The same with all of the default graph in memory, however large."""

    name = "memory"

    def options(self) -> list[str]:
        """Return a limit that no graph reaches."""
        return ["--limit", "in_memory=100000000000"]


class Published(Served):
    """The server with an engine of others, to which the release was published."""

    kind = ""

    def __init__(self, folder: Path, release: Path) -> None:
        """See Served."""
        super().__init__(folder, release)
        if gone := engines.missing(self.kind):
            raise AbsentError(gone)
        self._stack = contextlib.ExitStack()
        self._engine: engines.Running | None = None

    def prepare(self) -> None:
        """Start the engine and publish. AbsentError: it did not take all of it."""
        running = engines.running(self.kind, self.folder / "engine", memory=_MEMORY)
        self._engine = self._stack.enter_context(running)
        before = family.processor(self._engine.process.pid)
        command = [sys.executable, "-m", "kennisgraaf", "publish", "--to", self._engine.url]
        log = self.folder / "publish.log"
        cost = measured([*command, "--release", str(self._release)], log, _account(engines.WRITER))
        if cost is None:
            raise AbsentError(f"publish failed: {log.read_text(encoding='utf-8', errors='replace')[-300:]}")
        its = family.processor(self._engine.process.pid) - before
        self.published, self.filled = Cost(cost.wall, cost.processor + its, cost.memory), self.held()

    def options(self) -> list[str]:
        """Return where the engine is."""
        return ["--engine", self._engine.url] if self._engine else []

    def environment(self) -> Mapping[str, str]:
        """Return the account that reads."""
        return {**super().environment(), **_account(engines.READER)}

    def held(self) -> float:
        """Return the MB of the engine."""
        return family.memory(self._engine.process.pid) if self._engine and self._engine.process else 0.0

    def stop(self) -> None:
        """End the server, then the engine."""
        super().stop()
        self._stack.close()


class OnVirtuoso(Published):
    """Virtuoso, with 2 GB of buffers."""

    name, kind = "Virtuoso", "virtuoso"


class OnFuseki(Published):
    """Fuseki with TDB2, and a heap of 2 GB."""

    name, kind = "Fuseki", "fuseki"


ENGINES: dict[str, type[Served]] = {one.name.lower(): one for one in (Served, InMemory, OnVirtuoso, OnFuseki)}


def why(reply: Reply) -> str:
    """Return why a reply is no answer: the limit that it went over, the status of an error, or that none came."""
    if not reply.status:
        return "no answer"
    try:
        limit = json.loads(reply.body).get("limit", "")
    except (ValueError, AttributeError):
        limit = ""
    return f"over the limit ({limit})" if limit else f"error {reply.status}"


def questions(release: Path) -> Iterator[tuple[str, str]]:
    """Yield name and SPARQL of each question, with the inputs that stand in it as examples."""
    for path in sorted((release / "queries").glob("*.rq")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield path.stem, "\n".join(line for line in lines if not line.startswith("#"))  # the prefixes are known there


def measured(command: list[str], log: Path, more: Mapping[str, str] | None = None) -> Cost | None:
    """Run a command to its end and return what it took; None where it failed. more: added to the environment."""
    place = {**os.environ, "PYTHONPATH": _modules(), **(more or {})}
    began = time.perf_counter()
    actions = [(os.POSIX_SPAWN_OPEN, fd, str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) for fd in (1, 2)]
    pid = os.posix_spawn(command[0], command, place, file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    cost = Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    return None if status else cost


def _modules() -> str:
    return os.pathsep.join(filter(None, sys.path))


def _account(who: tuple[str, str]) -> dict[str, str]:
    return {"KENNISGRAAF_ENGINE_USER": who[0], "KENNISGRAAF_ENGINE_PASSWORD": who[1]}
