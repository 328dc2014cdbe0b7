"""The match: from the text of a cell to the things that it may be about, with a score and the grounds for it.

Certain is only what is named exactly, by a name or a code that no other thing of the right type has and that nothing in
the row contradicts. All else is a candidate for a person to judge, and always has a score below that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from kennisgraaf.index import words
from kennisgraaf.reconciliation.entities import Entities, Entity, Name, Types
from kennisgraaf.reconciliation.properties import Properties
from kennisgraaf.reconciliation.request import Constraint, Query

LONGEST = 300  # characters of a cell that are looked at
_EXACT = {"name": 100.0, "code": 98.0, "other": 96.0, "hidden": 94.0}
_ALIKE, _LEAST, _SHARE = 0.93, 55.0, 45.0  # what likeness is worth, from which on it counts, and shared words
_OTHER_TYPE, _WITHDRAWN, _PROPERTY = 0.7, 0.3, 40.0
_MOST = 30  # names that are compared closely
_CODE = re.compile(r"[^\W_]*\d[^\W_]*(?:[-.][^\W_]+)*")
_TAIL = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\])\s*$")  # what somebody put behind a name: (2019), [nieuw]
_UNTAILED = 92.0
_Found = dict[str, tuple[float, Name]]


@dataclass(frozen=True)
class Candidate:
    """A thing that a cell may be about; score is from 0 to 100.

    name: the one that was found, None where only properties led here; instead: the withdrawn thing that was meant.
    fits: how well each constraint is met, from 0 to 1.
    """

    entity: Entity
    score: float
    name: Name | None = None
    match: bool = False
    typed: bool = True
    instead: str = ""
    fits: tuple[float, ...] = ()
    exact: bool = False
    likeness: float = field(default=0.0)


class Matcher:
    """Finds candidates among the things of one release."""

    def __init__(self, entities: Entities, types: Types, properties: Properties) -> None:
        """Take what is compared."""
        self._entities, self._types, self._properties = entities, types, properties
        self._similar = lru_cache(maxsize=4096)(self._alike)

    def find(self, query: Query) -> list[Candidate]:
        """Return the candidates for a cell, the best first, no more than it asks for."""
        named = [self._types.find(name) for name in query.types]
        kinds = frozenset(kind for kind in named if kind)
        lenient = query.lenient or (bool(query.types) and not kinds)
        found = self._named(query.text[:LONGEST].strip()) if query.text.strip() else self._described(query)
        known = [self._candidate(iri, ground, query, kinds) for iri, ground in found.items()]
        fitting = [one for one in known if (one.typed or lenient) and _meets(one, query)]
        ranked = sorted(_once(self._succeeded(fitting)), key=lambda one: (-one.score, one.entity.iri))
        return _sure(ranked, certain=all(named))[: query.limit]

    def _named(self, text: str) -> _Found:
        """Return the things that a text names, exactly if there are such, and those that are named alike."""
        if iri := self._entities.resolve(text):
            return {iri: (100.0, Name("", text, "", "code", iri))}
        found = dict(self._similar(text))
        for name in self._entities.exact.get(words.key(_TAIL.sub("", text)), []):
            found[name.iri] = (_UNTAILED, name)
        for name in self._exactly(text):
            if found.get(name.iri, (0.0, name))[0] < _EXACT[name.role]:
                found[name.iri] = (_EXACT[name.role], name)
        return found

    def _exactly(self, text: str) -> list[Name]:
        """Return the names that are the text; or its words, when a code beside them names the same thing."""
        if whole := self._entities.exact.get(words.key(text)):
            return whole
        codes = [self._entities.exact.get(words.key(part), []) for part in _CODE.findall(text)]
        coded = {name.iri for names in codes for name in names if name.role == "code"}
        rest = self._entities.exact.get(words.key(_CODE.sub(" ", text)), [])
        return [name for name in rest if name.iri in coded]

    def _alike(self, text: str) -> _Found:
        """Return the things with names that are spelled alike or share words."""
        key = words.key(text)
        found: _Found = {}
        if not key:
            return found
        for place, score in self._close(key):
            name = self._entities.names[place]
            if score > found.get(name.iri, (0.0, name))[0]:
                found[name.iri] = (score, name)
        best = sorted(found.items(), key=lambda pair: -pair[1][0])[:_MOST]
        return dict(best)

    def _close(self, key: str) -> Iterator[tuple[int, float]]:
        """Yield (place of a name, score): spelled alike, in whatever order of words; or with the same stems."""
        wanted = _ordered(key)
        for _, score, place in process.extract(
            wanted, self._ordered, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=_MOST, processor=None
        ):
            for twin in self._places[place]:
                yield twin, score * _ALIKE
        for place in self._sharing(key):
            other = self._ordered[self._row[place]]
            yield place, _SHARE + 0.2 * (fuzz.token_set_ratio(wanted, other) + fuzz.ratio(wanted, other))

    @cached_property
    def _distinct(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self._entities.names):
            if name.role != "code":  # 4C is nothing like 4B
                found.setdefault(_ordered(name.key), []).append(place)
        return found

    @cached_property
    def _ordered(self) -> list[str]:
        return list(self._distinct)

    @cached_property
    def _places(self) -> list[list[int]]:
        return list(self._distinct.values())

    @cached_property
    def _row(self) -> dict[int, int]:
        return {place: row for row, places in enumerate(self._places) for place in places}

    @cached_property
    def _stems(self) -> dict[str, list[int]]:
        """Return the names by the stems of their words."""
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self._entities.names):
            if name.role != "code":
                for stem in _stems_of(name.key):
                    found.setdefault(stem, []).append(place)
        return found

    def _sharing(self, key: str) -> list[int]:
        """Return the names that have most of the words of a text, rare ones counting for more."""
        weights: dict[int, float] = {}
        known = [(stem, self._stems[stem]) for stem in _stems_of(key) if stem in self._stems]
        for _, places in sorted(known, key=lambda pair: len(pair[1]))[:6]:
            for place in places[:200]:
                weights[place] = weights.get(place, 0.0) + 1 / len(places)
        return sorted(weights, key=lambda place: -weights[place])[:_MOST]

    def _described(self, query: Query) -> dict[str, tuple[float, None]]:
        """Return the things that have one of the values that the row gives."""
        found = {iri for one in query.constraints for iri in self._properties.having(one)}
        return dict.fromkeys(sorted(found), (100.0, None))

    def _candidate(self, iri: str, ground: tuple[float, Name | None], query: Query, kinds: frozenset[str]) -> Candidate:
        score, name = ground
        entity = self._entities.all.get(iri) or Entity(iri, {}, (), "", frozenset(), withdrawn=True, about={})
        fits = tuple(self._fit(iri, one) for one in query.constraints)
        typed = not kinds or not kinds.isdisjoint(entity.classes | {entity.kind}) or iri not in self._entities.all
        total = _weighed(score if name else 0.0, fits, named=name is not None) * (1.0 if typed else _OTHER_TYPE)
        exact = bool(name) and score >= _EXACT["hidden"] and all(fit == 1 for fit in fits)
        exact = exact or (name is None and bool(fits) and all(fit == 1 for fit in fits))
        return Candidate(entity, round(total, 1), name, typed=typed, fits=fits, exact=exact and typed, likeness=score)

    def _fit(self, iri: str, constraint: Constraint) -> float:
        return self._properties.fit(iri, constraint)

    def _succeeded(self, found: list[Candidate]) -> Iterator[Candidate]:
        """Yield the successors of what is withdrawn instead of it; without any, itself, far down."""
        for one in found:
            iri = one.entity.iri
            heirs = [self._entities.all[heir] for heir in self._entities.heirs_of(iri) if heir in self._entities.all]
            if not one.entity.withdrawn:
                yield one
            elif heirs:
                yield from (replace(one, entity=heir, instead=iri, exact=False) for heir in heirs)
            else:
                yield replace(one, score=round(one.score * _WITHDRAWN, 1), exact=False)


def _meets(one: Candidate, query: Query) -> bool:
    """Tell whether a candidate meets all that must be met."""
    return all(fit for fit, constraint in zip(one.fits, query.constraints, strict=True) if constraint.required)


def _sure(ranked: list[Candidate], *, certain: bool) -> list[Candidate]:
    """Mark the one candidate that is certain, if there is one; certain: the types that were asked for are known."""
    exact = [one for one in ranked if one.exact]
    rivals = [one for one in ranked if one.instead and one.likeness >= _EXACT["hidden"]]
    if not certain or len(exact) != 1 or rivals:
        return ranked
    return [replace(one, match=one is exact[0]) for one in sorted(ranked, key=lambda one: one is not exact[0])]


def _weighed(score: float, fits: tuple[float, ...], *, named: bool) -> float:
    """Return a score in which each constraint counts for a part beside the name."""
    whole = (100.0 if named else 0.0) + _PROPERTY * len(fits)
    return 100 * (score + _PROPERTY * sum(fits)) / whole if whole else score


def _once(found: Iterator[Candidate]) -> list[Candidate]:
    """Keep the best candidate of each thing; one that is found under its own name goes before a successor."""
    best: dict[str, Candidate] = {}
    for one in found:
        known = best.get(one.entity.iri)
        if known is None or (one.score, not one.instead) > (known.score, not known.instead):
            best[one.entity.iri] = one
    return list(best.values())


def _ordered(key: str) -> str:
    return " ".join(sorted(key.split()))


@lru_cache(maxsize=16384)
def _stem(word: str) -> tuple[str, ...]:
    return words.stems(word, "") if len(word) > 2 else ()  # noqa: PLR2004 - shorter words are only grammar


def _stems_of(key: str) -> set[str]:
    return {stem for word in key.split() for stem in _stem(word)}
