"""Answers that are kept: only those that may be, no more than there is room for."""

import pytest

from kennisgraaf.web.cache import Cache, Reply

LASTING = [("ETag", '"a"'), ("Cache-Control", "public, max-age=300"), ("Content-Type", "text/plain")]


def reply(body=b"x", status=200, headers=LASTING):
    return Reply(status, headers, body)


def test_what_was_added_is_found_again():
    cache = Cache()
    cache.add(("GET", "/"), reply())
    assert cache.get(("GET", "/")) == reply()
    assert cache.get(("GET", "/other")) is None


@pytest.mark.parametrize(
    "passing",
    [
        reply(status=303),
        reply(status=404),
        reply(headers=LASTING[1:]),
        reply(headers=[LASTING[0], ("Cache-Control", "no-store")]),
        reply(b"x" * 100_000),
    ],
)
def test_what_does_not_last_or_is_large_is_not_kept(passing):
    cache = Cache(room=1_000_000)
    cache.add(("GET", "/"), passing)
    assert cache.get(("GET", "/")) is None


def test_what_was_not_used_for_longest_makes_room():
    cache = Cache(room=200_000)
    for number in range(50):
        cache.add((str(number),), reply(b"x" * 4000))
        cache.get(("0",))
    kept = [number for number in range(50) if cache.get((str(number),))]
    assert kept[0] == 0
    assert kept[1:] == list(range(50 - len(kept) + 1, 50))
    assert len(kept) == 30


@pytest.mark.parametrize("tags", ['"a"', '"b", "a"', 'W/"a"', '"b",W/"a"'])
def test_who_has_it_gets_only_the_headers(tags):
    again = reply().for_who_has(tags)
    assert (again.status, again.body) == (304, b"")
    assert [name for name, _ in again.headers] == ["ETag", "Cache-Control"]


@pytest.mark.parametrize("tags", ["", '"b"', '"aa"', 'a"', "a"])
def test_who_has_another_one_gets_it_all(tags):
    assert reply().for_who_has(tags) == reply()
