"""The comparison itself: rows that differ, rows that are the same, and in each row what is shared and what is not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kennisgraaf.comparison.side import Akin, Item, Side, Way
from kennisgraaf.description import Texts, Value, Vocabulary
from kennisgraaf.engine import Term

MOST = 4
Keep = Callable[[Sequence[Value]], list[Value]]


@dataclass(frozen=True)
class Cell:
    """A value in the column of one thing that not all have in this way.

    others: the places of the other things that have it too, in whatever way; akin: the IRIs of values of other things
    in the row that it is linked to.
    """

    item: Item
    others: tuple[int, ...] = ()
    akin: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A property (name: its IRI) with the values of each thing; as_set: it goes beyond own statements.

    through: the IRI of the class of things that the values come through, "" if the thing has them itself.
    """

    name: str
    inverse: bool
    labels: Texts
    items: tuple[tuple[Item, ...], ...]
    as_set: bool = False
    through: str = ""
    links: Mapping[str, tuple[str, ...]] | None = None

    @cached_property
    def shared(self) -> tuple[Item, ...]:
        """Return what all things have in the same way, in the order of the first."""
        ways = [{(item.term, item.details) for item in own} for own in self.items]
        return tuple(item for item in self.items[0] if all((item.term, item.details) in own for own in ways))

    @property
    def differs(self) -> bool:
        """Tell whether there is a value that not all things have in the same way."""
        return any(self.cells)

    @cached_property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """Return for each thing the values that not all have in the same way."""
        same = {item.term for item in self.shared}
        return tuple(
            tuple(self._cell(item, place) for item in own if item.term not in same)
            for place, own in enumerate(self.items)
        )

    def alone(self, place: int) -> int:
        """Return how many values only the thing at a place has."""
        return sum(not cell.others for cell in self.cells[place])

    @property
    def otherwise(self) -> int:
        """Return how many values all things have, but with other details."""
        everyone = len(self.items) - 1
        return sum(len(cell.others) == everyone for cell in self.cells[0])

    @property
    def partly(self) -> int:
        """Return how many values several things have and not all."""
        everyone = len(self.items) - 1
        found = {cell.item.term for own in self.cells for cell in own if 0 < len(cell.others) < everyone}
        return len(found)

    def _cell(self, item: Item, place: int) -> Cell:
        others = tuple(number for number, have in enumerate(self._terms) if number != place and item.term in have)
        there = {term.value for number, have in enumerate(self._terms) if number != place for term in have}
        linked = (self.links or {}).get(item.term.value, ())
        return Cell(item, others, tuple(iri for iri in linked if iri in there))

    @cached_property
    def _terms(self) -> list[set[Term]]:
        return [{item.term for item in own} for own in self.items]


@dataclass(frozen=True)
class Comparison:
    """Things side by side; rows: sets first, then what the things have themselves, then what refers to them."""

    sides: tuple[Side, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> list[Row]:
        """Return the rows in which the things differ."""
        return [row for row in self.rows if row.differs]

    @property
    def sharing(self) -> list[Row]:
        """Return the rows in which all things share something."""
        return [row for row in self.rows if row.shared]

    @property
    def sets(self) -> list[Row]:
        """Return the rows that are sets of their own."""
        return [row for row in self.rows if row.as_set]


def compare(sides: Sequence[Side], words: Vocabulary, akin: Akin, keep: Keep) -> Comparison:
    """Lay two to four things side by side.

    keep: which of several values a reader sees (of texts those in one language).
    """
    ways = {way for side in sides for way in side.items}
    sets = {way: through for side in sides for way, through in side.sets.items()}

    def place(way: Way) -> tuple[object, ...]:
        labels = words.labels(way[0])
        return way not in sets, sets.get(way, ""), way[1], labels.get("nl", "") or next(iter(labels.values())), way

    rows = [
        Row(
            way[0],
            way[1],
            words.labels(way[0]),
            tuple(_kept(side.items.get(way, ()), keep) for side in sides),
            way in sets,
            sets.get(way, ""),
            akin,
        )
        for way in sorted(ways, key=place)
    ]
    return Comparison(tuple(sides), tuple(rows))


def _kept(items: Sequence[Item], keep: Keep) -> tuple[Item, ...]:
    """Return the items without translations; those of a set have no other language."""
    values = [item.value for item in items if item.value]
    kept = {value.term for value in keep(values)}
    return tuple(item for item in items if not item.value or item.term in kept)
