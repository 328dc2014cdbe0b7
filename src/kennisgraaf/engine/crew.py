"""The workers of one lane: as many as needed, no more than its size, lent to one query at a time."""

import logging
import threading
import time
from dataclasses import dataclass

from kennisgraaf.engine import frames
from kennisgraaf.engine.keeper import Keeper
from kennisgraaf.engine.nursery import Nursery
from kennisgraaf.engine.process import Worker
from kennisgraaf.engine.shares import Client, Shares
from kennisgraaf.errors import LimitError, MachineError

_IDLE = 30.0  # seconds after which a worker beyond those kept warm is ended
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lane:
    """What a query gets here: time, memory, priority; size is how many run at once, warm how many always wait."""

    name: str
    size: int
    seconds: float
    megabytes: int
    nice: int = 0
    warm: int = 0


@dataclass(frozen=True)
class Patience:
    """How long a query waits for a worker (seconds), and how many may wait."""

    wait: float
    queue: int


@dataclass(frozen=True)
class Ticket:
    """A query that a worker of a crew has; it must be finished or cancelled, once."""

    crew: "Crew"
    worker: Worker
    client: Client
    began: float

    def answered(self, seconds: float) -> bool:
        """Wait at most so long; tell whether `finish` will return at once."""
        return self.worker.answered(seconds)

    def finish(self) -> tuple[frames.Head, bytes]:
        """Return the reply; UnfinishedError when the worker ended instead."""
        spent = True
        try:
            reply, body = self.worker.receive()
            spent = reply.get("spent", True)
        finally:
            self.end(spent=spent)
        return reply, body

    def cancel(self) -> None:
        """End the query, and the worker with it."""
        self.end(spent=True)

    def end(self, *, spent: bool) -> None:
        """Give the worker back."""
        self.crew.end(self, spent=spent)


class Crew:
    """Lends workers; started on demand by the keeper, replaced when they end."""

    def __init__(self, lane: Lane, nursery: Nursery, keeper: Keeper, shares: Shares, patience: Patience) -> None:
        """Begin without workers."""
        self.lane = lane
        self._settings = {"seconds": lane.seconds, "megabytes": lane.megabytes, "nice": lane.nice}
        self._nursery, self._keeper, self._shares, self._patience = nursery, keeper, shares, patience
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._count = self._waiting = 0  # workers that are there or on their way; queries that wait for one
        self._closed = False
        keeper.every(self._tidy)

    def start(self) -> list[str]:
        """Wait for a first worker; return the protections that this system does not offer."""
        worker = self._take()
        try:
            missing = worker.ready()
        except Exception:
            self._drop(worker)
            raise
        self._give_back(worker)
        return missing

    def run(self, head: frames.Head, text: bytes, client: Client) -> tuple[frames.Head, bytes]:
        """Return a worker's reply; UnfinishedError when it ended instead.

        LimitError: none comes free ("load"), or the client has too many of them ("share").
        """
        return self._begin(self._take(), head, text, client).finish()

    def hurry(self, head: frames.Head, text: bytes, client: Client) -> "Ticket | None":
        """Begin a query if a worker is free this moment."""
        with self._changed:
            worker = self._idle[-1] if self._idle else None
            if worker is None or not worker.warm or not worker.alive:
                return None
            self._idle.pop()
            self._top_up()
        return self._begin(worker, head, text, client)

    def _begin(self, worker: Worker, head: frames.Head, text: bytes, client: Client) -> "Ticket":
        try:
            self._shares.enter(client.name, self.lane.name)
        except LimitError:
            self._give_back(worker)
            raise
        ticket = Ticket(self, worker, client, time.monotonic())
        try:
            worker.send(head, text, self.lane.seconds, client.gone)
        except BaseException:
            ticket.end(spent=True)
            raise
        return ticket

    def end(self, ticket: "Ticket", *, spent: bool) -> None:
        """Charge a query, and take its worker back unless it is spent."""
        self._shares.leave(ticket.client.name, self.lane.name, time.monotonic() - ticket.began)
        if spent or not ticket.worker.alive:
            self._drop(ticket.worker)
        else:
            self._give_back(ticket.worker)

    @property
    def waiting(self) -> int:
        """Return how many queries wait for a worker."""
        return self._waiting

    def close(self) -> None:
        """Lend no more."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        for worker in idle:
            worker.close()

    def _take(self) -> Worker:
        """Lend a worker that lives; order the next one when it was the last."""
        with self._changed:
            while True:
                self._await_idle()
                worker = self._idle.pop()
                if worker.alive:
                    self._top_up()
                    return worker
                self._count -= 1
                worker.close()

    def _await_idle(self) -> None:
        """Wait, with others but not too many, until somebody gives a worker back."""
        until = time.monotonic() + self._patience.wait
        if not self._idle and self._count >= self.lane.size and self._waiting >= self._patience.queue:
            raise self._busy()
        self._waiting += 1
        try:
            while not self._idle:
                if self._closed:
                    raise LimitError(
                        "This server is stopping.", fix="Try again in a moment.", limit="load", retry_after=5
                    )
                self._order()
                if not self._changed.wait(until - time.monotonic()) and time.monotonic() >= until:
                    raise self._busy()
        finally:
            self._waiting -= 1

    def _busy(self) -> LimitError:
        """Make the error of a query that found no worker."""
        return LimitError("All workers are busy.", fix="Try again in a moment.", limit="load", retry_after=5)

    def _give_back(self, worker: Worker) -> None:
        """Make a worker free for the next query."""
        with self._changed:
            if not self._closed:
                self._idle.append(worker)
                self._changed.notify()
                return
        worker.close()

    def _drop(self, worker: Worker) -> None:
        """End a worker, and order another one when queries wait or too few are warm."""
        worker.close()
        with self._changed:
            self._count -= 1
            self._top_up()

    def _top_up(self) -> None:
        """Order a worker when fewer are free than should be."""
        if self._waiting or len(self._idle) < min(self.lane.warm, 1) or self._count < self.lane.warm:
            self._order()

    def _order(self) -> None:
        """Ask the keeper for one more worker, if the lane has room."""
        if self._count < self.lane.size and not self._closed:
            self._count += 1
            self._keeper.order(self._hire)

    def _hire(self) -> Worker | None:
        """Start a worker; runs in the keeper's thread."""
        try:
            worker = Worker(self._nursery, self._settings, self._keeper.wake)
        except (OSError, EOFError, MachineError):
            _LOG.exception("no worker could be started")
            with self._changed:
                self._count -= 1
            return None
        with self._changed:
            if self._closed:
                worker.close()
            else:
                self._idle.insert(0, worker)  # the others have their store open already
            self._changed.notify()
        return worker

    def _tidy(self) -> None:
        """End the workers that nobody used for a while, except those kept warm; runs in the keeper's thread."""
        old = time.monotonic() - _IDLE
        with self._changed:
            spare = self._idle[: max(0, self._count - self.lane.warm)]
            leaving = [worker for worker in spare if worker.since < old]
            self._idle = [worker for worker in self._idle if worker not in leaving]
            self._count -= len(leaving)
        for worker in leaving:
            worker.close()
