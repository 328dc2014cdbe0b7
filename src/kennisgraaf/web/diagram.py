"""A drawing of a topic: its classes as boxes down the page, each with its properties as arrows to what they lead to.

The same vocabulary gives the same drawing. Lengths are in pixels; nothing overlaps, because every arrow has a line of
its own. Names are cut to fit, and whole in the table beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kennisgraaf.description import Texts
from kennisgraaf.web.glossary import Entry

_LINE, _GAP, _LEFT, _MIDDLE, _RIGHT, _LETTER = 30, 14, 230, 220, 210, 8.2
WIDTH = _LEFT + _MIDDLE + _RIGHT
Name = Callable[[Texts], str]


@dataclass(frozen=True)
class Arrow:
    """A property: its IRI and name, the IRIs of what it leads to with their names in one text, and its line.

    above: it is no property but leads to the classes above, and has no name.
    """

    iri: str
    name: str
    short: str
    targets: tuple[str, ...]
    target: str
    short_target: str
    y: float
    above: bool = False


@dataclass(frozen=True)
class Box:
    """A class: its IRI, its name whole and cut, where its box begins, how high that is, and its arrows."""

    iri: str
    name: str
    short: str
    y: float
    height: float
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class Diagram:
    """Boxes with arrows, and the height of the whole."""

    boxes: tuple[Box, ...]
    height: float
    width: float = WIDTH
    columns: tuple[float, float, float] = (_LEFT, _MIDDLE, _RIGHT)
    line: float = _LINE


def draw(entries: Sequence[Entry], names: Mapping[str, Texts], plain: Name) -> Diagram:
    """Draw the classes among entries in their order: what is above each, and the properties whose domain it is."""
    properties = [entry for entry in entries if not entry.is_class]
    boxes, y = [], float(_GAP)
    for entry in (one for one in entries if one.is_class):
        own = [one for one in properties if entry.iri in one.links.get("domain", ())]
        above = [_above(entry, names, plain, y)] if entry.links.get("subClassOf") else []
        below = y + _LINE * len(above)
        arrows = (*above, *(_arrow(one, names, plain, below + _LINE * place) for place, one in enumerate(own)))
        height = float(_LINE * max(1, len(arrows)))
        name = plain(entry.labels)
        boxes.append(Box(entry.iri, name, _cut(name, _LEFT), y, height, arrows))
        y += height + _GAP
    return Diagram(tuple(boxes), y)


def _arrow(entry: Entry, names: Mapping[str, Texts], plain: Name, y: float) -> Arrow:
    targets = tuple(entry.links.get("range", ()))
    target = _told(targets, names, plain)
    name = plain(entry.labels)
    return Arrow(entry.iri, name, _cut(name, _MIDDLE - 30), targets, target, _cut(target, _RIGHT), y)


def _above(entry: Entry, names: Mapping[str, Texts], plain: Name, y: float) -> Arrow:
    targets = tuple(entry.links["subClassOf"])
    target = _told(targets, names, plain)
    return Arrow("", "", "", targets, target, _cut(target, _RIGHT), y, above=True)


def _told(iris: Sequence[str], names: Mapping[str, Texts], plain: Name) -> str:
    return ", ".join(plain(names.get(iri, {"": iri.replace("#", "/").rpartition("/")[2]})) for iri in iris)


def _cut(text: str, width: float) -> str:
    """Return as much of a text as fits in a width."""
    most = int((width - 20) / _LETTER)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
