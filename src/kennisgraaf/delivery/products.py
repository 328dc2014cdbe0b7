"""What each kind of engine is told apart by, and where it takes updates and graphs: all that is not the same in SPARQL.

The address that a person gives is where the engine answers queries; the others stand beside it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from kennisgraaf.errors import QueryError

LOGIN = "KENNISGRAAF_ENGINE_USER and KENNISGRAAF_ENGINE_PASSWORD"


@dataclass(frozen=True)
class Product:
    """One kind of engine.

    query, update, store: address behind the base, "" for the base itself; store is None without a graph store.
    ends: what may stand behind the base in the address that is given. header: its name and what its value begins with.
    triples, size: of one request, at most (size in bytes, before compression).
    """

    name: str
    query: str = ""
    update: str = ""
    store: str | None = None
    ends: str = ""
    header: tuple[str, str] = ("", "")
    parameter: str = "graph"
    digest: bool = False
    gzip: bool = False
    triples: int = 10_000
    size: int = 4_000_000


PRODUCTS = {
    one.name.lower(): one
    for one in (
        Product(
            "Virtuoso",
            "/sparql-auth",
            "/sparql-auth",
            "/sparql-graph-crud-auth",
            ends="/sparql(-auth)?",
            header=("server", "Virtuoso/"),
            parameter="graph-uri",
            digest=True,
        ),
        Product(
            "Fuseki",
            "/sparql",
            "/update",
            "/data",
            ends="/(sparql|query)",
            header=("fuseki-request-id", ""),
            gzip=True,
            triples=50_000,
            size=16_000_000,
        ),
        Product("GraphDB", "", "/statements", "/rdf-graphs/service", header=("server", "GraphDB"), triples=50_000),
        Product("Stardog", "/query", "/update", "", ends="/query", header=("server", "Stardog")),
        Product("QLever", header=("server", "QLever"), triples=5_000),
        Product("Neptune", "/sparql", "/sparql", "/sparql/gsp/", ends="/sparql", header=("server", "Neptune")),
        Product("standard", triples=2_000, size=1_000_000),
    )
}
_STANDARD = PRODUCTS["standard"]


@dataclass(frozen=True)
class Address:
    """Where an engine takes queries, updates and graphs; store is "" where it has no graph store."""

    query: str
    update: str
    store: str


def recognised(headers: Mapping[str, str]) -> Product:
    """Return the product that answers with these headers (names in lower case), the standard one when none is known."""
    for one in PRODUCTS.values():
        name, begin = one.header
        if name in headers and headers[name].startswith(begin):
            return one
    return _STANDARD


def addressed(url: str, product: Product, update: str = "", store: str = "") -> Address:
    """Return the addresses of an engine from the one that answers queries, unless the others are given."""
    base = re.sub(f"{product.ends}/?$", "", url) if product.ends else url.rstrip("/")
    beside = "" if product.store is None else base + product.store
    return Address(base + product.query if product.query else url, update or base + product.update, store or beside)


def checked(url: str) -> str:
    """Return an address as it was given. QueryError: it is none of the web, or it holds a user or password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _unfit(f"{error}") from error
    if parts.username is not None or parts.password is not None:
        bare = urlunsplit(parts._replace(netloc=f"{parts.hostname}:{port}" if port else str(parts.hostname)))
        raise QueryError(
            "The address holds a user or a password, and addresses end up in lists of processes and in logs.",
            fix=f"Put them into the environment ({LOGIN}), and give {bare}.",
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise _unfit("it must begin with http:// or https://, and hold no ? and no #")
    return url


def _unfit(why: str) -> QueryError:
    return QueryError(
        f"The address of the engine cannot be used: {why}.", fix="Give one such as http://localhost:8890/sparql."
    )
