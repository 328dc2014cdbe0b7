"""What a picture is made of: boxes, lines and words at places, in the order in which they are read.

Nothing here knows of SVG; whoever writes that goes through the parts from first to last. Lengths are in pixels.
"""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from kennisgraaf.pictures.measure import width, wrap

WIDTH = 1096.0
SIZE, SMALL = 14.0, 12.5
PAD, LEAD = 10.0, 1.28
_SIZES = {"heading": 16.0, "head": SIZE}
_LINES = 6


@dataclass(frozen=True)
class Node:
    """What a box stands for: its name, the language of that ("" is the reader's), and its IRI ("" for a value)."""

    text: str
    iri: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Box:
    """A node at a place, its name in lines; look is the name of its style."""

    kind: ClassVar[str] = "box"
    x: float
    y: float
    width: float
    height: float
    node: Node
    lines: tuple[str, ...]
    look: str
    size: float = SIZE
    centred: bool = False
    radius: float = 5

    @property
    def middle(self) -> float:
        """Return how far down its middle is."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Return where it ends on the right."""
        return self.x + self.width

    def texts(self) -> list[tuple[float, float, str]]:
        """Return where each line of its name begins (or has its middle, when centred): x, baseline, text."""
        lead = self.size * LEAD
        top = self.middle - lead * len(self.lines) / 2
        x = self.x + self.width / 2 if self.centred else self.x + PAD + 2
        return [(x, top + lead * (at + 0.76), line) for at, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Line:
    """A line that joins, in the commands of a path (SVG 2, section 9.3); look is the name of its style."""

    kind: ClassVar[str] = "line"
    path: str
    look: str = "line"


@dataclass(frozen=True)
class Words:
    """Lines of text that are not in a box, below y: a heading, a note, or a node that needs no box."""

    kind: ClassVar[str] = "words"
    x: float
    y: float
    lines: tuple[str, ...]
    look: str = "note"
    node: Node | None = None
    href: str = ""

    @property
    def size(self) -> float:
        """Return the size of the letters."""
        return _SIZES.get(self.look, SMALL)

    @property
    def height(self) -> float:
        """Return how high the lines are."""
        return len(self.lines) * self.size * LEAD

    def texts(self) -> list[tuple[float, float, str]]:
        """Return where each line begins: x, baseline, text."""
        return [(self.x, self.y + self.size * LEAD * (at + 0.8), line) for at, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Panel:
    """A surface behind other parts."""

    kind: ClassVar[str] = "panel"
    x: float
    y: float
    width: float
    height: float
    look: str = "panel"


Part = Box | Line | Words | Panel


@dataclass(frozen=True)
class Drawing:
    """A picture: its size and its parts, what lies behind first and all else in reading order."""

    height: float
    parts: list[Part] = field(default_factory=list)
    width: float = WIDTH

    @property
    def boxes(self) -> list[Box]:
        """Return the boxes in reading order."""
        return [part for part in self.parts if isinstance(part, Box)]

    @property
    def nodes(self) -> list[Node]:
        """Return what stands in the picture, in reading order."""
        found = [part.node for part in self.parts if isinstance(part, Box | Words) and part.node]
        return list(dict.fromkeys(found))


def box(node: Node, place: tuple[float, float], across: float, look: str, lines: int = _LINES) -> Box:
    """Return a box at a place (x, y), of a width, that is as high as its text asks."""
    strong = look.startswith("strong")
    size = SIZE + 1 if strong else SIZE
    rows = wrap(node.text, across - 2 * PAD - 4, size, lines, bold=strong)
    return Box(*place, across, round(len(rows) * size * LEAD + 2 * PAD - 4, 1), node, rows, look, size)


def chip(node: Node, place: tuple[float, float], most: float, look: str) -> Box:
    """Return a box that is as wide as its text, and no wider than that."""
    across = min(most, round(width(node.text, SIZE) + 2 * PAD + 10))
    return replace(box(node, place, across, look), radius=13)


def words(text: str, place: tuple[float, float], most: float, look: str, node: Node | None = None) -> Words:
    """Return a text in lines of at most so many pixels, below a place (x, y)."""
    rows = wrap(text, most, _SIZES.get(look, SMALL), _LINES, bold=look.startswith("head"))
    return Words(*place, rows, look, node)


def joined(x1: float, y1: float, x2: float, y2: float, look: str = "line") -> Line:
    """Return a line that leaves and arrives level."""
    middle = (x1 + x2) / 2
    return Line(f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}", look)
