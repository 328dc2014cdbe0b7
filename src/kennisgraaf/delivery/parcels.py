"""A release as what is sent: its graphs, each as batches of N-Triples that come in the same order every time.

Nothing is held in memory but one batch and the names of blank nodes. What hangs together by blank nodes must go in one
request, or the engine would take one node for two; so it comes last, and the rest can be sent again at will.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kennisgraaf.engine import register
from kennisgraaf.errors import NotFound
from kennisgraaf.release import Release

_WHOLE = "store.nt"  # the file of a release that holds the default graph

Batch = list[bytes]  # lines of N-Triples


@dataclass(frozen=True)
class Parcel:
    """One graph of a release: its published IRI ("" for the whole), its name in the engine, and its triples."""

    name: str
    graph: str
    triples: int


@dataclass(frozen=True)
class Room:
    """How much goes into one request, at most: triples, and bytes."""

    triples: int
    size: int


def divide(made: Release) -> list[Parcel]:
    """Return the graphs of a release, the whole last: who watches sees the small ones arrive first.

    NotFound: it was built before releases had fingerprints.
    """
    contents = made.about.get("contents")
    if not contents:
        raise NotFound(f"The release {made.id} was built without fingerprints.", fix="Run `kennisgraaf build` again.")
    counts = {**made.graphs, "": int(made.about["triples"])}
    names = sorted(contents, key=lambda name: (not name, name))
    return [Parcel(name, register.stored(contents[name]), counts[name]) for name in names]


class Content:
    """The triples of a release's graphs, read from its folder."""

    def __init__(self, made: Release) -> None:
        """Remember the release; nothing is opened yet."""
        self._made = made

    def size(self, name: str) -> int:
        """Return how many bytes a graph has as N-Triples."""
        path = self._made.folder / _WHOLE
        return path.stat().st_size if not name and path.exists() else sum(map(len, self._lines(name)))

    def ground(self, name: str, room: Room, blank: set[str]) -> Iterator[Batch]:
        """Yield the triples without blank nodes in batches; at the end blank has the names of all blank nodes."""
        return packed(([line] for line in self._lines(name) if not has_blank(line, blank)), room)

    def tied(self, name: str, blank: set[str], room: Room) -> Iterator[Batch]:
        """Yield the triples with these blank nodes; what hangs together is in one batch, however large it gets."""
        return packed(self._knots(name, blank), room)

    def _lines(self, name: str) -> Iterator[bytes]:
        path = self._made.folder / _WHOLE
        if not name and path.exists():
            with path.open("rb") as stream:
                yield from stream
        else:
            for quad in self._store.quads_for_pattern(None, None, None, _graph(name)):
                yield _line(quad)

    def _knots(self, name: str, blank: set[str]) -> Iterator[Batch]:
        """Yield the triples of blank nodes that hang together, knot by knot."""
        seen: set[str] = set()
        for first in sorted(blank):
            if first not in seen:
                yield self._knot(_graph(name), first, seen)

    def _knot(self, graph: ox.NamedNode | ox.DefaultGraph, first: str, seen: set[str]) -> Batch:
        lines, waiting = dict[bytes, None](), [first]
        seen.add(first)
        while waiting:
            node = ox.BlankNode(waiting.pop())
            for pattern in ((node, None, None, graph), (None, None, node, graph)):
                for quad in self._store.quads_for_pattern(*pattern):
                    lines[_line(quad)] = None
                    new = {end.value for end in (quad.subject, quad.object) if isinstance(end, ox.BlankNode)} - seen
                    seen |= new
                    waiting += sorted(new)
        return list(lines)

    @cached_property
    def _store(self) -> ox.Store:
        return ox.Store.read_only(os.fspath(self._made.store))


def packed(pieces: Iterable[Batch], room: Room) -> Iterator[Batch]:
    """Put pieces together into batches that fit; a piece is never split."""
    batch: Batch = []
    size = 0
    for piece in pieces:
        more = sum(map(len, piece))
        if batch and (len(batch) + len(piece) > room.triples or size + more > room.size):
            yield batch
            batch, size = [], 0
        batch += piece
        size += more
    if batch:
        yield batch


def has_blank(line: bytes, found: set[str]) -> bool:
    """Tell whether a line has a blank node as subject or object, and collect the names."""
    if b"_:" not in line:
        return False
    subject, _, rest = line.split(b" ", 2)
    names = [part.split(b" ", 1)[0][2:].decode() for part in (subject, rest) if part.startswith(b"_:")]
    found.update(names)
    return bool(names)


def _line(quad: ox.Quad) -> bytes:
    return f"{quad.triple} .\n".encode()


def _graph(name: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(name) if name else ox.DefaultGraph()
