"""What a release and an engine lack of each other: what must be sent, what is there, what nobody needs any more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from kennisgraaf.delivery.parcels import Parcel
from kennisgraaf.engine.register import Register


@dataclass(frozen=True)
class Plan:
    """What publishing would do: graphs to send, graphs that are there, and what to delete afterwards.

    before: id of the release that readers get now, "" if none; graphs: stored graph → its triples, -1 if nobody knows;
    leaving: ids of releases that go with them.
    """

    release: str
    before: str
    send: tuple[Parcel, ...]
    there: tuple[Parcel, ...]
    graphs: dict[str, int]
    leaving: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Tell whether there is nothing to do at all."""
        return self.before == self.release and not (self.send or self.graphs or self.leaving)


@dataclass(frozen=True)
class Stay:
    """Which releases stay whole: this one and those that were in use last, so many; and all in use since a time."""

    number: int
    since: datetime


def compare(release: str, wanted: list[Parcel], found: Register, stay: Stay, count: Callable[[str], int]) -> Plan:
    """Compare; count (stored graph → triples) asks the engine whether what its register says is still so."""
    there = [one for one in wanted if _sound(one, found, count)]
    others = [one for one in found.releases.values() if one.id not in {release, found.current}]
    newest = sorted(others, key=lambda one: one.issued, reverse=True)
    kept = list(dict.fromkeys([release, *filter(None, [found.current]), *(one.id for one in newest)]))[: stay.number]
    kept += _recent(found, stay.since)
    used = {one.graph for one in wanted}.union(*(found.releases[id_].graphs for id_ in kept if id_ in found.releases))
    known = {**dict.fromkeys(found.begun, -1), **found.counted}
    return Plan(
        release,
        found.current,
        tuple(one for one in wanted if one not in there),
        tuple(there),
        {graph: number for graph, number in sorted(known.items()) if graph not in used},
        tuple(sorted((found.releases.keys() | found.broken) - set(kept))),
    )


def _recent(found: Register, since: datetime) -> list[str]:
    """Return the releases that readers still got after a time: each was in use until the next one was."""
    ordered = sorted(found.releases.values(), key=lambda one: one.issued)
    return [one.id for one, after in pairwise(ordered) if after.issued > since]


def _sound(one: Parcel, found: Register, count: Callable[[str], int]) -> bool:
    """Tell whether a graph is there, as it was when it was counted."""
    return one.graph in found.counted and count(one.graph) == found.counted[one.graph]
