"""The front: between the server's event loop and the application, which is written for threads (WSGI, PEP 3333).

What was answered before is answered from the loop itself, and so is a query that takes no time worth speaking of. All
else gets a thread; no client gets more than half of them, so that one who sends many slow requests waits behind itself.
When a client goes away while its request still runs, the application can tell (`GONE` in its environment), and ends the
query.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kennisgraaf.engine import Hurry, NotYet
from kennisgraaf.web import arrival
from kennisgraaf.web.cache import Cache, Reply
from kennisgraaf.web.observation import ERROR, LIMIT, ROUTE, Observer, Seen, known

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

GONE, HURRY, REFUSED = "kennisgraaf.gone", "kennisgraaf.hurry", "kennisgraaf.refused"
THREADS = 32
_HURRY = 0.003  # seconds that a light query may hold up the event loop; a thread takes longer to wake up
_WATCH = 0.25  # seconds; whether a client is still there is not asked for requests that take less
_PIECE = 1 << 20
_LOG = logging.getLogger("kennisgraaf.web")


@dataclass
class _Turn:
    """The threads of one client: how many requests it has, and a semaphore that lets some of them in."""

    inside: asyncio.Semaphore
    requests: int = 0


@dataclass
class _Visit:
    """One request; gone when its client no longer waits."""

    gone: bool = False

    def is_gone(self) -> bool:
        return self.gone


@dataclass
class _Started:
    """What the application says with start_response."""

    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], object]:
        self.status, self.headers = int(status[:3]), headers
        return _no_write


@dataclass
class _Note:
    """What observers are told in the end; a request that nobody answered counts as 499, as at nginx."""

    route: str = ""
    status: int = 499
    size: int = 0
    limit: str = ""
    error: str = ""

    def take(self, environ: "WSGIEnvironment", started: _Started) -> None:
        self.status, self.size = started.status, _length(started.headers)
        self.route, self.limit, self.error = (environ.get(name, "") for name in (ROUTE, LIMIT, ERROR))


class Front:
    """An application for granian's own interface (RSGI 1.6)."""

    def __init__(  # noqa: PLR0913 - each has a default
        self,
        app: "WSGIApplication",
        cache: Cache | None = None,
        threads: int = THREADS,
        *,
        proxies: int = 0,
        observers: Sequence[Observer] = (),
        release: str = "",
    ) -> None:
        """Put the front before a WSGI application.

        proxies: trusted ones before us, each of which adds its client to X-Forwarded-For; observers are told of each
        request, as one to this release.
        """
        self._proxies, self._observers, self._release = proxies, tuple(observers), release
        self._app, self._cache = app, cache or Cache()
        self._pool = ThreadPoolExecutor(threads, "web")
        self._each = max(1, threads // 2)
        self._turns: dict[str, _Turn] = {}

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """Answer one request, and tell the observers of it."""
        began, note = time.perf_counter(), _Note()
        for observer in self._observers:
            observer.begin()
        try:
            await self._answer(scope, proto, note)
        finally:
            seconds, method = time.perf_counter() - began, known(scope.method)
            seen = Seen(method, note.route, note.status, seconds, note.size, self._release, note.limit, note.error)
            for observer in self._observers:
                observer.end(seen)

    def close(self) -> None:
        """End the threads, as soon as none of them works."""
        self._pool.shutdown(wait=False)

    async def _answer(self, scope: Any, proto: Any, note: "_Note") -> None:
        refused, body = "", b""
        if scope.method not in {"GET", "HEAD"}:
            try:
                body = await arrival.body(scope, proto)
            except arrival.RefusedBody as error:
                refused = str(error)
        key = arrival.key(scope, body)
        reply = None if refused else self._cache.get(key)
        if reply is None:
            environ = arrival.environ(scope, body, arrival.address(scope, self._proxies))
            reply = await self._ask(proto, {**environ, REFUSED: refused}, note)
            self._cache.add(key, reply) if reply else None
        if reply:
            found = reply.for_who_has(scope.headers.get("if-none-match", ""))
            note.status, note.size, note.route = found.status, len(found.body), found.route
            proto.response_bytes(found.status, found.headers, found.body)

    async def _ask(self, proto: Any, environ: "WSGIEnvironment", note: "_Note") -> Reply | None:
        """Let the application answer; None when the answer was sent."""
        visit, hurry = _Visit(), Hurry(_HURRY)
        environ[GONE] = visit.is_gone
        if not _light(environ):
            return await self._at_its_turn(proto, environ, note, visit)
        environ[HURRY] = hurry
        try:
            at_once = {**environ}
            return await self._sent(proto, at_once, note, self._call(at_once))
        except NotYet:
            environ["wsgi.input"].seek(0)
            return await self._at_its_turn(proto, environ, note, visit)
        finally:
            hurry.close()

    async def _at_its_turn(self, proto: Any, environ: "WSGIEnvironment", note: "_Note", visit: _Visit) -> Reply | None:
        """Use a thread, when it is the client's turn."""
        address = environ["REMOTE_ADDR"]
        turn = self._turns.setdefault(address, _Turn(asyncio.Semaphore(self._each)))
        turn.requests += 1
        try:
            async with turn.inside:
                return await self._in_thread(proto, environ, note, visit)
        finally:
            turn.requests -= 1
            if not turn.requests:
                del self._turns[address]

    async def _in_thread(self, proto: Any, environ: "WSGIEnvironment", note: "_Note", visit: _Visit) -> Reply | None:
        loop = asyncio.get_running_loop()
        watching: list[asyncio.Task[None]] = []
        alarm = loop.call_later(_WATCH, lambda: watching.append(loop.create_task(_watch(proto, visit))))
        try:
            return await self._sent(proto, environ, note, await loop.run_in_executor(self._pool, self._call, environ))
        finally:
            alarm.cancel()
            for task in watching:
                task.cancel()

    async def _sent(
        self, proto: Any, environ: "WSGIEnvironment", note: "_Note", answer: tuple[_Started, bytes | Iterable[bytes]]
    ) -> Reply | None:
        """Return a small answer; send a large one."""
        started, parts = answer
        note.take(environ, started)
        if isinstance(parts, bytes):
            return Reply(started.status, started.headers, parts, note.route)
        await self._stream(proto, started, parts)
        return None

    def _call(self, environ: "WSGIEnvironment") -> tuple[_Started, bytes | Iterable[bytes]]:
        """Run the application; a large answer is returned as it is made, any other in one piece."""
        started = _Started()
        try:
            parts = self._app(environ, started)
        except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer
            _LOG.exception("a request failed outside of the application")
            return _Started(), b""
        if _length(started.headers) > _PIECE:
            return started, parts
        try:
            return started, b"".join(parts)
        finally:
            _close(parts)

    async def _stream(self, proto: Any, started: _Started, parts: Iterable[bytes]) -> None:
        """Send a large answer piece by piece."""
        loop, pieces = asyncio.get_running_loop(), iter(parts)
        transport = proto.response_stream(started.status, started.headers)
        try:
            while piece := await loop.run_in_executor(self._pool, next, pieces, b""):
                await transport.send_bytes(piece)
        finally:
            await loop.run_in_executor(self._pool, _close, parts)


def _light(environ: "WSGIEnvironment") -> bool:
    """Tell whether a request is one query that a program asks: its route does nothing else that takes time."""
    asked = environ["REQUEST_METHOD"] == "POST" or "query=" in environ["QUERY_STRING"]
    return asked and environ["PATH_INFO"].endswith("/sparql") and "html" not in environ.get("HTTP_ACCEPT", "")


async def _watch(proto: Any, visit: _Visit) -> None:
    """Wait until the client goes away."""
    await proto.client_disconnect()
    visit.gone = True


def _length(headers: Iterable[tuple[str, str]]) -> int:
    return next((int(value) for name, value in headers if name.lower() == "content-length"), 0)


def _close(parts: Iterable[bytes]) -> None:
    """End an answer, as PEP 3333 asks."""
    close = getattr(parts, "close", None)
    if close:
        close()


def _no_write(_: bytes) -> None:
    """Stand where an old application would write."""
