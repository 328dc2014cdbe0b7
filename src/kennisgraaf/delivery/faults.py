"""What an engine that does not take what is written means by that: faults that who only reads does not meet."""

import httpx

from kennisgraaf.engine.remarks import words
from kennisgraaf.engine.remote import dialect, refusals
from kennisgraaf.engine.remote.access import LOGIN
from kennisgraaf.errors import DeliveryError, KennisgraafError, MachineError, UnavailableError

_AGAIN = "Run the same command again: what was sent is kept, and it goes on from there."
_STAYS = "Readers still get what they had."


class TooLargeError(MachineError):
    """One request was larger than the engine, or a proxy in front of it, takes."""


def refused(answer: httpx.Response, *, login: bool) -> KennisgraafError | None:
    """Return what an answer means that is no success, or None; login: there is an account."""
    if answer.is_success:
        return _partial(answer)
    status, host = answer.status_code, answer.request.url.host
    said = words(answer.text, answer.headers.get("content-type", ""))
    if status == httpx.codes.FORBIDDEN or (status == httpx.codes.INTERNAL_SERVER_ERROR and dialect.RIGHTS.search(said)):
        return DeliveryError(
            f"The engine at {host} lets this user read but not write ({status}: {said or 'forbidden'}).",
            fix=f"Give a user who may update and write graphs: {LOGIN}. In Virtuoso: GRANT SPARQL_UPDATE TO that user;"
            " where a proxy hides its name, also --product virtuoso.",
        )
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return TooLargeError(
            f"The engine at {host} takes no request of that size (413).",
            fix="Let it, or the proxy in front of it, take larger ones (nginx: client_max_body_size 32m).",
        )
    smaller = "With a smaller --keep it needs less. " if dialect.full(status, said) else ""
    return refusals.refused(answer, said, login=login, then=f"{smaller}{_AGAIN} {_STAYS}")


def broken(error: httpx.TransportError, url: str) -> UnavailableError:
    """Return what it means that no answer came."""
    return refusals.unreached(error, url, _AGAIN)


def _partial(answer: httpx.Response) -> KennisgraafError | None:
    if dialect.limit(answer.headers):
        return MachineError(
            "The engine gave an answer in part only.",
            fix="In Virtuoso's settings, raise ResultSetMaxRows and MaxQueryExecutionTime, or leave them out.",
        )
    return None
