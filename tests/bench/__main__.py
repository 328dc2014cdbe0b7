"""Run the benchmark: `python -m bench SIZE...`; what it prints is kept in .kennisgraaf/bench.md."""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from bench import family, graph, questions, release, table, timing
from bench.fuseki import Fuseki
from bench.graph import Graph
from bench.peer import HOUSE, AbsentError, Peer
from bench.pythons import Hello, Kennisgraaf, RdflibEndpoint
from bench.questions import Asker
from bench.virtuoso import Virtuoso

_FLOOD = 30_000  # light queries at hand for one round


def main() -> None:
    """Measure each size, print and keep the report."""
    family.tidy()
    options = _options()
    report = ["# Benchmark", ""]
    for size in options.sizes:
        _tell(f"{size:,} triples: making the graph")
        report += [*_measure(graph.make(size), options), ""]
        report += [table.environment(), ""]
        _keep(options.out, report)
    sys.stdout.write("\n".join(report))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], help="triples")
    parser.add_argument("--rounds", type=int, default=5, help="how often each peer has its turn")
    parser.add_argument("--seconds", type=float, default=5, help="of a flood of light queries, a round")
    parser.add_argument("--patience", type=float, default=600, help="seconds in which a server must be loaded")
    parser.add_argument("--only", nargs="*", default=[], help="names of servers; all when none are given")
    parser.add_argument("--out", type=Path, default=HOUSE / ".kennisgraaf" / "bench.md", help="where to keep it")
    return parser.parse_args()


def _measure(made: Graph, options: argparse.Namespace) -> Iterator[str]:
    """Yield the report on one size."""
    mix, asker, times = questions.load(), Asker(made), timing.Times()
    light = asker.light([question for question in mix if question.form != "DESCRIBE"])  # that differs by engine
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        dump = release.dump(made, Path(folder) / "graph.nt")
        peers, absent = _start(_choices(Path(folder), dump, made), options, running)
        hello = Hello(Path(folder), dump)
        running.callback(hello.stop)
        hello.start()
        before = {peer.name: peer.memory() for peer in peers}
        _tell("comparing answers, which warms everybody up")
        timing.compare(peers, mix, asker, times)
        for turn in range(options.rounds):
            _tell(f"round {turn + 1} of {options.rounds}")
            timing.race(peers, mix, asker, times, turn)
            _inundate(peers, hello, light, options.seconds, times)
        yield from _report(made, mix, times, options)
        yield from ("", *table.servers(peers, absent, before))
        yield from ("", *table.mix(peers, mix, times), "", *table.floods([*peers, hello], times))


def _choices(folder: Path, dump: Path, made: Graph) -> dict[str, Callable[[], Peer]]:
    return {
        Kennisgraaf.name: lambda: Kennisgraaf(folder, dump, made),
        RdflibEndpoint.name: lambda: RdflibEndpoint(folder, dump),
        Virtuoso.name: lambda: Virtuoso(folder, dump),
        Fuseki.name: lambda: Fuseki(folder, dump),
    }


def _start(
    choices: dict[str, Callable[[], Peer]], options: argparse.Namespace, running: contextlib.ExitStack
) -> tuple[list[Peer], dict[str, str]]:
    """Start all that can be had; return them, and why the others cannot."""
    peers, absent = [], {}
    for name, choose in choices.items():
        if options.only and name not in options.only:
            absent[name] = "not asked for"
            continue
        try:
            peer = choose()
            running.callback(peer.stop)
            _tell(f"loading {name}")
            peer.start(options.patience)
            peers.append(peer)
        except AbsentError as error:
            absent[name] = str(error)
            _tell(f"{name} is left out: {error}")
    return peers, absent


def _inundate(
    peers: list[Peer], hello: Peer, light: Iterator[tuple[str, str]], seconds: float, times: timing.Times
) -> None:
    """Flood everybody with light queries, then with one query over and over, hello as well."""
    timing.inundate(peers, table.LIGHT, list(islice(light, _FLOOD)), seconds, times)
    timing.inundate([*peers, hello], table.REPEAT, [next(light)], seconds, times)


def _report(
    made: Graph, mix: list[questions.Question], times: timing.Times, options: argparse.Namespace
) -> Iterator[str]:
    """Yield what the reader must know before the tables."""
    yield f"## {len(made.statements):,} triples"
    yield ""
    yield (
        f"{len(mix)} queries, {options.rounds} rounds in turns, one client; no two queries alike. A ratio above 1 means"
        " that the other takes longer; where ours is slower it is bold. † fewer than 100 answers, so the longest"
        " stands for p99. Memory is of all processes, shared pages counted once."
    )
    yield ""
    yield (
        f"Answers compared before timing: {times.compared}; different: {len(times.differ)}. DESCRIBE differs between"
        " engines by specification: compared are the statements with the thing as subject."
    )
    yield from (f"\n```sparql\n{found}```" for found in times.differ[:5])


def _keep(out: Path, report: list[str]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(report), encoding="utf-8")


def _tell(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
