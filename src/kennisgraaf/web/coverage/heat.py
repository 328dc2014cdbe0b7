"""The picture: topics down, things across, in each box a letter and a colour; drawn by templates/coverage.svg.

It has no script and no style of its own: colours stand in attributes, so that the file is whole by itself, and the
stylesheet overrules those around the boxes, so that it fits a dark page. Lengths are in pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kennisgraaf.coverage import STATES, Cell, Scheme, Thing
from kennisgraaf.coverage.survey import COVERED
from kennisgraaf.web.coverage.choice import Choice
from kennisgraaf.web.coverage.words import Words

FILLS = {"covered": "#b5dde0", "asked": "#d5cff3", "touched": "#f6e3b0", "missing": "#ffffff", "unknown": "#e2e2e2"}
SURE, SURE_FILL = 0.9, "#7cc0c6"  # a link this sure is drawn darker
_WIDTH, _HEIGHT, _LETTER = 54, 26, 7.2
_LONGEST_LABEL, _LONGEST_HEADING = 46, 64
_TOP, _LEGEND, _NARROWEST, _FEW = 40, 26, 760, 5


@dataclass(frozen=True)
class Box:
    """One box: its corner, what it says in short, its fill, and what it says in words."""

    x: float
    y: float
    sign: str
    fill: str
    title: str


@dataclass(frozen=True)
class Label:
    """A text at a place; full is the whole of it where it was cut off."""

    x: float
    y: float
    text: str
    full: str
    struck: bool = False


@dataclass(frozen=True)
class Heat:
    """A picture, ready to be drawn; key is what makes its ids unique on a page.

    On a page it is as wide as width and ends at bottom; as a file it is as wide as widest, and has a legend below that.
    """

    key: str
    title: str
    about: str
    lang: str
    width: float
    widest: float
    height: float
    bottom: float
    anchor: str
    columns: list[Label]
    rows: list[Label]
    boxes: list[Box]
    legend: list[Box]
    box: tuple[int, int] = (_WIDTH, _HEIGHT)


@dataclass(frozen=True)
class _Plan:
    """What is drawn, and where its parts begin."""

    words: Words
    choice: Choice
    scheme: Scheme

    @cached_property
    def topics(self) -> list[tuple[Thing, str]]:
        """Return the rows with their names."""
        return [(topic, self.words.coded(topic)) for topic in self.choice.topics(self.scheme)]

    @cached_property
    def columns(self) -> list[tuple[Thing, str]]:
        """Return the columns with their names."""
        return [(one, self.words.coded(one)) for one in self.choice.across]

    @cached_property
    def behind(self) -> bool:
        """Tell whether the names of the rows stand behind the boxes: where those are few, a small screen has both."""
        return len(self.columns) <= _FEW

    @cached_property
    def names(self) -> float:
        """Return how wide the names of the rows are."""
        return 12 + _LETTER * min(_LONGEST_LABEL, max((len(name) for _, name in self.topics), default=0))

    @cached_property
    def left(self) -> float:
        """Return where the boxes begin."""
        return 1 if self.behind else self.names

    @cached_property
    def right(self) -> float:
        """Return where the boxes end."""
        return self.left + _WIDTH * len(self.columns)

    @cached_property
    def slope(self) -> float:
        """Return how high and wide the sloping names of the columns are."""
        return 0.8 * _LETTER * min(_LONGEST_HEADING, max((len(name) for _, name in self.columns), default=0))

    @cached_property
    def top(self) -> float:
        """Return where the first row begins."""
        return _TOP + self.slope + 12

    @cached_property
    def bottom(self) -> float:
        """Return where the last row ends."""
        return self.top + _HEIGHT * len(self.topics)

    def boxes(self) -> Iterator[Box]:
        """Yield a box for each topic and column."""
        for right, (thing, name) in enumerate(self.columns):
            lines = {line.topic.iri: line.cell for line in self.choice.lines(thing, self.scheme)}
            rest = self.choice.survey.rest(thing.iri, self.scheme)
            for down, (topic, label) in enumerate(self.topics):
                cell = lines.get(topic.iri, rest)
                told = self.words.filled("cell", label, name, self.words.cell(cell))
                sign, fill = self.words.sign(cell), _fill(cell)
                yield Box(self.left + _WIDTH * right, self.top + _HEIGHT * down, sign, fill, told)


def draw(words: Words, choice: Choice, scheme: Scheme) -> Heat:
    """Return the picture of a choice against one framework."""
    plan = _Plan(words, choice, scheme)
    name = words.reader.plain(scheme.labels) or scheme.code
    rows, columns = plan.topics, plan.columns
    edge = plan.right + 8 if plan.behind else plan.left - 8
    return Heat(
        key=scheme.code,
        title=f"{title(words, choice)} · {name}",
        about=words.filled("picture", len(rows), name, len(columns)),
        lang=words.reader.lang,
        width=plan.right + max(plan.slope, plan.names if plan.behind else 0),
        widest=max(plan.right + plan.slope, _NARROWEST),
        height=plan.bottom + _LEGEND * (len(STATES) + 1),
        bottom=plan.bottom + 12,
        anchor="start" if plan.behind else "end",
        columns=[
            Label(plan.left + _WIDTH * (at + 0.5), plan.top - 6, _cut(text, _LONGEST_HEADING), text, one.withdrawn)
            for at, (one, text) in enumerate(columns)
        ],
        rows=[
            Label(edge, plan.top + _HEIGHT * (at + 0.68), _cut(text, _LONGEST_LABEL), text, one.withdrawn)
            for at, (one, text) in enumerate(rows)
        ],
        boxes=list(plan.boxes()),
        legend=[
            Box(
                0, plan.bottom + 18 + _LEGEND * at, words.word("signs", state), FILLS[state], words.word("rules", state)
            )
            for at, state in enumerate(STATES)
        ],
    )


def title(words: Words, choice: Choice) -> str:
    """Return what a page or picture of this choice is called."""
    shown = choice.thing or choice.topic
    if shown is None:
        return words.word("texts", "title")
    if choice.other is None:
        return words.filled("of", words.coded(shown))
    return words.filled("beside", words.coded(shown), words.coded(choice.other))


def _fill(cell: Cell) -> str:
    return SURE_FILL if cell.state == COVERED and (cell.best or 0) >= SURE else FILLS[cell.state]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
