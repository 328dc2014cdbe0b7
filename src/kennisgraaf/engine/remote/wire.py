"""The wire to an engine of others: one question, one whole answer within its time and size, or a reason why not.

One event loop in a thread of its own does the talking, so that a deadline holds whatever the engine does: it refuses,
hangs, drips byte after byte, or breaks off. No redirects, no proxies of the environment, certificates always checked.
"""

import asyncio
import logging
import ssl
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace

import httpx

from kennisgraaf.engine.foreign import media_types, readable
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.remarks import words
from kennisgraaf.engine.remote.access import Access
from kennisgraaf.engine.remote.dialect import limit, overdue, recognise
from kennisgraaf.engine.remote.greeting import QUESTION, Heard, Known, greet
from kennisgraaf.engine.remote.refusals import alien, refused, unreached
from kennisgraaf.engine.replies import over_limit
from kennisgraaf.errors import AddressError, MachineError, UnavailableError, UnsupportedError

_CONNECT = 3.0  # seconds
_LOOK = 0.1  # seconds between two looks at who waits
_WIDER = 4  # an answer as it comes may have so many times the bytes of one that is written for a reader
_WORDS = 20_000  # bytes of an error, or of the answer to a greeting, that are read
_TRIES = 2  # when a connection that was kept turns out to be closed
logging.getLogger("httpx").setLevel(logging.WARNING)  # it tells of every request, with its address


@dataclass(frozen=True)
class Question:
    """What is asked: a query and its form, the graphs of its dataset, and the query as its reader wrote it."""

    form: str
    text: str
    default: Sequence[str] = ()
    named: Sequence[str] = ()
    written: str = ""


@dataclass(frozen=True)
class Whole:
    """What came, whole."""

    media_type: str
    body: bytes


class Wire:
    """Connections to one engine, for any thread of one process."""

    def __init__(self, access: Access, limits: Limits) -> None:
        """Connect to nothing yet. KennisgraafError: the settings are wrong."""
        self._access, self._limits, self._settings = access, limits, access.settings()
        self._known: Known | None = None
        self._loop = asyncio.new_event_loop()
        self._client: httpx.AsyncClient | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="engine-wire", daemon=True)
        self._thread.start()

    def ask(self, question: Question, seconds: float, look: Callable[[], None] = lambda: None) -> Whole:
        """Return the whole answer; look is called now and then, and ends the question by raising.

        LimitError: it takes too long, or is too large. UnavailableError, UnsupportedError: the engine's fault.
        """
        future = asyncio.run_coroutine_threadsafe(self._timed(question, seconds), self._loop)
        try:
            while True:
                try:
                    return future.result(_LOOK)
                except TimeoutError:
                    if future.done():
                        raise
                look()
        except CancelledError:
            raise UnavailableError("The connection to the engine was closed.") from None
        finally:
            future.cancel()

    def close(self) -> None:
        """Close every connection."""
        if self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._client:
            await self._client.aclose()

    async def _timed(self, question: Question, seconds: float) -> Whole:
        """Ask within a time for all of it: connecting, waiting and reading."""
        try:
            async with asyncio.timeout(seconds):
                return await self._tried(question, seconds)
        except TimeoutError:
            raise over_limit("time", self._limits, question.written) from None

    async def _tried(self, question: Question, seconds: float) -> Whole:
        """Ask, and once more when the connection had been closed meanwhile."""
        for left in reversed(range(_TRIES)):
            try:
                return await self._exchange(question, seconds)
            except httpx.RemoteProtocolError as error:
                if not left or "without sending" not in str(error):
                    raise unreached(error, self._access.url) from error
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
                raise unreached(error, self._access.url) from error
        raise AssertionError("unreachable")

    async def _exchange(self, question: Question, seconds: float) -> Whole:
        """Send one request and read its answer."""
        client = self._client = self._client or self._connect()
        known = self._known = self._known or await self._greeted(client)
        opening = known.dialect.opening if question.form == "DESCRIBE" else ""
        form = {
            "query": opening + question.text,
            "default-graph-uri": list(question.default),
            "named-graph-uri": list(question.named),
            **known.dialect.timeout(seconds),
        }
        headers = {"Accept": media_types(question.form)}
        async with client.stream("POST", known.query, data=form, headers=headers) as response:
            self._known = replace(known, dialect=recognise(response.headers, known.dialect))
            if response.status_code == httpx.codes.OK:
                return await self._whole(question, response)
            raise await self._refusal(question, response)

    async def _greeted(self, client: httpx.AsyncClient) -> Known:
        """Find out which engine it is, and where it takes queries."""
        steps = greet(self._access)
        place = next(steps)
        while True:
            async with client.stream("GET", place, **QUESTION) as response:
                heard: Heard = response, await _start(response)
            try:
                place = steps.send(heard)
            except StopIteration as found:
                return found.value  # type: ignore[no-any-return]

    def _connect(self) -> httpx.AsyncClient:
        settings = {**self._settings, "headers": {**self._settings["headers"], "Accept-Encoding": "identity"}}
        return httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=_CONNECT),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=16, keepalive_expiry=30),
            **settings,
        )

    async def _whole(self, question: Question, response: httpx.Response) -> Whole:
        """Read an answer to its end."""
        told = response.headers
        if reached := limit(told):
            raise over_limit(reached, self._limits, question.written)
        media_type = told.get("content-type", "").partition(";")[0].strip().lower()
        if not readable(question.form, media_type):
            raise alien(response)
        if told.get("content-encoding", "identity") != "identity":
            raise UnavailableError("The engine packed its answer, though it was asked not to.")
        if "content-length" not in told and "chunked" not in told.get("transfer-encoding", ""):
            raise UnavailableError("The answer of the engine has no end that one can see.")
        return Whole(media_type, await self._body(response))

    async def _body(self, response: httpx.Response) -> bytes:
        """Return the body, unless it is too large."""
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > self._limits.answer_bytes * _WIDER:
                raise over_limit("bytes", self._limits)
        return bytes(body)

    async def _refusal(self, question: Question, response: httpx.Response) -> MachineError | Exception:
        """Return the error for an answer that is none."""
        status, begun = response.status_code, (await _start(response)).decode("utf-8", "replace")
        said = words(begun, response.headers.get("content-type", ""))
        if status >= httpx.codes.BAD_REQUEST and overdue(status, said):
            return over_limit("time", self._limits, question.written)
        if status == httpx.codes.BAD_REQUEST:
            name = self._known.dialect.name if self._known else ""
            return UnsupportedError(
                f"The engine behind this site ({name}) does not understand this query: “{said}”",
                fix="Write it with less of what is new or rare in SPARQL.",
            )
        error = refused(response, said, login=self._access.login)
        if isinstance(error, AddressError):
            self._known = None  # perhaps it is another engine by now
        return error


async def _start(response: httpx.Response) -> bytes:
    """Return how a body begins."""
    body = b""
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > _WORDS:
            break
    return body[:_WORDS]
