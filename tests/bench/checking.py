"""How long a check takes, from files to report: ours, pyshacl's own command line, and pyrudof; each in a fresh process.

`python -m bench.checking SIZE...` measures the real graph and seeded ones; what it prints goes into docs/benchmark.md.
pyshacl gets ontology, shapes and data in one file, as it has no folders; above --most triples it is left out.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import SH, Graph

from bench import seeding
from bench.peer import HOUSE
from kennisgraaf import project, sources, validation
from kennisgraaf.findings import Finding
from kennisgraaf.namespaces import DEF, SHAPES

_DENSITY = 200  # one fault in so many triples
_RESULT = ":resultSeverity "  # whatever prefix it chose


@dataclass(frozen=True)
class Run:
    """One process: wall time in seconds, the most memory in MB, what it printed; None where it failed."""

    seconds: float
    memory: float
    out: str | None


def main() -> None:
    """Measure, and print Markdown tables."""
    parser = argparse.ArgumentParser(prog="bench.checking", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], help="triples")
    parser.add_argument("--most", type=int, default=150_000, help="triples that pyshacl and pyrudof are given at most")
    parser.add_argument("--rudof", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rudof:
        _rudof(*options.rudof)
        return
    print("| data | triples | who | seconds | ratio | MB | findings | differing |")  # noqa: T201
    print("|---|--:|---|--:|--:|--:|--:|--:|")  # noqa: T201
    for line in _rows(options.sizes, options.most):
        print(line, flush=True)  # noqa: T201


def _rows(sizes: list[int], most: int) -> Iterator[str]:
    """Yield the rows for the real graph and each size, then the time per shape on the largest that all did."""
    yield from _measure("real graph", HOUSE, compare=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            made = seeding.make(Path(folder) / "project", size, size // _DENSITY)
            yield from _measure(f"seeded, {len(made.faults)} faults", made.root, compare=size <= most)
    yield ""
    yield from _shapes(HOUSE)


def _measure(name: str, root: Path, *, compare: bool) -> Iterator[str]:
    """Yield a row for each engine."""
    read = sources.read(project.find(root))
    facts, shapes = read.graph(DEF, SHAPES, *read.data_graphs), read.graph(SHAPES)
    found = validation.validate(facts, shapes)
    head = f"| {name} | {sum(len(d.triples) for iri in read.data_graphs for d in read.documents[iri]):,} |"
    ours = _run([sys.executable, "-m", "kennisgraaf", "check", "--root", str(root)])
    yield f"{head} kennisgraaf check | {ours.seconds:.1f} | 1 | {ours.memory:.0f} | {len(found)} | |"
    if not compare:
        return
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / name) for name in ("facts.ttl", "shapes.ttl")]
        for graph, file in zip((facts, shapes), files, strict=True):
            graph.serialize(file, format="turtle")
        theirs = _run([sys.executable, "-m", "pyshacl", "--advanced", "-f", "turtle", "-s", files[1], files[0]])
        count = str(theirs.out.count(_RESULT)) if theirs.out else "failed"
        yield f"{head} pyshacl | {_figures(theirs, ours)} | {count} | {_unlike(found, facts, shapes)} |"
        second = _run([sys.executable, "-m", "bench.checking", "--rudof", *files])
        told = {tuple(entry) for entry in json.loads(second.out or "[]")}
        mine = {(str(one.thing), one.component) for one in found}
        differing = len(told ^ mine) if second.out else "failed"
        yield f"{head} pyrudof | {_figures(second, ours)} | {len(told)} | {differing} |"


def _figures(run: Run, ours: Run) -> str:
    return f"{run.seconds:.1f} | {run.seconds / ours.seconds:.1f} | {run.memory:.0f}"


def _unlike(found: list[Finding], facts: Graph, shapes: Graph) -> int:
    """Return in how many findings pyshacl and we differ: thing, shape, path, value, component and severity."""
    keys = [
        {(one.thing, one.source, one.path, one.value, one.component, one.severity) for one in side}
        for side in (found, validation.reference(facts, shapes))
    ]
    return len(keys[0] ^ keys[1])


def _run(command: list[str]) -> Run:
    """Run a command to its end; an exit code of 0 or 1 is an answer."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        place = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONWARNINGS": "ignore"}
        process, most = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=place), 0.0
        while process.poll() is None:
            most = max(most, _peak(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - began
        out.seek(0)
        text = out.read().decode("utf-8")
    return Run(seconds, most, text if process.returncode in {0, 1} else None)


def _peak(pid: int) -> float:
    """Return the most memory that a process has used so far, in MB; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        return float(dict(line.split(":", 1) for line in status.splitlines()).get("VmHWM", "0 kB").split()[0]) / 1024
    return 0.0


def _rudof(facts: str, shapes: str) -> None:
    """Validate with pyrudof; print thing and component of each result as JSON."""
    import pyrudof

    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_data(Path(facts))
    known = Graph().parse(shapes, format="turtle")
    for shape, text in list(known.subject_objects(SH.pattern)):
        if "(?" in text:  # it refuses shapes whose patterns look around
            known.remove((shape, SH.pattern, text))
    engine.read_shacl(known.serialize(format="turtle"))
    entries = [(str(one.focus_node), _component(str(one.constraint_component))) for one in engine.validate_shacl()]
    print(json.dumps(entries))  # noqa: T201


def _component(iri: str) -> str:
    return iri.strip("<>").rpartition("#")[2].rpartition(":")[2].removesuffix("ConstraintComponent")


def _shapes(root: Path) -> Iterator[str]:
    """Yield a table of the twenty shapes on which our engine spends most time."""
    read = sources.read(project.find(root))
    done = validation.examine(validation.Facts(read.graph(DEF, SHAPES, *read.data_graphs)), read.graph(SHAPES))
    yield "| shape | ms |"
    yield "|---|--:|"
    for shape, seconds in sorted(done.seconds.items(), key=lambda pair: -pair[1])[:20]:
        yield f"| {str(shape).rpartition('#')[2]} | {seconds * 1000:.1f} |"


if __name__ == "__main__":
    main()
