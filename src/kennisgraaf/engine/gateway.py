"""What is the same for every engine: a query passes the gate, is answered by whoever does the work, and read again."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Self

from kennisgraaf.engine.answers import Answer, Term, fitting, rows
from kennisgraaf.engine.gate import Inspected, check_graph, inspect
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.shares import Client
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import TABLES, Format

_NOBODY = Client()
_PASSED = 64


class Dataset(NamedTuple):
    """The graphs that a query may see, by their published names; "" is the whole default graph."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class Gateway(ABC):
    """Queries on a release; may be used from any thread, and after a fork."""

    missing_protections: tuple[str, ...] = ()

    def __init__(self, prefixes: Mapping[str, str], graphs: frozenset[str], limits: Limits) -> None:
        """Know what a query may say."""
        self.limits = limits
        self._prefixes, self._graphs = dict(prefixes), graphs
        self._passed = lru_cache(_PASSED)(self._inspect)  # most queries are looked at twice

    @abstractmethod
    def _answer(self, text: str, passed: Inspected, form: Format, dataset: Dataset | None, client: Client) -> bytes:
        """Return the answer to a query that passed; dataset: what replaces that of the query."""

    @abstractmethod
    def close(self) -> None:
        """End everything that the engine started."""

    def form(self, text: str) -> str:
        """Return SELECT, ASK, CONSTRUCT or DESCRIBE; raises QueryError for what may not run."""
        return self._passed(text).form

    def query(
        self,
        text: str,
        format: Format | None = None,  # noqa: A002 - the word that everybody uses for it
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        client: Client = _NOBODY,
    ) -> Answer:
        """Return the whole answer, in the form's first format when none is chosen.

        client: who is charged for it.
        default_graphs and named_graphs: IRIs that together replace the dataset, also the query's own FROM (SPARQL 1.1
        Protocol, 2.1.4). Raises QueryError, LimitError and MachineError; of an engine of others also UnavailableError:
        it does not answer, or not as it should; and UnsupportedError: it does not know something that the query needs.
        """
        passed = self._passed(text)
        chosen = fitting(passed.form, format)
        for graph in (*default_graphs, *named_graphs):
            check_graph(graph, self._graphs)
        dataset = Dataset(tuple(default_graphs), tuple(named_graphs)) if default_graphs or named_graphs else None
        return Answer(passed.form, chosen, self._answer(text, passed, chosen, dataset, client))

    def rows(self, text: str, client: Client = _NOBODY) -> list[dict[str, Term]]:
        """Return the rows of a SELECT; a variable without a value is left out of its row."""
        answer = self.query(text, TABLES[0], client=client)
        if answer.form != "SELECT":
            raise QueryError(f"{answer.form} has no rows.", fix="Ask with SELECT.")
        return rows(answer.body)

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _inspect(self, text: str) -> Inspected:
        """Read a query's tokens."""
        return inspect(text, graphs=self._graphs, prefixes=self._prefixes, largest=self.limits.query_bytes)
