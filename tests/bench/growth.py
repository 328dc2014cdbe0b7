"""The tables of the scale benchmark: each size with its growth over the size before, and each engine on it."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bench.served import Cost, Outcome


@dataclass(frozen=True)
class Run:
    """One server on one release: seconds to its first answer, MB then and after the questions, and these.

    published, filled, held: what publishing took, and the MB of an engine of others after it and after the questions.
    """

    first: float
    fresh: float
    after: float
    outcomes: Mapping[str, Outcome]
    published: Cost | None = None
    filled: float = 0.0
    held: float = 0.0


class Sized(Protocol):
    """What the tables need of a size."""

    name: str
    triples: int
    build: Cost | None
    release: float
    runs: dict[str, Run]
    absent: dict[str, str]


def report(sizes: Sequence[Sized]) -> Iterator[str]:
    """Yield the tables as Markdown; in brackets how many times the size before."""
    yield "| data | triples | build: s of processor | s of clock | peak MB | release MB |"
    yield "|---|--:|--:|--:|--:|--:|"
    before: tuple[float, ...] = ()
    for size in sizes:
        if size.build:
            row = (size.triples, size.build.processor, size.build.wall, size.build.memory, size.release)
            yield f"| {size.name} | {' | '.join(_grown(row, before))} |"
            before = row
    yield ""
    yield "| data | engine | publish: s of clock (processor) | engine MB | first answer, s | server MB | questions: median ms | slowest | without an answer |"  # noqa: E501
    yield "|---|---|--:|--:|--:|--:|--:|---|---|"
    for size in sizes:
        yield from (f"| {size.name} | {engine} | {_line(run)} |" for engine, run in size.runs.items())
        yield from (f"| {size.name} | {engine} | not measured: {why} |||||||" for engine, why in size.absent.items())


def _grown(row: tuple[float, ...], before: tuple[float, ...]) -> list[str]:
    times = [f" (×{one / old:.1f})" for one, old in zip(row, before, strict=True)] if before else [""] * len(row)
    return [f"{one:,.0f}{more}" for one, more in zip(row, times, strict=True)]


def _line(run: Run) -> str:
    sent = f"{run.published.wall:.0f} ({run.published.processor:.0f})" if run.published else "–"
    engine = f"{run.filled:,.0f} → {run.held:,.0f}" if run.published else "–"
    cells = [sent, engine, f"{run.first:.1f}", f"{run.fresh:,.0f} → {run.after:,.0f}"]
    return " | ".join([*cells, *_spread(run.outcomes)])


def _spread(outcomes: Mapping[str, Outcome]) -> list[str]:
    """Return the median in ms, the slowest question, and those without an answer by why."""
    known = {name: outcome.seconds for name, outcome in outcomes.items() if not outcome.why}
    lost: dict[str, list[str]] = defaultdict(list)
    for name, outcome in sorted(outcomes.items()):
        if outcome.why:
            lost[outcome.why].append(name)
    told = "; ".join(f"{why}: {', '.join(names)}" for why, names in sorted(lost.items())) or "none"
    if not known:
        return ["–", "–", told]
    worst = max(known, key=lambda name: known[name])
    return [f"{statistics.median(known.values()) * 1000:.0f}", f"{worst}: {known[worst] * 1000:.0f} ms", told]
