"""What an engine of somebody else holds of ours: which releases are there whole, and which of them readers get.

It stands in the engine itself, in one small named graph, so that publishers and readers need nothing but the engine. A
graph with a fingerprint is stored under a name that follows from its fingerprint: what is stored never changes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from kennisgraaf.engine.answers import Term, rows
from kennisgraaf.errors import MachineError
from kennisgraaf.namespaces import EXTERNAL

NAME = "urn:kennisgraaf:register"
CURRENT = "urn:kennisgraaf:current"
GRAPH = "urn:kennisgraaf:graph:"
RELEASE = "urn:kennisgraaf:release:"
CLAIM = "urn:kennisgraaf:claim:"

_DCT = EXTERNAL["dct"]
_VOID = "http://rdfs.org/ns/void#"
_A = EXTERNAL["rdf"] + "type"
_DATASET, _SUBSET, _TRIPLES = _VOID + "Dataset", _VOID + "subset", _VOID + "triples"
_IDENTIFIER, _ISSUED, _CREATED, _MODIFIED, _CREATOR, _REFERENCES, _PART = (
    _DCT + name for name in ("identifier", "issued", "created", "modified", "creator", "references", "isPartOf")
)
_TIME = EXTERNAL["xsd"] + "dateTime"
_DIGITS = 32  # of a fingerprint, in a name

READ = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{NAME}> {{ ?s ?p ?o }} }}"

Ask = Callable[[str], bytes]  # the text of a SELECT → SPARQL 1.1 Query Results JSON


@dataclass(frozen=True)
class Held:
    """A release that an engine holds complete: put in use at some time, with the names of its stored graphs."""

    id: str
    issued: datetime
    graphs: frozenset[str]


@dataclass(frozen=True)
class Claim:
    """A publisher that is busy, or died: who ("host, pid"), since when, and when it was last heard of."""

    iri: str
    who: str
    since: datetime
    heard: datetime


@dataclass(frozen=True)
class Register:
    """All that stands in it; current is the id of the release that readers get, "" where none or no single one is.

    counted: stored graph → its triples, once it was loaded and counted; begun: stored graphs that may be there in part;
    pointed: there is a pointer, whatever it points at; broken: ids of releases that lost a graph.
    """

    current: str = ""
    releases: Mapping[str, Held] = field(default_factory=dict)
    counted: Mapping[str, int] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    claims: tuple[Claim, ...] = ()
    pointed: bool = False
    broken: frozenset[str] = frozenset()


def stored(fingerprint: str) -> str:
    """Return the name under which a graph with this fingerprint (hex digits) is stored."""
    return GRAPH + fingerprint[:_DIGITS]


def read(ask: Ask) -> Register:
    """Read the register through something that answers SPARQL; an engine without one holds nothing of ours.

    MachineError: what stands there is not what a publisher writes.
    """
    told: dict[str, dict[str, list[Term]]] = {}
    for row in rows(ask(READ)):
        told.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"])
    try:
        return _register({subject: _About(said) for subject, said in told.items()})
    except (ValueError, LookupError) as error:
        raise MachineError(
            f"The register of releases in the engine is damaged: {error}.",
            fix=f"Empty the graph {NAME} in the engine, and publish again: what is there already is sent anew.",
        ) from error


class _About:
    """What the register says of one subject."""

    def __init__(self, said: Mapping[str, list[Term]]) -> None:
        self._said = said

    def all(self, predicate: str) -> list[str]:
        return [term.value for term in self._said.get(predicate, ())]

    def one(self, predicate: str) -> str:
        """Return the value; of several the last in order, as an engine without transactions may leave two."""
        return max(self._said[predicate], key=lambda term: term.value).value

    def time(self, predicate: str) -> datetime:
        found = datetime.fromisoformat(self.one(predicate))
        return found if found.tzinfo else found.replace(tzinfo=UTC)


def _register(told: Mapping[str, _About]) -> Register:
    held = [
        Held(about.one(_IDENTIFIER), about.time(_ISSUED), frozenset(about.all(_SUBSET)))
        for subject, about in told.items()
        if subject.startswith(RELEASE)
    ]
    counts = {one: [int(n) for n in about.all(_TRIPLES)] for one, about in told.items() if one.startswith(GRAPH)}
    counted = {one: numbers[0] for one, numbers in counts.items() if len(numbers) == 1}
    whole = {one.id: one for one in held if one.graphs and one.graphs <= counted.keys()}
    pointers = told[CURRENT].all(_REFERENCES) if CURRENT in told else []
    current = pointers[0].removeprefix(RELEASE) if len(pointers) == 1 else ""
    claims = [
        Claim(subject, about.one(_CREATOR), about.time(_CREATED), about.time(_MODIFIED))
        for subject, about in told.items()
        if subject.startswith(CLAIM)
    ]
    begun = frozenset(counts.keys() - counted.keys())
    found = tuple(sorted(claims, key=lambda claim: claim.since))
    broken = frozenset(one.id for one in held) - whole.keys()
    return Register(current if current in whole else "", whole, counted, begun, found, bool(pointers), broken)


def claim(mine: str, who: str, now: datetime) -> str:
    """Return the update that claims the engine for a publisher, unless somebody else did."""
    lines = f"<{mine}> <{_CREATED}> {_when(now)} ; <{_MODIFIED}> {_when(now)} ; <{_CREATOR}> {_text(who)}"
    other = f"FILTER NOT EXISTS {{ GRAPH <{NAME}> {{ ?other <{_CREATOR}> ?anybody }} }}"
    return f"INSERT {{ GRAPH <{NAME}> {{ {lines} }} }} WHERE {{ {other} }}"


def beat(mine: str, now: datetime) -> str:
    """Return the update that says that a publisher still lives; it does nothing when its claim was taken from it."""
    return (
        f"DELETE {{ GRAPH <{NAME}> {{ <{mine}> <{_MODIFIED}> ?old }} }}"
        f" INSERT {{ GRAPH <{NAME}> {{ <{mine}> <{_MODIFIED}> {_when(now)} }} }}"
        f" WHERE {{ GRAPH <{NAME}> {{ <{mine}> <{_CREATOR}> ?who ; <{_MODIFIED}> ?old }} }}"
    )


def begin(graph: str) -> str:
    """Return the update that notes a stored graph before anything is written to it."""
    return _insert(f"<{graph}> <{_PART}> <{NAME}>")


def count(graph: str, triples: int) -> str:
    """Return the update that notes a stored graph as loaded and counted."""
    return _insert(f"<{graph}> <{_PART}> <{NAME}> ; <{_TRIPLES}> {triples}")


def doubt(graph: str) -> str:
    """Return the update that takes back that a stored graph is whole; it stays noted as begun."""
    return (
        f"DELETE {{ GRAPH <{NAME}> {{ <{graph}> <{_TRIPLES}> ?n }} }}"
        f" WHERE {{ GRAPH <{NAME}> {{ <{graph}> <{_TRIPLES}> ?n }} }}"
    )


def forget(subject: str) -> str:
    """Return the update that removes all that the register says of a release, a stored graph or a claim."""
    return f"DELETE {{ GRAPH <{NAME}> {{ <{subject}> ?p ?o }} }} WHERE {{ GRAPH <{NAME}> {{ <{subject}> ?p ?o }} }}"


def ready() -> str:
    """Return the update that gives the pointer a place to move from; for an engine that has none yet."""
    return _insert(f"<{CURRENT}> <{_REFERENCES}> <{RELEASE}>")


def switch(mine: str, release: str, graphs: Iterable[str], now: datetime) -> str:
    """Return the one update that enters a release as complete and gives it to readers, while the claim holds.

    It holds no OPTIONAL: Virtuoso 7 then changes nothing. That is why the pointer must be `ready`, and why each time
    that a release is put in use stays; the last one counts.
    """
    held = RELEASE + release
    parts = " , ".join(f"<{graph}>" for graph in sorted(graphs))
    lines = (
        f"<{held}> a <{_DATASET}> ; <{_IDENTIFIER}> {_text(release)} ; <{_ISSUED}> {_when(now)} ;"
        f" <{_SUBSET}> {parts} . <{CURRENT}> <{_REFERENCES}> <{held}>"
    )
    return (
        f"DELETE {{ GRAPH <{NAME}> {{ <{CURRENT}> <{_REFERENCES}> ?old }} }}"
        f" INSERT {{ GRAPH <{NAME}> {{ {lines} }} }}"
        f" WHERE {{ GRAPH <{NAME}> {{ <{mine}> <{_CREATOR}> ?who . <{CURRENT}> <{_REFERENCES}> ?old }} }}"
    )


def _insert(lines: str) -> str:
    return f"INSERT DATA {{ GRAPH <{NAME}> {{ {lines} }} }}"


def _when(time: datetime) -> str:
    return f'"{time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")}"^^<{_TIME}>'


def _text(text: str) -> str:
    """Write a plain string; whatever the name of a host holds, it stays one string."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
