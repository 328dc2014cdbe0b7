"""One worker process as the web process sees it: ask, wait no longer than the deadline, end."""

import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from kennisgraaf.engine import frames
from kennisgraaf.errors import MachineError

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from kennisgraaf.engine.worker import main; main()"
_START = 30.0  # seconds; a worker starts in a tenth of one
_END = 5.0  # seconds; one that closed its pipe is gone at once


class UnfinishedError(Exception):
    """A worker ended before it answered."""


class OverdueError(UnfinishedError):
    """It was ended at its deadline."""


class DiedError(UnfinishedError):
    """It ended by itself: out of memory, most likely."""


class KilledError(UnfinishedError):
    """Somebody else killed it: an operator, or a system without memory."""


class Worker:
    """A process with a store open; used by one thread at a time, ended by any."""

    def __init__(self, settings: frames.Head, wake: Callable[[], None]) -> None:
        """Start it; wake is called when a deadline begins. OSError when the system has no room for it."""
        # -I -S: nothing from the user's environment; the module search path is ours, passed on.
        command = [sys.executable, "-I", "-S", "-c", _BOOT, *(path or os.getcwd() for path in sys.path)]  # noqa: PTH109
        self._process = subprocess.Popen(
            command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._wake, self._lock = wake, threading.Lock()
        self._overdue = False
        self._missing: list[str] | None = None
        self.deadline = math.inf
        self.since = time.monotonic()
        frames.write(self._to, settings)

    @property
    def alive(self) -> bool:
        """Tell whether it can be asked."""
        return not self._overdue and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def ready(self) -> list[str]:
        """Wait until the store is open; return the protections that this system does not offer."""
        if self._missing is None:
            self._within(_START)
            head, _ = self._exchange(None)
            if "error" in head:
                raise MachineError(head["what"], fix="Build the release again, or choose another one.")
            self._missing = head["missing"]
        return list(self._missing or ())

    def ask(self, head: frames.Head, text: bytes, seconds: float) -> tuple[frames.Head, bytes]:
        """Return the reply to one query, or raise OverdueError or DiedError."""
        self.ready()
        self._within(seconds)
        return self._exchange(head, text)

    def _within(self, seconds: float) -> None:
        """Begin a deadline."""
        self.deadline = time.monotonic() + seconds
        self._wake()

    def _exchange(self, head: frames.Head | None, text: bytes = b"") -> tuple[frames.Head, bytes]:
        """Send a request, if any, and read one message; the deadline ends with it."""
        try:
            if head is not None:
                frames.write(self._to, head, text)
            return frames.read(self._from)
        except EOFError:
            raise self._reason() from None
        finally:
            with self._lock:
                self.deadline = math.inf
            self.since = time.monotonic()

    def _reason(self) -> UnfinishedError:
        """Tell the end at a deadline (ours, or its own alarm) from one by itself or by others."""
        if not self._overdue and not self.gone(_END):
            self._process.kill()  # it closed its pipe and did not end
        if self._overdue or self._process.returncode == -getattr(signal, "SIGALRM", 0):
            self._overdue = True
            return OverdueError()
        return KilledError() if self._process.returncode == -getattr(signal, "SIGKILL", 0) else DiedError()

    def kill_if_overdue(self, now: float) -> None:
        """End the process when its deadline is over; it then stays unusable even if its answer just arrived."""
        with self._lock:
            if self.deadline <= now and not self._overdue:
                self._overdue = True
                self._process.kill()

    def kill(self) -> None:
        """End the process, also in the middle of a query."""
        self._process.kill()

    def close(self) -> None:
        """End the process and close its pipes; only for the thread that uses it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def gone(self, timeout: float = 0) -> bool:
        """Tell whether nothing is left of the process."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def forget(self) -> None:
        """Let go of a process that belongs to another one: we are its copy after a fork."""
        self._process.returncode = 0
        self.close()
