"""An engine on a store of our own: the gate in this process, the work in others."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path

from kennisgraaf.engine.gate import Inspected
from kennisgraaf.engine.gateway import Dataset, Gateway
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.pool import Pool, Request
from kennisgraaf.engine.shares import Client
from kennisgraaf.formats import Format


class LocalEngine(Gateway):
    """Queries on a folder with a store."""

    def __init__(self, path: Path, prefixes: Mapping[str, str], graphs: frozenset[str], limits: Limits) -> None:
        """Open the store in a first worker; MachineError when it does not open."""
        super().__init__(prefixes, graphs, limits)
        self._path = path
        self._lock = threading.Lock()
        self._pid, self._pool = os.getpid(), Pool(path, prefixes, limits)
        try:
            self.missing_protections = tuple(self._pool.start())
        except BaseException:
            self._pool.close()
            raise

    def pointed(self) -> str:
        """Return "": nobody but ourselves says which release this is."""
        return ""

    def numbers(self) -> dict[str, float]:
        """Return figures for operators, name → value."""
        return self._workers().numbers()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def _answer(self, text: str, passed: Inspected, form: Format, dataset: Dataset | None, client: Client) -> bytes:
        """Let a worker answer."""
        parts = passed.parts or dataset is not None
        request = Request(text, form.name, parts=parts, dataset=dataset or (None, None))
        return self._workers().run(request, client)

    def _workers(self) -> Pool:
        """Return the pool of this process: after a fork a new one, since a process cannot use another one's."""
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._pool.forget()
                    self._pool = Pool(self._path, self._prefixes, self.limits)
                    self._pid = os.getpid()
        return self._pool
