"""Apache Jena Fuseki, from FUSEKI_JAR or through Maven."""

from pathlib import Path

import engines
from bench.peer import Peer


class Fuseki(Peer):
    """Fuseki with its transactional store in memory, loaded at the start."""

    name = "Fuseki"
    path = "/ds/sparql"
    note = "`--file`, its transactional store in memory, Java's default heap"
    loads = False

    def __init__(self, folder: Path, dump: Path) -> None:
        """Find the program. AbsentError: no Java, or no jar to be had."""
        super().__init__(folder, dump)
        self._jar = engines.fuseki_jar()

    def command(self) -> list[str]:
        """Return the command."""
        serve = ["java", "-jar", str(self._jar), "--localhost", "--port", str(self.port), "--no-cors"]
        return [*serve, "--file", str(self.dump), "/ds"]

    def version(self) -> str:
        """Return its version."""
        return self._jar.stem.rpartition("-")[2]
