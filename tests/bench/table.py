"""The figures as Markdown: ours in milliseconds, the others as how many times slower (above 1) or faster they are."""

import os
import platform
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.flood import CONNECTIONS, Flood, client
from bench.peer import Peer
from bench.questions import Question
from bench.timing import Times

LIGHT, REPEAT = "light queries, no two alike", "one query, again and again"


def environment() -> str:
    """Return on what it was measured, and with what."""
    return f"{machine()}; client: {client()}; load of the machine at the end {os.getloadavg()[0]:.1f}"


def machine() -> str:
    """Return on what it was measured."""
    found = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    model = next((line.partition(": ")[2] for line in found if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}"
    )


def servers(peers: list[Peer], absent: dict[str, str], before: dict[str, float]) -> Iterator[str]:
    """Yield the table of what each server is and needs; before: memory before the first question."""
    yield from _head("server", "version", "load", "start", "memory when loaded", "after the mix", "settings")
    for peer in peers:
        yield _row(
            peer.name,
            peer.version(),
            f"{peer.loaded:.1f} s" if peer.loads else "at start",
            f"{peer.started:.1f} s",
            f"{before[peer.name]:.0f} MB",
            f"{peer.memory():.0f} MB" if not peer.gone else peer.gone,
            peer.note,
        )
    for name, why in absent.items():
        yield _row(name, f"**left out: {why}**", "", "", "", "", "")


def mix(peers: list[Peer], questions: list[Question], times: Times) -> Iterator[str]:
    """Yield the table of single queries with one client; ours in ms, theirs as theirs/ours."""
    ours, *others = peers
    yield from _head(
        "query", f"{ours.name}: median (p25 to p75), p99", *(f"{p.name} / ours (p25 to p75)" for p in others)
    )
    for question in questions:
        mine = times.took.get((ours.name, question.name), [])
        cells = [_ratio(mine, times, peer.name, question.name) for peer in others]
        own = times.failed.get((ours.name, question.name)) or _own(mine)
        yield _row(question.what, own, *cells)
    yield from ("", *(_tally(peer, ours, questions, times) for peer in others))


def floods(peers: list[Peer], times: Times) -> Iterator[str]:
    """Yield the table of many clients: answers a second, p99, and theirs/ours in the same round."""
    ours = peers[0].name
    yield from _head(f"{CONNECTIONS} connections", *(peer.name for peer in peers))
    for kind in (LIGHT, REPEAT):
        mine = times.floods.get((ours, kind), [])
        yield _row(kind, *(_flood(mine, times.floods.get((peer.name, kind), []), peer.name == ours) for peer in peers))


def _head(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield _row(*("---" for _ in names))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _own(took: list[float]) -> str:
    low, middle, high = _quartiles(took)
    top = sorted(took)[min(len(took) - 1, len(took) * 99 // 100)]
    return f"{_ms(middle)} ({_ms(low)} to {_ms(high)}), {_ms(top)} ms" + (" †" if len(took) < 100 else "")


def _ratio(mine: list[float], times: Times, peer: str, question: str) -> str:
    if why := times.failed.get((peer, question)):
        return why
    took = times.took.get((peer, question), [])
    if not mine or not took:
        return "–"  # the table of servers says why
    unit = statistics.median(mine)
    low, middle, high = (value / unit for value in _quartiles(took))
    cell = f"{middle:.2f} ({low:.2f} to {high:.2f})"
    return f"**{cell}**" if middle < 1 else cell


def _tally(peer: Peer, ours: Peer, questions: list[Question], times: Times) -> str:
    """Say in words how often a peer is faster, and how much at most."""
    both = [
        (statistics.median(times.took[peer.name, q.name]) / statistics.median(times.took[ours.name, q.name]), q.name)
        for q in questions
        if times.took.get((peer.name, q.name)) and times.took.get((ours.name, q.name))
    ]
    slower = sorted(pair for pair in both if pair[0] < 1)
    worst = f"; at worst ours takes {1 / slower[0][0]:.1f} times as long ({slower[0][1]})" if slower else ""
    return f"- {peer.name}: ours is not slower on {len(both) - len(slower)} of {len(both)}{worst}."


def _flood(mine: list[Flood], found: list[Flood], own: bool) -> str:  # noqa: FBT001 - one of two ways to say it
    if not found:
        return "–"
    rates = [one.rate for one in found]
    wrong = sum(one.wrong for one in found)
    cell = f"{statistics.median(rates):,.0f}/s ({min(rates):,.0f} to {max(rates):,.0f})"
    cell += f", p99 {statistics.median(one.p99 for one in found):.1f} ms"
    cell += f", {statistics.median(one.cost for one in found):.2f} ms of processor each"
    if not own and mine:
        ratios = [theirs.rate / ours.rate for theirs, ours in zip(found, mine, strict=False) if ours.rate]
        cell += f", theirs/ours {statistics.median(ratios):.2f}" if ratios else ""
    return cell + (f", **{wrong} refused or broken**" if wrong else "")


def _quartiles(took: Iterable[float]) -> tuple[float, float, float]:
    values = sorted(took)
    if len(values) == 1:
        values *= 2
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.3g}"
