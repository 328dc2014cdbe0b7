"""What the release knows of qualifications and of what they can be linked to; what a file says is held against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import OSA

from kennisgraaf.engine import Engine

_MOST_SLIPS = 2


@dataclass(frozen=True)
class Part:
    """A part of a qualification that is in the graph: its IRI and its name."""

    iri: str
    name: str


@dataclass(frozen=True)
class Target:
    """A thing that parts are linked to; withdrawn, and successor (an IRI, "" if none), where it is no longer in use."""

    iri: str
    code: str
    name: str
    definition: str = ""
    withdrawn: bool = False
    successor: str = ""

    @property
    def label(self) -> str:
        """Return how a list shows it: code and name."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True)
class Known:
    """Qualifications by number (their names), files by number (the numbers of their qualifications), parts, targets.

    Parts go by (number of the qualification, code), targets by IRI. names: of parts and targets, IRI →
    language → text. What is empty is not held against anything.
    """

    qualifications: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[tuple[str, str], Part] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def load(graph: Engine, lang: str = "nl") -> Known:
    """Return what a release knows: targets in one language, qualifications and parts by their printed names."""
    numbers: dict[str, str] = {}
    files: dict[str, list[str]] = {}
    parts: dict[tuple[str, str], Part] = {}
    targets: dict[str, Target] = {}
    names: dict[str, dict[str, str]] = {}
    for row in _ask(graph, "parts"):
        numbers[row["number"]] = row["qualification"]
        if row.get("file"):
            files.setdefault(row["file"], []).append(row["number"])
        if row.get("part"):
            parts[row["number"], row["code"].upper()] = Part(row["part"], row["name"])
            names[row["part"]] = {"nl": row["name"], "en": row.get("english", row["name"])}
    for row in _ask(graph, "targets"):
        names.setdefault(row["target"], {})[row["lang"]] = row["name"]
        if row["lang"] != lang:
            continue
        told = (row["target"], row.get("code", ""), row["name"], row.get("definition", ""))
        targets[row["target"]] = Target(*told, row.get("withdrawn") == "true", row.get("successor", ""))
    return Known(numbers, {one: tuple(dict.fromkeys(inside)) for one, inside in files.items()}, parts, targets, names)


def near(written: str, numbers: Iterable[str]) -> list[str]:
    """Return the numbers that one may have meant, the likeliest first: a digit more, less, other or swapped, or two."""
    slips = [(OSA.distance(written, number), number) for number in numbers]
    least = min((slip for slip, _ in slips), default=_MOST_SLIPS + 1)
    return sorted(number for slip, number in slips if slip == least and 0 < slip <= _MOST_SLIPS)


def _ask(graph: Engine, name: str) -> list[dict[str, str]]:
    query = Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
    return [{key: term.value for key, term in row.items()} for row in graph.rows(query)]
