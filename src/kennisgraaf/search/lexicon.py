"""What a typed word may mean: the words of the index that share its stem, begin with it, hold it or look like it.

Misspelling is the last resort. A word is taken for another one only where the index has nothing that is closer, and the
reader is told.
"""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import log, sqrt
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kennisgraaf.index import words

_STEM, _PREFIX, _PART, _LIKE = 0.95, 0.8, 0.5, 0.6  # what a kind of likeness is worth beside the word itself
_SHORTEST_PREFIX, _SHORTEST_PART, _SHORTEST_HALF = 2, 4, 4
_MOST = 64  # words that one word may mean
_JOINED = 1.0  # what a compound is worth that was typed as two words
_LINKS = ("", "s", "e", "en")  # what may stand between the halves of a Dutch compound
_FUNCTION_WORDS = frozenset(Path(__file__).with_name("function-words.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Term:
    """A typed word: what it means (number of a word → worth from 0 to 1), and what it was taken for, if misspelt."""

    text: str
    meanings: Mapping[int, float]
    things: int
    instead: tuple[str, ...] = ()

    @property
    def says_much(self) -> bool:
        """Tell whether the word is known and more than grammar ("de", "welke")."""
        return bool(self.meanings) and self.text not in _FUNCTION_WORDS


@dataclass(frozen=True)
class Lexicon:
    """All words of an index in order, the number of things that each is in, the words of each stem, and all things."""

    words: list[str]
    things: list[int]
    stems: Mapping[str, tuple[int, ...]]
    size: int

    def read(self, text: str) -> list[Term]:
        """Return the words of a text as terms; an unknown compound becomes two, two words mean their compound too."""
        typed = _typed(text)
        return [term for word in typed for term in self._terms(word, self._compounds(word, typed))]

    def as_json(self, terms: list[Term]) -> str:
        """Return what terms mean as ranking.sql takes it; rare terms are worth more, all together at most 1."""
        rarity = [self._rarity(term) for term in terms]
        whole = 100 * (sum(rarity) or 1.0)
        rows = (
            [place, number, worth * share / whole]
            for place, (term, share) in enumerate(zip(terms, rarity, strict=True))
            for number, worth in term.meanings.items()
        )
        return json.dumps(list(rows))

    def _rarity(self, term: Term) -> float:
        """Return how much a term says: from 0.1, when it is everywhere, to 1."""
        return 1 - 0.9 * log(1 + term.things) / log(2 + self.size)

    def _compounds(self, word: str, typed: list[str]) -> dict[int, float]:
        """Return the words that a word makes with its neighbours."""
        pairs = [first + second for first, second in pairwise(typed) if word in {first, second}]
        return {place: _JOINED for pair in pairs if (place := self._place(pair)) is not None}

    def _terms(self, word: str, compounds: Mapping[int, float]) -> list[Term]:
        if known := {**self._known(word), **compounds}:
            return [self._term(word, known)]
        if any(c.isdigit() for c in word):
            return [self._term(word, {})]
        if close := self._like(word, 1):
            return [self._corrected(word, close)]
        if halves := self._halves(word):
            return [self._term(half, self._known(half)) for half in halves]
        return [self._corrected(word, self._like(word, 2 + (len(word) > 11)))]  # noqa: PLR2004 - long words, more slips

    def _term(self, word: str, meanings: Mapping[int, float], instead: tuple[str, ...] = ()) -> Term:
        best = dict(sorted(meanings.items(), key=lambda pair: (-pair[1], -self.things[pair[0]]))[:_MOST])
        top = max(best.values(), default=0)
        close = (self.things[number] for number, worth in best.items() if worth >= min(top, _STEM))
        return Term(word, best, max(close, default=0), instead)

    def _corrected(self, word: str, close: list[int]) -> Term:
        meanings: dict[int, float] = {}
        for number in close:
            for other, worth in self._known(self.words[number]).items():
                meanings[other] = max(meanings.get(other, 0), worth * _LIKE)
        return self._term(word, meanings, tuple(self.words[number] for number in close))

    def _known(self, word: str) -> dict[int, float]:
        """Return what a word means without any misspelling; the best reason for each counts."""
        found = dict.fromkeys(self._holding(word), 0.0)
        found.update(self._starting(word))
        stems = {number for stem in words.stems(word, "") for number in self.stems.get(stem, ())}
        found.update(dict.fromkeys(stems, _STEM))
        if (place := self._place(word)) is not None:
            found[place] = 1.0
        return {number: worth or _PART * _share(word, self.words[number]) for number, worth in found.items()}

    def _place(self, word: str) -> int | None:
        place = bisect_left(self.words, word)
        return place if self.words[place : place + 1] == [word] else None

    def _starting(self, word: str) -> dict[int, float]:
        """Return the words that begin with a word, worth more the less is left to type."""
        if len(word) < _SHORTEST_PREFIX:
            return {}
        first, last = bisect_left(self.words, word), bisect_left(self.words, word + "\U0010ffff")
        return {number: _PREFIX * _share(word, self.words[number]) for number in range(first, last)}

    def _holding(self, word: str) -> Iterable[int]:
        """Return the words that hold a word or its Dutch stem, as compounds do."""
        part = words.stems(word, "nl")[0].removeprefix("nl:")
        part = part if word.startswith(part) and len(part) >= _SHORTEST_PART else word
        if len(part) < _SHORTEST_PART:
            return ()
        return self._places(part)

    def _places(self, part: str) -> Iterator[int]:
        """Yield the words that hold a part, found in one text of all words."""
        text, starts = self._whole
        at = text.find(part)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            yield number
            at = text.find(part, starts[number] + len(self.words[number]))

    @cached_property
    def _whole(self) -> tuple[str, list[int]]:
        """Return all words in one text, and where each begins."""
        return "\n".join(self.words), list(accumulate((len(word) + 1 for word in self.words), initial=0))

    def _halves(self, word: str) -> tuple[str, str] | None:
        """Return the two words of the index that make up a compound; the longest first half wins."""
        for cut in range(len(word) - _SHORTEST_HALF, _SHORTEST_HALF - 1, -1):
            first, second = word[:cut], word[cut:]
            for link in _LINKS:
                whole = first.removesuffix(link)
                if first.endswith(link) and len(whole) >= _SHORTEST_HALF and self._both(whole, second):
                    return whole, second
        return None

    def _both(self, first: str, second: str) -> bool:
        return self._place(first) is not None and self._place(second) is not None

    def _like(self, word: str, slips: int) -> list[int]:
        """Return the words that look most like a word, at most so many slips away (a swap of neighbours is one)."""
        slips = min(slips, (len(word) - 1) // 3)
        sizes = range(len(word) - slips, len(word) + slips + 1) if slips else ()
        found = [pair for size in sizes for pair in self._close(word, self._sizes.get(size, []), slips)]
        best = min((distance for _, distance in found), default=0)
        close = [place for other, distance in found if distance == best and (place := self._place(other)) is not None]
        return sorted(close, key=lambda number: (self.words[number][0] != word[0], -self.things[number], number))[:3]

    def _close(self, word: str, choices: list[str], slips: int) -> list[tuple[str, float]]:
        found = extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=20)
        return [(other, distance) for other, distance, _ in found]

    @cached_property
    def _sizes(self) -> Mapping[int, list[str]]:
        """Return the words by their length, without those that have digits."""
        found: dict[int, list[str]] = defaultdict(list)
        for word in self.words:
            if not any(c.isdigit() for c in word):
                found[len(word)].append(word)
        return dict(found)


def _typed(text: str) -> list[str]:
    """Return the folded words of a text, each once."""
    return list(dict.fromkeys(word for word, _, _ in words.split(words.plain(text))))


def _share(word: str, other: str) -> float:
    """Return how much of a longer word a word takes, so that close lengths weigh more."""
    return sqrt(min(1.0, len(word) / len(other)))
