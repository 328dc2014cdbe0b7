"""How like a choice is to what is there already: which things both have, and which only one of them.

Likeness is that of Jaccard: what both have, divided by what at least one has; 1 is the same, 0 nothing in common. It
counts each thing as one, whatever its weight or level, and knows nothing of things of other schemes that mean the same.
"""

from collections.abc import Collection
from dataclasses import dataclass

from kennisgraaf.composition.stock import Bearer, Stock


@dataclass(frozen=True)
class Overlap:
    """What a choice and a bearer share, what only the bearer has, and what only the choice has, in the one order."""

    bearer: Bearer
    shared: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def total(self) -> int:
        """Return how many things at least one of both has."""
        return len(self.shared) + len(self.missing) + len(self.extra)

    @property
    def likeness(self) -> float:
        """Return the likeness of Jaccard, 0 to 1."""
        return len(self.shared) / self.total

    @property
    def percentage(self) -> int:
        """Return the likeness in whole percents, 100 only for the same."""
        return 100 * len(self.shared) // self.total


def compare(stock: Stock, chosen: Collection[str]) -> list[Overlap]:
    """Return the overlap with everything that shares at least one thing, the most like first."""
    own = frozenset(chosen)
    found = [_overlap(stock, own, bearer) for bearer in stock.bearers.values() if own & bearer.things]
    return sorted(found, key=lambda one: (-one.likeness, one.bearer.kind, stock.by_name(one.bearer.iri)))


def _overlap(stock: Stock, own: frozenset[str], bearer: Bearer) -> Overlap:
    parts = (own & bearer.things, bearer.things - own, own - bearer.things)
    return Overlap(bearer, *(tuple(sorted(part, key=lambda iri: stock.rank.get(iri, -1))) for part in parts))
