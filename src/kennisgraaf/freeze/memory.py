"""An engine that gives again what was asked shortly before: the pages and forms of one thing ask much the same."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from kennisgraaf.engine import Answer, Client, Limits
from kennisgraaf.engine.local import LocalEngine
from kennisgraaf.formats import Format

_MOST = 200  # answers
_NOBODY = Client()


class Remembering(LocalEngine):
    """Queries on a store that does not change, asked by one reader, who is never charged."""

    def __init__(self, path: Path, prefixes: Mapping[str, str], graphs: frozenset[str], limits: Limits) -> None:
        """Open the store; MachineError when it does not open."""
        super().__init__(path, prefixes, graphs, limits)
        self._kept = lru_cache(_MOST)(super().query)

    def query(
        self,
        text: str,
        format: Format | None = None,  # noqa: A002 - the word that everybody uses for it
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        client: Client = _NOBODY,
    ) -> Answer:
        """Return the whole answer, as the engine does."""
        del client
        return self._kept(text, format, default_graphs=tuple(default_graphs), named_graphs=tuple(named_graphs))
