"""Speak to an engine of somebody else: ask, change, send; try again what may be over in a moment, and nothing else.

SPARQL 1.1 Protocol and Graph Store HTTP Protocol. Certificates are checked, redirections not followed, and the password
goes to this one address.
"""

import gzip
import json
import time
from typing import Any, Self

import httpx

from kennisgraaf.delivery import faults
from kennisgraaf.engine.remote import refusals
from kennisgraaf.engine.remote.access import Access, checked
from kennisgraaf.engine.remote.dialect import PRODUCTS, Address, Dialect
from kennisgraaf.engine.remote.greeting import QUESTION, Known, greet
from kennisgraaf.engine.remote.refusals import PassingError
from kennisgraaf.errors import MachineError

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds between attempts: an engine that restarts is back by then
_LONGEST = 60.0  # seconds that an engine may ask us to wait
_PATIENCE = httpx.Timeout(300.0, connect=10.0)  # seconds; a batch into large indexes takes long
_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


class Client:
    """One engine; made by `connect`."""

    def __init__(self, http: httpx.Client, address: Address, dialect: Dialect, pauses: tuple[float, ...]) -> None:
        """Take what `connect` found out."""
        self._http, self.address, self.dialect, self.pauses = http, address, dialect, pauses

    def ask(self, text: str) -> bytes:
        """Return the answer to a SELECT or ASK as SPARQL 1.1 Query Results JSON, whole."""
        answer = self._post(self.address.query, data={"query": text}, headers={"accept": _JSON})
        try:
            json.loads(answer.content)
        except ValueError as error:
            raise refusals.alien(answer) from error
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
        if self.dialect.gzip:
            lines = gzip.compress(lines, 3)
            headers["content-encoding"] = "gzip"
        params = {self.dialect.parameter: graph}
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
                time.sleep(max(pause, min(error.pause, _LONGEST)))

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

    product: which it is, a name of PRODUCTS, if it is not to be recognised. QueryError: an address is none, or the
    settings are wrong. UnavailableError: nothing answers, no engine does, or it wants another user.
    """
    access = Access.find(url)
    for address in filter(None, (update, store)):
        checked(address)
    http = httpx.Client(timeout=_PATIENCE, **access.settings())
    try:
        known = _greeted(http, access, PRODUCTS[product.lower()] if product else None)
        return Client(http, known.dialect.address(url, known.query, update, store), known.dialect, pauses)
    except BaseException:
        http.close()
        raise


def _greeted(http: httpx.Client, access: Access, dialect: Dialect | None) -> Known:
    """Find out which engine it is, and where it takes queries."""
    steps = greet(access, dialect)
    place = next(steps)
    while True:
        answer = _sent(http, "GET", place, **QUESTION)
        try:
            place = steps.send((answer, answer.content))
        except StopIteration as found:
            return found.value  # type: ignore[no-any-return]


def _posted(http: httpx.Client, url: str, **request: Any) -> httpx.Response:
    """Return the answer. KennisgraafError: it is no success."""
    answer = _sent(http, "POST", url, **request)
    if error := faults.refused(answer, login=http.auth is not None):
        raise error
    return answer


def _sent(http: httpx.Client, method: str, url: str, **request: Any) -> httpx.Response:
    try:
        return http.request(method, url, **request)
    except httpx.TransportError as error:
        raise faults.broken(error, url) from error
