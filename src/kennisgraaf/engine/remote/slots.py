"""How many queries an engine of others gets from us at once, and whose turn it is.

As with workers of our own most queries are light. One that takes longer counts as heavy: of those a client has one at a
time, and all together never take the places that the light ones need.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.replies import abandoned
from kennisgraaf.engine.shares import Client, Shares
from kennisgraaf.errors import LimitError

_LOOK = 0.25  # seconds between two looks whether a client that waits is still there


class Turn:
    """One query that runs; `look` is called now and then while it does."""

    def __init__(self, slots: "Slots", client: Client) -> None:
        """Begin."""
        self._slots, self._client = slots, client
        self.began = time.monotonic()
        self.heavy = 0.0  # since when

    def look(self) -> None:
        """Raise LimitError when it may not go on: nobody waits for it, or there are too many heavy ones."""
        if self._client.gone and self._client.gone():
            raise abandoned()
        if not self.heavy:
            self._slots.weigh(self, self._client.name)


class Slots:
    """The places for queries, in one web process."""

    def __init__(self, limits: Limits) -> None:
        """Begin with all of them free."""
        self._limits, self._shares = limits, Shares(limits)
        self._size = max(1, limits.workers + limits.fast_workers)
        self._changed = threading.Condition()
        self.running = self.heavy = self.waiting = 0

    @property
    def size(self) -> int:
        """Return how many there are."""
        return self._size

    @contextmanager
    def turn(self, client: Client) -> Iterator[Turn]:
        """Hold a place. LimitError: none comes free ("load"), or the client has too many ("share")."""
        self._shares.enter(client.name, "fast")
        try:
            self._wait(client)
        except LimitError:
            self._shares.leave(client.name, "fast", 0.0)
            raise
        turn = Turn(self, client)
        try:
            yield turn
        finally:
            self._end(turn, client.name)

    def weigh(self, turn: Turn, name: str) -> None:
        """Count a query as heavy once it takes long. LimitError: it may not be, since others are."""
        now, limits = time.monotonic(), self._limits
        if now < turn.began + limits.fast_seconds:
            return
        with self._changed:
            full = self.heavy >= max(1, limits.workers)
            if full and now > turn.began + limits.fast_seconds + limits.wait:
                raise _busy("Too many heavy queries run already.")
            if not full:
                self._shares.enter(name, "slow")
                self._shares.leave(name, "fast", now - turn.began)
                self.heavy += 1
                turn.heavy = now

    def _wait(self, client: Client) -> None:
        """Wait for a place."""
        until = time.monotonic() + self._limits.wait
        with self._changed:
            if self.running >= self._size and self.waiting >= self._limits.queue:
                raise _busy("All places for queries are taken.")
            self.waiting += 1
            try:
                while self.running >= self._size:
                    left = until - time.monotonic()
                    if left <= 0:
                        raise _busy("All places for queries are taken.")
                    self._changed.wait(min(left, _LOOK))
                    if client.gone and client.gone():
                        raise abandoned()
                self.running += 1
            finally:
                self.waiting -= 1

    def _end(self, turn: Turn, name: str) -> None:
        """Charge the time in a place, and free it; waiting for one cost nothing."""
        self._shares.leave(name, "slow" if turn.heavy else "fast", time.monotonic() - (turn.heavy or turn.began))
        with self._changed:
            self.running -= 1
            self.heavy -= bool(turn.heavy)
            self._changed.notify()


def _busy(what: str) -> LimitError:
    return LimitError(what, fix="Try again in a moment.", limit="load", retry_after=5)
