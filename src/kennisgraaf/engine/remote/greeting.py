"""The first question to an engine of others: which one it is, and where it takes queries.

Who reads and who publishes ask the same, so that one address serves both. By GET: Fuseki hangs up on a body that comes
where it takes none.
"""

import json
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx

from kennisgraaf.engine.remarks import words
from kennisgraaf.engine.remote.access import Access
from kennisgraaf.engine.remote.dialect import NOT_HERE, Dialect, recognise
from kennisgraaf.engine.remote.refusals import alien, refused

QUESTION: dict[str, Any] = {
    "params": {"query": "ASK { }"},
    "headers": {"Accept": "application/sparql-results+json", "Accept-Encoding": "identity"},
}
Heard = tuple[httpx.Response, bytes]  # an answer and its body, or how that begins


@dataclass(frozen=True)
class Known:
    """Which engine it is, and where it takes queries."""

    dialect: Dialect
    query: str


def greet(access: Access, known: Dialect | None = None) -> Generator[str, Heard, Known]:
    """Yield the addresses to send the QUESTION to, take the answers, return what was found out.

    At the address itself, or below it where it turns out to be that of a dataset; with an account where the engine asks
    for it. known: which engine it is. UnavailableError: it does not answer as an engine does.
    """
    place = access.url
    first = answer, body = yield place
    dialect = known or recognise(answer.headers)
    other = dialect.below(place) if answer.status_code in NOT_HERE else ""
    other = (dialect.asking(place) if access.user else "") or other
    if other and other != place:
        place = other
        answer, body = yield place
        dialect = known or recognise(answer.headers, dialect)
        if {answer.status_code, first[0].status_code} <= NOT_HERE:
            answer, body = first
    kind = answer.headers.get("content-type", "")
    if answer.status_code == httpx.codes.BAD_REQUEST and "html" in kind:
        raise alien(answer)  # of a web server
    if not answer.is_success:
        raise refused(answer, words(body.decode("utf-8", "replace"), kind), login=access.login)
    with suppress(ValueError, TypeError, KeyError):
        if isinstance(json.loads(body)["boolean"], bool):
            return Known(dialect, place)
    raise alien(answer)
