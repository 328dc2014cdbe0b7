"""A first try that may not take long: for who has one thread for everybody, such as an event loop.

Most queries are answered before another thread would have woken up. A query that is not, or that finds no worker free,
leaves with `NotYet`; its worker goes on, and the same request in a thread of its own takes the answer.
"""

from typing import Protocol

from kennisgraaf.engine import frames


class NotYet(BaseException):
    """The answer takes longer; ask again, with the same hurry, where there is time."""


class Ticket(Protocol):
    """A query that was sent to a worker."""

    def answered(self, seconds: float) -> bool:
        """Wait at most so long; tell whether `finish` will return at once."""

    def finish(self) -> tuple[frames.Head, bytes]:
        """Return the reply; UnfinishedError when the worker ended instead."""

    def cancel(self) -> None:
        """End it, and the worker with it."""


class Hurry:
    """The patience of one request, and its query that still runs, if any."""

    def __init__(self, seconds: float) -> None:
        """Be patient for so many seconds, once."""
        self.seconds = seconds
        self._kept: tuple[bytes, Ticket] | None = None

    def keep(self, key: bytes, ticket: Ticket | None) -> NotYet:
        """Keep what runs on, and lose all hurry; return what to raise."""
        self.seconds = 0.0
        self._kept = (key, ticket) if ticket else None
        return NotYet()

    def claim(self, key: bytes) -> Ticket | None:
        """Give back the query of that key, if it runs on."""
        if self._kept is None or self._kept[0] != key:
            return None
        ticket, self._kept = self._kept[1], None
        return ticket

    def close(self) -> None:
        """End what nobody claimed."""
        if self._kept:
            self._kept[1].cancel()
            self._kept = None
