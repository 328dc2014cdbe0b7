"""What one process has of an engine of others: the wire to it, workers of its own, and what it knows of its state."""

import logging
import math
import os
import threading
import time

from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.pool import Pool, Refusals
from kennisgraaf.engine.remote.access import Access
from kennisgraaf.engine.remote.slots import Slots
from kennisgraaf.engine.remote.wire import Wire
from kennisgraaf.errors import KennisgraafError, UnavailableError
from kennisgraaf.release import Release

_PAUSE = 1.0  # seconds between two attempts at an engine that fails
_MEMORY = 5.0  # seconds: a query that took too long may have met an engine that hung for a moment
_LOG = logging.getLogger(__name__)


class Link:
    """Workers of ours, the wire, and whose turn it is."""

    def __init__(self, access: Access, release: Release, limits: Limits) -> None:
        """Start nothing but a thread. KennisgraafError: the settings are wrong."""
        self.pid = os.getpid()
        self.wire = Wire(access, limits)
        self.pool = Pool(None, release.prefixes, limits)
        self.slots = Slots(limits)
        self.refusals = Refusals(min(limits.refused, _MEMORY))
        self.lock = threading.Lock()
        self.sure = self.failed_at = -math.inf  # when the engine last proved to hold the release; when it failed
        self.quiet = False  # whether who begins is told of a fault anyhow
        self.leaving = False  # whether readers get another release there, so that ours may be deleted
        self.fault: UnavailableError | None = None  # what is wrong with it, as long as it is
        self.asked = self.failed = 0

    def prove(self) -> None:
        """Note that the engine answers, and holds the release."""
        self.sure = time.monotonic()
        if self.fault:
            self.fault = None
            _LOG.warning("the engine answers again")

    def rest(self) -> None:
        """Raise what went wrong a moment ago, so that one query at a time finds out whether it still does."""
        if self.fault and time.monotonic() < self.failed_at + _PAUSE:
            raise UnavailableError(self.fault.what, fix=self.fault.fix, retry_after=self.fault.retry_after)

    def fail(self, error: KennisgraafError) -> None:
        """Note that it does not; said once, until it answers again."""
        self.failed += 1
        self.sure, now = -math.inf, time.monotonic()
        if self.fault and now < self.failed_at + _PAUSE:
            return  # said again by those who rest
        self.failed_at = now
        if self.fault is None and not self.quiet:
            _LOG.error("the engine fails: %s", " ".join(str(error).split()))
        self.fault = UnavailableError(error.what, fix=error.fix, retry_after=getattr(error, "retry_after", 5))

    def close(self) -> None:
        """End all of it."""
        if self.pid == os.getpid():
            self.wire.close()
        self.pool.close()
