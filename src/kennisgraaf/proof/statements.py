"""The statements of a release as a proof needs them: what is said around a thing, and in which graphs."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from kennisgraaf.engine import Client, Engine, Term, bind, term_iri
from kennisgraaf.errors import LimitError, QueryError
from kennisgraaf.namespaces import GRAPH

INFERRED = GRAPH + "afgeleid"
_HERE = Path(__file__).parent
_QUERIES = 400
_SECONDS = 5.0
Around = Mapping[str, Mapping[str, set[str]]]


class Statements(Protocol):
    """What is said between things, asserted and inferred."""

    def values(self, subject: str, name: str) -> set[str]:
        """Return the things that a property of a thing has."""

    def subjects(self, name: str, value: str) -> set[str]:
        """Return the things that have a thing as value of a property."""

    def graphs(self, subject: str, name: str, value: str) -> set[str]:
        """Return the graphs that say it; none when nobody does."""


class Read:
    """Statements in memory, given as (subject, property, value, graph)."""

    def __init__(self, statements: Iterable[tuple[str, str, str, str]]) -> None:
        """Arrange them."""
        self._forth: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._back: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, name, value, graph in statements:
            self._forth[subject, name][value].add(graph)
            self._back[name, value].add(subject)

    def values(self, subject: str, name: str) -> set[str]:
        """Return the things that a property of a thing has."""
        return set(self._forth.get((subject, name), ()))

    def subjects(self, name: str, value: str) -> set[str]:
        """Return the things that have a thing as value of a property."""
        return self._back.get((name, value), set())

    def graphs(self, subject: str, name: str, value: str) -> set[str]:
        """Return the graphs that say it; none when nobody does."""
        return self._forth.get((subject, name), {}).get(value, set())


class Asked:
    """Statements that are asked of an engine when they are needed, each once; LimitError after too many questions."""

    def __init__(self, engine: Engine, client: Client = Client(), clock: Callable[[], float] = time.monotonic) -> None:  # noqa: B008 - it is frozen
        """Ask an engine in the name of a client."""
        self._engine, self._client, self._clock = engine, client, clock
        self._around: dict[str, Around] = {}
        self._toward: dict[tuple[str, str], set[str]] = {}
        self._end = clock() + _SECONDS
        self.questions = 0

    def values(self, subject: str, name: str) -> set[str]:
        """Return the things that a property of a thing has."""
        return set(self._look(subject).get(name, ()))

    def subjects(self, name: str, value: str) -> set[str]:
        """Return the things that have a thing as value of a property."""
        if (name, value) not in self._toward:
            rows = self._ask("toward", property=name, thing=value)
            self._toward[name, value] = {row["subject"].value for row in rows}
        return self._toward[name, value]

    def graphs(self, subject: str, name: str, value: str) -> set[str]:
        """Return the graphs that say it; none when nobody does."""
        return set(self._look(subject).get(name, {}).get(value, ()))

    def _look(self, subject: str) -> Around:
        if subject not in self._around:
            found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
            for row in self._ask("around", thing=subject):
                found[row["property"].value][row["value"].value].add(row["graph"].value)
            self._around[subject] = {name: dict(values) for name, values in found.items()}
        return self._around[subject]

    def _ask(self, name: str, **things: str) -> list[dict[str, Term]]:
        """Return the rows of a question; none about what has no name."""
        self.questions += 1
        if self.questions > _QUERIES or self._clock() > self._end:
            raise LimitError(
                "This proof asks for too much.", fix="Ask for the proof of one of its premises.", limit="time"
            )
        try:
            inputs = {key: term_iri(iri) for key, iri in things.items()}
        except QueryError:
            return []
        return self._engine.rows(bind((_HERE / f"{name}.rq").read_text(encoding="utf-8"), inputs), client=self._client)
