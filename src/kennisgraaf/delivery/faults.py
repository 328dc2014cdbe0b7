"""What an engine that does not do what it is asked means by that, in words that say what to do.

A fault that passes (a restart, a crowd, a deadlock) is a `PassingError`; all others are final.
"""

import re
import socket
import ssl

import httpx

from kennisgraaf.delivery.products import LOGIN
from kennisgraaf.engine.remarks import words
from kennisgraaf.errors import DeliveryError, KennisgraafError, MachineError, NotFound

_AGAIN = "Run the same command again: what was sent is kept, and it goes on from there."
_RIGHTS = re.compile(r"SECURITY|access denied|permission|SPARQL_UPDATE|read.?only", re.IGNORECASE)
_FULL = re.compile(r"no space left|disk (is )?full|out of (disk|memory|space)|quota|memory exhausted", re.IGNORECASE)
_PASSES = re.compile(r"deadlock|\b40001\b|\b4000X\b|too busy", re.IGNORECASE)
_CROWDED = {429, 502, 503, 504}


class PassingError(MachineError):
    """A fault that may be over in a moment; pause: seconds that the engine asks for, 0 when it does not say."""

    def __init__(self, what: str, *, fix: str = _AGAIN, pause: float = 0) -> None:
        """Remember how long to wait."""
        super().__init__(what, fix=fix)
        self.pause = pause


class TooLargeError(MachineError):
    """One request was larger than the engine, or a proxy in front of it, takes."""


def refused(answer: httpx.Response, *, login: bool) -> KennisgraafError | None:
    """Return what an answer means that is no success, or None; login: a user and password were sent."""
    status, host = answer.status_code, answer.request.url.host
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP's own
        return _partial(answer)
    said = words(answer.text, answer.headers.get("content-type", ""))
    if status == 401:  # noqa: PLR2004
        return _stranger(host, login=login)
    if status == 403 or (status == 500 and _RIGHTS.search(said)):  # noqa: PLR2004
        return DeliveryError(
            f"The engine at {host} lets this user read but not write ({status}: {said or 'forbidden'}).",
            fix=f"Give a user who may update and write graphs: {LOGIN}. In Virtuoso: GRANT SPARQL_UPDATE TO that user;"
            " where a proxy hides its name, also --product virtuoso.",
        )
    if status in {404, 405} or 300 <= status < 400:  # noqa: PLR2004
        return _elsewhere(answer)
    return _failing(answer, said)


def _failing(answer: httpx.Response, said: str) -> KennisgraafError:
    status, host = answer.status_code, answer.request.url.host
    if status == 413:  # noqa: PLR2004
        return TooLargeError(
            f"The engine at {host} takes no request of that size (413).",
            fix="Let it, or the proxy in front of it, take larger ones (nginx: client_max_body_size 32m).",
        )
    if status == 507 or _FULL.search(said):  # noqa: PLR2004
        return MachineError(
            f"The engine at {host} is full ({status}: {said or 'no room'}).",
            fix=f"Give it room, or publish with a smaller --keep. {_AGAIN} Readers still get what they had.",
        )
    if status in _CROWDED or _PASSES.search(said):
        asked = answer.headers.get("retry-after", "")
        pause = min(float(asked), 60.0) if asked.isdigit() else 0.0
        told = f"The engine at {host} is restarting, overloaded or full ({status}: {said or 'no reason given'})."
        return PassingError(told, fix=f"See its log. {_AGAIN}", pause=pause)
    return MachineError(
        f"The engine at {host} did not do what it was asked ({status}: {said or 'no reason given'}).",
        fix=f"See its log, and whether its disk is full. {_AGAIN} Readers still get what they had.",
    )


def broken(error: httpx.TransportError, url: str) -> KennisgraafError:
    """Return what it means that no answer came."""
    host, port = httpx.URL(url).host, httpx.URL(url).port
    place = f"{host}:{port}" if port else host
    causes = list(_causes(error))
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        why = next(one.verify_message for one in causes if isinstance(one, ssl.SSLCertVerificationError))
        return MachineError(
            f"The certificate of {place} is not to be trusted: {why.rstrip('.')}.",
            fix="Give the name that stands in it, or name the file of your own authority in KENNISGRAAF_ENGINE_CA.",
        )
    if any(isinstance(one, ssl.SSLError) for one in causes):
        return MachineError(f"{place} does not speak TLS as it should: {error}.", fix="Give its http:// or other port.")
    if any(isinstance(one, socket.gaierror) for one in causes):
        return PassingError(f"No machine is known by the name {host}.", fix="Correct the address given with --to.")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return PassingError(f"Nothing answers at {place}.", fix="Start the engine, or correct the address. " + _AGAIN)
    kind = "took too long" if isinstance(error, httpx.TimeoutException) else "broke off in the middle"
    return PassingError(f"The engine at {place} {kind}.", fix=f"See whether it runs, and its log. {_AGAIN}")


def alien(answer: httpx.Response) -> NotFound:
    """Return the error of an address that answers, but not as SPARQL engines do."""
    kind = answer.headers.get("content-type", "").partition(";")[0] or "something without a type"
    return NotFound(
        f"{answer.request.url.copy_with(query=None)} is not where a SPARQL engine answers queries: it gave {kind}.",
        fix="Give the address of its query service, such as http://localhost:8890/sparql or http://localhost:3030/ds.",
    )


def _partial(answer: httpx.Response) -> KennisgraafError | None:
    if "x-sql-state" in answer.headers or "x-sparql-maxrows" in answer.headers:
        return MachineError(
            "The engine gave an answer in part only.",
            fix="In Virtuoso's settings, raise ResultSetMaxRows and MaxQueryExecutionTime, or leave them out.",
        )
    return None


def _stranger(host: str, *, login: bool) -> DeliveryError:
    if login:
        return DeliveryError(
            f"The engine at {host} knows no such user and password (401).", fix=f"Correct {LOGIN} in the environment."
        )
    return DeliveryError(
        f"The engine at {host} asks for a user and a password (401).", fix=f"Put them into the environment: {LOGIN}."
    )


def _elsewhere(answer: httpx.Response) -> NotFound:
    place, there = answer.request.url.copy_with(query=None), answer.headers.get("location", "")
    if there:
        return NotFound(f"{place} leads on to {words(there)}.", fix="Give that address, if you trust it.")
    return NotFound(
        f"There is nothing at {place} ({answer.status_code}).",
        fix="Give the address of the engine's query service; where its parts stand elsewhere, also --update-url and"
        " --graph-store-url.",
    )


def _causes(error: BaseException | None) -> "list[BaseException]":
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
