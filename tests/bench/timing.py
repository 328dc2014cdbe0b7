"""Who needs how long for what: rounds in which the peers take turns, so that whatever else the machine does meets all.

Before the clock runs, all answers are compared; a peer that answers otherwise, or not in time, is said aloud.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import answers
from bench.client import Client, Reply
from bench.flood import Flood, flood
from bench.peer import Peer
from bench.questions import Asker, Question

_MOST = 20  # times that one peer is asked one question in one round
_BUDGET = 1.0  # seconds for that
_LIMIT = 30.0  # seconds for one answer
_SAMPLES = 3  # times that answers to one question are compared


@dataclass
class Times:
    """What was measured: (peer, question) → seconds each; what failed, and why; floods by peer and kind."""

    took: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    failed: dict[tuple[str, str], str] = field(default_factory=dict)
    differ: list[str] = field(default_factory=list)
    compared: int = 0
    floods: dict[tuple[str, str], list[Flood]] = field(default_factory=dict)


def compare(peers: list[Peer], mix: list[Question], asker: Asker, times: Times) -> None:
    """Ask all peers the same and note where an answer is not that of the first; warms them up too."""
    for question in mix:
        for _ in range(_SAMPLES):
            text, first = asker.fill(question), None
            for peer in peers:
                with peer.client(_LIMIT) as client:
                    reply = _ask(peer, client, question, text, times)
                if reply is None:
                    continue
                answer = answers.canonical(question.form, reply)
                first = answer if first is None else first
                times.compared += 1
                if not answers.same(question.form, first, answer, text):
                    times.differ.append(f"{question.name}: {peer.name} answers otherwise than {peers[0].name}:\n{text}")


def race(peers: list[Peer], mix: list[Question], asker: Asker, times: Times, turn: int) -> None:
    """Time each question once around; who begins changes with the turn."""
    order = [*peers[turn % len(peers) :], *peers[: turn % len(peers)]]
    for question in mix:
        texts = [asker.fill(question) for _ in range(_MOST)]
        for peer in order:
            with peer.client(_LIMIT) as client:
                times.took.setdefault((peer.name, question.name), []).extend(
                    _series(peer, client, question, texts, times)
                )


def inundate(peers: list[Peer], kind: str, asked: list[tuple[str, str]], seconds: float, times: Times) -> None:
    """Let each peer answer as much as it can for some seconds; all get the same (query, form)."""
    for peer in peers:
        if not peer.gone:
            times.floods.setdefault((peer.name, kind), []).append(flood(peer, asked, seconds))


def _series(peer: Peer, client: Client, question: Question, texts: list[str], times: Times) -> Iterator[float]:
    """Yield the seconds of one answer after another, until the budget is spent."""
    began = time.perf_counter()
    for text in texts:
        reply = _ask(peer, client, question, text, times)
        if reply is None:
            return
        yield reply.seconds
        if time.perf_counter() - began > _BUDGET:
            return


def _ask(peer: Peer, client: Client, question: Question, text: str, times: Times) -> Reply | None:
    """Return the answer; None, with the reason noted, when there is none. A peer that hangs is started again."""
    if peer.gone or (peer.name, question.name) in times.failed:
        return None
    reply = client.ask(text, question.form)
    if reply.status == 200:
        return reply
    late = not reply.status and reply.seconds >= _LIMIT
    times.failed[peer.name, question.name] = f"over {_LIMIT:.0f} s" if late else f"code {reply.status}"
    if not reply.status:
        peer.restart()
    return None
