"""An engine on a store of our own: the gate in this process, the work in others."""

import os
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from kennisgraaf.engine.answers import Answer, Term, fitting, rows
from kennisgraaf.engine.gate import Inspected, check_graph, inspect
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.pool import Pool, Request
from kennisgraaf.engine.shares import Client
from kennisgraaf.errors import QueryError
from kennisgraaf.formats import TABLES, Format

_NOBODY = Client()
_PASSED = 64


class LocalEngine:
    """Queries on a folder with a store; may be used from any thread, and after a fork."""

    def __init__(self, path: Path, prefixes: Mapping[str, str], graphs: frozenset[str], limits: Limits) -> None:
        """Open the store in a first worker; MachineError when it does not open."""
        self.limits = limits
        self._path, self._prefixes, self._graphs = path, dict(prefixes), graphs
        self._passed = lru_cache(_PASSED)(self._inspect)  # most queries are looked at twice
        self._lock = threading.Lock()
        self._pid, self._pool = os.getpid(), Pool(path, prefixes, limits)
        try:
            self.missing_protections = tuple(self._pool.start())
        except BaseException:
            self._pool.close()
            raise

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
        Protocol, 2.1.4). Raises QueryError, LimitError and MachineError.
        """
        passed = self._passed(text)
        chosen = fitting(passed.form, format)
        for graph in (*default_graphs, *named_graphs):
            check_graph(graph, self._graphs)
        if default_graphs or named_graphs:
            request = Request(text, chosen.name, parts=True, dataset=(tuple(default_graphs), tuple(named_graphs)))
        else:
            request = Request(text, chosen.name, parts=passed.parts)
        return Answer(passed.form, chosen, self._workers().run(request, client))

    def rows(self, text: str, client: Client = _NOBODY) -> list[dict[str, Term]]:
        """Return the rows of a SELECT; a variable without a value is left out of its row."""
        answer = self.query(text, TABLES[0], client=client)
        if answer.form != "SELECT":
            raise QueryError(f"{answer.form} has no rows.", fix="Ask with SELECT.")
        return rows(answer.body)

    def numbers(self) -> dict[str, float]:
        """Return figures for operators, name → value."""
        return self._workers().numbers()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _inspect(self, text: str) -> Inspected:
        """Read a query's tokens."""
        return inspect(text, graphs=self._graphs, prefixes=self._prefixes, largest=self.limits.query_bytes)

    def _workers(self) -> Pool:
        """Return the pool of this process: after a fork a new one, since a process cannot use another one's."""
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._pool.forget()
                    self._pool = Pool(self._path, self._prefixes, self.limits)
                    self._pid = os.getpid()
        return self._pool
