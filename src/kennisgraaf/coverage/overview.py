"""All files against all topics of a framework, and which topics nobody teaches."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kennisgraaf.coverage.record import ASKS, FILE, Scheme, Thing
from kennisgraaf.coverage.survey import COVERED, TOUCHED, Cell, Line, Survey


@dataclass(frozen=True)
class Gap:
    """A topic that nobody covers; touched: who touches it, which is not the same."""

    topic: Thing
    touched: tuple[Thing, ...]


@dataclass(frozen=True)
class Overview:
    """A framework held against files: rows[file.iri] has the line of each topic, gaps what no known file covers.

    unknown: the files that nobody compared with this framework. Where that is all of them, gaps is empty: nobody knows.
    """

    scheme: Scheme
    files: tuple[Thing, ...]
    rows: dict[str, list[Line]]
    unknown: tuple[Thing, ...]
    gaps: tuple[Gap, ...]

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """Return (IRI of a file, IRI of a topic) → what the one does with the other."""
        return {(file, line.topic.iri): line.cell for file, lines in self.rows.items() for line in lines}


def overview(survey: Survey, scheme: Scheme, *, withdrawn: bool = False) -> Overview:
    """Return a framework against every file, the known ones first; withdrawn ones on request, for they fill no gap."""
    files = survey.ranked(scheme, withdrawn=withdrawn)
    rows = {file.iri: survey.lines(file.iri, scheme) for file in files}
    unknown = [file for file in files if not survey.known(file.iri, scheme)]
    return Overview(scheme, tuple(files), rows, tuple(unknown), tuple(_gaps(survey, scheme)))


def _gaps(survey: Survey, scheme: Scheme) -> list[Gap]:
    """Return the topics that nothing that teaches covers today."""
    teachers = [one for one in survey.things.values() if one.role != ASKS and _alive(survey, one)]
    if not any(survey.known(one.iri, scheme) for one in teachers):
        return []
    does: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for one in teachers:
        for key in {(link.topic, link.kind) for link in survey.links(one.iri)}:
            does[key].append(one)
    live = [topic for topic in scheme.topics if not topic.withdrawn]
    return [_gap(topic, does) for topic in live if (topic.iri, COVERED) not in does]


def _gap(topic: Thing, does: Mapping[tuple[str, str], list[Thing]]) -> Gap:
    """Return a gap with the files that touch its topic; without any, with whatever does."""
    touching = sorted(does.get((topic.iri, TOUCHED), []), key=lambda one: one.place)
    return Gap(topic, tuple(one for one in touching if one.role == FILE) or tuple(touching))


def _alive(survey: Survey, thing: Thing) -> bool:
    return not thing.withdrawn and not any(whole.withdrawn for whole in survey.above(thing.iri))
