"""Pictures of the answers of named questions: boxes, lines and words at places, for whoever writes them as SVG.

A layout is a pure function from rows to places: the same rows give the same picture, to the last digit. It knows
columns by their order alone; which question feeds which layout, and what people read, stands in pictures.toml.
"""

from collections.abc import Callable, Mapping

from kennisgraaf.pictures import around, layers, poles, steps
from kennisgraaf.pictures.content import MOST, Content, Row, bounded, read
from kennisgraaf.pictures.drawing import SMALL, WIDTH, Box, Drawing, Line, Node, Panel, Words
from kennisgraaf.pictures.measure import width, wrap
from kennisgraaf.pictures.plan import Column, Plan, find, plans, words

__all__ = [
    "MOST",
    "WIDTH",
    "Box",
    "Column",
    "Content",
    "Drawing",
    "Line",
    "Node",
    "Panel",
    "Plan",
    "Row",
    "Words",
    "draw",
    "find",
    "plans",
    "read",
    "width",
    "words",
    "wrap",
]

_LAYOUTS: Mapping[str, Callable[[Content], Drawing]] = {
    "around": around.draw,
    "layers": layers.draw,
    "poles": poles.draw,
    "steps": steps.draw,
}


def draw(layout: str, content: Content, most: int = MOST) -> Drawing:
    """Draw rows in a layout ("around", "layers", "poles", "steps"); the last line says how many did not fit."""
    shown = content if layout == "around" else bounded(content, most)
    drawing = _LAYOUTS[layout](shown)
    if not shown.more:
        return drawing
    text = words(content.lang)["more"].format(n=shown.more)
    line = Words(0, drawing.height, (text,), "more", href="#tabel")
    return Drawing(drawing.height + 2 * SMALL, [*drawing.parts, line])
