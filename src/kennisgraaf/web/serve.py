"""Serving releases: granian's processes, each with an engine of its own, with limits on what a connection may do.

What the processes must know travels through the environment, because each of them starts the application by itself. A
folder that lives as long as the server holds what they share: which release is known to be sound, and their figures.
"""

import json
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kennisgraaf.errors import KennisgraafError, MachineError

SETTINGS = "KENNISGRAAF_SERVE"
_TARGET = "kennisgraaf.web.process:application"
_CONNECTIONS = 512  # in each web process; more of them wait in the system's queue
_HEAD_SECONDS = 5  # for the head of a request, and for an idle connection
_HEAD_BYTES = 32_768
_END_SECONDS = 15  # for running requests when the server is told to stop: a query may take 10
_PATIENCE = 30.0  # seconds until we stop looking whether the server listens


@dataclass(frozen=True)
class Settings:
    """The words of the command `serve`.

    folder: the release to begin with; releases: where the link leads that is followed, "" to stay with that folder;
    public: the address of the front page as the world knows it, "" when it has none; proxies: trusted ones in front of
    us; log: "json" or "none"; metrics: whether figures are kept; limits: NAME=VALUE of those that differ;
    report: where readers report mistakes, "" for a page that says how; engine: the address of an engine of others that
    answers from the release, "" for our own.
    """

    folder: str
    releases: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    subpath: str = ""
    public: str = ""
    proxies: int = 0
    log: str = "none"
    metrics: bool = False
    limits: Sequence[str] = ()
    report: str = ""
    engine: str = ""
    shared: str = ""


def run(settings: Settings, say: Callable[[str], None] = print) -> None:
    """Serve until SIGINT or SIGTERM; say gets the address as soon as it can be asked.

    KennisgraafError: the address is in use or not ours. MachineError: the server failed.
    """
    # A fork would copy locks that another thread holds at that moment, and the copy would wait for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    port = _free(settings.host, settings.port)
    with TemporaryDirectory(prefix="kennisgraaf-") as shared:
        _share(settings, shared)
        server = _server(settings, port)
        threading.Thread(target=_announce, args=(settings, port, say), daemon=True).start()
        try:
            server.serve()
        except SystemExit as end:  # granian's way to say that its processes were interrupted, or that one failed
            if end.code not in {0, 1, None}:
                raise MachineError("The server stopped.", fix="See the messages above.") from end


def _share(settings: Settings, shared: str) -> None:
    """Tell the processes that will be started what they need."""
    from kennisgraaf.web.metrics import FOLDER  # noqa: PLC0415 - Flask, where only `--help` was wanted

    os.environ.pop(FOLDER, None)
    if settings.metrics:
        figures = Path(shared, "metrics")
        figures.mkdir()
        os.environ[FOLDER] = str(figures)
    os.environ[SETTINGS] = json.dumps({**asdict(settings), "shared": shared})


def _server(settings: Settings, port: int) -> Any:
    """Return granian, ready to serve; HTTP/1.1 only, since a proxy that speaks HTTP/2 does so with its clients."""
    from granian import Granian  # noqa: PLC0415 - a fifth of a second that only a server should pay
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    from kennisgraaf.web.journal import configuration  # noqa: PLC0415

    return Granian(
        _TARGET,
        address=settings.host,
        port=port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        backpressure=_CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_SECONDS * 1000, max_buffer_size=_HEAD_BYTES),
        factory=True,
        log_level=LogLevels.error,
        log_dictconfig=configuration() if settings.log == "json" else None,
        workers_kill_timeout=_END_SECONDS,
        respawn_failed_workers=True,
    )


def _announce(settings: Settings, port: int, say: Callable[[str], None]) -> None:
    """Say the address once somebody answers there."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    if _answers(settings.host, port):
        say(f"http://{host}:{port}/{settings.subpath.strip('/')}")


def _free(host: str, port: int) -> int:
    """Return the port, or a free one for 0; granian itself would share a port that is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fix = f"Stop what listens there, or choose another port: --port {port + 1}."
            raise KennisgraafError(f"{host}:{port} cannot be used: {error.strerror}.", fix=fix) from error
        return int(probe.getsockname()[1])


def _answers(host: str, port: int) -> bool:
    """Wait until somebody answers at the port."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection((host, port), timeout=5) as there:
            there.sendall(b"GET /robots.txt HTTP/1.0\r\n\r\n")
            if there.recv(1):
                return True
        time.sleep(0.05)
    return False
