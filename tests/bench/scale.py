"""What size costs: build, release, publish, start and named questions on our graph, with ESCO, with data of our shape.

`python -m bench.scale real esco 200000 1000000 5000000`; what it prints goes into docs/engines.md. It judges nothing.
Seconds are of processor where a process is measured to its end, because a machine has neighbours; RSS is the peak.
With --work a run that was broken off goes on: what was generated and built stays there.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench import enlarging, family, growth, table
from bench.growth import Run
from bench.peer import HOUSE, AbsentError
from bench.served import ENGINES, Cost, Served, measured

_ESCO = HOUSE.parent / "shared" / "reference" / "esco"
_PATIENCE = 1800.0


@dataclass
class Size:
    """One size: its name, the file beside our graph, and what was measured; absent: engine → why it is left out."""

    name: str
    data: list[Path]
    triples: int = 0
    build: Cost | None = None
    release: float = 0.0
    folder: Path = Path()
    runs: dict[str, Run] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)


def main() -> None:
    """Measure each size, print Markdown."""
    family.tidy()
    parser = argparse.ArgumentParser(prog="bench.scale", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["real", "esco", "200000", "1000000", "5000000"])
    parser.add_argument("--rounds", type=int, default=3, help="how often each question is asked")
    parser.add_argument("--esco", type=Path, default=_ESCO, help="folder with the files of ESCO")
    usual = ",".join(name for name in ENGINES if name != "memory")
    parser.add_argument("--engines", default=usual, help="some of them, with commas between; memory: ours, all in it")
    parser.add_argument("--work", type=Path, help="folder in which everything stays")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        sizes = [_size(name, folder.resolve(), options) for name in options.sizes]
    sys.stdout.write("\n".join([*growth.report(sizes), "", table.environment(), ""]))


def _size(name: str, folder: Path, options: argparse.Namespace) -> Size:
    sys.stderr.write(f"bench: {name}\n")
    size = _prepared(name, folder, options.esco)
    _build(size, folder / f"build-{name}")
    for engine in options.engines.split(","):
        try:
            size.runs[engine] = _run(size, ENGINES[engine], options.rounds)
        except AbsentError as error:
            sys.stderr.write(f"bench: {engine} is left out: {error}\n")
            size.absent[engine] = str(error)
        sys.stderr.write("\n".join([*growth.report([size]), ""]))  # for who breaks it off
    return size


def _prepared(name: str, folder: Path, esco: Path) -> Size:
    """Return a size with its file; "real" has none."""
    if name == "real":
        return Size("our graph", [])
    file = folder / f"{name}.ttl"
    if name != "esco":
        if not file.exists():
            enlarging.write(file, int(name))
        return Size(f"with {int(name):,} generated", [file])
    command = [sys.executable, "-m", "kennisgraaf", "import", "esco", str(esco), "--out", str(file)]
    log = folder / "import.log"
    if not file.exists() and not measured([*command, "--release", "1.1.1"], log):
        sys.exit(f"ESCO cannot be imported: {log.read_text(encoding='utf-8')}")
    return Size("with ESCO 1.1.1", [file])


def _build(size: Size, home: Path) -> None:
    known, log = home / "cost.json", home.with_suffix(".log")
    if known.exists():
        size.build = Cost(**json.loads(known.read_text(encoding="utf-8")))
    else:
        data = [part for file in size.data for part in ("--data", str(file))]
        size.build = measured([sys.executable, "-m", "kennisgraaf", "build", "--out", str(home), *data], log)
        if size.build is None:
            sys.exit(f"the build of {size.name} failed: {log.read_text(encoding='utf-8')[-500:]}")
        known.write_text(json.dumps(asdict(size.build)), encoding="utf-8")
    size.folder = (home / "current").resolve()
    size.triples = json.loads((size.folder / "release.json").read_text(encoding="utf-8"))["triples"]
    size.release = sum(file.stat().st_size for file in size.folder.rglob("*") if file.is_file()) / 1e6


def _run(size: Size, engine: type[Served], rounds: int) -> Run:
    """Start an engine and ask every named question a few times, with the inputs that stand in it as examples."""
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as running:
        served = engine(Path(place), size.folder)
        running.callback(served.stop)
        served.start(_PATIENCE)
        fresh = served.memory()
        outcomes = served.outcomes(rounds)
        return Run(served.started, fresh, served.memory(), outcomes, served.published, served.filled, served.held())


if __name__ == "__main__":
    main()
