"""The processes that freeze: each holds the living site, or what is known of the frozen one, and works on shares."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from kennisgraaf.engine.protection import end_with_parent
from kennisgraaf.errors import MachineError
from kennisgraaf.freeze import rewriting
from kennisgraaf.freeze.address import Address
from kennisgraaf.freeze.crawler import Crawler, Job, Visit
from kennisgraaf.freeze.policy import Policy
from kennisgraaf.freeze.rewriting import Table

SHARE = 40  # addresses that a process is given at once
_Item = TypeVar("_Item")
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
_held: dict[str, Any] = {}


@contextmanager
def working(processes: int, begin: Callable[[Any], None], what: object) -> Iterator[Map]:
    """Give a function like map that works in so many processes, each begun with what; in this one if one is enough.

    MachineError: a process was ended from outside.
    """
    if processes == 1:
        begin(what)
        try:
            yield map
        finally:
            if "crawler" in _held:
                _held["crawler"].close()
            _held.clear()
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _join, (begin, what)) as pool:
        try:
            _start(pool, processes)
            yield pool.map
        except BrokenProcessPool as error:
            told = "One of the processes that freeze was ended, perhaps because memory ran out."
            raise MachineError(told, fix="Freeze with fewer of them: --processes 1.") from error
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _start(pool: ProcessPoolExecutor, processes: int) -> None:
    """Start the processes of a pool while Ctrl-C is blocked: they inherit that, and leave it to this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    for _ in range(processes):
        pool.submit(int)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _join(begin: Callable[[Any], None], what: object) -> None:
    """Begin in a process of a pool, which ends together with the one that started it."""
    end_with_parent()
    parent = multiprocessing.parent_process()
    if parent and not parent.is_alive():
        sys.exit()
    begin(what)


def shares(items: Sequence[_Item]) -> list[Sequence[_Item]]:
    """Return the items in shares."""
    return [items[start : start + SHARE] for start in range(0, len(items), SHARE)]


def open_site(job: Job) -> None:
    """Open the living site in this process."""
    _held["crawler"] = Crawler(job)


def begin(_: object) -> tuple[Policy, list[Address]]:
    """Return what becomes a file, and where to begin."""
    crawler: Crawler = _held["crawler"]
    return crawler.policy(), crawler.starts()


def visit(addresses: Sequence[Address]) -> list[Visit]:
    """Visit a share of the site."""
    crawler: Crawler = _held["crawler"]
    return crawler.visit(addresses)


def know(table: Table) -> None:
    """Keep what is known of the frozen site in this process."""
    _held["table"] = table


def rewrite(visits: Sequence[Visit]) -> list[str]:
    """Give the pages of a share their links; return those that lead nowhere."""
    return rewriting.rewrite(_held["table"], visits)
