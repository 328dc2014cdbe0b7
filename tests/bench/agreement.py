"""Two readings of the same parts: how far a second reader, who did not see the first, agrees with it."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench.peer import HOUSE

SECOND = HOUSE / "tests/linking/second-reading.csv"
NONE = "none"
Reading = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Agreement:
    """parts, pairs: how many were read; exact, linked: shares of pairs alike; kappa of both; Jaccard of the linked."""

    parts: int
    pairs: int
    exact: float
    exact_kappa: float
    linked: float
    linked_kappa: float
    jaccard: float
    first: int
    second: int

    def told(self) -> list[str]:
        """Return the figures as lines of Markdown."""
        read = f"{self.parts} parts x {self.pairs // self.parts} competencies = {self.pairs} pairs;"
        return [
            f"{read} linked by the first reader {self.first}, by the second {self.second}.",
            "",
            "| agreement of two readers | share | Cohen's kappa |",
            "| --- | --- | --- |",
            f"| none, touches or covers | {self.exact:.1%} | {self.exact_kappa:.2f} |",
            f"| linked or not | {self.linked:.1%} | {self.linked_kappa:.2f} |",
            f"| among the pairs that either linked (Jaccard) | {self.jaccard:.1%} | |",
        ]


def second(path: Path = SECOND) -> Reading:
    """Return the second reading: (part, competency) → "covers" or "touches"."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["part"], row["competency"]): row["relation"] for row in csv.DictReader(lines)}


def compare(first: Reading, other: Reading, competencies: Sequence[str]) -> Agreement:
    """Return how far two readings agree on the parts of the other."""
    parts = sorted({part for part, _ in other})
    pairs = [(first.get(pair, NONE), other.get(pair, NONE)) for pair in product(parts, competencies)]
    links = [(str(a != NONE), str(b != NONE)) for a, b in pairs]
    both, either = links.count(("True", "True")), sum("True" in pair for pair in links)
    return Agreement(
        len(parts), len(pairs), _same(pairs), kappa(pairs), _same(links), kappa(links), both / either,
        sum(a != NONE for a, _ in pairs), sum(b != NONE for _, b in pairs),
    )  # fmt: skip


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa: agreement beyond what chance would give two readers who link as often as these."""
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ours[word] * theirs[word] for word in ours) / len(pairs) ** 2
    return (_same(pairs) - chance) / (1 - chance) if chance < 1 else 1.0


def _same(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(a == b for a, b in pairs) / len(pairs)
