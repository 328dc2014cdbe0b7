"""The survey of one release: what every whole does with every topic, and by which of its parts.

The rules. A whole covers a topic when it or a part of it does. To touch a topic is not to cover it. Missing is said
only of what somebody has compared with the framework; of all else we do not know. A withdrawn part counts in a
withdrawn whole alone, and a withdrawn topic is shown where something still links to it, but counts for nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import mean

from kennisgraaf.coverage import record
from kennisgraaf.coverage.record import BUNDLE, FILE, PART, Link, Scheme, Thing
from kennisgraaf.engine import Engine

COVERED, ASKED, TOUCHED, MISSING, UNKNOWN = STATES = ("covered", "asked", "touched", "missing", "unknown")


@dataclass(frozen=True)
class Cell:
    """What one whole does with one topic; links are those of this state, the surest first."""

    state: str
    links: tuple[Link, ...] = ()
    others: tuple[Link, ...] = ()

    @property
    def best(self) -> float | None:
        """Return how sure the surest link is, from 0 to 1; None where nobody said."""
        return max(self._sureness, default=None)

    @property
    def mean(self) -> float | None:
        """Return how sure the links are on average."""
        return mean(self._sureness) if self._sureness else None

    @property
    def _sureness(self) -> list[float]:
        return [link.confidence for link in self.links if link.confidence is not None]


@dataclass(frozen=True)
class Line:
    """A topic with its cell."""

    topic: Thing
    cell: Cell


class Survey:
    """What a release says of coverage; things by IRI, schemes by IRI."""

    def __init__(
        self,
        things: Mapping[str, Thing],
        schemes: Mapping[str, Scheme],
        links: Iterable[Link],
        parts: Iterable[tuple[str, str]],
        compared: Iterable[tuple[str, str]],
    ) -> None:
        """Put parts below wholes and links beside parts; compared: pairs of a part and a framework."""
        self.schemes = dict(schemes)
        self._parts, self._links = _grouped(parts), defaultdict[str, list[Link]](list)
        self._wholes = _grouped((part, whole) for whole, found in self._parts.items() for part in found)
        for link in links:
            self._links[link.part].append(link)
        self.things = {iri: replace(thing, role=thing.role or self._role(iri)) for iri, thing in things.items()}
        self._compared = {(part, scheme) for part, scheme in compared if scheme in self.schemes}
        self._compared |= {
            (link.part, scheme) for own in self._links.values() for link in own for scheme in self._of(link)
        }

    @cached_property
    def files(self) -> list[Thing]:
        """Return what people teach by, sorted, those that are withdrawn included."""
        return sorted((one for one in self.things.values() if one.role == FILE), key=lambda one: one.place)

    def ranked(self, scheme: Scheme, *, withdrawn: bool = False) -> list[Thing]:
        """Return the files, those first that somebody has compared with a framework; withdrawn ones on request."""
        found = [file for file in self.files if withdrawn or not file.withdrawn]
        return sorted(found, key=lambda file: (not self.known(file.iri, scheme), file.place))

    @cached_property
    def later(self) -> dict[str, list[str]]:
        """Return thing → what came after it."""
        found = defaultdict(list)
        for thing in self.things.values():
            for earlier in thing.earlier:
                found[earlier].append(thing.iri)
        return {iri: sorted(after) for iri, after in found.items()}

    def shows(self, iri: str) -> bool:
        """Tell whether there is something to show of a thing, a topic or a framework."""
        return iri in self.things or iri in self.schemes or iri in self._homes

    def weight(self, scheme: Scheme) -> int:
        """Return how many things somebody has compared with a framework."""
        return sum(iri == scheme.iri for _, iri in self._compared)

    def takers(self, topic: str) -> list[tuple[Thing, Cell]]:
        """Return every live file with what it does with a topic, sorted."""
        scheme = next(scheme for scheme in self.schemes.values() if topic in {one.iri for one in scheme.topics})
        found = [(file, self.lines(file.iri, scheme)) for file in self.ranked(scheme)]
        return [
            (file, next((line.cell for line in lines if line.topic.iri == topic), self.rest(file.iri, scheme)))
            for file, lines in found
        ]

    def rest(self, iri: str, scheme: Scheme) -> Cell:
        """Return what a thing does with a topic that nothing links to."""
        return Cell(MISSING if self.known(iri, scheme) else UNKNOWN)

    def children(self, whole: str) -> list[Thing]:
        """Return the parts of a whole that are no part of another part of it, sorted."""
        below = self._parts.get(whole, set())
        deeper = set().union(*(self._parts.get(part, set()) for part in below)) if below else set()
        return sorted((self.things[part] for part in below - deeper), key=lambda part: part.place)

    def above(self, part: str) -> list[Thing]:
        """Return the wholes that a thing belongs to, the closest first."""
        found = [self.things[whole] for whole in self._wholes.get(part, set())]
        return sorted(found, key=lambda whole: (len(self._parts[whole.iri]), whole.place))

    def known(self, iri: str, scheme: Scheme) -> bool:
        """Tell whether somebody has compared a thing with a framework; a part is read with its file."""
        own = {iri, *self._parts.get(iri, set())}
        if self.things[iri].role == PART:
            for file in self.above(iri):
                own |= {file.iri, *self._parts[file.iri]} if file.role == FILE else set()
        return any((part, scheme.iri) in self._compared for part in own)

    def unknown_parts(self, iri: str, scheme: Scheme) -> list[Thing]:
        """Return the files in a bundle of which nothing is known: what the bundle misses may be in there."""
        if self.things[iri].role != BUNDLE:
            return []
        inside = [self.things[part] for part in self._parts.get(iri, set())]
        files = [part for part in inside if part.role == FILE and not self.known(part.iri, scheme)]
        return sorted(files, key=lambda part: part.place)

    def links(self, iri: str) -> list[Link]:
        """Return what a thing and its parts do; withdrawn parts count in a withdrawn whole alone."""
        whole = self.things[iri]
        parts = [iri, *sorted(part for part in self._parts.get(iri, set()) if self._counts(part, whole))]
        found = [link for part in parts for link in self._links.get(part, [])]
        return [link for link in found if link.part == iri or link.kind != "asked"]

    def lines(self, iri: str, scheme: Scheme) -> list[Line]:
        """Return every topic of a framework with what a thing does with it; a withdrawn one only where it has links."""
        own: dict[str, list[Link]] = defaultdict(list)
        for link in self.links(iri):
            own[link.topic].append(link)
        rest = self.rest(iri, scheme)
        return [
            Line(topic, _cell(own.get(topic.iri, []), rest))
            for topic in scheme.topics
            if not topic.withdrawn or topic.iri in own
        ]

    def _of(self, link: Link) -> list[str]:
        """Return the frameworks of the topic of a link."""
        return self._homes.get(link.topic, [])

    @cached_property
    def _homes(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for scheme in self.schemes.values():
            for topic in scheme.topics:
                found[topic.iri].append(scheme.iri)
        return found

    def _role(self, iri: str) -> str:
        """Return the role of a thing of no class that has one: a file of somebody's own stands in nothing."""
        return "" if iri in self._wholes else FILE

    def _counts(self, part: str, whole: Thing) -> bool:
        return part in self.things and (whole.withdrawn or not self.things[part].withdrawn)


def read(engine: Engine) -> Survey:
    """Return the survey of the release behind an engine, with five queries."""
    found = record.things(engine)
    parts = [(whole, part) for whole, part in record.pairs(engine, "parts") if whole in found and part in found]
    compared = record.pairs(engine, "compared")
    return Survey(found, record.schemes(engine), record.links(engine), parts, compared)


def count(lines: Iterable[Line]) -> dict[str, int]:
    """Return state → number of topics in it, all states; a withdrawn topic counts nowhere."""
    found = Counter(line.cell.state for line in lines if not line.topic.withdrawn)
    return {state: found[state] for state in STATES}


def _cell(links: list[Link], rest: Cell) -> Cell:
    """Return the cell of these links: the strongest kind is its state; rest is the cell of none."""
    if not links:
        return rest
    kinds = {link.kind for link in links}
    state = next(state for state in STATES if state in kinds)
    ordered = sorted(links, key=lambda link: (-(link.confidence or 0), link.part))
    own = tuple(link for link in ordered if link.kind == state)
    return Cell(state, own, tuple(link for link in ordered if link.kind != state))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found
