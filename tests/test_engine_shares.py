"""Fair shares: who asks much waits for itself, and nobody else notices."""

import contextlib
import threading

import pytest

from kennisgraaf.engine import Limits
from kennisgraaf.engine.shares import Client, Shares
from kennisgraaf.errors import LimitError

ANNA, BOB, US = Client("192.0.2.1"), Client("192.0.2.2"), Client()


@pytest.fixture
def clock(monkeypatch):
    """A clock that is moved by hand."""

    class Clock:
        now = 1000.0

        def monotonic(self):
            return self.now

    clock = charged.clock = Clock()
    monkeypatch.setattr("kennisgraaf.engine.shares.time", clock)
    return clock


@pytest.fixture
def shares(clock):
    return Shares(Limits(client_seconds=20, client_refill=0.5))


@contextlib.contextmanager
def charged(shares, client, lane):
    shares.enter(client.name, lane)
    began = charged.clock.now
    yield
    shares.leave(client.name, lane, charged.clock.now - began)


def use(shares, clock, client, lane, seconds):
    with charged(shares, client, lane):
        clock.now += seconds


def refused(shares, client, lane):
    try:
        with charged(shares, client, lane):
            return None
    except LimitError as error:
        return error.retry_after if (error.limit, bool(error.fix)) == ("share", True) else -1


def test_who_used_little_may_ask_many_at_once(shares):
    with charged(shares, ANNA, "fast"), charged(shares, ANNA, "fast"), charged(shares, ANNA, "fast"):
        assert refused(shares, ANNA, "fast") is None


def test_one_heavy_query_at_a_time(shares):
    with charged(shares, ANNA, "slow"):
        assert refused(shares, ANNA, "slow") == 2
        assert refused(shares, BOB, "slow") is None
    assert refused(shares, ANNA, "slow") is None


def test_beside_a_heavy_query_there_is_room_for_one_light_one(shares):
    with charged(shares, ANNA, "slow"), charged(shares, ANNA, "fast"):
        assert refused(shares, ANNA, "fast") == 2
        assert refused(shares, BOB, "fast") is None


def test_who_used_more_than_a_little_asks_one_at_a_time_for_a_while(shares, clock):
    use(shares, clock, ANNA, "slow", 5)
    with charged(shares, ANNA, "fast"):
        assert refused(shares, ANNA, "fast") == 2
    clock.now += 10
    with charged(shares, ANNA, "fast"):
        assert refused(shares, ANNA, "fast") is None


def test_who_used_up_everything_waits_until_there_is_some_again(shares, clock):
    for _ in range(4):
        use(shares, clock, ANNA, "slow", 9)
    wait = refused(shares, ANNA, "fast")
    assert wait > 4
    assert refused(shares, BOB, "fast") is None
    clock.now += wait
    assert refused(shares, ANNA, "fast") is None


def test_our_own_queries_are_not_charged(shares, clock):
    for _ in range(5):
        use(shares, clock, US, "slow", 100)
    with charged(shares, US, "slow"):
        assert refused(shares, US, "slow") is None


def test_a_million_addresses_do_not_fill_the_memory(shares):
    with charged(shares, ANNA, "slow"):
        for number in range(20_000):
            with charged(shares, Client(str(number)), "fast"):
                pass
        assert len(shares._accounts) <= 10_000  # noqa: SLF001
        assert refused(shares, ANNA, "slow") == 2


def test_accounts_hold_when_many_threads_ask(shares):
    counted, lock = [], threading.Lock()

    def ask():
        for _ in range(200):
            if refused(shares, ANNA, "slow") is None:
                with lock:
                    counted.append(1)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted
    assert refused(shares, ANNA, "slow") is None
