"""Run SPARQL on a release: bounded in time and memory, read only, whole answers or none.

A query first passes the gate, which reads its tokens; then a worker process evaluates it, and is killed when it takes
too long. The web process evaluates nothing itself, so no query can stop it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, Self

from kennisgraaf.engine.answers import Answer, Term, formats
from kennisgraaf.engine.hurry import Hurry, NotYet
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.shares import Client
from kennisgraaf.engine.values import bind, term_boolean, term_integer, term_iri, term_text
from kennisgraaf.formats import Format

__all__ = [
    "Answer",
    "Client",
    "Engine",
    "Hurry",
    "Limits",
    "NotYet",
    "Term",
    "bind",
    "formats",
    "open_store",
    "term_boolean",
    "term_integer",
    "term_iri",
    "term_text",
]


class Engine(Protocol):
    """Something that answers queries; every method raises QueryError, LimitError or MachineError."""

    missing_protections: tuple[str, ...]
    limits: Limits

    def query(
        self,
        text: str,
        format: Format | None = None,  # noqa: A002 - the word that everybody uses for it
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        client: Client = Client(),  # noqa: B008 - it is frozen
    ) -> Answer:
        """Return the whole answer, in the form's first format when none is chosen; client: who is charged for it."""

    def rows(self, text: str, client: Client = Client()) -> list[dict[str, Term]]:  # noqa: B008 - it is frozen
        """Return the rows of a SELECT; a variable without a value is left out of its row."""

    def form(self, text: str) -> str:
        """Return SELECT, ASK, CONSTRUCT or DESCRIBE, or refuse what may not run."""

    def pointed(self) -> str:
        """Return the id of the release that an engine of others gives to readers, "" while it does not say."""

    def numbers(self) -> dict[str, float]:
        """Return figures for operators, name → value."""

    def close(self) -> None:
        """End everything that the engine started."""

    def __enter__(self) -> Self:
        """Return the engine itself."""

    def __exit__(self, *_: object) -> None:
        """Close it."""


def open_store(path: Path, prefixes: Mapping[str, str], graphs: frozenset[str], limits: Limits | None = None) -> Engine:
    """Return an engine on the store in a folder.

    prefixes: declared beforehand for every query; graphs: the named graphs that a query may choose from.
    Raises MachineError when the store does not open.
    """
    from kennisgraaf.engine.local import LocalEngine  # noqa: PLC0415 - workers import this package too, and stay small

    return LocalEngine(path, prefixes, graphs, limits or Limits())
