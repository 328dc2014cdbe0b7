"""What one query gets: every limit, its default and its meaning in one list.

The documentation and the service description are made from it (`Limits.table`).
"""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from kennisgraaf.errors import KennisgraafError


def _limit(default: float, unit: str, meaning: str) -> float:
    """Describe one limit where it is declared."""
    value: float = field(default=default, metadata={"unit": unit, "meaning": meaning})
    return value


def _count(default: int, unit: str, meaning: str) -> int:
    """Describe one limit that is a whole number."""
    value: int = field(default=default, metadata={"unit": unit, "meaning": meaning})
    return value


@dataclass(frozen=True)
class Limits:
    """The limits of a local engine; a query over one of them gets a LimitError, never a part of its answer."""

    seconds: float = _limit(10.0, "s", "time for one query; after it the query is ended")
    megabytes: int = _count(1000, "MB", "memory for one query")
    answer_bytes: int = _count(16_000_000, "bytes", "size of one answer")
    rows: int = _count(100_000, "rows", "rows in the answer to one SELECT")
    query_bytes: int = _count(100_000, "bytes", "size of the text of one query")
    workers: int = _count(2, "processes", "heavy queries that run at the same time")
    fast_seconds: float = _limit(0.5, "s", "time before a query moves to the workers for heavy queries")
    fast_megabytes: int = _count(300, "MB", "memory before a query moves to the workers for heavy queries")
    fast_workers: int = _count(2, "processes", "light queries that run at the same time")
    wait: float = _limit(2.0, "s", "time a query waits for a free worker")
    queue: int = _count(32, "queries", "queries that wait for a free worker at the same time")
    client_seconds: float = _limit(60.0, "s", "time of workers that the queries of one client may use up")
    client_refill: float = _limit(0.5, "s/s", "time of workers that a client gets back each second")
    in_memory: int = _count(500_000_000, "bytes", "size of the default graph up to which it is held in memory")
    refused: float = _limit(60.0, "s", "time during which a query that went over a limit is refused at once")

    @classmethod
    def read(cls, words: Iterable[str]) -> "Limits":
        """Return the limits with some of them changed: words are NAME=VALUE.

        KennisgraafError: there is no limit of that name, or it cannot have that value.
        """
        kinds: dict[str, type[float]] = {name: type(value) for name, value in asdict(cls()).items()}
        changed: dict[str, Any] = {}
        for word in words:
            name, _, value = word.partition("=")
            try:
                changed[name] = kinds[name](value)
            except (KeyError, ValueError):
                told = ", ".join(kinds)
                raise KennisgraafError(
                    f"{word!r} is no limit.", fix=f"Write NAME=NUMBER, with one of {told}."
                ) from None
            if changed[name] < 0 or not math.isfinite(changed[name]):
                raise KennisgraafError(f"{word!r} is no limit.", fix="Give a number that is not negative.")
        return cls(**changed)

    def table(self) -> list[tuple[str, float, str, str]]:
        """Return name, value, unit and meaning of each limit, in order."""
        return [
            (part.name, getattr(self, part.name), part.metadata["unit"], part.metadata["meaning"])
            for part in fields(self)
        ]
