"""One release after the other without dropping a request: the application in use, and the look-out for a newer one.

A request stays with the application that it came to until its answer has left. Only then the engine of an old release
is closed, so no query ever loses its worker to a switch.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kennisgraaf.errors import KennisgraafError
from kennisgraaf.release import MARKER

_AGAIN = 60.0  # seconds until a release that was refused is tried again
_LOG = logging.getLogger(__name__)

Mark = tuple[int, int, int] | None


class Application(Protocol):
    """An application for granian's own interface (RSGI)."""

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request; back when the answer has left."""


@dataclass
class Serving:
    """The application of one release, how to end what it started, what its engine counts, and the requests in it.

    prepare computes what is the same for the whole release; it may be called in a thread, and while readers are there.
    pointed: the id of the release that an engine of others gives to readers, "" where it does not say.
    """

    app: Application
    release: str
    close: Callable[[], None]
    numbers: Callable[[], dict[str, float]] = dict
    prepare: Callable[[], None] = lambda: None
    pointed: Callable[[], str] = str
    requests: int = 0


class Switch:
    """An application that passes each request to the one in use."""

    def __init__(self, first: Serving) -> None:
        """Begin with an application."""
        self._current = first
        self._old: list[Serving] = []
        self._lock = threading.Lock()

    @property
    def current(self) -> Serving:
        """Return what is in use."""
        return self._current

    @property
    def leaving(self) -> int:
        """Return how many applications are not in use any more and not closed yet."""
        return len(self._old)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer a request; it counts until its answer has left."""
        with self._lock:
            held = self._current
            held.requests += 1
        try:
            await held.app.__rsgi__(scope, proto)
        finally:
            with self._lock:
                held.requests -= 1

    def put(self, fresh: Serving) -> None:
        """Let every request from now on go to fresh."""
        with self._lock:
            self._old.append(self._current)
            self._current = fresh

    def sweep(self) -> None:
        """Close the old applications that nobody waits for any more."""
        with self._lock:
            done = [old for old in self._old if not old.requests]
            self._old = [old for old in self._old if old.requests]
        for old in done:
            old.close()


class Follower:
    """Looks where the link leads and puts a new release in use once it is proven sound; a bad one changes nothing."""

    def __init__(
        self,
        switch: Switch,
        where: Callable[[], Path],
        load: Callable[[Path], Serving],
        first: Path,
        untold: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Follow from the release in the folder `first`.

        where: gives the folder that the link leads to; load: opens and proves a release (KennisgraafError, OSError);
        untold: whether a refusal has to be told still, or another process did so.
        """
        self._switch, self._where, self._load = switch, where, load
        self._seen = _mark(first)
        self._again = float("inf")
        self._told: Mark = None
        self._untold = untold

    def look(self) -> bool:
        """Look once, which costs one stat when nothing changed; return whether another release came into use."""
        self._switch.sweep()
        folder = self._where()
        mark = _mark(folder)
        if mark is None or (mark == self._seen and time.monotonic() < self._again):
            return False
        self._seen, self._again = mark, float("inf")
        try:
            fresh = self._load(folder)
        except (KennisgraafError, OSError) as error:
            self._refuse(mark, error)
            return False
        self._switch.put(fresh)
        _LOG.info("release %s is in use", fresh.release)
        return True

    def _refuse(self, mark: Mark, error: Exception) -> None:
        """Keep what is in use; say so once, and try again after a while: the machine may have been short of room."""
        self._again = time.monotonic() + _AGAIN
        if mark != self._told and self._untold(f"{mark}"):
            _LOG.error("a new release is refused, %s stays in use: %s", self._switch.current.release, error)
        self._told = mark


def _mark(folder: Path) -> Mark:
    """Return what changes when another release, or the same one built again, stands in the folder; None: nothing."""
    with suppress(OSError):
        found = os.stat(folder / MARKER)  # noqa: PTH116 - the one call that is made each second
        return found.st_dev, found.st_ino, found.st_mtime_ns
    return None
