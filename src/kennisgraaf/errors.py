"""Every error a user can meet, in one picture.

KennisgraafError
├── SourceError     a file in ontology/, data/, shapes/ or queries/ is not readable
├── QueryError      a query is not SPARQL, is not allowed, or its inputs do not fit
│   └── InputError  which inputs do not fit, each with what would
├── LimitError      a query wanted more time, memory, rows or room than one query gets
├── NotFound        nothing here goes by that name
├── NotAcceptable   nobody can answer in the form that was asked for
├── DraftError      what was filled in does not make something that may be written
│   └── TableError  what is wrong in a table or a list, each with its place and what to do
├── BuildError      the sources do not make a release: findings, contradictions
├── DeliveryError   an engine of somebody else does not take a release: no right to write, or a publisher is busy
└── MachineError    the machine failed: a full disk, a missing right, a dead process
    ├── UnavailableError  an engine of others does not answer now, or not as it should
    │   ├── AccountError  it knows no such user and password, or asks for some
    │   └── AddressError  what answers there is no engine
    └── UnsupportedError  an engine of others does not know what this query needs
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


class KennisgraafError(Exception):
    """Something the reader can act on: what happened, and what to do now."""

    def __init__(self, what: str, *, fix: str) -> None:
        """Keep both halves: the web shows them apart, the terminal together."""
        super().__init__(f"{what}\n  → {fix}")
        self.what = what
        self.fix = fix

    def __reduce__(self) -> tuple[Callable[..., "KennisgraafError"], tuple[Any, ...]]:
        """Travel whole from one process to another."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[KennisgraafError], args: tuple[Any, ...], state: dict[str, Any]) -> KennisgraafError:
    """Make an error anew of what it held."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class SourceError(KennisgraafError):
    """A file of the project is not readable; file, line and column say where (1-based)."""

    def __init__(self, what: str, *, fix: str, file: str = "", line: int = 0, column: int = 0) -> None:
        """Put the place before the message when it is known."""
        place = ":".join(str(part) for part in (file, line, column) if part)
        super().__init__(f"{place}: {what}" if place else what, fix=fix)
        self.file, self.line, self.column = file, line, column


class QueryError(KennisgraafError):
    """A query is not SPARQL, is not allowed, or its inputs do not fit; line and column are 1-based, 0 if unknown."""

    def __init__(self, what: str, *, fix: str, line: int = 0, column: int = 0) -> None:
        """Remember the place in the query text."""
        super().__init__(what, fix=fix)
        self.line, self.column = line, column


@dataclass(frozen=True)
class Wrong:
    """One input that does not fit: its name, what is wrong with it, what to do, and values near it that would fit."""

    name: str
    what: str
    fix: str
    near: tuple[str, ...] = ()


class InputError(QueryError):
    """Inputs do not fit; wrong has all of them."""

    def __init__(self, wrong: Sequence[Wrong], told: Sequence[tuple[str, str]] = ()) -> None:
        """Say all that is wrong and all that helps; told has pairs of that, where other words say it better."""
        pairs = told or [(one.what, one.fix) for one in wrong]
        what, fix = (" ".join(dict.fromkeys(parts)) for parts in zip(*pairs, strict=True))
        super().__init__(what, fix=fix)
        self.wrong = tuple(wrong)


class LimitError(KennisgraafError):
    """A query ran into a limit: one of "time", "memory", "load", "rows" or "bytes"."""

    def __init__(self, what: str, *, fix: str, limit: str, retry_after: int = 0) -> None:
        """Name the limit; retry_after is in seconds, 0 when trying again does not help."""
        super().__init__(what, fix=fix)
        self.limit, self.retry_after = limit, retry_after


class NotFound(KennisgraafError):
    """Nothing here goes by that name; near has names that look like it, for who can follow them."""

    def __init__(self, what: str, *, fix: str, near: Sequence[str] = ()) -> None:
        """Keep the near names as they are."""
        super().__init__(what, fix=fix)
        self.near = tuple(near)


class NotAcceptable(KennisgraafError):
    """Nobody can answer in the form that was asked for."""


class BuildError(KennisgraafError):
    """The sources do not make a release; thing is the IRI of what is to blame, "" where that is not one thing."""

    def __init__(self, what: str, *, fix: str, thing: str = "") -> None:
        """Remember who is to blame."""
        super().__init__(what, fix=fix)
        self.thing = thing


class DraftError(KennisgraafError):
    """What was filled in does not make something that may be written."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file from outside: its place as people know it, what is wrong, what to do."""

    place: str
    what: str
    fix: str

    def __str__(self) -> str:
        """Write it on one line."""
        return f"{self.place}: {self.what} {self.fix}"


class TableError(DraftError):
    """A table or a list cannot be taken over; faults has all that is wrong with it, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Say all of them."""
        one = len(faults) == 1
        told = "\n".join(map(str, faults))
        super().__init__(told if one else f"{len(faults)} faults:\n{told}", fix="Correct this and give the file again.")
        self.faults = tuple(faults)


class DeliveryError(KennisgraafError):
    """An engine of somebody else does not take a release: no right to write, or another publisher is busy."""


class MachineError(KennisgraafError):
    """The machine failed, not the reader."""


class UnavailableError(MachineError):
    """An engine of others does not answer now, or not as it should; what is for operators, readers get shown."""

    shown = "The engine behind this site does not answer as it should."

    def __init__(self, what: str, *, fix: str = "Try again in a moment.", retry_after: int = 5) -> None:
        """Say what is wrong; retry_after is in seconds."""
        super().__init__(what, fix=fix)
        self.retry_after = retry_after


class AccountError(UnavailableError):
    """An engine of others knows no such user and password, or wants some."""


class AddressError(UnavailableError):
    """What answers at the address of an engine is none, or stands elsewhere."""


class UnsupportedError(MachineError):
    """An engine of others does not know what a query needs, though it is right."""
