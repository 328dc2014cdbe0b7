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
    yield "| data | engine | publish: s of clock | of processor | engine MB | first answer, s | server MB | questions: median ms | slowest | without an answer |"  # noqa: E501
    yield "|---|---|--:|--:|--:|--:|--:|--:|---|---|"
    last: dict[str, Run] = {}
    for size in sizes:
        yield from (f"| {size.name} | {name} | {_line(run, last.get(name))} |" for name, run in size.runs.items())
        yield from (f"| {size.name} | {name} | not measured: {why} ||||||||" for name, why in size.absent.items())
        last.update(size.runs)


def _grown(row: tuple[float, ...], before: tuple[float, ...]) -> list[str]:
    olds = before or (0.0,) * len(row)
    return [_number(one, old) for one, old in zip(row, olds, strict=True)]


def _number(one: float, old: float = 0.0, digits: int = 0) -> str:
    return f"{one:,.{digits}f}" + (f" (×{one / old:.1f})" if old else "")


def _line(run: Run, last: Run | None) -> str:
    sent, older = run.published, last.published if last else None
    cells = [_number(sent.wall, older.wall if older else 0.0), _number(sent.processor)] if sent else ["–", "–"]
    cells += [
        f"{run.filled:,.0f} → {run.held:,.0f}" if sent else "–",
        _number(run.first, last.first if last else 0.0, 1),
    ]
    middle = _number(_median(run.outcomes) * 1000, _median(last.outcomes) * 1000 if last else 0.0)
    return " | ".join([*cells, f"{run.fresh:,.0f} → {run.after:,.0f}", middle, *_spread(run.outcomes)])


def _median(outcomes: Mapping[str, Outcome]) -> float:
    """Return the median in seconds of the questions that have an answer, 0 where none has."""
    return statistics.median([outcome.seconds for outcome in outcomes.values() if not outcome.why] or [0.0])


def _spread(outcomes: Mapping[str, Outcome]) -> list[str]:
    """Return the slowest question, and those without an answer by why."""
    known = {name: outcome.seconds for name, outcome in outcomes.items() if not outcome.why}
    lost: dict[str, list[str]] = defaultdict(list)
    for name, outcome in sorted(outcomes.items()):
        if outcome.why:
            lost[outcome.why].append(name)
    told = "; ".join(f"{why}: {', '.join(names)}" for why, names in sorted(lost.items())) or "none"
    if not known:
        return ["–", told]
    worst = max(known, key=lambda name: known[name])
    return [f"{worst}: {known[worst] * 1000:.0f} ms", told]
