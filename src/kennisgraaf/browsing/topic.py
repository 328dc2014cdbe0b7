"""The topics of the graph, each with the kinds of things that belong to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kennisgraaf.browsing.way import text
from kennisgraaf.description import Texts, Vocabulary
from kennisgraaf.engine import Engine


@dataclass
class Topic:
    """A topic: its names by language, and the words for its kinds ("competentie"); code is "" for what is in none."""

    code: str
    labels: Texts = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)


def topics(
    engine: Engine, kinds: Iterable[str], classes: Mapping[str, Iterable[str]], words: Vocabulary
) -> list[Topic]:
    """Return every topic that has any of these kinds, in the order of topics.rq; what is in none comes last.

    classes: the classes of the things of each kind; one above any of these counts too.
    """
    rest = sorted(kinds)
    every = {kind: {name for iri in classes.get(kind, ()) for name in (iri, *words.above(iri))} for kind in rest}
    made: dict[str, Topic] = {}
    for row in engine.rows(text("topics")):
        labels = {row[name].lang: row[name].value for name in ("nl", "en")}
        topic = made.setdefault(row["topic"].value, Topic(row["topic"].value, labels))
        topic.kinds += [kind for kind in rest if row["class"].value in every[kind]]
        rest = [kind for kind in rest if kind not in topic.kinds]
    found = [Topic(one.code, one.labels, sorted(one.kinds)) for one in made.values() if one.kinds]
    return [*found, *([Topic("", {"nl": "Overig", "en": "Other"}, rest)] if rest else [])]
