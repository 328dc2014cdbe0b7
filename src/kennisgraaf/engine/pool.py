"""Two lanes for queries: most are light and answered at once, the heavy ones go where they hinder nobody.

Every query starts in the fast lane. What is not finished there within its time and memory begins again in the slow
lane, with the full limits and a low priority; what is not finished there either is refused, and for a while at once.
"""

import atexit
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from kennisgraaf.engine import frames
from kennisgraaf.engine.crew import Crew, Lane, Patience
from kennisgraaf.engine.keeper import Keeper
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.nursery import Nursery
from kennisgraaf.engine.process import AbandonedError, KilledError, OverdueError, UnfinishedError
from kennisgraaf.engine.replies import abandoned, over_limit, raise_for
from kennisgraaf.engine.shares import Client, Shares
from kennisgraaf.errors import LimitError

_REMEMBERED = 1000
_TRIES = 3  # of a query whose worker others kill


@dataclass(frozen=True)
class Request:
    """A query that passed the gate: its text and the name of a format.

    parts: whether it may look into named graphs; dataset: default and named graphs, None for the store's own.
    """

    text: str
    format: str
    parts: bool
    dataset: tuple[tuple[str, ...], tuple[str, ...]] | tuple[None, None] = (None, None)


class Refusals:
    """The queries that went over a limit a moment ago."""

    def __init__(self, seconds: float) -> None:
        """Remember each for so long."""
        self._seconds = seconds
        self._until: dict[bytes, tuple[float, LimitError]] = {}
        self._lock = threading.Lock()

    def check(self, key: bytes) -> None:
        """Raise the error of last time while it is fresh."""
        until, error = self._until.get(key, (0.0, None))
        left = until - time.monotonic()
        if error and left > 0:
            again = int(left) + 1 if error.retry_after else 0
            raise LimitError(error.what, fix=error.fix, limit=error.limit, retry_after=again)

    def add(self, key: bytes, error: LimitError) -> None:
        """Remember one; the oldest are forgotten first."""
        with self._lock:
            self._until.pop(key, None)
            self._until[key] = (time.monotonic() + self._seconds, error)
            while len(self._until) > _REMEMBERED:
                del self._until[next(iter(self._until))]


class Pool:
    """The workers of one web process; any thread may run a query."""

    def __init__(self, store: Path | None, prefixes: Mapping[str, str], limits: Limits) -> None:
        """Prepare both lanes; no process starts yet. Without a store the workers check queries, and write answers."""
        settings: frames.Head = {
            "store": str(store or ""),
            "whole": str(whole) if store and _fits(whole := store.with_suffix(".nt"), limits) else "",
            "prefixes": dict(prefixes),
            "answer_bytes": limits.answer_bytes,
            "rows": limits.rows,
        }
        self._limits, self._prefixes = limits, prefixes
        self._pid, self._keeper = os.getpid(), Keeper()
        self._refusals = Refusals(limits.refused)
        self._nursery, shares = Nursery(settings), Shares(limits)
        patience = Patience(limits.wait, limits.queue)
        warm = min(2, limits.fast_workers)
        fast = Lane("fast", limits.fast_workers, limits.fast_seconds, limits.fast_megabytes, warm=warm)
        slow = Lane("slow", limits.workers, limits.seconds, limits.megabytes, nice=10)
        self._fast = Crew(fast, self._nursery, self._keeper, shares, patience)
        self._slow = Crew(slow, self._nursery, self._keeper, shares, patience)
        atexit.register(self.close)

    def start(self) -> list[str]:
        """Wait for the first worker, so that a damaged store shows at once; return the protections that are missing."""
        self._keeper.run(self._nursery.start)
        return self._fast.start()

    def run(self, request: Request, client: Client) -> bytes:
        """Return the whole answer; raises LimitError, QueryError or MachineError."""
        key = blake2b(repr(request).encode(), digest_size=16).digest()
        self._refusals.check(key)
        try:
            head: frames.Head = {
                "format": request.format,
                "parts": request.parts,
                "default": request.dataset[0],
                "named": request.dataset[1],
            }
            return self.work(head, request.text.encode(), request.text, client, key)
        except LimitError as error:
            if error.limit not in {"load", "share"}:
                self._refusals.add(key, error)
            raise

    def numbers(self) -> dict[str, float]:
        """Return figures for operators, name → value."""
        return {
            **self._keeper.numbers(),
            "light_queries_waiting": self._fast.waiting,
            "heavy_queries_waiting": self._slow.waiting,
        }

    def close(self) -> None:
        """End every worker; in a copy after a fork only let go of them."""
        if os.getpid() != self._pid:
            self.forget()
            return
        atexit.unregister(self.close)
        for crew in (self._fast, self._slow):
            crew.close()
        self._keeper.close()
        self._nursery.close()

    def forget(self) -> None:
        """After a fork: leave the workers to the process that started them."""
        atexit.unregister(self.close)
        self._keeper.forget()
        self._nursery.forget()

    def work(self, head: frames.Head, body: bytes, text: str, client: Client, key: bytes = b"") -> bytes:
        """Return a worker's answer: from the fast lane, or else from the slow one; text is the query.

        Raises LimitError, QueryError or MachineError.
        """
        try:
            reply, answer = self._tried(head, body, text, client, key)
        except AbandonedError:
            raise abandoned() from None
        raise_for(reply, text, self._prefixes, self._limits)
        return answer

    def _tried(
        self, head: frames.Head, body: bytes, text: str, client: Client, key: bytes
    ) -> tuple[frames.Head, bytes]:
        """Try the fast lane, then the slow one."""
        try:
            reply, answer = self._quickly(head, body, key, client)
        except AbandonedError:
            raise
        except UnfinishedError:
            reply, answer = {"error": "memory"}, b""
        return self._slowly(head, body, text, client) if reply.get("error") == "memory" else (reply, answer)

    def _quickly(self, head: frames.Head, body: bytes, key: bytes, client: Client) -> tuple[frames.Head, bytes]:
        """Run in the fast lane; NotYet when the client is in a hurry and this takes longer."""
        hurry = client.hurry
        if hurry is None:
            return self._fast.run(head, body, client)
        ticket = hurry.claim(key)
        if ticket is None and hurry.seconds:
            ticket = self._fast.hurry(head, body, client)
            if ticket is None or not ticket.answered(hurry.seconds):
                raise hurry.keep(key, ticket)
        return ticket.finish() if ticket else self._fast.run(head, body, client)

    def _slowly(self, head: frames.Head, body: bytes, text: str, client: Client) -> tuple[frames.Head, bytes]:
        """Run in the slow lane, where an end without an answer is final, unless others killed the worker."""
        try:
            for _ in range(_TRIES):
                with suppress(KilledError):
                    return self._slow.run(head, body, client)
        except AbandonedError:
            raise
        except UnfinishedError as error:
            limit = "time" if isinstance(error, OverdueError) else "memory"
            raise over_limit(limit, self._limits, text) from None
        raise LimitError("The query was ended from outside.", fix="Ask again.", limit="load", retry_after=1)


def _fits(whole: Path, limits: Limits) -> bool:
    """Tell whether the default graph is there in one file, and small enough to be held in memory."""
    return whole.is_file() and whole.stat().st_size <= limits.in_memory
