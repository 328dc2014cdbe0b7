"""Properties: what may be said of a thing beside its name, to tell things apart and to extend a table.

The values of a property are read when somebody first asks for it, and then held in memory.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz

from kennisgraaf.description import Texts, Vocabulary
from kennisgraaf.engine import Engine, Term, bind, term_iri
from kennisgraaf.index import words
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.reconciliation.entities import Entities
from kennisgraaf.reconciliation.request import Constraint

_HERE = Path(__file__).parent
_RANGE, _ABOUT = EXTERNAL["rdfs"] + "range", (EXTERNAL["skos"] + "definition", EXTERNAL["rdfs"] + "comment")
_LIKE = 80  # from which likeness on a label counts, in percent
_HELD = 64  # properties whose values are held


@dataclass(frozen=True)
class Property:
    """A property with its names and its definition by language, and the class of its values, "" if that is unknown."""

    iri: str
    labels: Texts
    texts: Texts
    range: str = ""


class Properties:
    """The properties of one release."""

    def __init__(self, engine: Engine, vocabulary: Vocabulary, entities: Entities) -> None:
        """Take what they are read from."""
        self._engine, self._vocabulary, self._entities = engine, vocabulary, entities
        self._values: dict[str, dict[str, list[Term]]] = {}
        self._by_type: dict[str, list[str]] = {}

    @cached_property
    def all(self) -> dict[str, Property]:
        """Return every property that things have, by IRI."""
        return {
            row["property"].value: self._describe(row["property"].value) for row in self._engine.rows(_query("used"))
        }

    def of_type(self, kind: str) -> list[Property]:
        """Return the properties that things of a class have, the most used first."""
        if kind not in self._by_type:
            rows = self._engine.rows(bind(_query("properties"), {"class": term_iri(kind)}))
            self._by_type[kind] = [row["property"].value for row in rows]
        return [self.all[iri] for iri in self._by_type[kind] if iri in self.all]

    def find(self, name: str) -> str:
        """Return the IRI of a property named by it, by a prefix, by its local name or by a label; "" if none is."""
        return name if name in self.all else self._named.get(name.strip().casefold(), "")

    @cached_property
    def _named(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for iri, one in self.all.items():
            short = self._entities.short(iri)
            for name in (short, short.partition(":")[2], *one.labels.values()):
                found.setdefault(name.casefold(), iri)
        return found

    def values(self, iri: str) -> dict[str, list[Term]]:
        """Return thing → values of a property. LimitError: there are too many to hold."""
        if iri not in self._values:
            found: dict[str, list[Term]] = defaultdict(list)
            for row in self._engine.rows(bind(_query("values"), {"property": term_iri(iri)})):
                found[row["thing"].value].append(row["value"])
            while len(self._values) >= _HELD:
                self._values.pop(next(iter(self._values)), None)
            self._values[iri] = dict(found)
        return self._values[iri]

    def fit(self, iri: str, constraint: Constraint) -> float:
        """Return how well a thing meets a constraint: 1 is exactly, 0 is not; the best of all values counts."""
        known = self.find(constraint.property)
        terms = self.values(known).get(iri, []) if known else []
        judges = [self._judge(value) for value in constraint.values]
        return max((judge(term) for judge in judges for term in terms), default=0.0)

    def having(self, constraint: Constraint) -> list[str]:
        """Return the things that meet a constraint, at least in part."""
        known = self.find(constraint.property)
        judges = [self._judge(value) for value in constraint.values]
        held = self.values(known) if known else {}
        return [iri for iri, terms in held.items() if any(judge(term) for judge in judges for term in terms)]

    def _judge(self, value: str) -> Callable[[Term], float]:
        """Return what tells how much a term is like a value: an IRI, a code or a label, or a literal."""
        iri, key = self._entities.resolve(value), words.key(value)

        def judge(term: Term) -> float:
            if term.value in {value, iri}:
                return 1.0
            entity = self._entities.all.get(term.value) if term.kind == "iri" else None
            told = [*entity.labels.values(), *entity.codes] if entity else [term.value]
            return max((_likeness(key, words.key(text)) for text in told), default=0.0)

        return judge

    def _describe(self, iri: str) -> Property:
        facts = self._vocabulary.facts.get(iri, {})
        labels = self._vocabulary.labels(iri) if facts else {"": self._entities.short(iri)}
        about = {term.lang: term.value for name in reversed(_ABOUT) for term in facts.get(name, [])}
        ranges = [term.value for term in facts.get(_RANGE, []) if term.kind == "iri"]
        return Property(iri, labels, about, ranges[0] if len(ranges) == 1 else "")


def _likeness(key: str, other: str) -> float:
    if not key or not other:
        return 0.0
    return 1.0 if key == other else round(fuzz.ratio(key, other, score_cutoff=_LIKE) * 0.009, 3)


def _query(name: str) -> str:
    return (_HERE / f"{name}.rq").read_text(encoding="utf-8")
