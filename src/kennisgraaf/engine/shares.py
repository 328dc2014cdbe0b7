"""Fair shares: how much of the workers' time one client may use, so that one who asks too much hinders only itself.

Each client has an account of seconds that fills itself again; what its queries take is charged to it. Who used little
lately may ask as much at once as the lanes hold. Who used more than a little runs one query in each lane at a time, and
who used up everything waits. The first moments of a query are free: many light ones only queue behind each other.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from kennisgraaf.engine.hurry import Hurry
from kennisgraaf.engine.limits import Limits
from kennisgraaf.errors import LimitError

_REMEMBERED = 10_000  # accounts
_LITTLE = 2.0  # seconds that anybody may use without being counted as a heavy client
_FREE = 0.05  # seconds of each query
_SOON = 2  # seconds, as Retry-After: one query of this client runs, and it ends soon


@dataclass(frozen=True)
class Client:
    """Who asks: a name for its account (an address; "" is not charged), whether it went away, whether it can wait."""

    name: str = ""
    gone: Callable[[], bool] | None = None
    hurry: Hurry | None = None


@dataclass
class Account:
    """What one client has left, and how many of its queries run in each lane."""

    left: float
    seen: float
    running: dict[str, int] = field(default_factory=dict)


class Shares:
    """The accounts of all clients of one process."""

    def __init__(self, limits: Limits) -> None:
        """Begin with full accounts."""
        self._most, self._refill = limits.client_seconds, limits.client_refill
        self._accounts: dict[str, Account] = {}
        self._lock = threading.Lock()

    def enter(self, name: str, lane: str) -> None:
        """Let a query of a client begin; LimitError ("share") when it may not run now."""
        if not name:
            return
        with self._lock:
            account = self._account(name)
            running = account.running.get(lane, 0)
            if account.left <= 0:
                wait = int((_LITTLE - account.left) / self._refill) + 1
                raise self._refusal("All queries of this client together took too much time", wait)
            if running and (lane == "slow" or account.running.get("slow") or account.left < self._most - _LITTLE):
                raise self._refusal("This client has a heavy query running already", _SOON)
            account.running[lane] = running + 1

    def leave(self, name: str, lane: str, seconds: float) -> None:
        """Charge a query that began, in seconds."""
        if not name:
            return
        with self._lock:
            account = self._account(name)
            account.left -= max(0.0, seconds - _FREE)
            account.running[lane] -= 1

    def _account(self, name: str) -> Account:
        """Return an account as it is now; when there are too many, one that rests for long is forgotten."""
        now = time.monotonic()
        account = self._accounts.pop(name, None) or Account(self._most, now)
        account.left = min(self._most, account.left + (now - account.seen) * self._refill)
        account.seen = now
        self._accounts[name] = account
        if len(self._accounts) > _REMEMBERED:
            idle = next((key for key, other in self._accounts.items() if not any(other.running.values())), name)
            del self._accounts[idle]
        return account

    def _refusal(self, what: str, seconds: int) -> LimitError:
        return LimitError(
            f"{what}; {self._most:g} seconds can be used, and {self._refill:g} come back each second.",
            fix="Send heavy queries one after the other, make them lighter, or use the downloads.",
            limit="share",
            retry_after=seconds,
        )
