"""Columns of boxes with lines between them: who is joined to what, from left to right.

The layer that needs most room is stacked; the boxes of the others come as near to what they are joined to as they can.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kennisgraaf.pictures.content import Content
from kennisgraaf.pictures.drawing import WIDTH, Box, Drawing, Line, Node, Part, Words, box, joined, words

_BETWEEN, _AIR, _HEAD = 13.0, 30.0, 12.0
_GAPS = {2: 170.0, 3: 110.0, 4: 74.0, 5: 50.0}  # between layers, by their number
Key = tuple[int, Node]  # a column and what stands in it


@dataclass
class _Layout:
    """What is being laid out: columns by layer, and the place of each box."""

    content: Content
    layers: list[list[int]]
    places: dict[Key, Box] = field(default_factory=dict)
    heads: dict[int, list[Words]] = field(default_factory=dict)
    linked: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))

    @property
    def gap(self) -> float:
        return _GAPS.get(len(self.layers), 42.0)

    @property
    def across(self) -> float:
        """Return how wide a box is."""
        number = max(1, len(self.layers))
        return min(340.0, (WIDTH - self.gap * (number - 1)) / number)

    def x(self, layer: int) -> float:
        """Return where a layer begins."""
        used = self.across * len(self.layers) + self.gap * (len(self.layers) - 1)
        return (WIDTH - used) / 2 + layer * (self.across + self.gap)


def draw(content: Content) -> Drawing:
    """Draw any columns as layers; those that stand below another share its layer."""
    layout = _Layout(content, _layers(content))
    edges = _edges(content)
    for one, other in edges:
        layout.linked[one].append(other)
        layout.linked[other].append(one)
    top = _heads(layout)
    for layer in _order(layout):
        _place(layout, layer, top)
    lines = [_line(layout, one, other) for one, other in edges]
    parts: list[Part] = [*lines, *_read(layout)]
    bottom = max((one.bottom for one in layout.places.values()), default=top)
    return Drawing(bottom + 16, parts)


def _layers(content: Content) -> list[list[int]]:
    """Return the columns of each layer; a column without anything has none."""
    found: list[list[int]] = []
    for at, column in enumerate(content.columns):
        if not content.nodes(at):
            continue
        if column.below and found:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _edges(content: Content) -> list[tuple[Key, Key]]:
    """Return which boxes are joined: those beside each other in a row."""
    rows = [[(at, node) for at, node in enumerate(row) if node] for row in content.rows]
    return list(dict.fromkeys(pair for row in rows for pair in pairwise(row)))


def _heads(layout: _Layout) -> float:
    """Write the headings of the first column of each layer, and return where the boxes begin."""
    for at, columns in enumerate(layout.layers):
        layout.heads[columns[0]] = _head(layout, columns[0], layout.x(at), 0)
    return max((_height(head) for head in layout.heads.values()), default=0) + _HEAD


def _head(layout: _Layout, column: int, x: float, y: float) -> list[Words]:
    lang, shown = layout.content.lang, layout.content.columns[column]
    title = words(shown.title.get(lang, ""), (x, y), layout.across, "head")
    if not shown.note:
        return [title]
    return [title, words(shown.note.get(lang, ""), (x, y + title.height), layout.across, "note")]


def _height(head: list[Words]) -> float:
    """Return how high a heading with its note is."""
    return sum(one.height for one in head)


def _order(layout: _Layout) -> list[int]:
    """Return the layers from the one that needs most room, outwards."""
    if not layout.layers:
        return []
    rooms = [sum(_box(layout, key, 0).height + _BETWEEN for key in _keys(layout, columns)) for columns in layout.layers]
    base = rooms.index(max(rooms))
    return sorted(range(len(rooms)), key=lambda layer: (abs(layer - base), layer))


def _keys(layout: _Layout, columns: list[int]) -> list[Key]:
    return [(column, node) for column in columns for node in layout.content.nodes(column)]


def _box(layout: _Layout, key: Key, x: float) -> Box:
    clash = layout.content.columns[key[0]].look == "clash"
    return box(key[1], (x, 0), layout.across, "opposed" if clash else f"k{key[0] % 6}")


def _place(layout: _Layout, layer: int, top: float) -> None:
    """Place the boxes of a layer, column below column."""
    x = layout.x(layer)
    for number, column in enumerate(layout.layers[layer]):
        if number:
            layout.heads[column] = _head(layout, column, x, top + _AIR)
            top += _AIR + _height(layout.heads[column]) + _HEAD
        made = {key: _box(layout, key, x) for key in _keys(layout, [column])}
        wanted = {key: _wanted(layout, key) for key in made}
        last = max((one.bottom for one in layout.places.values()), default=0) if any(wanted.values()) else top
        ordered = sorted(made, key=lambda key: wanted[key] or last)
        tops = [(wanted[key] or last) - made[key].height / 2 for key in ordered]
        settled = _settle(tops, [made[key].height + _BETWEEN for key in ordered], top)
        for key, y in zip(ordered, settled, strict=True):
            layout.places[key] = replace(made[key], y=round(y, 1))
        top = max(layout.places[key].bottom for key in ordered)


def _wanted(layout: _Layout, key: Key) -> float:
    """Return how far down a box would have its middle: halfway what it is joined to, 0 where that is nothing yet."""
    found = [layout.places[other].middle for other in layout.linked[key] if other in layout.places]
    return sum(found) / len(found) if found else 0.0


def _settle(wanted: list[float], rooms: list[float], top: float) -> list[float]:
    """Return tops in order without overlap, as near as can be to the wanted ones (pooling of adjacent violators)."""
    start, pools = 0.0, []
    for want, room in zip(wanted, rooms, strict=True):
        pools.append((want - start, 1))
        start += room
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (high, many), (low, few) = pools[-2:]
            pools[-2:] = [((high * many + low * few) / (many + few), many + few)]
    values = [max(top, value) for value, number in pools for _ in range(number)]
    before = 0.0
    found = []
    for value, room in zip(values, rooms, strict=True):
        found.append(value + before)
        before += room
    return found


def _line(layout: _Layout, one: Key, other: Key) -> Line:
    start, end = layout.places[one], layout.places[other]
    looks = [layout.content.columns[key[0]].look for key in (other, one)]
    look = next((look for look in looks if look != "line"), "line")
    return joined(start.right, start.middle, end.x, end.middle, look)


def _read(layout: _Layout) -> list[Part]:
    """Return headings, and boxes in the order of the rows."""
    rows = [[(at, node) for at, node in enumerate(row) if node] for row in layout.content.rows]
    keys = dict.fromkeys(key for row in rows for key in row)
    heads = [part for column in sorted(layout.heads) for part in layout.heads[column]]
    return [*heads, *(layout.places[key] for key in keys)]
