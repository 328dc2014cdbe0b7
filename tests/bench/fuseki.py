"""Apache Jena Fuseki, from FUSEKI_JAR or through Maven."""

import os
import shutil
import subprocess
from pathlib import Path

from bench.peer import HOUSE, AbsentError, Peer

_ARTIFACT = "org.apache.jena:jena-fuseki-server:5.6.0"  # the last line that runs on Java 17
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_KEPT = HOUSE / ".kennisgraaf" / "bench"


class Fuseki(Peer):
    """Fuseki with its transactional store in memory, loaded at the start."""

    name = "Fuseki"
    path = "/ds/sparql"
    note = "`--file`, its transactional store in memory, Java's default heap"
    loads = False

    def __init__(self, folder: Path, dump: Path) -> None:
        """Find the program. AbsentError: no Java, or no jar to be had."""
        super().__init__(folder, dump)
        if not shutil.which("java"):
            raise AbsentError("there is no java")
        self._jar = _jar()

    def command(self) -> list[str]:
        """Return the command."""
        serve = ["java", "-jar", str(self._jar), "--localhost", "--port", str(self.port), "--no-cors"]
        return [*serve, "--file", str(self.dump), "/ds"]

    def version(self) -> str:
        """Return its version."""
        return self._jar.stem.rpartition("-")[2]


def _jar() -> Path:
    """Return the jar that the environment names, or the one that Maven brings; kept for the next time."""
    if given := os.environ.get("FUSEKI_JAR"):
        return Path(given).resolve()
    kept = _KEPT / "{1}-{2}.jar".format(*_ARTIFACT.split(":"))
    if not kept.exists():
        if not shutil.which("mvn"):
            raise AbsentError("FUSEKI_JAR names no jar, and there is no mvn to fetch one")
        command = ["mvn", "-B", "-q", _COPY, f"-Dartifact={_ARTIFACT}", f"-DoutputDirectory={_KEPT}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        if not kept.exists():
            raise AbsentError(f"mvn did not bring the jar: {done.stdout.strip()[:200]}")
    return kept
