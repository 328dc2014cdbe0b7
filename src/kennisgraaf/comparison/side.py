"""One side of a comparison: a thing with its values by property, and what it has by way of something else."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kennisgraaf import description
from kennisgraaf.description import Texts, Value, Vocabulary
from kennisgraaf.description.order import natural
from kennisgraaf.engine import Engine, Term
from kennisgraaf.engine.values import bind, term_iri

Way = tuple[str, bool]  # a property, and whether the values refer to the thing by it
Akin = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Item:
    """One value: a term with its labels by language; details are the IRIs of what qualifies it, such as a level."""

    term: Term
    labels: Texts
    details: tuple[str, ...] = ()
    value: Value | None = None


@dataclass(frozen=True)
class Side:
    """A thing that is compared: texts by language, the IRIs of its kinds, and its values by property and way.

    sets: the ways that are sets of their own, each with the IRI of the class that it comes through, "" if none.
    """

    iri: str
    labels: Texts
    definitions: Texts
    kinds: tuple[str, ...]
    items: Mapping[Way, tuple[Item, ...]] = field(default_factory=dict)
    sets: Mapping[Way, str] = field(default_factory=dict)


def side(engine: Engine, words: Vocabulary, iri: str) -> Side:
    """Return what is compared of a thing; one that is withdrawn and of which nothing is left has no values.

    NotFound: nothing is said of it.
    """
    found = description.describe(engine, words, iri)
    hidden = {(row["property"].value, row["way"].value == "in") for row in engine.rows(_query("hidden"))}
    items = {
        (group.property, group.inverse): tuple(Item(one.term, one.labels, (), one) for one in group.values)
        for group in found.groups
        if (group.property, group.inverse) not in hidden
    }
    beyond, sets = _aspects(engine, iri)
    return Side(iri, found.labels, found.definitions, tuple(found.kinds), {**items, **beyond}, sets)


def choices(engine: Engine) -> dict[str, dict[str, Texts]]:
    """Return kind (IRI of a class) → thing → labels of what people compare most; a thing has the first of its kinds."""
    found: dict[str, dict[str, Texts]] = defaultdict(lambda: defaultdict(dict))
    for row in engine.rows(_query("choices")):
        found[row["kind"].value][row["thing"].value][row["label"].lang] = row["label"].value
    return {kind: dict(things) for kind, things in found.items()}


def akin(engine: Engine) -> dict[str, tuple[str, ...]]:
    """Return each thing that is linked to things of other frameworks here, with those, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in engine.rows(_query("akin")):
        found[row["thing"].value].append(row["other"].value)
    return {iri: tuple(others) for iri, others in found.items()}


def _aspects(engine: Engine, iri: str) -> tuple[dict[Way, tuple[Item, ...]], dict[Way, str]]:
    """Return what a thing has in each of the aspects, and what each comes through."""
    labels: dict[tuple[Way, Term], Texts] = defaultdict(dict)
    details: dict[tuple[Way, Term], dict[str, None]] = defaultdict(dict)
    sets: dict[Way, str] = {}
    for row in engine.rows(bind(_query("aspects"), {"thing": term_iri(iri)})):
        way = row["aspect"].value, False
        sets[way] = row["through"].value if "through" in row else ""
        labels[way, row["item"]] |= {row["label"].lang: row["label"].value} if "label" in row else {}
        details[way, row["item"]] |= {row["detail"].value: None} if "detail" in row else {}
    found: dict[Way, list[Item]] = defaultdict(list)
    for way, term in sorted(labels, key=lambda key: (key[0], natural(key[1].value))):
        found[way].append(Item(term, labels[way, term], tuple(details[way, term])))
    return {way: tuple(items) for way, items in found.items()}, sets


@cache
def _query(name: str) -> str:
    """Return the text of a query that lies beside this module."""
    return Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
