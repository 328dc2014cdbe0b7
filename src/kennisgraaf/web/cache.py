"""Answers that were given before, kept while there is room: a repeat costs no more than a bare server.

An answer may be kept when it says so itself (200, with a tag, public) and is small. A cache belongs to one release, so
nothing in it ever grows old. Only one thread uses it.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

Key = tuple[str | bytes, ...]
Headers = Sequence[tuple[str, str]]
_ONE = 1 / 16  # of the room, for one answer
_OVERHEAD = 2500  # bytes that an entry takes beside its body
_IN_BODY_ONLY = {"content-length", "content-type"}


@dataclass(frozen=True)
class Reply:
    """A whole answer: status, headers in order, body, and the template of the route that made it."""

    status: int
    headers: Headers
    body: bytes
    route: str = ""

    def header(self, name: str) -> str:
        """Return the value of a header, "" when it has none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def for_who_has(self, tags: str) -> "Reply":
        """Return 304 without a body when the tag is among those of If-None-Match, else the answer itself."""
        if not tags or self.header("etag") not in {tag.strip().removeprefix("W/") for tag in tags.split(",")}:
            return self
        return Reply(304, [pair for pair in self.headers if pair[0].lower() not in _IN_BODY_ONLY], b"", self.route)


class Cache:
    """The answers that were used last, by request."""

    def __init__(self, room: int = 32_000_000) -> None:
        """Begin empty; room is in bytes."""
        self._room, self._used = room, 0
        self._replies: OrderedDict[Key, Reply] = OrderedDict()

    def get(self, key: Key) -> Reply | None:
        """Return the answer to an equal request."""
        found = self._replies.get(key)
        if found:
            self._replies.move_to_end(key)
        return found

    def add(self, key: Key, reply: Reply) -> None:
        """Keep an answer, if it may be kept; those that were not used for longest make room."""
        size = _size(key, reply)
        if not _lasting(reply) or size > self._room * _ONE or key in self._replies:
            return
        self._replies[key] = reply
        self._used += size
        while self._used > self._room:
            self._used -= _size(*self._replies.popitem(last=False))


def _size(key: Key, reply: Reply) -> int:
    return len(reply.body) + sum(len(part) for part in key) + _OVERHEAD


def _lasting(reply: Reply) -> bool:
    return reply.status == 200 and bool(reply.header("etag")) and "public" in reply.header("cache-control")  # noqa: PLR2004
