"""What size costs: build, release, start and named questions on the real graph, with ESCO, and with data of our shape.

`python -m bench.scale real esco 200000 1000000 5000000`; what it prints goes into docs/engines.md. It judges nothing.
Seconds are of processor where a process is measured to its end, because a machine has neighbours; RSS is the peak.
"""

import argparse
import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import enlarging, family, table
from bench.peer import HOUSE, AbsentError, Peer

_LIMIT = 10.0  # seconds that one query may take
_ESCO = HOUSE.parent / "shared" / "reference" / "esco"
_PATIENCE = 1800.0


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of the clock and of the processor, and the most memory in MB."""

    wall: float
    processor: float
    memory: float


@dataclass
class Size:
    """One size with what it cost; medians: engine → question → seconds, None where it failed or took too long."""

    name: str
    data: list[Path]
    triples: int = 0
    build: Cost | None = None
    release: float = 0.0
    folder: Path = Path()
    starts: dict[str, float] = field(default_factory=dict)
    medians: dict[str, dict[str, float | None]] = field(default_factory=dict)


class Served(Peer):
    """`kennisgraaf serve` on a release, asked for the named questions; other engines are subclasses of this.

    When `serve --engine URL` and `publish` are there, prepare() starts the engine and publishes, and options() is
    `--engine URL`: nothing else here has to change.
    """

    name = "embedded"
    path = "/sparql"

    def __init__(self, folder: Path, release: Path) -> None:
        """Serve that release."""
        super().__init__(folder, release / "store.nt")
        self._release = release

    def options(self) -> list[str]:
        """Return what the command needs beside the release."""
        return []

    def command(self) -> list[str]:
        """Return `kennisgraaf serve`."""
        serve = [sys.executable, "-m", "kennisgraaf", "serve", "--release", str(self._release), *self.options()]
        return [*serve, "--port", str(self.port), "--workers", "2"]


ENGINES: tuple[type[Served], ...] = (Served,)


def main() -> None:
    """Measure each size, print Markdown."""
    family.tidy()
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["real", "esco", "200000", "1000000", "5000000"])
    parser.add_argument("--rounds", type=int, default=3, help="how often each question is asked")
    parser.add_argument("--esco", type=Path, default=_ESCO, help="folder with the files of ESCO")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes = []
        for name in options.sizes:
            sys.stderr.write(f"bench: {name}\n")
            size = _prepared(name, Path(folder), options.esco)
            _build(size, Path(folder))
            for engine in ENGINES:
                _ask(size, engine, Path(folder), options.rounds)
            sizes.append(size)
    sys.stdout.write("\n".join([*report(sizes), "", table.environment(), ""]))


def _prepared(name: str, folder: Path, esco: Path) -> Size:
    """Return a size with its file; "real" has none."""
    if name == "real":
        return Size("our graph", [])
    file = folder / f"{name}.ttl"
    if name != "esco":
        enlarging.write(file, int(name))
        return Size(f"with {int(name):,} generated", [file])
    command = [sys.executable, "-m", "kennisgraaf", "import", "esco", str(esco), "--out", str(file)]
    if not measured([*command, "--release", "1.1.1"], folder / "import.log"):
        sys.exit(f"ESCO cannot be imported: {(folder / 'import.log').read_text(encoding='utf-8')}")
    return Size("with ESCO 1.1.1", [file])


def _build(size: Size, folder: Path) -> None:
    home = folder / size.name.replace(" ", "-")
    data = [part for file in size.data for part in ("--data", str(file))]
    log = folder / "build.log"
    size.build = measured([sys.executable, "-m", "kennisgraaf", "build", "--out", str(home), *data], log)
    if size.build is None:
        sys.exit(f"the build of {size.name} failed: {log.read_text(encoding='utf-8')[-500:]}")
    size.folder = (home / "current").resolve()
    size.triples = json.loads((size.folder / "release.json").read_text(encoding="utf-8"))["triples"]
    size.release = sum(file.stat().st_size for file in size.folder.rglob("*") if file.is_file()) / 1e6


def measured(command: list[str], log: Path) -> Cost | None:
    """Run a command to its end and return what it took; None where it failed."""
    place = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    began = time.perf_counter()
    actions = [(os.POSIX_SPAWN_OPEN, fd, str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) for fd in (1, 2)]
    pid = os.posix_spawn(command[0], command, place, file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    cost = Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    return None if status else cost


def _ask(size: Size, engine: type[Served], folder: Path, rounds: int) -> None:
    """Start an engine and ask every named question a few times, with the inputs that stand in it as examples."""
    place = folder / f"{size.folder.name}-{engine.name}"
    place.mkdir()
    try:
        served = engine(place, size.folder)
        served.start(_PATIENCE)
    except AbsentError as error:
        sys.stderr.write(f"bench: {engine.name} is left out: {error}\n")
        return
    with contextlib.ExitStack() as running:
        running.callback(served.stop)
        size.starts[engine.name] = served.started
        size.medians[engine.name] = {name: _median(served, text, rounds) for name, text in questions(size.folder)}


def questions(release: Path) -> Iterator[tuple[str, str]]:
    """Yield name and SPARQL of each question, with the inputs that stand in it as examples."""
    for path in sorted((release / "queries").glob("*.rq")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield path.stem, "\n".join(line for line in lines if not line.startswith("#"))  # the prefixes are known there


def _median(served: Served, text: str, rounds: int) -> float | None:
    times = []
    form = next(word for word in text.split() if word in {"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})
    with served.client(_LIMIT * 2) as client:
        for turn in range(rounds):
            began = time.perf_counter()
            if client.ask(f"{text}\n# {turn}", form).status != 200:
                return None
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def report(sizes: list[Size]) -> Iterator[str]:
    """Yield the tables as Markdown; in brackets how much more than the size before."""
    yield "| data | triples | build: s of processor | s of clock | peak MB | release MB |"
    yield "|---|--:|--:|--:|--:|--:|"
    rows = [
        (size.triples, size.build.processor, size.build.wall, size.build.memory, size.release)
        for size in sizes
        if size.build
    ]
    for place, (size, row) in enumerate(zip(sizes, rows, strict=True)):
        yield f"| {size.name} | {' | '.join(_grown(row, rows[place - 1] if place else None))} |"
    yield ""
    yield "| data | engine | first answer, s | questions: median ms | slowest | without an answer (over 10 s) |"
    yield "|---|---|--:|--:|---|---|"
    for size in sizes:
        for engine, medians in size.medians.items():
            yield f"| {size.name} | {engine} | {size.starts[engine]:.1f} | {_spread(medians)} |"


def _grown(row: tuple[float, ...], before: tuple[float, ...] | None) -> list[str]:
    times = (
        [f" (×{one / old:.1f})" if old else "" for one, old in zip(row, before, strict=True)] if before else [""] * 9
    )
    return [f"{one:,.0f}{more}" for one, more in zip(row, times, strict=False)]


def _spread(medians: dict[str, float | None]) -> str:
    known = {name: seconds for name, seconds in medians.items() if seconds is not None}
    if not known:
        return "– | – | all"
    worst = max(known, key=lambda name: known[name])
    late = ", ".join(sorted(medians.keys() - known.keys())) or "none"
    return f"{statistics.median(known.values()) * 1000:.0f} | {worst}: {known[worst] * 1000:.0f} ms | {late}"


if __name__ == "__main__":
    main()
