"""A server on loopback: load, start, measure, stop. Each kind is a subclass in `pythons`, `virtuoso` or `fuseki`."""

import itertools
import os
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

from bench import family
from bench.client import Client
from engines import AbsentError, free_ports

HOUSE = Path(__file__).parents[2]
_START = 900.0  # seconds; rdflib needs minutes for a million triples

_RESTARTS = 3
_CLIENTS = itertools.count()


class Peer(ABC):
    """One server; path is its endpoint, note what the reader must know of its settings."""

    name = ""
    path = "/sparql"
    note = ""
    loads = True  # before it serves, or once; else at each start

    def __init__(self, folder: Path, dump: Path) -> None:
        """Keep files in a folder; the data are N-Triples. AbsentError when the program is not here."""
        self.folder, self.dump = folder, dump
        (self.port,) = free_ports(1)
        self.loaded = self.started = 0.0  # seconds
        self.gone = ""  # why it answers no more
        self._restarts = 0
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command that serves."""

    def environment(self) -> Mapping[str, str]:
        """Return what is added to the environment."""
        return {}

    def prepare(self) -> None:  # noqa: B027 - most need nothing
        """Do what is needed before the start, once."""

    def fill(self) -> None:  # noqa: B027
        """Load what the running server does not load by itself."""

    def version(self) -> str:
        """Return the version."""
        return ""

    def start(self, patience: float = _START) -> None:
        """Make it answer about the data; loaded and started tell how long each took."""
        began = time.perf_counter()
        if not self.loaded:
            self.prepare()
        prepared = time.perf_counter()
        self._launch(patience)
        up = time.perf_counter()
        if not self.loaded:
            self.fill()
        self.started = up - prepared
        self.loaded = self.loaded or (prepared - began) + (time.perf_counter() - up)

    def _launch(self, patience: float) -> None:
        log = (self.folder / f"{self.name}.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                self.command(), cwd=self.folder, stdout=log, stderr=log, env={**os.environ, **self.environment()}
            )
        until = time.monotonic() + patience
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                last = Path(log.name).read_text(errors="replace").strip().splitlines()[-1:]
                why = "ended" if self.process.poll() is not None else f"did not start within {patience:.0f} s"
                self.stop()
                raise AbsentError(f"{why}: {' '.join(last)[:200]}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Tell whether it answers a query."""
        with self.client(5) as client:
            return client.ask("ASK { }", "ASK").status == 200

    def client(self, patience: float = 30) -> Client:
        """Return a connection from an address of its own: what one client may ask is limited, and we are many."""
        number = next(_CLIENTS)
        return Client(
            self.port, self.path, patience, f"127.{64 + number // 62500 % 64}.{number // 250 % 250}.{1 + number % 250}"
        )

    def restart(self) -> None:
        """End a server that hangs and start it again; gone says why when that fails or happened too often."""
        self.stop()
        self._restarts += 1
        if self._restarts > _RESTARTS:
            self.gone = f"hung {self._restarts} times"
            return
        try:
            self.start()
        except AbsentError as error:
            self.gone = str(error)

    def memory(self) -> float:
        """Return the memory of all its processes in MB, shared pages counted once."""
        return family.memory(self.process.pid) if self.process else 0.0

    def processor(self) -> float:
        """Return the seconds of processor time that it has used."""
        return family.processor(self.process.pid) if self.process else 0.0

    def stop(self) -> None:
        """End the server."""
        if self.process:
            family.end(self.process)
