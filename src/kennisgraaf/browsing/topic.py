"""The topics of the graph, each with the kinds of things that belong to it."""

from dataclasses import dataclass, field

from kennisgraaf.browsing.way import text
from kennisgraaf.description import Texts
from kennisgraaf.engine import Engine


@dataclass
class Topic:
    """A topic: its names by language, and the words for its kinds ("competentie"); code is "" for what is in none."""

    code: str
    labels: Texts = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)


def topics(engine: Engine, kinds: dict[str, int]) -> list[Topic]:
    """Return every topic that has any of these kinds, in the order of topics.rq; what is in none comes last."""
    made: dict[str, Topic] = {}
    placed: set[str] = set()
    for row in engine.rows(text("topics")):
        kind = row["kind"].value
        if kind in kinds and kind not in placed:
            code = row["topic"].value
            labels = {row[name].lang: row[name].value for name in ("nl", "en")}
            made.setdefault(code, Topic(code, labels)).kinds.append(kind)
            placed.add(kind)
    rest = [kind for kind in kinds if kind not in placed]
    return [*made.values(), *([Topic("", {"nl": "Overig", "en": "Other"}, rest)] if rest else [])]
