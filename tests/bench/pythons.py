"""The servers written in Python: ours, rdflib-endpoint, and a bare hello on the same granian as ours."""

import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from bench import release
from bench.graph import Graph
from bench.peer import HOUSE, Peer

WORKERS = 2  # as `kennisgraaf serve` has them


class Kennisgraaf(Peer):
    """Ours, as anybody starts it; it holds the named graphs too, which the others are not given."""

    name = "kennisgraaf"

    def __init__(self, folder: Path, dump: Path, graph: Graph, workers: int = WORKERS) -> None:
        """Take the graph too: a release tells its parts apart."""
        super().__init__(folder, dump)
        self._graph, self._workers = graph, workers
        self.note = f"`serve --workers {workers}`; the release has the named graphs too, so it holds each triple twice"

    def prepare(self) -> None:
        """Make the release."""
        self._release = release.build(self._graph, self.dump, self.folder / "releases")

    def command(self) -> list[str]:
        """Return `kennisgraaf serve`."""
        serve = [sys.executable, "-m", "kennisgraaf", "serve", "--release", str(self._release)]
        return [*serve, "--port", str(self.port), "--workers", str(self._workers)]

    def environment(self) -> Mapping[str, str]:
        """Let it find this source tree."""
        return {"PYTHONPATH": str(HOUSE / "src")}

    def version(self) -> str:
        """Return ours and the engine's."""
        return f"{version('kennisgraaf')} on pyoxigraph {version('pyoxigraph')}"


class RdflibEndpoint(Peer):
    """rdflib-endpoint with its store in memory."""

    name = "rdflib-endpoint"
    path = "/"
    note = "`serve`, its store in memory"
    loads = False

    def command(self) -> list[str]:
        """Return `rdflib-endpoint serve`."""
        serve = [sys.executable, "-m", "rdflib_endpoint", "serve", "--host", "127.0.0.1"]
        return [*serve, "--port", str(self.port), str(self.dump)]

    def version(self) -> str:
        """Return its version and rdflib's."""
        return f"{version('rdflib-endpoint')} on rdflib {version('rdflib')}"


class Hello(Peer):
    """A bare application on granian, with our interface and number of processes."""

    name = "hello"

    def command(self) -> list[str]:
        """Return granian's own command."""
        serve = [sys.executable, "-m", "granian", "--interface", "rsgi", "--host", "127.0.0.1"]
        return [*serve, "--port", str(self.port), "--workers", str(WORKERS), "bench.hello:application"]

    def environment(self) -> Mapping[str, str]:
        """Let it find this package."""
        return {"PYTHONPATH": str(HOUSE / "tests")}

    def version(self) -> str:
        """Return granian's version."""
        return f"granian {version('granian')}"
