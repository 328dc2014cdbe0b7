"""How engines differ, in one place: a small value for each product, told apart by the headers of its answers.

What is said of Virtuoso and Fuseki was measured on them; the others stand here by their documentation, not tried. One
that is not recognised is asked as plain SPARQL 1.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# Virtuoso's marks hold for everybody: a proxy before it may hide its name.
_CUT = {"x-sql-state": "time", "x-sql-message": "time", "x-sparql-maxrows": "rows"}


@dataclass(frozen=True)
class Dialect:
    """One product.

    seconds: the parameter for a time limit and how many of its units make a second, None where there is none; cut:
    header → the limit that it says was in the way of a whole answer; late: what the body of an error says when time
    was up; opening: what stands before a DESCRIBE so that it describes as our own engine does;
    below: where queries go when the address is that of a dataset.
    """

    name: str
    marks: tuple[tuple[str, str], ...]
    seconds: tuple[str, int] | None = None
    cut: Mapping[str, str] = field(default_factory=lambda: _CUT)
    late: str = r"(?i)time[d -]*(?:out|limit)|deadline"
    opening: str = ""
    below: str = ""

    def timeout(self, seconds: float) -> dict[str, str]:
        """Return the parameter that tells the engine how long we wait."""
        return {self.seconds[0]: str(max(1, round(seconds * self.seconds[1])))} if self.seconds else {}

    def limit(self, headers: Mapping[str, str]) -> str:
        """Return the limit ("time", "rows") that made an answer less than whole, "" when it is whole."""
        return next((limit for name, limit in self.cut.items() if headers.get(name)), "")

    def overdue(self, text: str) -> bool:
        """Tell whether an error says that time was up."""
        return bool(re.search(self.late, text))


STANDARD = Dialect("SPARQL 1.1", ())
DIALECTS = (
    Dialect(
        "Virtuoso",
        (("server", "virtuoso"),),
        ("timeout", 1000),
        _CUT,
        r"S1TAT|4000X|S1T00|anytime timeout|execution time \d+ \(sec\) exceeds",
        'DEFINE sql:describe-mode "CBD" ',
    ),
    Dialect("Fuseki", (("server", "fuseki"), ("fuseki-request-id", "")), ("timeout", 1), below="/sparql"),
    Dialect("GraphDB", (("server", "graphdb"), ("x-graphdb-repository", "")), ("timeout", 1)),
    Dialect("QLever", (("server", "qlever"),)),
    Dialect("Stardog", (("server", "stardog"), ("sd-connection-string", "")), ("timeout", 1000), below="/query"),
    Dialect("Neptune", (("server", "neptune"), ("x-neptune-status", "")), ("queryTimeout", 1000)),
)
# IRIs that mean a program instead of a thing: Virtuoso runs its own functions by them, Jena loads classes of Java.
PROGRAMS = re.compile(r"(?i)(?:bif|sql|java|javascript|local):|https?://www\.openlinksw\.com/schemas/(?:bif|sql)\b")


def recognise(headers: Mapping[str, str]) -> Dialect:
    """Return the dialect of the engine that sent these headers (names in lower case)."""
    for dialect in DIALECTS:
        for name, word in dialect.marks:
            if name in headers and word in headers[name].lower():
                return dialect
    return STANDARD
