"""The surroundings of one thing: it stands in the middle, on both sides what it is joined to, grouped by relation.

Each relation is written in words above its group, and shows a few; the table beside it has all.
"""

from dataclasses import dataclass, replace

from kennisgraaf.pictures.content import Content, Row
from kennisgraaf.pictures.drawing import WIDTH, Box, Drawing, Node, Part, Words, box, joined, words
from kennisgraaf.pictures.plan import words as told
from kennisgraaf.pictures.poles import moved

_FEW, _FEWER, _FEWEST, _MOST = 6, 4, 3, 24
_AIR, _CENTRE = 26.0, 230.0
_WIDE = {1: (355.0, 78.0), 2: (186.0, 30.0)}  # width of a box and room beside it, by number of steps


@dataclass(frozen=True)
class _Group:
    """A relation and what it leads to, drawn from (0, 0) to the right; ports: how far down a line arrives."""

    height: float
    parts: list[Part]
    boxes: list[Box]


def draw(content: Content) -> Drawing:
    """Draw columns relation and thing, and for two steps again relation and thing."""
    steps = 2 if any(any(row[2:]) for row in content.rows) else 1
    relations = _grouped(content.rows, 0)
    drawn = [_group(relation, rows, content.lang, steps) for relation, rows in list(relations.items())[:_MOST]]
    right, left = _halves(drawn)
    tall = max(_tall(right), _tall(left), 60.0)
    parts: list[Part] = []
    lines: list[Part] = []
    centre = _centre(content.subject or Node(""), tall)
    for groups, side in ((right, 1), (left, -1)):
        y = (tall - _tall(groups)) / 2
        for group in groups:
            made, joins = _beside(group, y, side, steps, centre)
            parts += made
            lines += joins
            y += group.height + _AIR
    return Drawing(tall + 12, [*lines, centre, *parts])


def _centre(subject: Node, tall: float) -> Box:
    made = replace(box(subject, ((WIDTH - _CENTRE) / 2, 0), _CENTRE, "strong centre"), centred=True, radius=14)
    return replace(made, y=round(max(0.0, (tall - made.height) / 2), 1), height=made.height + 8)


def _grouped(rows: list[Row], column: int) -> dict[Node, list[Row]]:
    """Return rows by their relation, in the order of the rows."""
    found: dict[Node, list[Row]] = {}
    for row in rows:
        if (relation := row[column]) and row[column + 1]:
            found.setdefault(relation, []).append(row)
    return found


def _halves(groups: list[_Group]) -> tuple[list[_Group], list[_Group]]:
    """Return the first groups, about half of the height, and the others."""
    whole, so_far = _tall(groups), 0.0
    for at, group in enumerate(groups):
        so_far += group.height + _AIR
        if so_far >= whole / 2:
            return groups[: at + 1], groups[at + 1 :]
    return groups, []


def _tall(groups: list[_Group]) -> float:
    return sum(group.height + _AIR for group in groups) - _AIR if groups else 0.0


def _group(relation: Node, rows: list[Row], lang: str, steps: int) -> _Group:
    """Return a relation in words with what it leads to below it, each with its own surroundings to the right."""
    wide, gap = _WIDE[steps]
    head = words(relation.text, (2, 0), wide, "relation", relation)
    parts: list[Part] = [head]
    y, boxes = head.height + 6, []
    things = list(dict.fromkeys(row[1] for row in rows if row[1]))
    few = _FEW if steps == 1 else _FEWER
    for thing in things[:few]:
        made = box(thing, (0, y), wide, "item", 4)
        beyond, bottom = _beyond([row for row in rows if row[1] == thing], wide + gap, y, lang, steps)
        boxes.append(made)
        parts += [made, *beyond]
        y = max(made.bottom, bottom) + 8
    if len(things) > few:
        rest = _more(len(things) - few, 2, y, lang)
        parts.append(rest)
        y += rest.height + 8
    return _Group(y - 8, parts, boxes)


def _beyond(rows: list[Row], x: float, y: float, lang: str, steps: int) -> tuple[list[Part], float]:
    """Return what is a step further, at x, and where it ends."""
    parts: list[Part] = []
    if steps == 1:
        return parts, y
    shown, every = 0, sum(len(own) for own in _grouped(rows, 2).values())
    for relation, own in _grouped(rows, 2).items():
        few = own[: _FEWEST - shown]
        if few:
            head = words(relation.text, (x + 2, y), _WIDE[2][0], "relation", relation)
            parts.append(head)
            y += head.height + 4
        for row in few:
            made = box(row[3] or Node(""), (x, y), _WIDE[2][0], "far", 3)
            parts.append(made)
            y = made.bottom + 8
        shown += len(few)
    if every > shown:
        rest = _more(every - shown, x + 2, y, lang)
        parts.append(rest)
        y += rest.height + 8
    return parts, y


def _more(number: int, x: float, y: float, lang: str) -> Words:
    text = told(lang)["further"].format(n=number)
    return replace(words(text, (x, y), 180, "more"), href="#tabel")


def _beside(group: _Group, y: float, side: int, steps: int, centre: Box) -> tuple[list[Part], list[Part]]:
    """Return a group at its place on one side (1 is right), and the lines from the centre to it."""
    wide, gap = _WIDE[steps]
    if side > 0:
        parts = moved(group.parts, centre.right + gap, y)
    else:
        parts = [_mirrored(part, centre.x - gap, wide, gap, y) for part in group.parts]
    near = centre.right if side > 0 else centre.x
    own = {box.node for box in group.boxes}
    lines: list[Part] = [
        joined(near, centre.middle, one.x if side > 0 else one.right, one.middle)
        for one in parts
        if isinstance(one, Box) and one.look == "item" and one.node in own
    ]
    return parts, [*lines, *_further(parts, side)]


def _mirrored(part: Part, edge: float, wide: float, gap: float, y: float) -> Part:
    """Return a part on the left side: columns change places, what is in them does not."""
    if isinstance(part, Box | Words):
        far = part.x > wide
        inner = part.x - (wide + gap if far else 0)
        return replace(part, x=round(edge - wide * (2 if far else 1) - (gap if far else 0) + inner, 1), y=part.y + y)
    return part


def _further(parts: list[Part], side: int) -> list[Part]:
    """Return the lines from each box to those that are a step further; they follow it."""
    lines: list[Part] = []
    last: Box | None = None
    for part in parts:
        if isinstance(part, Box) and part.look == "item":
            last = part
        elif isinstance(part, Box) and last:
            start, end = (last.right, part.x) if side > 0 else (last.x, part.right)
            lines.append(joined(start, last.middle, end, part.middle, "faint"))
    return lines
