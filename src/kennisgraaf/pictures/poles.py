"""Cards with pairs: what stands opposite each other, with a double arrow in between."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from kennisgraaf.pictures.content import Content, Row
from kennisgraaf.pictures.drawing import WIDTH, Drawing, Line, Node, Panel, Part, box, words
from kennisgraaf.pictures.plan import words as told

_GAP, _ARROW, _PAD = 30.0, 54.0, 18.0


@dataclass(frozen=True)
class _Card:
    """A group with its pairs, drawn from height 0; behind is what lies behind all of it."""

    height: float
    behind: list[Part]
    parts: list[Part]


def draw(content: Content) -> Drawing:
    """Draw columns group, item, pole and pole; cards stand in two columns, each where there is most room."""
    groups = [(group, list(rows)) for group, rows in groupby(content.rows, key=lambda row: row[0])]
    number = 2 if len(groups) > 1 else 1
    across = (WIDTH - _GAP * (number - 1)) / number
    cards = [_card(group, rows, across, content.lang) for group, rows in groups]
    columns = _dealt([card.height + _GAP for card in cards], number)
    ends = [0.0] * number
    behind: list[Part] = []
    parts: list[Part] = []
    for card, column in zip(cards, columns, strict=True):
        x, y = column * (across + _GAP), ends[column]
        behind += moved(card.behind, x, y)
        parts += moved(card.parts, x, y)
        ends[column] += card.height + _GAP
    return Drawing(max(0.0, max(ends) - _GAP) + 8, [*behind, *parts])


def _dealt(heights: list[float], number: int) -> list[int]:
    """Return the column of each card: the highest are dealt first, each to the column with most room."""
    ends, found = [0.0] * number, [0] * len(heights)
    for at in sorted(range(len(heights)), key=lambda at: -heights[at]):
        found[at] = ends.index(min(ends))
        ends[found[at]] += heights[at]
    first = found[0] if found else 0
    return [(column - first) % number for column in found]


def moved(parts: Iterable[Part], x: float, y: float) -> list[Part]:
    """Return parts at another place."""
    return [
        Line(_moved(part.path, x, y), part.look)
        if isinstance(part, Line)
        else replace(part, x=round(part.x + x, 1), y=round(part.y + y, 1))
        for part in parts
    ]


def _moved(path: str, x: float, y: float) -> str:
    """Return a path of our arrows (M and L, absolute) at another place."""
    steps = path.replace("M", " M ").replace("L", " L ").split()
    shifts, at, found = (x, y), 0, []
    for step in steps:
        if step in {"M", "L"}:
            found.append(step)
        else:
            found.append(f"{float(step) + shifts[at]:.1f} ")
            at = 1 - at
    return "".join(found).strip()


def _card(group: Node | None, rows: list[Row], across: float, lang: str) -> _Card:
    head = words(group.text if group else "", (_PAD, _PAD - 4), across - 2 * _PAD, "heading", group)
    y = _PAD + head.height + 6
    parts: list[Part] = [head] if group else []
    behind: list[Part] = []
    for at, row in enumerate(rows):
        if at:
            behind.append(Line(f"M{_PAD} {y:.1f}L{across - _PAD} {y:.1f}", "rule"))
        made, y = _pair(row, y + 10, across, lang)
        parts += made
    return _Card(y + 4, [Panel(0, 0, across, y + 4, "card"), *behind], parts)


def _pair(row: Row, y: float, across: float, lang: str) -> tuple[list[Part], float]:
    """Return an item with its poles below it, and where it ends."""
    item, one, other = row[1:4]
    parts: list[Part] = []
    if item:
        named = words(item.text, (_PAD, y), across - 2 * _PAD, "note", item)
        parts.append(named)
        y += named.height + 8
    wide = (across - 2 * _PAD - _ARROW) / 2
    made = [
        box(pole, (x, y), wide, look)
        for pole, x, look in ((one, _PAD, "pole"), (other, _PAD + wide + _ARROW, "opposite"))
        if pole
    ]
    high = max((each.height for each in made), default=0.0)
    made = [replace(each, height=high) for each in made]
    if one and other:
        left, right = made
        return [*parts, left, _arrow(left.right + 6, right.x - 6, left.middle), right], y + high + 16
    y += high + 6 if made else 0
    note = words(told(lang)["unopposed"], (_PAD, y), across - 2 * _PAD, "quiet")
    return [*parts, *made, note], y + note.height + 14


def _arrow(x1: float, x2: float, y: float) -> Line:
    """Return an arrow with a head at both ends."""
    left = f"M{x1 + 7:.1f} {y - 6:.1f}L{x1:.1f} {y:.1f}L{x1 + 7:.1f} {y + 6:.1f}"
    right = f"M{x2 - 7:.1f} {y - 6:.1f}L{x2:.1f} {y:.1f}L{x2 - 7:.1f} {y + 6:.1f}"
    return Line(f"{left}{right}M{x1:.1f} {y:.1f}L{x2:.1f} {y:.1f}", "arrow")
