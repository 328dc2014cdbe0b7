"""One worker process as the web process sees it: ask, wait no longer than the deadline, end."""

import math
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from kennisgraaf.engine import frames
from kennisgraaf.engine.nursery import Nursery
from kennisgraaf.errors import MachineError

_START = 30.0  # seconds; a worker starts in a hundredth of one
_END = 5.0  # seconds; one that closed its pipe is gone at once


class UnfinishedError(Exception):
    """A worker ended before it answered."""


class OverdueError(UnfinishedError):
    """It was ended at its deadline."""


class AbandonedError(UnfinishedError):
    """It was ended because whoever asked went away."""


class DiedError(UnfinishedError):
    """It ended by itself: out of memory, most likely."""


class KilledError(UnfinishedError):
    """Somebody else killed it: an operator, or a system without memory."""


class Worker:
    """A process with a store open; used by one thread at a time, ended by any."""

    def __init__(self, nursery: Nursery, lane: frames.Head, wake: Callable[[], None]) -> None:
        """Start it; wake is called when a deadline begins. OSError or EOFError when the system has no room for it."""
        self._nursery, self._child = nursery, nursery.fork(lane)
        self._hangup = select.poll()
        self._hangup.register(self._child.back, 0)  # POLLHUP comes unasked
        self._inbox = select.poll()
        self._inbox.register(self._child.back, select.POLLIN)
        self._wake, self._lock = wake, threading.Lock()
        self._code: int | None = None
        self._closed = False
        self._end: UnfinishedError | None = None  # why we ended it
        self._missing: list[str] | None = None
        self._gone: Callable[[], bool] | None = None
        self.deadline = math.inf
        self.since = time.monotonic()

    @property
    def alive(self) -> bool:
        """Tell whether it can be asked."""
        with self._lock:
            return self._end is None and not self._closed and not self._hangup.poll(0)

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._child.pid

    @property
    def warm(self) -> bool:
        """Tell whether its store is known to be open."""
        return self._missing is not None

    def ready(self) -> list[str]:
        """Wait until the store is open; return the protections that this system does not offer."""
        if self._missing is None:
            self._within(_START)
            head, _ = self.receive()
            if "error" in head:
                raise MachineError(head["what"], fix="Build the release again, or choose another one.")
            self._missing = head["missing"]
        return list(self._missing or ())

    def ask(
        self, head: frames.Head, text: bytes, seconds: float, gone: Callable[[], bool] | None = None
    ) -> tuple[frames.Head, bytes]:
        """Return the reply to one query, or raise an UnfinishedError; gone tells whether nobody waits any more."""
        self.send(head, text, seconds, gone)
        return self.receive()

    def send(self, head: frames.Head, text: bytes, seconds: float, gone: Callable[[], bool] | None = None) -> None:
        """Begin a query, and its deadline."""
        self.ready()
        self._gone = gone
        self._within(seconds)
        with suppress(EOFError):  # `receive` says why
            frames.write(self._child.to, head, text)

    def answered(self, seconds: float) -> bool:
        """Wait at most so long; tell whether a reply, or the end of the process, has come."""
        return bool(self._inbox.poll(seconds * 1000))

    def _within(self, seconds: float) -> None:
        """Begin a deadline."""
        self.deadline = time.monotonic() + seconds
        self._wake()

    def receive(self) -> tuple[frames.Head, bytes]:
        """Return one message, or raise an UnfinishedError; the deadline ends with it."""
        try:
            return frames.read(self._child.back)
        except EOFError:
            raise self._reason() from None
        finally:
            with self._lock:
                self.deadline, self._gone = math.inf, None
            self.since = time.monotonic()

    def _reason(self) -> UnfinishedError:
        """Tell the end at a deadline (ours, or its own alarm) from one by itself or by others."""
        if self._end is None and not self.gone(_END):
            self.kill()  # it closed its pipe and did not end
        if self._end is None and self._code == -getattr(signal, "SIGALRM", 0):
            self._end = OverdueError()
        return self._end or (KilledError() if self._code == -signal.SIGKILL else DiedError())

    def kill_if_due(self, now: float) -> bool:
        """End the process when its deadline is over or nobody waits, and tell whether; it then stays unusable."""
        with self._lock:
            if self._end or self.deadline == math.inf:
                return False
            if self.deadline <= now:
                self._end = OverdueError()
            elif self._gone and self._gone():
                self._end = AbandonedError()
        if self._end:
            self.kill()
        return self._end is not None

    def kill(self) -> None:
        """End the process, also in the middle of a query."""
        with self._lock:
            if self._code is None:  # nobody took leave of it yet, so the number is still its own
                with suppress(ProcessLookupError):
                    os.kill(self._child.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process and close its pipes; only for the thread that uses it."""
        self.kill()
        with self._lock:
            self._close()

    def gone(self, timeout: float = 0) -> bool:
        """Tell whether nothing is left of the process."""
        until = time.monotonic() + timeout
        while self._code is None:
            with self._lock:
                self._code = self._code if self._code is not None else self._nursery.end(self._child)
            if self._code is None:
                if time.monotonic() >= until:
                    return False
                time.sleep(0.001)
        return True

    def forget(self) -> None:
        """Let go of a process that belongs to another one: we are its copy after a fork."""
        self._code = 0
        self._close()

    def _close(self) -> None:
        """Close the pipes, once."""
        if not self._closed:
            self._closed = True
            os.close(self._child.to)
            os.close(self._child.back)
