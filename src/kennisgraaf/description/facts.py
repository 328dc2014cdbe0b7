"""Facts by subject and property, and the texts among them; the queries of this package, by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from kennisgraaf.engine import Engine, Term
from kennisgraaf.namespaces import EXTERNAL

Texts = dict[str, str]
Facts = dict[str, dict[str, list[Term]]]
LABELS = (EXTERNAL["skos"] + "prefLabel", EXTERNAL["rdfs"] + "label", EXTERNAL["dct"] + "title")


def texts(facts: Mapping[str, list[Term]], names: Iterable[str]) -> Texts:
    """Return the texts of the first of these properties that has any, by language."""
    for name in names:
        if name in facts:
            return {term.lang: term.value for term in sorted(facts[name], key=lambda term: term.value, reverse=True)}
    return {}


def facts(engine: Engine, query: str) -> Facts:
    """Return subject → property → values of a query with these three columns."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(query):
        found[row["subject"].value][row["property"].value].append(row["value"])
    return found


@cache
def query(name: str) -> str:
    """Return the text of a query that lies beside this module."""
    return Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
