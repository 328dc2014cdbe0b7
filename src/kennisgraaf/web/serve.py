"""Serving a release: granian's processes, each with an engine of its own.

What the processes must know (the folder of the release, the sub-path) travels through the environment, because each of
them starts the application by itself.
"""

import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kennisgraaf.errors import KennisgraafError, MachineError
from kennisgraaf.web.front import Front

_RELEASE, _SUBPATH = "KENNISGRAAF_RELEASE", "KENNISGRAAF_SUBPATH"
_TARGET = "kennisgraaf.web.serve:application"
_PATIENCE = 30.0  # seconds until we stop looking whether the server listens


def application() -> Front:
    """Return the application of the release that the environment names; runs in each process of the server."""
    from kennisgraaf import release  # noqa: PLC0415 - the process that only watches the others needs none of this
    from kennisgraaf.engine import Limits, open_store  # noqa: PLC0415
    from kennisgraaf.web import create_app  # noqa: PLC0415

    found = release.load(Path(os.environ[_RELEASE]))
    engine = open_store(found.store, found.prefixes, frozenset(found.graphs), Limits())
    return Front(create_app(found, engine, subpath=os.environ.get(_SUBPATH, "")))


def run(  # noqa: PLR0913, PLR0917 - the words of the command `serve`
    release_folder: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    subpath: str = "",
    say: Callable[[str], None] = print,
) -> None:
    """Serve a release until SIGINT or SIGTERM; say gets the address as soon as it can be asked.

    KennisgraafError: the address is in use or not ours. NotFound, MachineError: there is no sound release.
    """
    from granian import Granian  # noqa: PLC0415 - a fifth of a second that only a server should pay
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    # A fork would copy locks that another thread holds at that moment, and the copy would wait for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    port = _free(host, port)
    os.environ[_RELEASE], os.environ[_SUBPATH] = str(release_folder.resolve()), subpath
    server = Granian(
        _TARGET,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        factory=True,
        log_level=LogLevels.error,
        workers_kill_timeout=2,
        respawn_failed_workers=True,
    )
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/{subpath.strip('/')}"

    def announce() -> None:
        if _answers(host, port):
            say(address)

    threading.Thread(target=announce, daemon=True).start()
    try:
        server.serve()
    except SystemExit as end:  # granian's way to say that its processes were interrupted, or that one failed
        if end.code not in {0, 1, None}:
            raise MachineError("The server stopped.", fix="See the messages above.") from end


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
