"""Short lists: for each row of a file what it may be about, and apart from that what reviewers decided already.

The matcher goes by words. Where reviewers linked a part of another file with the same name, that comes first and says
so. What they decided on this very part is no suggestion; it is shown as decided.
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kennisgraaf.engine import Engine
from kennisgraaf.index import words
from kennisgraaf.linking.known import Known, load
from kennisgraaf.linking.review import Suggestion
from kennisgraaf.linking.rows import Row
from kennisgraaf.linking.words import DECISIONS
from kennisgraaf.matching import Evidence, Matcher, Precedent, Precedents, Text, read
from kennisgraaf.matching import Suggestion as Match
from kennisgraaf.namespaces import KG

MOST = 20  # suggestions for one row
_SHOWN, _TELLING = 6, 0.2  # words that are shown, and their least share of the strongest
_TASK = 0.2  # what a word of the task above weighs
_WORDS = tomllib.loads(Path(__file__).with_name("shortlist.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Item:
    """One thing on a list: rank from 1, the IRI; what reviewers decided on it elsewhere, and what the matcher says."""

    rank: int
    target: str
    precedent: Precedent | None = None
    match: Match | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return the words that made the match, the strongest first."""
        return self.match.evidence if self.match else ()

    @property
    def telling(self) -> tuple[Evidence, ...]:
        """Return the words that did most: what added little beside the strongest is left out."""
        least = _TELLING * max((one.score for one in self.evidence), default=0.0)
        return tuple(one for one in self.evidence if one.score >= least)[:_SHOWN]

    @property
    def score(self) -> float:
        """Return the matcher's score, 0 where only a precedent speaks for it."""
        return self.match.score if self.match else 0.0

    def why(self, lang: str) -> tuple[str, ...]:
        """Return in words why it is on the list: the precedent, then pairs of words that met."""
        told = [_said("precedent", lang, self.precedent)] if self.precedent else []
        pairs = dict.fromkeys(_met(one) for one in self.telling)
        return tuple([*told, *pairs] or [_WORDS["near"][lang]])


@dataclass(frozen=True)
class Shortlist:
    """A row with what reviewers decided on this very part, and what is suggested, the best first."""

    row: Row
    decided: tuple[Precedent, ...]
    items: tuple[Item, ...]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """Return the name of the row in pieces, each with whether a word in it made a match on the list."""
        name = _texts(self.row)[0].text
        places = sorted({(one.start, one.end) for item in self.items for one in item.telling if one.text == 0})
        found, at = [], 0
        for start, end in places:
            found += [(name[at:start], False), (name[start:end], True)]
            at = end
        return [piece for piece in (*found, (name[at:], False)) if piece[0]]


@dataclass(frozen=True)
class Desk:
    """What one needs to make short lists from a release, in one language; made once, and never changed."""

    lang: str
    known: Known
    matcher: Matcher
    precedents: Precedents

    @classmethod
    def open(cls, graph: Engine, lang: str = "nl") -> "Desk":
        """Read it all from a release. LimitError, MachineError: the engine cannot answer."""
        return cls(lang, load(graph, lang), read(graph, lang), Precedents.read(graph))

    @property
    def schemes(self) -> list[str]:
        """Return the IRIs of the schemes that one may choose from, sorted."""
        return sorted({scheme for one in self.matcher.candidates for scheme in one.schemes})

    def lists(self, rows: Iterable[Row], top: int = 5, schemes: Sequence[str] = ()) -> list[Shortlist]:
        """Return a short list for each row, of at most so many things, only of these schemes if any are given."""
        allowed = {one.iri for one in self.matcher.candidates if not schemes or {*schemes} & {*one.schemes}}
        return [self._list(row, min(top, MOST), schemes, allowed) for row in rows]

    def _list(self, row: Row, top: int, schemes: Sequence[str], allowed: set[str]) -> Shortlist:
        part = self.known.parts.get((row.best("number"), row.best("process")))
        decided = self.precedents.on(part.iri) if part else []
        precedents = {one.thing: one for one in reversed(self.precedents.like(row.best("name")))}
        skipped = {one.thing for one in decided}
        found = {one.candidate.iri: one for one in self.matcher.suggest(_texts(row), len(allowed), schemes)}
        first = sorted(precedents, key=lambda iri: (-precedents[iri].alike, -_sure(precedents[iri]), iri))
        order = [iri for iri in dict.fromkeys([*first, *found]) if iri in allowed - skipped]
        items = (Item(rank, iri, precedents.get(iri), found.get(iri)) for rank, iri in enumerate(order[:top], 1))
        return Shortlist(row, tuple(decided), tuple(items))


def suggestions(lists: Iterable[Shortlist], lang: str) -> Iterator[Suggestion]:
    """Yield the lists as the review sheet takes them; what is decided comes first and is said to be so."""
    for one in lists:
        decided = ((link.thing, 1.0, (_said("decided", lang, link),)) for link in one.decided)
        listed = ((item.target, item.score, item.why(lang)) for item in one.items)
        for rank, (target, score, why) in enumerate([*decided, *listed], 1):
            yield Suggestion(one.row.key, target, score, rank, why)


def relation(iri: str, lang: str) -> str:
    """Return a relation in the words of the review sheet; its name when it has none there."""
    name = iri.removeprefix(KG)
    stated = (one for one in DECISIONS.values() if not one.modifier)
    return next((getattr(one, lang) for one in stated if one.predicate == f"kg:{name}"), name)


def _texts(row: Row) -> list[Text]:
    return [Text(words.plain(row.best("name"))), Text(words.plain(row.best("task_name")), _TASK)]


def _sure(link: Precedent) -> float:
    return next((one.least for one in DECISIONS.values() if link.relation == KG + one.predicate[3:]), 0.0)


def _said(kind: str, lang: str, link: Precedent) -> str:
    file = link.file.rpartition("/")[2]
    told: str = _WORDS[kind][lang]
    return told.format(relation=relation(link.relation, lang), file=file, name=link.name)


def _met(one: Evidence) -> str:
    return one.word if one.word.casefold() == one.found.casefold() else f"{one.word} ~ {one.found}"
