"""Speak to an engine of somebody else: ask, change, send; try again what may be over in a moment, and nothing else.

SPARQL 1.1 Protocol and Graph Store HTTP Protocol. Certificates are checked, redirections not followed, and the password
goes to this one address.
"""

import gzip
import json
import os
import ssl
import time
from contextlib import suppress
from functools import cache
from typing import Any, Self

import httpx

from kennisgraaf.delivery import faults, products
from kennisgraaf.delivery.faults import PassingError
from kennisgraaf.delivery.products import Address, Product
from kennisgraaf.errors import MachineError, QueryError

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds between attempts: an engine that restarts is back by then
_PATIENCE = httpx.Timeout(300.0, connect=10.0)  # seconds; a batch into large indexes takes long
_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


class Client:
    """One engine; made by `connect`."""

    def __init__(self, http: httpx.Client, address: Address, product: Product, pauses: tuple[float, ...]) -> None:
        """Take what `connect` found out."""
        self._http, self.address, self.product, self.pauses = http, address, product, pauses

    def ask(self, text: str) -> bytes:
        """Return the answer to a SELECT or ASK as SPARQL 1.1 Query Results JSON, whole."""
        answer = self._post(self.address.query, data={"query": text}, headers={"accept": _JSON})
        try:
            json.loads(answer.content)
        except ValueError as error:
            raise faults.alien(answer) from error
        return answer.content

    def count(self, graph: str) -> int:
        """Return how many triples a named graph has."""
        told = json.loads(self.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))
        try:
            return int(told["results"]["bindings"][0]["n"]["value"])
        except (LookupError, ValueError, TypeError) as error:
            raise MachineError("The engine does not count.", fix="See its log; is it a SPARQL 1.1 engine?") from error

    def update(self, text: str, *, patient: bool = True) -> None:
        """Run a SPARQL 1.1 Update; it must do no harm twice, for it is tried again."""
        self._post(self.address.update, patient=patient, data={"update": text}, headers={"accept": "*/*"})

    def empty(self, graph: str) -> None:
        """Delete a named graph."""
        self.update(f"DROP SILENT GRAPH <{graph}>")

    def send(self, graph: str, lines: bytes, *, patient: bool = True) -> None:
        """Add N-Triples to a named graph; patient: try again, which blank nodes do not bear."""
        if not self.address.store:
            text = b"INSERT DATA { GRAPH <" + graph.encode() + b"> {\n" + lines + b"} }"
            self._post(self.address.update, patient=patient, data={"update": text.decode()})
            return
        headers = {"content-type": _TRIPLES}
        if self.product.gzip:
            lines = gzip.compress(lines, 3)
            headers["content-encoding"] = "gzip"
        params = {self.product.parameter: graph}
        self._post(self.address.store, patient=patient, params=params, content=lines, headers=headers)

    def _post(self, url: str, *, patient: bool = True, **request: Any) -> httpx.Response:
        pauses = iter(self.pauses if patient else ())
        while True:
            try:
                return _posted(self._http, url, **request)
            except PassingError as error:
                pause = next(pauses, None)
                if pause is None:
                    raise
                time.sleep(max(pause, error.pause))

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self._http.close()


def connect(
    url: str, *, update: str = "", store: str = "", product: str = "", pauses: tuple[float, ...] = PAUSES
) -> Client:
    """Find out which engine answers at an address, and how to write to it.

    QueryError, NotFound: the address is wrong, or no SPARQL engine's. DeliveryError: it wants another user.
    MachineError: nothing answers, or its certificate is bad.
    """
    for address in filter(None, (url, update, store)):
        products.checked(address)
    http = httpx.Client(
        trust_env=False,
        follow_redirects=False,
        timeout=_PATIENCE,
        verify=_trust(os.environ.get("KENNISGRAAF_ENGINE_CA", "")),
    )
    try:
        login = _login()
        answer = _first(http, url, login)
        kind = products.PRODUCTS[product.lower()] if product else products.recognised(answer.headers)
        if login and not http.auth:
            http.auth = httpx.DigestAuth(*login) if kind.digest else httpx.BasicAuth(*login)
        found = products.addressed(url, kind, update, store)
        open_to_all = url if kind.digest and not login else found.query
        return Client(http, Address(open_to_all, found.update, found.store), kind, pauses)
    except BaseException:
        http.close()
        raise


def _first(http: httpx.Client, url: str, login: tuple[str, str] | None) -> httpx.Response:
    """Return the answer to a first question: at the address itself, or where that kind of engine takes queries."""
    answer = _greet(http, url, login)
    place = products.addressed(url, products.recognised(answer.headers)).query
    if answer.status_code in {400, 404, 405} and place != url:
        below = _greet(http, place, login)
        answer = answer if below.status_code in {400, 404, 405} else below
    if answer.status_code == 400 and "html" in answer.headers.get("content-type", ""):  # noqa: PLR2004 - a web server
        raise faults.alien(answer)
    if error := faults.refused(answer, login=http.auth is not None):
        raise error
    with suppress(ValueError, TypeError, KeyError):
        if isinstance(json.loads(answer.content)["boolean"], bool):
            return answer
    raise faults.alien(answer)


def _greet(http: httpx.Client, url: str, login: tuple[str, str] | None) -> httpx.Response:
    """Ask a first question; the password goes only to who asks for it, in the way that it asks.

    By GET: Fuseki hangs up on a body that comes where it takes none.
    """
    question: dict[str, Any] = {"method": "GET", "params": {"query": "ASK { }"}, "headers": {"accept": _JSON}}
    answer = _raw(http, url, **question)
    if answer.status_code == 401 and login:  # noqa: PLR2004 - HTTP's own
        digest = "digest" in answer.headers.get("www-authenticate", "").lower()
        http.auth = httpx.DigestAuth(*login) if digest else httpx.BasicAuth(*login)
        answer = _raw(http, url, **question)
    return answer


def _posted(http: httpx.Client, url: str, **request: Any) -> httpx.Response:
    """Return the answer. KennisgraafError: it is no success."""
    answer = _raw(http, url, **request)
    if error := faults.refused(answer, login=http.auth is not None):
        raise error
    return answer


def _raw(http: httpx.Client, url: str, method: str = "POST", **request: Any) -> httpx.Response:
    try:
        return http.request(method, url, **request)
    except httpx.TransportError as error:
        raise faults.broken(error, url) from error
    except httpx.InvalidURL as error:
        raise QueryError(f"The address cannot be used: {error}.", fix="Correct it.") from error


def _login() -> tuple[str, str] | None:
    """Return user and password from the environment. QueryError: one of them is missing."""
    user, password = (os.environ.get(f"KENNISGRAAF_ENGINE_{name}", "") for name in ("USER", "PASSWORD"))
    if bool(user) != bool(password):
        raise QueryError(
            "Of user and password only one is in the environment.", fix=f"Set both, or none: {products.LOGIN}."
        )
    return (user, password) if user else None


@cache
def _trust(own: str) -> ssl.SSLContext:
    """Return which certificates are trusted: those of the system, and of the authority in a file, if one is named."""
    context = ssl.create_default_context()
    if own:
        try:
            context.load_verify_locations(cafile=own)
        except (OSError, ssl.SSLError) as error:
            raise QueryError(
                f"KENNISGRAAF_ENGINE_CA names {own}, which holds no certificates: {error}.",
                fix="Name a PEM file with the certificate of your authority.",
            ) from error
    return context
