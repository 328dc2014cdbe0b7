"""What ends a command from outside, with time to tidy up: Ctrl-C, a terminal that closes, a system that stops it."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def tidy() -> Iterator[None]:
    """Let the first signal come as SystemExit (128 + its number), so that what was begun is cleaned up.

    Further ones change nothing: they would end the cleaning.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_IGN)
        sys.exit(128 + number)

    before = {one: signal.signal(one, stop) for one in _SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
