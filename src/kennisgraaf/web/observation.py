"""What a request was, in words that tell nothing of who asked or what: for the log and for the figures.

The floors inside leave three notes in the request's environment: the template of its route, the limit that refused it,
and the number of an error. The path, the query, the client's address and its headers are not looked at.
"""

from dataclasses import dataclass
from typing import Protocol

ROUTE, LIMIT, ERROR = "kennisgraaf.route", "kennisgraaf.limit", "kennisgraaf.error"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Seen:
    """One request: route is a template ("" for none), seconds until its answer was handed on, size in bytes."""

    method: str
    route: str
    status: int
    seconds: float
    size: int
    release: str = ""
    limit: str = ""
    error: str = ""


class Observer(Protocol):
    """Somebody who is told of requests; called in the server's event loop, so it has to be quick."""

    def begin(self) -> None:
        """Take note that a request came."""

    def end(self, seen: Seen) -> None:
        """Take note of what it was."""


def known(method: str) -> str:
    """Return a method that exists, or OTHER: anybody can invent more."""
    return method if method in _METHODS else "OTHER"
