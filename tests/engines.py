"""A real Virtuoso and a real Fuseki for tests: on loopback, in a temporary folder, with the settings of deploy/.

What stands in deploy/ is what runs here, so the documented configuration is the one that was tried. Each engine has an
account that may write and one that may only read.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

HOUSE = Path(__file__).parents[1]
DEPLOY = HOUSE / "deploy"
WRITER, READER = ("kennisgraaf_publisher", "publisher"), ("kennisgraaf_reader", "reader")
_ARTIFACT = "org.apache.jena:jena-fuseki-server:5.6.0"  # the last line that runs on Java 17
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_KEPT = HOUSE / ".kennisgraaf" / "bench"
_PATIENCE = 120.0  # seconds, for a start on a busy machine


class AbsentError(Exception):
    """An engine cannot be had on this machine; the message says why."""


@dataclass
class Running:
    """An engine that runs: name, url to give to `--engine` and `--to`, its process and how it is started again."""

    name: str
    url: str
    query: str
    update: str
    graphs: str  # the Graph Store Protocol, up to the IRI of the graph
    writer: tuple[str, str]
    reader: tuple[str, str]
    command: list[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Running":
        """Start it and wait until it answers; AbsentError when it does not."""
        with (self.folder / "log").open("ab") as log:
            environment = {**os.environ, **self.environment}
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log, env=environment)
        until = time.monotonic() + _PATIENCE
        while not _answers(self.query):
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                last = (self.folder / "log").read_text(errors="replace").strip().splitlines()[-1:]
                raise AbsentError(f"{self.name} did not start: {' '.join(last)[:200]}")
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        """End it as an operator does, so that its files are whole."""
        if self.process:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(60)
            self.kill()

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self.process:
            self.process.kill()
            self.process.wait(20)
            self.process = None


def virtuoso_programs() -> tuple[str, str]:
    """Return Virtuoso and its SQL client; AbsentError: they are not here."""
    client = next((found for name in ("isql-vt", "isql-v") if (found := shutil.which(name))), "")
    server = shutil.which("virtuoso-t")
    if not server or not client:
        raise AbsentError("there is no virtuoso-t with isql-vt (Debian: virtuoso-opensource)")
    return server, client


def fuseki_jar() -> Path:
    """Return the jar that the environment names, or the one that Maven brings; kept for the next time."""
    if not shutil.which("java"):
        raise AbsentError("there is no java")
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


def missing(name: str) -> str:
    """Return why an engine ("virtuoso" or "fuseki") cannot be tested here, loudly; "" when it can."""
    try:
        {"virtuoso": virtuoso_programs, "fuseki": fuseki_jar}[name]()
    except AbsentError as error:
        return f"SKIPPED LOUDLY: nothing was tried on a real {name}: {error}"
    return ""


@contextlib.contextmanager
def running(name: str, folder: Path, memory: int = 0) -> Iterator[Running]:
    """Start an engine with its files in a new folder, and stop it; AbsentError: it cannot be had.

    memory: the MB that it may take for buffers or heap, 0 for what small tests need.
    """
    folder.mkdir(parents=True)
    engine = {"virtuoso": _virtuoso, "fuseki": _fuseki}[name](folder, memory)
    try:
        engine.start()
        if name == "virtuoso":
            grant(engine)
        yield engine
    finally:
        engine.stop()


def _virtuoso(folder: Path, memory: int) -> Running:
    server, _ = virtuoso_programs()
    http, sql = free_ports(2)
    lay_out_virtuoso(folder, http=http, sql=sql, buffers=memory * 85 or 20_000)
    url = f"http://127.0.0.1:{http}"
    command = [server, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    return Running(
        "Virtuoso", f"{url}/sparql", f"{url}/sparql", f"{url}/sparql-auth", f"{url}/sparql-graph-crud-auth?graph-uri=",
        WRITER, READER, command, folder, {"SQL": str(sql)},
    )  # fmt: skip


def lay_out_virtuoso(folder: Path, *, http: int, sql: int, buffers: int) -> None:
    """Write the documented settings with ports and memory (pages of 8 kB) filled in."""
    words = {"FOLDER": str(folder), "HTTP": str(http), "SQL": str(sql), "BUFFERS": str(buffers)}
    settings = Template((DEPLOY / "virtuoso/virtuoso.ini.in").read_text(encoding="utf-8"))
    (folder / "virtuoso.ini").write_text(settings.safe_substitute(words), encoding="utf-8")


def grant(engine: Running) -> None:
    """Make the documented accounts; RuntimeError when Virtuoso does not take the statements."""
    told = say(int(engine.environment["SQL"]), (DEPLOY / "virtuoso/grants.sql").read_text(encoding="utf-8"))
    if "Error" in told:
        raise RuntimeError(told[-500:])


def say(port: int, commands: str) -> str:
    """Return what Virtuoso's SQL client tells about statements, each closed by a semicolon."""
    _, client = virtuoso_programs()
    command = [client, f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT", "PROMPT=OFF"]
    done = subprocess.run(command, input=commands, capture_output=True, text=True, check=False, timeout=1200)
    return done.stdout + done.stderr


def _fuseki(folder: Path, memory: int) -> Running:
    jar = fuseki_jar()
    shutil.copy(DEPLOY / "fuseki/config.ttl", folder)
    accounts = "".join(f"{name}: {password}\n" for name, password in (WRITER, READER))
    (folder / "passwd").write_text(accounts, encoding="utf-8")
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}/kennisgraaf"
    command = [
        "java",
        f"-Xmx{memory or 1000}m",
        "-jar",
        str(jar),
        "--localhost",
        "--port",
        str(port),
        "--config",
        "config.ttl",
    ]
    return Running(
        "Fuseki", url, f"{url}/sparql", f"{url}/update", f"{url}/data?graph=", WRITER, READER, command, folder
    )


def free_ports(number: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def virtuoso_version() -> str:
    """Return the version of the Virtuoso here, "" where it does not tell."""
    done = subprocess.run([virtuoso_programs()[0], "-?"], capture_output=True, text=True, check=False)
    found = re.search(r"Version (\S+)", done.stdout + done.stderr)
    return found[1] if found else ""


def _answers(address: str) -> bool:
    """Tell whether an engine answers a query."""
    try:
        with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
