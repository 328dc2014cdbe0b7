"""Virtuoso 7 with settings of its own in a temporary folder."""

import os
import re
from pathlib import Path

import engines
from bench.peer import AbsentError, Peer

_GRAPH = "urn:bench"


class Virtuoso(Peer):
    """Virtuoso, loaded by its bulk loader; what it holds in memory is bounded by its buffers."""

    name = "Virtuoso"

    def __init__(self, folder: Path, dump: Path) -> None:
        """Find the programs. AbsentError: they are not here."""
        super().__init__(folder, dump)
        self._server, _ = engines.virtuoso_programs()
        (self._sql,) = engines.free_ports(1)
        self._own = folder / "virtuoso"
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        self._buffers = min(pages // 4, 2_000_000_000) // 8192
        self.note = f"NumberOfBuffers {self._buffers} (8 kB each), no limit on rows or time, one graph as default graph"

    def prepare(self) -> None:
        """Write the settings."""
        self._own.mkdir()
        engines.lay_out_virtuoso(self._own, http=self.port, sql=self._sql, buffers=self._buffers)
        settings = self._own / "virtuoso.ini"
        text = settings.read_text(encoding="utf-8").replace("[SPARQL]", f"[SPARQL]\nDefaultGraph = {_GRAPH}")
        settings.write_text(re.sub("(DirsAllowed = .*)", rf"\1, {self.dump.parent}", text), encoding="utf-8")

    def command(self) -> list[str]:
        """Return the command, in the foreground."""
        return [self._server, "+foreground", "+configfile", str(self._own / "virtuoso.ini")]

    def fill(self) -> None:
        """Load the file; AbsentError when it does not arrive whole."""
        load = f"ld_dir('{self.dump.parent}', '{self.dump.name}', '{_GRAPH}'); rdf_loader_run(); checkpoint;"
        told = engines.say(self._sql, f"{load} SELECT ll_state, ll_error FROM DB.DBA.load_list;")  # noqa: S608 - all ours
        if not re.search(r"^2\s+NULL", told, re.MULTILINE):
            raise AbsentError(f"it did not load: {told[-300:]}")

    def version(self) -> str:
        """Return its version."""
        return engines.virtuoso_version()
