"""What an engine of others that does not do what it is asked means by that, in words that say what to do.

The same words for who reads and who publishes. A fault that passes (a restart, a crowd, a deadlock) is a PassingError;
all others are final.
"""

import socket
import ssl

import httpx

from kennisgraaf.engine.remarks import words
from kennisgraaf.engine.remote import dialect
from kennisgraaf.engine.remote.access import AUTHORITIES, LOGIN
from kennisgraaf.errors import AccountError, AddressError, UnavailableError

_LOG, _LOG_OR_FULL = "See its log.", "See its log, and whether its disk is full."
_CROWDED = frozenset({429, 502, 503, 504})
_SOON = 5  # seconds until another attempt makes sense, when the engine does not say
_PATIENT = 600


class PassingError(UnavailableError):
    """A fault that may be over in a moment; pause: seconds that the engine asks for, 0 when it does not say."""

    def __init__(self, what: str, *, fix: str = "Try again in a moment.", pause: int = 0) -> None:
        """Remember how long to wait."""
        super().__init__(what, fix=fix, retry_after=pause or _SOON)
        self.pause = pause


def refused(answer: httpx.Response, said: str, *, login: bool, then: str = "") -> UnavailableError:
    """Return what an answer means that is no success; said: its `words`; login: there is an account.

    then: what to do once the cause is gone.
    """
    status, place = answer.status_code, _place(str(answer.request.url))
    forbidden = status == httpx.codes.INTERNAL_SERVER_ERROR and dialect.RIGHTS.search(said)
    if forbidden or status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        return _stranger(status, place, said, login=login)
    if status in {httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED} or answer.is_redirect:
        return _elsewhere(answer)
    told = answer.headers.get("retry-after", "")
    pause = min(int(told), _PATIENT) if told.isascii() and told.isdigit() else 0
    reason = f"({status}: {said or 'no reason given'})"
    if dialect.full(status, said):
        return UnavailableError(f"The engine at {place} is full {reason}.", fix=f"Give it room. {then}".strip())
    if status in _CROWDED or dialect.PASSES.search(said):
        what = f"The engine at {place} is restarting, overloaded or full {reason}."
        return PassingError(what, fix=f"{_LOG} {then}".strip(), pause=pause)
    what = f"The engine at {place} did not do what it was asked {reason}."
    return UnavailableError(what, fix=f"{_LOG_OR_FULL} {then}".strip(), retry_after=pause or _SOON)


def unreached(error: Exception, url: str, then: str = "") -> UnavailableError:
    """Return what it means that no answer came; then: what to do once the cause is gone."""
    place, causes = _place(url), _causes(error)
    if bad := next((one for one in causes if isinstance(one, ssl.SSLCertVerificationError)), None):
        return UnavailableError(
            f"The certificate of {place} is not to be trusted: {bad.verify_message.rstrip('.')}.",
            fix=f"Give the name that stands in it, or name the file of your own authority in {AUTHORITIES}.",
        )
    if any(isinstance(one, ssl.SSLError) for one in causes):
        what = f"{place} does not speak TLS as it should: {words(str(error))}."
        return UnavailableError(what, fix="Give its http:// or other port.")
    if any(isinstance(one, socket.gaierror) for one in causes):
        what = f"No machine is known by the name {httpx.URL(url).host}."
        return PassingError(what, fix="Correct the address of the engine.")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        what = f"Nothing answers at {place}: it cannot be reached."
        return PassingError(what, fix=f"Start the engine, or correct its address. {then}".strip())
    kind = "took too long" if isinstance(error, httpx.TimeoutException) else "broke off in the middle"
    return PassingError(f"The engine at {place} {kind}.", fix=f"See whether it runs, and its log. {then}".strip())


def alien(answer: httpx.Response) -> AddressError:
    """Return the error of an address that answers, but not as SPARQL engines do."""
    kind = words(answer.headers.get("content-type", "").partition(";")[0]) or "something without a type"
    return AddressError(
        f"{_bare(answer)} is not where a SPARQL engine answers queries: it gave {kind}.",
        fix="Give the address of its query service, such as http://localhost:8890/sparql or http://localhost:3030/ds.",
    )


def _stranger(status: int, place: str, said: str, *, login: bool) -> AccountError:
    if not login:
        return AccountError(
            f"The engine at {place} asks for a user and a password ({status}).",
            fix=f"Put them into the environment: {LOGIN}.",
        )
    if status == httpx.codes.UNAUTHORIZED:
        return AccountError(
            f"The engine at {place} knows no such user and password, or token (401).",
            fix=f"Correct {LOGIN} in the environment.",
        )
    what = f"The engine at {place} does not let this user do that ({status}: {said or 'forbidden'})."
    return AccountError(what, fix=f"Let it, or give another one: {LOGIN}.")


def _elsewhere(answer: httpx.Response) -> AddressError:
    if there := answer.headers.get("location", ""):
        return AddressError(f"{_bare(answer)} leads on to {words(there)}.", fix="Give that address, if you trust it.")
    return AddressError(
        f"There is nothing at {_bare(answer)} ({answer.status_code}).",
        fix="Give the address of the engine's query service; to publish where its parts stand elsewhere, also"
        " --update-url and --graph-store-url.",
    )


def _bare(answer: httpx.Response) -> str:
    """Return where an answer came from, without the query."""
    return str(answer.request.url.copy_with(query=None))


def _place(url: str) -> str:
    parts = httpx.URL(url)
    return f"{parts.host}:{parts.port}" if parts.port else parts.host


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
