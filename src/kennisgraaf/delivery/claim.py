"""One publisher at a time: who wants to write says so in the engine, and gives way to who said it before.

A claim is renewed while its publisher lives. One whose process is gone from this machine, or that was not heard of for
a while, is dead and is taken over.
"""

import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from kennisgraaf.delivery.client import Client
from kennisgraaf.engine import register
from kennisgraaf.engine.register import Claim
from kennisgraaf.errors import DeliveryError, KennisgraafError

_OLD = timedelta(minutes=15)  # without a sign of life
_BEAT = 20.0  # seconds between two signs of life
_TRIES = 3  # when several begin in the same moment, each gives way and tries again


class Holding:
    """The claim of this process."""

    def __init__(self, client: Client) -> None:
        """Choose a name; nothing is claimed yet."""
        self._client = client
        self.name = register.CLAIM + str(uuid4())
        self.who = f"{socket.gethostname()}, pid {os.getpid()}"
        self._beaten = 0.0

    def take(self, *, others: bool) -> None:
        """Claim the engine. DeliveryError: somebody is busy; others: take it from whoever has it, dead or alive."""
        for attempt in range(_TRIES):
            for one in self._rivals():
                if not (others or _dead(one)):
                    raise _busy(one)
                self._client.update(register.forget(one.iri))
            self._client.update(register.claim(self.name, self.who, datetime.now(UTC)))
            rivals = self._rivals()
            if not rivals:
                return self.beat(now=True)
            self.withdraw()
            if attempt + 1 < _TRIES:
                time.sleep(random.uniform(0.1, 1.0))  # noqa: S311 - nothing secret
        raise _busy(rivals[0])

    def beat(self, *, now: bool = False) -> None:
        """Give a sign of life when it is time, or now. DeliveryError: the claim was taken over."""
        if not now and time.monotonic() - self._beaten < _BEAT:
            return
        self._client.update(register.beat(self.name, datetime.now(UTC)))
        if not any(one.iri == self.name for one in register.read(self._client.ask).claims):
            raise DeliveryError(
                "Another publisher took over, so this one stopped.", fix="Let one of them finish, then run it again."
            )
        self._beaten = time.monotonic()

    def withdraw(self) -> None:
        """Give the engine free, if it answers; a claim that stays behind is known to be dead later."""
        with suppress(KennisgraafError):
            self._client.update(register.forget(self.name), patient=False)

    def _rivals(self) -> list[Claim]:
        return [one for one in register.read(self._client.ask).claims if one.iri != self.name]


@contextmanager
def claimed(client: Client, *, take_over: bool, tell: Callable[[str], None]) -> Iterator[Holding]:
    """Hold the engine for as long as the block runs, however it ends."""
    holding = Holding(client)
    tell("claiming the engine")
    try:
        holding.take(others=take_over)
        yield holding
    finally:
        holding.withdraw()


def _dead(one: Claim) -> bool:
    """Tell whether a publisher is surely gone."""
    host, _, number = one.who.rpartition(", pid ")
    if host == socket.gethostname() and number.isdigit():
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
    return datetime.now(UTC) - one.heard > _OLD


def _busy(one: Claim) -> DeliveryError:
    since, heard = (f"{time:%Y-%m-%d %H:%M:%S} UTC" for time in (one.since, one.heard))
    return DeliveryError(
        f"A publisher is busy: {one.who}, since {since}, last heard of at {heard}.",
        fix="Wait until it is done. If it is dead, give --take-over; after 15 minutes without a sign of life that is"
        " not needed.",
    )
