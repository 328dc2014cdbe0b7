"""Two things side by side: what both do, what only one of them does, and where they differ in kind or in sureness."""

from dataclasses import dataclass

from kennisgraaf.coverage.record import Scheme, Thing
from kennisgraaf.coverage.survey import ASKED, COVERED, TOUCHED, UNKNOWN, Cell, Survey

BOTH, HERE, THERE, PARTLY, NEITHER = VERDICTS = ("both", "here", "there", "partly", "neither")
_FULL = {COVERED, ASKED}


@dataclass(frozen=True)
class Pair:
    """A topic with its two cells.

    verdict: "both", "here" (only the first), "there" (only the second), "partly" (at best touched), "neither", or
    "unknown" where one of the two was never compared with the framework.
    """

    topic: Thing
    here: Cell
    there: Cell

    @property
    def verdict(self) -> str:
        """Return what the two have to do with the topic; touching is not covering."""
        states = self.here.state, self.there.state
        if UNKNOWN in states:
            return UNKNOWN
        full = [state in _FULL for state in states]
        if any(full):
            return BOTH if all(full) else HERE if full[0] else THERE
        return PARTLY if TOUCHED in states else NEITHER

    @property
    def kind_differs(self) -> bool:
        """Tell whether the two do different things with the topic."""
        return self.here.state != self.there.state

    @property
    def surer(self) -> float | None:
        """Return how much surer the first is than the second; None where they differ in kind, or have no number."""
        first, second = self.here.best, self.there.best
        return None if self.kind_differs or first is None or second is None else round(first - second, 3)


def compare(survey: Survey, here: str, there: str, scheme: Scheme) -> list[Pair]:
    """Return every topic of a framework with what two things do with it."""
    first, second = ({line.topic.iri: line.cell for line in survey.lines(iri, scheme)} for iri in (here, there))
    rest = [survey.rest(iri, scheme) for iri in (here, there)]
    return [
        Pair(topic, first.get(topic.iri, rest[0]), second.get(topic.iri, rest[1]))
        for topic in scheme.topics
        if topic.iri in first or topic.iri in second
    ]
