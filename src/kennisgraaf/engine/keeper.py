"""The thread that starts workers, and that ends them at their deadline or when nobody waits for them any more.

All processes are started here and not where a query waits, because Linux ends the zygote (PR_SET_PDEATHSIG) with the
thread that started it, and a web server's threads come and go.
"""

import logging
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue

from kennisgraaf.engine.process import Worker

_TICK = 0.05  # seconds; a query can overrun its deadline by so much
_QUIET = 1.0  # seconds without a query until it rests: being woken for each query would cost more than most of them
_REST = 5.0  # seconds between two looks while it rests

_LOG = logging.getLogger(__name__)

Order = Callable[[], Worker | None]


class Keeper:
    """Takes orders for workers and watches over those that it started."""

    def __init__(self) -> None:
        """Start the thread."""
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._workers: list[Worker] = []
        self._chores: list[Callable[[], None]] = []
        self._resting = False
        self._closed = False
        self._ran = 0.0  # when a query was seen to run
        self._started = self._ended = 0
        self._thread = threading.Thread(target=self._run, name="engine-keeper", daemon=True)
        self._thread.start()

    def order(self, make: Order) -> None:
        """Let make run here; the worker that it returns is watched."""
        self._orders.put(make)

    def run(self, work: Callable[[], None]) -> None:
        """Let work run here, and wait until it is done; raises what it raises."""
        done: Future[None] = Future()

        def order() -> None:
            try:
                work()
                done.set_result(None)
            except BaseException as error:  # noqa: BLE001 - it is raised again where it was ordered
                done.set_exception(error)

        self.order(order)
        done.result()

    def every(self, chore: Callable[[], None]) -> None:
        """Let chore run at every look, at least each few seconds."""
        self._chores.append(chore)

    def wake(self) -> None:
        """Say that a deadline began; costs next to nothing while other queries run."""
        if self._resting:
            self._orders.put(None)

    def numbers(self) -> dict[str, float]:
        """Return how many workers there are, were started, and were ended by us in the middle of a query."""
        return {"workers": len(self._workers), "workers_started": self._started, "workers_ended": self._ended}

    def close(self) -> None:
        """End every worker, and the thread."""
        self._closed = True
        self._orders.put(None)
        self._thread.join()

    def forget(self) -> None:
        """After a fork: the thread and the workers are another process's."""
        for worker in self._workers:
            worker.forget()

    def _run(self) -> None:
        """Wait, work, look; until closed. Then end the workers, while the zygote is there to take leave of them."""
        while not self._closed:
            try:
                with suppress(Empty):
                    self._obey(self._orders.get(timeout=self._pause()))
                self._look()
            except Exception:  # noqa: BLE001 - without this thread no deadline would hold
                _LOG.exception("the keeper of the query workers stumbled")
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.gone(timeout=10)

    def _obey(self, make: Order | None) -> None:
        """Start a worker."""
        worker = make() if make else None
        if worker:
            self._workers.append(worker)
            self._started += 1

    def _pause(self) -> float:
        """Return how long to wait: until the next deadline, at most a tick; longer when nothing ran for a while."""
        now = time.monotonic()
        self._resting = now - self._ran > _QUIET  # first say so, then look: who begins a deadline in between wakes us
        next_end = min((worker.deadline for worker in self._workers), default=math.inf)
        if next_end == math.inf:
            return _REST if self._resting else _TICK
        self._resting, self._ran = False, now
        return min(_TICK, max(0.0, next_end - now))

    def _look(self) -> None:
        """End what is overdue, take leave of what is gone, do the chores."""
        now = time.monotonic()
        for worker in self._workers:
            self._ended += worker.kill_if_due(now)
        self._workers = [worker for worker in self._workers if worker.alive or not worker.gone()]
        for chore in self._chores:
            chore()
