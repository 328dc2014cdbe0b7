"""The wire to an engine of others: one question, one whole answer within its time and size, or a reason why not.

One event loop in a thread of its own does the talking, so that a deadline holds whatever the engine does: it refuses,
hangs, drips byte after byte, or breaks off. No redirects, no proxies of the environment, certificates always checked.
"""

import asyncio
import logging
import re
import ssl
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass

import httpx

from kennisgraaf.engine.foreign import media_types, readable
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.remarks import words
from kennisgraaf.engine.remote.access import AUTHORITIES, PASSWORD, USER, Access
from kennisgraaf.engine.remote.dialect import STANDARD, Dialect, recognise
from kennisgraaf.engine.replies import over_limit
from kennisgraaf.errors import MachineError, UnavailableError, UnsupportedError

_CONNECT = 3.0  # seconds
_LOOK = 0.1  # seconds between two looks at who waits
_WIDER = 4  # an answer as it comes may have so many times the bytes of one that is written for a reader
_WORDS = 2000  # bytes of an error that are read; of those operators see a few
_NOT_HERE = frozenset({400, 404, 405})
_STRANGERS = frozenset({401, 403})
_TRIES = 2  # when a connection that was kept turns out to be closed
_PLACE = "Give the address where it answers queries, such as http://localhost:8890/sparql."
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
        self._access, self._limits, self._context = access, limits, access.context()
        self.dialect: Dialect = STANDARD
        self._url = access.url
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
                    raise UnavailableError(f"The answer of the engine broke off ({error}).") from error
            except httpx.ConnectTimeout as error:
                raise UnavailableError(f"{self._access.url} does not answer.", fix="Is the engine running?") from error
            except httpx.ConnectError as error:
                raise _unreached(self._access, error) from error
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
                raise UnavailableError(f"The connection to the engine broke ({type(error).__name__}).") from error
        raise AssertionError("unreachable")

    async def _exchange(self, question: Question, seconds: float) -> Whole:
        """Send one request and read its answer."""
        client = self._client = self._client or self._connect()
        opening = self.dialect.opening if question.form == "DESCRIBE" else ""
        form = {
            "query": opening + question.text,
            "default-graph-uri": list(question.default),
            "named-graph-uri": list(question.named),
            **self.dialect.timeout(seconds),
        }
        headers = {"Accept": media_types(question.form)}
        async with client.stream("POST", self._url, data=form, headers=headers) as response:
            self.dialect = recognise(response.headers)
            if response.status_code == httpx.codes.OK:
                return await self._whole(question, response)
            if response.status_code not in _NOT_HERE or not self._goes_below():
                raise await self._refusal(question, response)
        return await self._exchange(question, seconds)

    def _goes_below(self) -> bool:
        """Tell, once, whether queries may go below an address that seems to be that of a dataset."""
        below, given = self.dialect.below, self._access.url.rstrip("/")
        if not below or self._url != self._access.url or given.endswith(("/sparql", "/query")):
            return False
        self._url = given + below
        return True

    def _connect(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            auth=self._access.account(),
            verify=self._context,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=_CONNECT),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=16, keepalive_expiry=30),
            headers={"Accept-Encoding": "identity", "User-Agent": "kennisgraaf"},
        )

    async def _whole(self, question: Question, response: httpx.Response) -> Whole:
        """Read an answer to its end."""
        told = response.headers
        if limit := self.dialect.limit(told):
            raise over_limit(limit, self._limits, question.written)
        media_type = told.get("content-type", "").partition(";")[0].strip().lower()
        if not readable(question.form, media_type):
            raise UnavailableError(
                f"{self._url} answered with {words(media_type) or 'no media type'} instead of SPARQL results.",
                fix=_PLACE,
                exit_code=2,
            )
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
        status, text = response.status_code, await _start(response)
        said = words(text, response.headers.get("content-type", ""))
        if status >= httpx.codes.BAD_REQUEST and self.dialect.overdue(text):
            return over_limit("time", self._limits, question.written)
        if status == httpx.codes.BAD_REQUEST:
            return UnsupportedError(
                f"The engine behind this site ({self.dialect.name}) does not understand this query: “{said}”",
                fix="Write it with less of what is new or rare in SPARQL.",
            )
        if response.is_redirect or status in _NOT_HERE:
            told = f"{self._url} is not where a SPARQL engine answers queries ({status})."
            return UnavailableError(told, fix=_PLACE, retry_after=_after(response), exit_code=2)
        if status in _STRANGERS:
            return self._stranger(status, said)
        told = f"The engine answered {status}: {said or 'no reason given'}."
        return UnavailableError(told, fix="Look into its log.", retry_after=_after(response))

    def _stranger(self, status: int, said: str) -> UnavailableError:
        """Return the error for an engine that does not let us in."""
        known = f"does not let {self._access.user or 'everybody'} read ({status}: {said or 'no reason given'})"
        if status == httpx.codes.UNAUTHORIZED:
            known = (
                f"{'knows no such user and password' if self._access.user else 'asks for a user and a password'} (401)"
            )
        fix = f"Set {USER} and {PASSWORD} to an account that may read."
        return UnavailableError(f"The engine at {self._access.url} {known}.", fix=fix, exit_code=1)


async def _start(response: httpx.Response) -> str:
    """Return how an error begins."""
    body = b""
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > _WORDS:
            break
    return body[:_WORDS].decode("utf-8", "replace")


def _after(response: httpx.Response) -> int:
    """Return in how many seconds to try again."""
    told = response.headers.get("retry-after", "")
    return min(int(told), 600) if told.isascii() and told.isdigit() else 5


def _unreached(access: Access, error: httpx.ConnectError) -> UnavailableError:
    """Return the error for an engine that cannot be reached; or whose certificate does not hold."""
    reason = words(str(error))
    if found := re.search(r"certificate verify failed: (.*?)\.? \(", reason):
        return UnavailableError(
            f"The certificate of {access.url} is not to be trusted: {found[1]}.",
            fix=f"Give the name that stands in it, or name the file of your own authority in {AUTHORITIES}.",
        )
    fix = "Start the engine, or correct the address."
    return UnavailableError(f"{access.url} cannot be reached: {reason}.", fix=fix)
