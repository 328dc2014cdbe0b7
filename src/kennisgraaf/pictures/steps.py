"""A ladder: groups of rungs on the left, the rungs between two rails, and what belongs to each in lanes beside it."""

from dataclasses import dataclass, replace
from itertools import groupby
from math import sqrt

from kennisgraaf.pictures.content import Content, Row
from kennisgraaf.pictures.drawing import (
    WIDTH,
    Box,
    Drawing,
    Node,
    Panel,
    Part,
    Words,
    box,
    chip,
    words,
)

_GROUP, _RUNG, _GAP, _RAIL, _AFTER = 138.0, 270.0, 18.0, 7.0, 18.0
_LEFT = _GROUP + _GAP  # where the first rail begins
_LANES = _LEFT + _RUNG + 2 * _RAIL + 24
_AIR, _ASIDE, _NARROW = 12.0, 24.0, 150.0  # below a rung; between lanes; the narrowest lane
Lane = tuple[Node, float, float]


@dataclass(frozen=True)
class _Step:
    """A rung with all that stands on it: parts in reading order, and where it ends."""

    rung: Box
    parts: list[Part]
    bottom: float


def draw(content: Content) -> Drawing:
    """Draw columns group, rung, note, lane and item."""
    lanes = _lanes(content)
    heads = _heads(content, lanes)
    right = max([WIDTH, *(x + across + 8 for _, x, across in lanes)])
    behind: list[Part] = []
    parts: list[Part] = [*heads]
    y = start = 4 + max(head.height for head in heads) + _AFTER
    for group, rows in groupby(content.rows, key=lambda row: row[0]):
        top, steps = y, []
        for rung, own in groupby(rows, key=lambda row: row[1]):
            if rung:
                steps.append(_step(rung, list(own), lanes, y))
                y = steps[-1].bottom
                behind.append(Panel(_LANES - 12, steps[-1].rung.y - 6, right - _LANES + 12, y - steps[-1].rung.y - 3))
        if group:
            whole = _group(group, top, y)
            parts.append(whole)
            y = max(y, whole.bottom + 2)
        parts += [part for step in steps for part in step.parts]
        y += 8
    rails = [Panel(x, start - 12, _RAIL, y - start + 16, "rail") for x in (_LEFT, _LEFT + _RUNG + _RAIL)]
    return Drawing(y + 8, [*behind, *rails, *parts], right)


def _lanes(content: Content) -> list[Lane]:
    """Return each lane with its place and width: one with more in it is wider."""
    nodes = content.nodes(3)
    shares = [sqrt(2 + sum(row[3] == node for row in content.rows)) for node in nodes]
    room, x = max(WIDTH - _LANES - 8 - _ASIDE * (len(nodes) - 1), _NARROW * len(nodes)), _LANES
    found: list[Lane] = []
    for node, share in zip(nodes, shares, strict=True):
        across = max(_NARROW, room * share / sum(shares))
        found.append((node, x, across))
        x += across + _ASIDE
    return found


def _heads(content: Content, lanes: list[Lane]) -> list[Words]:
    titles = [column.title.get(content.lang, "") for column in content.columns]
    found = [words(titles[0], (0, 4), _GROUP, "head"), words(titles[1], (_LEFT, 4), _RUNG, "head")]
    for node, x, across in lanes:
        found.append(words(node.text, (x, 4), across, "head", node))
    return found


def _group(node: Node, top: float, bottom: float) -> Box:
    """Return the box of a group, from its first rung to where its last one ends."""
    made = box(node, (0, top - 6), _GROUP, "strong")
    return replace(made, height=max(made.height, bottom - top - 3))


def _step(rung: Node, rows: list[Row], lanes: list[Lane], y: float) -> _Step:
    """Return a rung at height y: its box between the rails, its note below that, its items in their lanes."""
    made = box(rung, (_LEFT + _RAIL, y), _RUNG, "rung")
    parts: list[Part] = [made]
    bottom = made.bottom
    for note in dict.fromkeys(row[2] for row in rows if row[2]):
        told = words(note.text, (_LEFT + _RAIL + 12, bottom + 4), _RUNG - 24, "note", note)
        parts.append(told)
        bottom += told.height + 8
    for lane, x, across in lanes:
        items = [row[4] for row in rows if row[3] == lane and row[4]]
        flown = _flow([item for item in items if item], x, y, across)
        parts += flown
        bottom = max([bottom, *(one.bottom for one in flown)])
    return _Step(made, parts, bottom + _AIR)


def _flow(items: list[Node], x: float, y: float, across: float) -> list[Box]:
    """Return items side by side, and on the next line where they no longer fit."""
    found: list[Box] = []
    right, top, bottom = x, y, y
    for item in items:
        one = chip(item, (right, top), across, "item")
        if one.right > x + across + 0.1 and found:
            right, top = x, bottom + 8
            one = replace(one, x=right, y=top)
        found.append(one)
        right, bottom = one.right + 8, max(bottom, one.bottom)
    return found
