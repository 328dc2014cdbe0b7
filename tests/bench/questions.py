"""The mix: queries of this field as files, filled in with things from the graph so that no two are alike.

A file `mix/*.rq` is a query with blanks like «ding»; its lines that begin with `#+` say what it is, whether it is light
(such are asked many at a time) and, for each blank, from what it is drawn: kinds of things, "word", a range, or =words.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.graph import Graph

_FOLDER = Path(__file__).parent / "mix"


@dataclass(frozen=True)
class Question:
    """A query with blanks; form is SELECT, CONSTRUCT or DESCRIBE; inputs: blank → from what it is drawn."""

    name: str
    what: str
    text: str
    inputs: dict[str, tuple[str, ...]]
    light: bool

    @property
    def form(self) -> str:
        """Return the word that opens the query."""
        return re.search(r"^(SELECT|CONSTRUCT|DESCRIBE)\b", self.text, re.MULTILINE)[1]


def load() -> list[Question]:
    """Return the mix in the order of its files."""
    return [_read(path) for path in sorted(_FOLDER.glob("*.rq"))]


def _read(path: Path) -> Question:
    lines = path.read_text(encoding="utf-8").splitlines()
    said = [line.removeprefix("#+ ").partition(": ")[::2] for line in lines if line.startswith("#+ ")]
    inputs = {words[0]: tuple(words[1:]) for key, value in said if key == "input" for words in [value.split()]}
    text = "\n".join(line for line in lines if not line.startswith("#+")) + "\n"
    return Question(path.stem, dict(said)["what"], text, inputs, ("light", "yes") in said)


class Asker:
    """Fills in questions; never gives the same text twice."""

    def __init__(self, graph: Graph, seed: int = 1) -> None:
        """Draw from a graph; the same seed gives the same texts in the same order."""
        self._graph, self._chance = graph, random.Random(seed)  # noqa: S311 - repeatable is what we want
        self._given: set[str] = set()

    def fill(self, question: Question) -> str:
        """Return the query with its blanks filled in.

        Where a small graph has no more things to ask for, a comment makes the text a new one; a cache of answers, or of
        plans, that goes by the text cannot help then either.
        """
        text = question.text
        for blank, kinds in question.inputs.items():
            text = text.replace(f"«{blank}»", self._draw(self._chance.choice(self._present(kinds))))
        if text in self._given:
            text += f"# {len(self._given)}\n"
        self._given.add(text)
        return text

    def light(self, mix: list[Question]) -> Iterator[tuple[str, str]]:
        """Yield light queries with their form without end, each kind in turn."""
        kinds = [question for question in mix if question.light]
        while True:
            yield from ((self.fill(question), question.form) for question in kinds)

    def _present(self, kinds: tuple[str, ...]) -> list[str]:
        """Leave out the kinds that a small graph has none of."""
        return [kind for kind in kinds if kind in self._graph.things or not kind.isalpha() or kind == "word"]

    def _draw(self, kind: str) -> str:
        if kind.startswith("="):
            return kind[1:]
        if kind == "word":
            word = self._chance.choice(self._graph.words[:300])  # the common ones
            start = self._chance.randrange(len(word) - 4)
            return word[start : start + 5]
        if ".." in kind:
            return str(self._chance.randint(*map(int, kind.split(".."))))
        return self._chance.choice(self._graph.things[kind])
