"""The manual of the vocabulary: what there is to say of a term beside what it means.

By topic (a file of the ontology): what the shapes ask of things of a class, which questions use a term, how often it is
used, and an example that is no invention: a thing as the sources state it, in a release that was found valid.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kennisgraaf import layout
from kennisgraaf.description import Vocabulary
from kennisgraaf.engine import Engine
from kennisgraaf.engine.lexer import tokens
from kennisgraaf.engine.values import bind, term_iri
from kennisgraaf.errors import LimitError
from kennisgraaf.formats import GRAPHS
from kennisgraaf.manual.obligations import Rule, obligations
from kennisgraaf.namespaces import short
from kennisgraaf.questions import Question
from kennisgraaf.release import TOPICS, Release

__all__ = ["Manual", "Rule", "read"]
_NTRIPLES = GRAPHS[2]


@dataclass(frozen=True)
class Manual:
    """What is known of every term, by IRI; numbers: of things of a class, or statements of a property.

    topics: topic → its terms, both in order; rules: what the shapes ask of things of a class; uses: the names of the
    questions that have the term; models: a thing that shows what a class is like.
    """

    topics: Mapping[str, list[str]] = field(default_factory=dict)
    rules: Mapping[str, list[Rule]] = field(default_factory=dict)
    uses: Mapping[str, list[str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)

    def topic(self, iri: str) -> str:
        """Return the topic of a term, "" when it has none."""
        return next((topic for topic, own in self.topics.items() if iri in own), "")

    def inherited(self, iri: str, words: Vocabulary) -> dict[str, list[Rule]]:
        """Return class → rules for the classes above one, as far as they have any."""
        return {above: self.rules[above] for above in sorted(words.above(iri)) if above in self.rules}


def read(made: Release, engine: Engine, questions: Mapping[str, Question]) -> Manual:
    """Read the manual of a release; one that was built before there were topics has none."""
    file = made.folder / TOPICS
    topics = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    numbers = {row["term"].value: int(row["number"].value) for row in engine.rows(_query("counts"))}
    return Manual(topics, obligations(engine), _uses(questions, made.prefixes), numbers, _models(engine))


def example(engine: Engine, iri: str, prefixes: Mapping[str, str]) -> str:
    """Return what the sources state of a thing, whole, as Turtle in the fixed form with the prefixes that it needs."""
    body = engine.query(bind(_query("stated"), {"thing": term_iri(iri)}), _NTRIPLES).body.decode("utf-8")
    used = {short(token.text[1:-1], prefixes).partition(":")[0] for token in tokens(body) if token.kind == "iri"}
    heads = [f"PREFIX {name}: <{prefixes[name]}>" for name in sorted(used & prefixes.keys())]
    return layout.layout("\n".join([*heads, body]))


def _uses(questions: Mapping[str, Question], prefixes: Mapping[str, str]) -> dict[str, list[str]]:
    """Return term → the names of the questions whose query has it, or that take a thing of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, question in questions.items():
        for iri in _named(question, prefixes):
            found[iri].add(name)
    return {iri: sorted(names) for iri, names in found.items()}


def _named(question: Question, prefixes: Mapping[str, str]) -> Iterator[str]:
    words = [blank.of for blank in question.inputs]
    for token in tokens(question.sparql):
        if token.kind == "iri":
            yield token.text[1:-1]
        elif ":" in token.text and token.kind != "string":
            words.append(token.text)
    for word in words:
        prefix, colon, local = word.partition(":")
        if colon and prefix in prefixes:
            yield prefixes[prefix] + local


def _models(engine: Engine) -> dict[str, str]:
    """Return class → the thing of which most kinds of statements are made, in as few statements as possible.

    None where there are so many things that they cannot be compared within the limits: the manual does without.
    """
    best: dict[str, tuple[int, int, str]] = {}
    try:
        rows = engine.rows(_query("exemplars"))
    except LimitError as error:
        if error.limit == "load":
            raise
        return {}
    for row in rows:
        place = -int(row["width"].value), int(row["size"].value), row["thing"].value
        name = row["class"].value
        best[name] = min(best.get(name, place), place)
    return {name: thing for name, (_, _, thing) in best.items()}


@cache
def _query(name: str) -> str:
    """Return the text of a query that lies beside this module."""
    return Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
