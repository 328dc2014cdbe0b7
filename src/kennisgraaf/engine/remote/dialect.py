"""How engines differ, in one place: a small value for each product, told apart by the headers of its answers.

Virtuoso (7.2.5) and Fuseki (5.6.0, TDB2) were measured, and tests run on both. GraphDB, QLever, Stardog and Neptune
stand here by their documentation and were never tried; whatever is none of these is taken for plain SPARQL 1.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NOT_HERE = frozenset({400, 404, 405})  # what an address says that takes no queries; SPARQL 1.1 does not tell


@dataclass(frozen=True)
class Address:
    """Where an engine takes queries, updates and graphs; store is "" where it has no graph store."""

    query: str
    update: str
    store: str


@dataclass(frozen=True)
class Dialect:
    """One product.

    marks: header → a word in it, either of which tells it ("" for any word).
    query, update, store: addresses behind the base, "" for the base itself; store is None without a graph store. ends:
    what may stand behind the base in the address that is given. asks: where it asks who we are, if elsewhere.
    seconds: the parameter for a time limit and how many of its units make a second, None where there is none. opening:
    what stands before a DESCRIBE so that it describes as our own engine does.
    parameter: what names the graph in its graph store; gzip: whether it unpacks what is sent; triples, size: of one
    request to write, at most (size in bytes, before packing).
    """

    name: str
    marks: tuple[tuple[str, str], ...] = ()
    query: str = ""
    update: str = ""
    store: str | None = None
    ends: str = ""
    asks: str = ""
    seconds: tuple[str, int] | None = None
    opening: str = ""
    parameter: str = "graph"
    gzip: bool = False
    triples: int = 10_000
    size: int = 4_000_000

    def timeout(self, seconds: float) -> dict[str, str]:
        """Return the parameter that tells the engine how long we wait."""
        return {self.seconds[0]: str(max(1, round(seconds * self.seconds[1])))} if self.seconds else {}

    def base(self, url: str) -> str:
        """Return what all addresses of the engine at a URL begin with."""
        return re.sub(f"(?:{self.ends})$", "", url.rstrip("/")) if self.ends else url.rstrip("/")

    def below(self, url: str) -> str:
        """Return where queries go when the URL itself takes none: the URL again where it names its query service."""
        base = self.base(url)
        return base + self.query if base == url.rstrip("/") and self.query else url

    def asking(self, url: str) -> str:
        """Return where queries go with an account, "" where that makes no difference."""
        return self.base(url) + self.asks if self.asks else ""

    def address(self, url: str, query: str, update: str = "", store: str = "") -> Address:
        """Return all addresses of the engine at a URL which takes queries at `query`, unless others are given."""
        base = self.base(url)
        beside = "" if self.store is None else base + self.store
        return Address(query, update or base + self.update, store or beside)


STANDARD = Dialect("SPARQL 1.1", triples=2_000, size=1_000_000)
_VIRTUOSO = Dialect(  # measured
    "Virtuoso",
    (("server", "virtuoso"),),
    "/sparql",
    "/sparql-auth",
    "/sparql-graph-crud-auth",
    ends="/sparql(?:-auth)?",
    asks="/sparql-auth",  # /sparql is for everybody, and never asks
    seconds=("timeout", 1000),
    opening='DEFINE sql:describe-mode "CBD" ',
    parameter="graph-uri",
)
_FUSEKI = Dialect(  # measured; it sends no Server header
    "Fuseki",
    (("fuseki-request-id", ""), ("server", "fuseki")),
    "/sparql",
    "/update",
    "/data",
    ends="/(?:sparql|query)",
    seconds=("timeout", 1),
    gzip=True,
    triples=500_000,  # TDB2 copies what a transaction touches: by 50,000 at a time, 2.6 million take 9 GB instead of 2
    size=160_000_000,
)
_GRAPHDB = Dialect(  # never tried; its addresses were, by hand, on RDF4J 5.0.3
    "GraphDB",
    (("server", "graphdb"), ("x-graphdb-repository", "")),
    "",
    "/statements",
    "/rdf-graphs/service",
    seconds=("timeout", 1),
    triples=50_000,
)
_STARDOG = Dialect(  # never tried
    "Stardog",
    (("server", "stardog"), ("sd-connection-string", "")),
    "/query",
    "/update",
    "",
    ends="/query",
    seconds=("timeout", 1000),
)
_QLEVER = Dialect("QLever", (("server", "qlever"),), triples=5_000)  # never tried
_NEPTUNE = Dialect(  # never tried
    "Neptune",
    (("server", "neptune"), ("x-neptune-status", "")),
    "/sparql",
    "/sparql",
    "/sparql/gsp/",
    ends="/sparql",
    seconds=("queryTimeout", 1000),
)
_KNOWN = (_VIRTUOSO, _FUSEKI, _GRAPHDB, _STARDOG, _QLEVER, _NEPTUNE)
PRODUCTS = {**{one.name.lower(): one for one in _KNOWN}, "standard": STANDARD}

# A header → the limit that it says was in the way of a whole answer. Measured on Virtuoso; looked for in every answer,
# since a proxy before it may hide which engine it is.
_CUT = {"x-sql-state": "time", "x-sql-message": "time", "x-sparql-maxrows": "rows"}
# What errors say. Of Virtuoso (measured): S1TAT, S1T00, time was up; 4000X, a deadlock, or time that was up in a sort.
_LATE = re.compile(r"Virtuoso (?:S1TAT|S1T00|4000X)\b|execution time \d+ \(sec\) exceeds")
_LATE_WORDS = re.compile(r"(?i)time[d -]*(?:out|limit)|deadline")
RIGHTS = re.compile(r"(?i)SECURITY|access denied|permission|SPARQL_UPDATE|read.?only")
# What says that there is no room. The last one is Java's (measured on Fuseki), of a file that it maps.
_FULL = re.compile(
    r"(?i)no space left|disk (is )?full|out of (disk|memory|space)|quota|memory exhausted"
    r"|fault occurred in an? (recent )?unsafe memory access"
)
PASSES = re.compile(r"(?i)deadlock|\b40001\b|\b4000X\b|too busy")
# IRIs that mean a program instead of a thing: Virtuoso runs its own functions by them, Jena loads classes of Java.
PROGRAMS = re.compile(r"(?i)(?:bif|sql|java|javascript|local):|https?://www\.openlinksw\.com/schemas/(?:bif|sql)\b")


def recognise(headers: Mapping[str, str], known: Dialect = STANDARD) -> Dialect:
    """Return the dialect of the engine that sent these headers (names in lower case); known: if they do not tell."""
    for dialect in _KNOWN:
        for name, word in dialect.marks:
            if name in headers and word in headers[name].lower():
                return dialect
    return known


def limit(headers: Mapping[str, str]) -> str:
    """Return the limit ("time", "rows") that made an answer less than whole, "" when it is whole."""
    return next((limit for name, limit in _CUT.items() if headers.get(name)), "")


def overdue(status: int, said: str) -> bool:
    """Tell whether an error says that time was up; one of syntax (400) may have such words from the query."""
    return bool(_LATE.search(said) or (status != 400 and _LATE_WORDS.search(said)))  # noqa: PLR2004 - HTTP's own


def full(status: int, said: str) -> bool:
    """Tell whether an error says that there is no room left (507 Insufficient Storage)."""
    return status == 507 or bool(_FULL.search(said))  # noqa: PLR2004 - HTTP's own
