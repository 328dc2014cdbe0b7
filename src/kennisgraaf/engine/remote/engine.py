"""An engine of others as ours: gate, syntax and the writing of answers here, the work there."""

import math
import os
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from kennisgraaf.engine import frames, register
from kennisgraaf.engine.gate import Inspected
from kennisgraaf.engine.gateway import Dataset, Gateway
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.register import Register
from kennisgraaf.engine.remote.access import Access
from kennisgraaf.engine.remote.holding import read
from kennisgraaf.engine.remote.link import Link
from kennisgraaf.engine.remote.translation import Translator
from kennisgraaf.engine.remote.wire import Question, Whole
from kennisgraaf.engine.shares import Client
from kennisgraaf.errors import LimitError, MachineError, NotFound, UnavailableError
from kennisgraaf.formats import Format
from kennisgraaf.release import Release

_NOBODY = Client()
_KEPT = 64
_TRUST = 2.0  # seconds that the engine is trusted to hold our release, once it said so
_ASIDE = ("memory of one query (the engine of others bounds it)",)
_CHECK: frames.Head = {"do": "check", "parts": False, "default": None, "named": None}


class RemoteEngine(Gateway):
    """Queries on a release that an engine of others holds."""

    def __init__(self, url: str, release: Release, limits: Limits) -> None:
        """Prepare; `start` looks whether the engine is there. KennisgraafError: URL or settings are wrong."""
        super().__init__(release.prefixes, frozenset(release.graphs), limits)
        self._release, self._access = release, Access.find(url)
        told: dict[str, str] = release.about.get("contents", {})
        self._stored = {graph: register.stored(fingerprint) for graph, fingerprint in told.items()}
        self._translator = Translator(self._stored, self._prefixes)
        self._columns = lru_cache(_KEPT)(self._check)
        self._lock = threading.Lock()
        self._own = Link(self._access, release, limits)

    def start(self, *, waiting: bool = False) -> None:
        """Start the workers, and look whether the engine holds the release; waiting: it need not, yet.

        NotFound: it does not hold it. UnavailableError: it does not answer.
        """
        if "" not in self._stored:
            raise NotFound(
                f"The release {self._release.id} does not say what its graphs hold; an older version built it.",
                fix="Run `kennisgraaf build`.",
            )
        self.missing_protections = (*self._own.pool.start(), *_ASIDE, *self._access.warnings)
        self._own.quiet = not waiting
        try:
            self._verify(self._own)
        except (UnavailableError, NotFound):
            if not waiting:
                raise
        self._own.quiet = False

    def register(self) -> Register:
        """Return what the engine holds of ours. UnavailableError: it does not answer."""
        return read(self._link().wire, self._access.url, self.limits)

    def pointed(self) -> str:
        """Return the id of the release that the engine gives to readers, "" while it does not say."""
        try:
            return self.register().current
        except MachineError:
            return ""

    def numbers(self) -> dict[str, float]:
        """Return figures for operators, name → value."""
        link = self._link()
        return {
            **link.pool.numbers(),
            "remote_up": float(link.fault is None),
            "remote_queries": link.asked,
            "remote_failures": link.failed,
            "remote_queries_running": link.slots.running,
            "remote_heavy_queries_running": link.slots.heavy,
            "remote_queries_waiting": link.slots.waiting,
        }

    def close(self) -> None:
        """End the workers, and every connection."""
        self._own.close()

    def _check(self, text: str) -> tuple[str, ...]:
        """Return the columns of a query that is SPARQL; QueryError, as our own engine raises it, for any other."""
        return tuple(self._link().pool.work({**_CHECK}, text.encode(), text, _NOBODY).decode().split())

    def _answer(self, text: str, passed: Inspected, form: Format, dataset: Dataset | None, client: Client) -> bytes:
        """Check, send, read, write."""
        link = self._link()
        key = blake2b(repr((text, dataset)).encode(), digest_size=16).digest()
        link.refusals.check(key)
        if client.hurry and client.hurry.seconds:
            raise client.hurry.keep(key, None)
        columns = self._columns(text)
        sent = self._translator.translate(text, parts=passed.parts, dataset=dataset)
        try:
            whole = self._fetch(link, Question(passed.form, sent.text, sent.default, sent.named, text), client)
            return self._written(link, whole, text, (passed, form.name, columns), client)
        except LimitError as error:
            if error.limit not in {"load", "share"}:
                link.refusals.add(key, error)
            raise
        except UnavailableError as error:
            link.fail(error)
            raise

    def _written(
        self, link: Link, whole: Whole, text: str, asked: tuple[Inspected, str, Sequence[str]], client: Client
    ) -> bytes:
        """Let a worker read an answer and write it; asked: the query, form of the answer, columns."""
        passed, written, columns = asked
        head: frames.Head = {"do": "write", "form": passed.form, "format": written, "columns": columns}
        head |= {"distinct": passed.distinct, "media_type": whole.media_type}
        return link.pool.work(head, whole.body, text, Client("", client.gone))

    def _fetch(self, link: Link, question: Question, client: Client) -> Whole:
        """Ask the engine when it is this client's turn, and when the engine is known to hold the release."""
        with link.slots.turn(client) as turn:
            self._confirm(link)
            link.asked += 1
            whole = link.wire.ask(question, self.limits.seconds, turn.look)
            if link.leaving:
                link.sure = -math.inf  # it was there before the answer; was it there after it?
                self._confirm(link)
            return whole

    def _confirm(self, link: Link) -> None:
        """Verify for a reader, to whom a release that is gone is an engine that fails."""
        try:
            self._verify(link)
        except NotFound as error:
            raise UnavailableError(error.what, fix=error.fix) from error

    def _verify(self, link: Link) -> None:
        """Make sure that the engine holds the release: it may have been started anew, with less in it.

        NotFound: it does not. UnavailableError: it does not answer.
        """
        with link.lock:
            if time.monotonic() < link.sure + _TRUST:
                return
            link.rest()
            try:
                found = read(link.wire, self._access.url, self.limits)
                self._held(found)
            except (UnavailableError, NotFound) as error:
                link.fail(error)
                raise
            link.leaving = found.current != self._release.id
            link.prove()

    def _held(self, found: Register) -> None:
        """Raise NotFound unless all graphs of the release are there, complete."""
        held = found.releases.get(self._release.id)
        if held is None or not held.graphs >= set(self._stored.values()):
            raise NotFound(
                f"The engine at {self._access.url} does not hold the release {self._release.id}.",
                fix=f"Run `kennisgraaf publish --to {self._access.url}`.",
                near=sorted(found.releases),
            )

    def _link(self) -> Link:
        """Return the link of this process: after a fork a new one, since a process cannot use another one's."""
        if self._own.pid != os.getpid():
            with self._lock:
                if self._own.pid != os.getpid():
                    self._own.pool.forget()
                    self._own = Link(self._access, self._release, self.limits)
        return self._own
