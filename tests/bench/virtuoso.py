"""Virtuoso 7 with settings of its own in a temporary folder."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from bench.peer import AbsentError, Peer, free_port

_GRAPH = "urn:bench"
_SETTINGS = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.err
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 100
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {data}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
VectorSize = 1000
ThreadsPerQuery = {cores}
AsyncQueueMaxThreads = {cores}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 100
MaxClientConnections = 100
MaxKeepAlives = 100
KeepAliveTimeout = 120
HTTPThreadSize = 280000
Charset = UTF-8
EnabledGzipContent = 0
[Client]
SQL_QUERY_TIMEOUT = 0
SQL_TXN_TIMEOUT = 0
[SPARQL]
DefaultGraph = {graph}
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


class Virtuoso(Peer):
    """Virtuoso, loaded by its bulk loader; what it holds in memory is bounded by its buffers."""

    name = "Virtuoso"

    def __init__(self, folder: Path, dump: Path) -> None:
        """Find the programs. AbsentError: they are not here."""
        super().__init__(folder, dump)
        self._isql = next((found for name in ("isql-vt", "isql-v") if (found := shutil.which(name))), "")
        if not shutil.which("virtuoso-t") or not self._isql:
            raise AbsentError("there is no virtuoso-t with isql-vt (Debian: virtuoso-opensource)")
        self._sql = free_port()
        self._own = folder / "virtuoso"
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        self._buffers = min(pages // 4, 2_000_000_000) // 8192
        self.note = f"NumberOfBuffers {self._buffers} (8 kB each), no limit on rows or time, one graph as default graph"

    def prepare(self) -> None:
        """Write the settings."""
        self._own.mkdir()
        values = {"folder": self._own, "data": self.dump.parent, "sql": self._sql, "port": self.port, "graph": _GRAPH}
        sizes = {"buffers": self._buffers, "dirty": self._buffers * 3 // 4, "cores": os.cpu_count()}
        (self._own / "virtuoso.ini").write_text(_SETTINGS.format(**values, **sizes), encoding="utf-8")

    def command(self) -> list[str]:
        """Return the command, in the foreground."""
        return ["virtuoso-t", "+foreground", "+configfile", str(self._own / "virtuoso.ini")]

    def fill(self) -> None:
        """Load the file; AbsentError when it does not arrive whole."""
        load = f"ld_dir('{self.dump.parent}', '{self.dump.name}', '{_GRAPH}'); rdf_loader_run(); checkpoint;"
        told = self._say(f"{load} SELECT ll_state, ll_error FROM DB.DBA.load_list;")  # noqa: S608 - all ours
        if not re.search(r"^2\s+NULL", told, re.MULTILINE):
            raise AbsentError(f"it did not load: {told[-300:]}")

    def _say(self, commands: str) -> str:
        command = [self._isql, f"127.0.0.1:{self._sql}", "dba", "dba", "VERBOSE=OFF", f"EXEC={commands}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200)
        return done.stdout + done.stderr

    def version(self) -> str:
        """Return its version."""
        done = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True, check=False)
        found = re.search(r"Version (\S+)", done.stdout + done.stderr)
        return found[1] if found else ""
