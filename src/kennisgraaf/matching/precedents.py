"""Precedents: what reviewers decided on other parts with the same name, or nearly the same.

Files share many parts word for word, so this is the strongest sign that there is; it is kept apart from the matcher,
because it says what somebody decided and not what a text is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from kennisgraaf.engine import Engine
from kennisgraaf.index import words
from kennisgraaf.matching.candidate import rows

_ALIKE = 90.0


@dataclass(frozen=True)
class Precedent:
    """A decision on a part: its IRI, name and the file it is in (IRIs); relation and thing (IRIs); alike: up to 1."""

    part: str
    name: str
    file: str
    relation: str
    thing: str
    alike: float = 1.0


@dataclass(frozen=True)
class Precedents:
    """All reviewed decisions by the folded name of their part."""

    decided: Mapping[str, Sequence[Precedent]]

    @classmethod
    def read(cls, engine: Engine) -> "Precedents":
        """Return the decisions in the graph. LimitError, MachineError: the engine cannot answer."""
        return cls.of(
            Precedent(
                row["part"].value, row["name"].value, row["file"].value, row["relation"].value, row["thing"].value
            )
            for row in rows(engine, "reviewed")
        )

    @classmethod
    def of(cls, known: Iterable[Precedent]) -> "Precedents":
        """Return decisions that one may ask by name."""
        decided: dict[str, list[Precedent]] = defaultdict(list)
        for one in known:
            decided[words.key(one.name)].append(one)
        return cls(decided)

    def on(self, part: str) -> list[Precedent]:
        """Return what was decided on one part (an IRI)."""
        found = (one for listed in self.decided.values() for one in listed if one.part == part)
        return list({(one.relation, one.thing): one for one in found}.values())

    def like(self, name: str, without: str = "") -> list[Precedent]:
        """Return the decisions on parts with nearly this name, the most alike first; without those in one file."""
        key = words.key(name)
        found = process.extract(key, list(self.decided), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
        return [
            replace(one, alike=round(score / 100, 2))
            for other, score, _ in found
            for one in self.decided[other]
            if one.file != without
        ]
