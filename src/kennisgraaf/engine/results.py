"""An answer written into memory: whole, within its limits, well-formed, or not at all. Runs in a worker."""

import pyexpat
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import pyoxigraph

_TABLES = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
# What stands between rows, and how many rows there are before the first of them. Exact in XML and TSV, where literals
# hold it escaped; in JSON and CSV a literal may hold it, and a row without values has none, so those may count a little
# over or under.
_BETWEEN = {"json": (b'}},{"', 1), "xml": (b"</result><", 0), "csv": (b"\r\n", -1), "tsv": (b"\n", -1)}
_UNCOUNTED = (b"", 0)
# Names of the old RDF/XML that no property may bear (RDF/XML Syntax, 7.2.5); the others pyoxigraph refuses itself.
_NO_PREDICATE = re.compile(rb"<rdf:(?:aboutEach|aboutEachPrefix|bagID)\b")
_READABLE = 20_000  # triples
_PLAIN = {pyoxigraph.NamedNode, pyoxigraph.Literal}
_PREFIX = re.compile(rb"(@prefix ([^:]*): <[^>]*> \.\n)")


class OverLimitError(Exception):
    """The answer grew over a limit: "bytes" or "rows"."""

    def __init__(self, limit: str) -> None:
        """Keep its name."""
        super().__init__(limit)
        self.limit = limit


class IllFormedError(Exception):
    """The answer holds what its format cannot express."""


@dataclass(frozen=True)
class Caps:
    """How much one answer may hold."""

    size: int
    rows: int


class Sink:
    """Where the engine writes: counts, and stops the writing at a limit."""

    def __init__(self, caps: Caps, between: tuple[bytes, int] = _UNCOUNTED) -> None:
        """Count rows by what stands between them; without that only bytes."""
        self.body = bytearray()
        self._caps = caps
        self._between, self._rows = between

    def write(self, data: bytes) -> int:
        """Take a piece, or raise OverLimitError."""
        seen = max(0, len(self.body) - len(self._between) + 1)
        self.body += data
        if self._between:
            self._rows += self.body.count(self._between, seen)
        if len(self.body) > self._caps.size:
            raise OverLimitError("bytes")
        if self._rows > self._caps.rows:
            raise OverLimitError("rows")
        return len(data)

    def flush(self) -> None:
        """Nothing waits: writers of files expect this method."""


Result = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


def serialize(result: Result, name: str, prefixes: Mapping[str, str], caps: Caps) -> bytearray:
    """Return the answer in the format of that name; raises OverLimitError and IllFormedError."""
    if isinstance(result, pyoxigraph.QueryTriples):
        return graph(result, name, prefixes, caps)
    sink = Sink(caps, _BETWEEN[name] if isinstance(result, pyoxigraph.QuerySolutions) else _UNCOUNTED)
    result.serialize(sink, _TABLES[name])  # type: ignore[arg-type]
    return _finished(sink, name)


def graph(triples: Iterable[pyoxigraph.Triple], name: str, prefixes: Mapping[str, str], caps: Caps) -> bytearray:
    """Return a graph in the format of that name; raises OverLimitError and IllFormedError."""
    sink = Sink(caps)
    _write_graph(in_order(_numbered(triples)), sink, name, prefixes)
    return _finished(sink, name)


def _finished(sink: Sink, name: str) -> bytearray:
    finish = _FINISH.get(name)
    return finish(sink.body) if finish else sink.body


def _write_graph(graph: Iterable[pyoxigraph.Triple], sink: Sink, name: str, prefixes: Mapping[str, str]) -> None:
    """Write a graph; IllFormedError where the format has no notation for a triple (rdf:li in RDF/XML, RDF 1.2)."""
    try:
        pyoxigraph.serialize(graph, sink, _GRAPHS[name], prefixes=dict(prefixes))  # type: ignore[arg-type]
    except OSError as error:
        raise IllFormedError(str(error)) from error


def _numbered(graph: Iterable[pyoxigraph.Triple]) -> Iterator[pyoxigraph.Triple]:
    """Name blank nodes by their first appearance: those that a template makes have other names in each evaluation."""
    names: dict[pyoxigraph.BlankNode, pyoxigraph.BlankNode] = {}

    def named(term: Any) -> Any:
        if isinstance(term, pyoxigraph.BlankNode):
            return names.setdefault(term, pyoxigraph.BlankNode(f"b{len(names)}"))
        return renamed(term) if isinstance(term, pyoxigraph.Triple) else term

    def renamed(triple: pyoxigraph.Triple) -> pyoxigraph.Triple:
        return pyoxigraph.Triple(named(triple.subject), triple.predicate, named(triple.object))

    for triple in graph:
        plain = type(triple.subject) is pyoxigraph.NamedNode and type(triple.object) in _PLAIN
        yield triple if plain else renamed(triple)


def in_order(result: Iterable[pyoxigraph.Triple]) -> Iterable[pyoxigraph.Triple]:
    """Sort a graph of a size that people read, each triple once: what is said of one thing then stands together."""
    rest = iter(result)
    head = list(islice(rest, _READABLE + 1))
    return sorted(set(head), key=str) if len(head) <= _READABLE else chain(head, rest)


def _sound_xml(body: bytearray) -> bytearray:
    """Refuse XML that no reader can read: pyoxigraph writes U+0001 as it is, and invents names such as <oxprefix:>.

    Carriage returns are escaped: written as they are, a reader takes them for line feeds (XML 1.0, 2.11).
    """
    body = body.replace(b"\r", b"&#13;")
    try:
        pyexpat.ParserCreate(namespace_separator=" ").Parse(body, True)  # noqa: FBT003 - it takes no names
    except pyexpat.ExpatError as error:
        raise IllFormedError(str(error)) from error
    if bad := _NO_PREDICATE.search(body):
        raise IllFormedError(f"{bad.group()[1:].decode()} may not be a property in RDF/XML")
    return body


def _without_idle_prefixes(body: bytearray) -> bytearray:
    """Leave out the @prefix lines of Turtle that nothing below them uses."""
    start, lines = 0, []
    while line := _PREFIX.match(body, start):
        lines.append(line.groups())
        start = line.end()
    body[:start] = b"".join(line for line, name in lines if body.find(name + b":", start) >= 0)
    return body


_FINISH: dict[str, Callable[[bytearray], bytearray]] = {
    "xml": _sound_xml,
    "rdfxml": _sound_xml,
    "turtle": _without_idle_prefixes,
}
