"""One web process: opens the release, answers requests, and looks each second whether anything changed around it."""

import json
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from flask import Flask

from kennisgraaf import release
from kennisgraaf.engine import Engine, Limits, open_store
from kennisgraaf.errors import LimitError, MachineError, UnavailableError
from kennisgraaf.release import Release
from kennisgraaf.web import create_app, rehearsal
from kennisgraaf.web.front import Front
from kennisgraaf.web.journal import Journal
from kennisgraaf.web.metrics import Metrics
from kennisgraaf.web.observation import Observer
from kennisgraaf.web.serve import SETTINGS, Settings
from kennisgraaf.web.switch import Follower, Serving, Switch

_BEAT = 1.0  # seconds
_ASK = 2.0  # seconds between two looks at the register in an engine of others
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_LOG = logging.getLogger(__name__)


def application() -> Switch:
    """Return the application that the environment describes; granian calls this in each process of the server.

    A process that replaces another one begins with the release that was last proven sound.
    """
    settings = Settings(**json.loads(os.environ[SETTINGS]))
    counting = Metrics() if settings.metrics else None
    observers: list[Observer] = [Journal()] if settings.log == "json" else []
    observers += [counting] if counting else []
    sound = Path(settings.shared, "sound")
    folder = Path(sound.read_text(encoding="utf-8") if sound.exists() else settings.folder)

    def opened(there: Path) -> Serving:
        return load(there, settings, observers)

    switch = Switch(load(folder, settings, observers, waiting=bool(settings.engine)))
    threading.Thread(target=_prepare, args=(switch.current,), name="web-rehearsal", daemon=True).start()
    follower = _follower(switch, settings, folder, opened) if settings.releases else None
    threading.Thread(target=_live, args=(switch, follower, counting), name="web-beat", daemon=True).start()
    return switch


def _prepare(first: Serving) -> None:
    """Compute what is the same for all readers, while the first of them are answered."""
    first.prepare()
    rehearsal.settle()


def load(folder: Path, settings: Settings, observers: Sequence[Observer] = (), *, waiting: bool = False) -> Serving:
    """Open a release and prove it: every hash, the number of its triples, and a page.

    waiting: whether an engine of others may be away; readers then get 503 until it is back.
    NotFound, MachineError: it is not finished, damaged, or does not answer.
    """
    found = release.load(folder)
    engine = _engine(found, settings, waiting=waiting)
    try:
        app = create_app(found, engine, subpath=settings.subpath, public=settings.public, report=settings.report)
        with suppress(*((UnavailableError, LimitError) if waiting else ())):
            _prove(found, engine, app)
    except BaseException:
        engine.close()
        raise
    front = Front(app, proxies=settings.proxies, observers=observers, release=found.id)

    ended = threading.Event()

    def close() -> None:
        ended.set()
        front.close()
        engine.close()

    return Serving(front, found.id, close, engine.numbers, lambda: rehearsal.walk(app, ended), engine.pointed)


def _engine(found: Release, settings: Settings, *, waiting: bool) -> Engine:
    """Open our own engine, or one of others."""
    limits = Limits.read(settings.limits)
    if not settings.engine:
        return open_store(found.store, found.prefixes, frozenset(found.graphs), limits)
    from kennisgraaf.engine.remote import open_remote  # noqa: PLC0415 - only who has an engine of others needs it

    return open_remote(settings.engine, found, limits, waiting=waiting)


def _prove(found: Release, engine: Engine, app: Flask) -> None:
    """Let the engine count what the marker says is there, and have a page made."""
    (row,) = engine.rows(_COUNT)
    counted, said = int(row["n"].value), found.about["triples"]
    if not counted or counted != said:
        raise MachineError(
            f"The release {found.id} has {counted} triples instead of {said}.", fix="Run `kennisgraaf build` again."
        )
    if app.test_client().get("/").status_code != HTTPStatus.OK:
        raise MachineError(f"The release {found.id} has no front page.", fix="See the messages above.")


def _follower(switch: Switch, settings: Settings, folder: Path, opened: Callable[[Path], Serving]) -> Follower:
    """Return what looks after the link, and notes for later processes what is sound."""
    releases, note = Path(settings.releases), Path(settings.shared, "sound")

    def proven(there: Path) -> Serving:
        fresh = opened(there)
        fresh.prepare()  # the old one serves meanwhile
        draft = note.with_name(f"sound-{os.getpid()}")
        draft.write_text(str(releases / fresh.release), encoding="utf-8")
        draft.replace(note)
        return fresh

    def untold(reason: str) -> bool:
        try:
            Path(settings.shared, f"told-{sha256(reason.encode()).hexdigest()[:16]}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    pointer = _Pointer(switch, releases, folder)
    where = pointer.where if settings.engine else lambda: release.in_use(releases)
    return Follower(switch, where, proven, folder, untold)


class _Pointer:
    """Tells which release an engine of others gives to readers, as far as its folder is here."""

    def __init__(self, switch: Switch, releases: Path, folder: Path) -> None:
        """Begin with what is served."""
        self._switch, self._releases, self._folder = switch, releases, folder
        self._next = 0.0

    def where(self) -> Path:
        """Return the folder; asks the engine once in a while."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _ASK
            pointed = self._switch.current.pointed()
            if pointed and (self._releases / pointed / release.MARKER).is_file():
                self._folder = self._releases / pointed
        return self._folder


def _live(switch: Switch, follower: Follower | None, counting: Metrics | None) -> None:
    """Look around each second; end when the process that watches over us is gone."""
    parent, rest, changed = multiprocessing.parent_process(), threading.Event(), False
    while not rest.wait(_BEAT):
        if parent and not parent.is_alive():
            os.kill(os.getpid(), signal.SIGTERM)
        try:
            changed = bool(follower and follower.look()) or changed
            if changed and not switch.leaving:
                rehearsal.settle()
                changed = False
            if counting:
                counting.publish(switch.current.release, switch.current.numbers())
        except Exception:  # noqa: BLE001 - the next second is another chance
            _LOG.exception("the look around failed")
