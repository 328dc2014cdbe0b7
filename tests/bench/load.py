"""Sixty-four clients for ten minutes beside one that abuses the server: `make load`."""

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench import family, graph, questions, release, table
from bench.abuse import Abuse
from bench.crowd import Crowd, Record
from bench.peer import HOUSE
from bench.pythons import Kennisgraaf
from bench.questions import Asker


def main() -> None:
    """Start the server, let them ask, print and keep the report."""
    family.tidy()
    options = _options()
    made = graph.make(options.size)
    with tempfile.TemporaryDirectory() as folder:
        peer = Kennisgraaf(Path(folder), release.dump(made, Path(folder) / "graph.nt"), made)
        try:
            peer.start()
            report = "\n".join(_run(peer, made, options))
        finally:
            peer.stop()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(report, encoding="utf-8")
    sys.stdout.write(report)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--size", type=int, default=100_000, help="triples")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--rate", type=float, default=10, help="queries a second that each client asks")
    parser.add_argument("--abusers", type=int, default=16, help="connections of the abusive client; 0 for none")
    parser.add_argument("--out", type=Path, default=HOUSE / ".kennisgraaf" / "load.md", help="where to keep it")
    return parser.parse_args()


def _run(peer: Kennisgraaf, made: graph.Graph, options: argparse.Namespace) -> Iterator[str]:
    """Yield the report."""
    asker = Asker(made)
    light = asker.light(questions.load())
    Crowd(peer.port, peer.path, light, 4).ask(2)  # warm
    watch = _Memory(peer, options.seconds)
    abuse = Abuse(peer.port, peer.path, options.abusers, options.seconds) if options.abusers else None
    record = Crowd(peer.port, peer.path, light, options.clients, options.rate).ask(options.seconds)
    codes = abuse.result() if abuse else {}
    yield f"# {options.clients} clients for {options.seconds:.0f} s beside one with {options.abusers} heavy connections"
    yield ""
    yield from _others(record, options)
    yield f"- the abusive client: {_codes(codes)} (code: answers; 0 is none within 30 s)"
    yield f"- memory of all our processes: {watch.told()}"
    yield f"- {len(made.statements):,} triples; {table.environment()}"
    yield ""


def _others(record: Record, options: argparse.Namespace) -> Iterator[str]:
    asked, took = sum(record.codes.values()), sorted(record.took)
    refused = {code: record.codes[code] for code in (429, 503)}
    other = asked - len(took) - sum(refused.values())
    offered, real = options.clients * options.rate, asked / options.seconds
    yield f"- offered: {offered:.0f} light queries/s; asked: {real:.0f}/s, {asked} in all"
    yield (
        f"- refused: {100 * sum(refused.values()) / max(1, asked):.3f} %"
        f" ({refused[503]} times 503, {refused[429]} times 429); any other error: {other} ({_codes(record.codes)})"
    )
    if took:
        marks = (_at(took, 0.5), _at(took, 0.95), _at(took, 0.99), took[-1])
        yield "- their whole answers: " + "p50 {:.1f}, p95 {:.1f}, p99 {:.1f}, longest {:.0f} ms".format(
            *(mark * 1e3 for mark in marks)
        )
    yield f"- of which the clients' own delay: p99 {_at(sorted(record.lag), 0.99) * 1e3:.1f} ms"


def _codes(codes: dict[int, int]) -> str:
    return ", ".join(f"{code}: {many}" for code, many in sorted(codes.items())) or "none"


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


class _Memory:
    """Looks at the server's processes a hundred times, while others work."""

    def __init__(self, peer: Kennisgraaf, seconds: float) -> None:
        self._peer, self._pause = peer, seconds / 100
        self._seen: list[tuple[float, int]] = []
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        for _ in range(100):
            pid = self._peer.process.pid
            self._seen.append((self._peer.memory(), 1 + len(family.below(pid))))
            time.sleep(self._pause)

    def told(self) -> str:
        """Say the first, the middle, the last and the most."""
        first, middle, last = self._seen[0], self._seen[len(self._seen) // 2], self._seen[-1]
        said = ", ".join(
            f"{when} {size:.0f} MB in {count} processes"
            for when, (size, count) in (("begin", first), ("middle", middle), ("end", last))
        )
        return f"{said}; most {max(size for size, _ in self._seen):.0f} MB"


if __name__ == "__main__":
    main()
