"""A word as what it may share with another: its stem, a root that Latin verbs and nouns have in common, its parts.

The stems are those of the index; what its stemmer leaves apart (kiest and kiezen, evalueert and evaluatie) meets here
in a second, shorter form. A compound is cut where the vocabulary of the graph knows a half of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from kennisgraaf.index import words
from kennisgraaf.matching.lexicon import Lexicon
from kennisgraaf.matching.stems import stems

SAME, STEM, SYNONYM, PART = "same", "stem", "synonym", "part"
_WORTH = {SAME: 1.0, STEM: 0.95, SYNONYM: 0.7, PART: 0.65}
_SHORTEST_HALF, _SHORTEST_LONE = 4, 5
_LINKS = ("", "s", "e", "en", "n")
_SUFFIXES = re.compile(
    r"ing(?:en|s)?|heid|heden|lijke?|schap(?:pen)?|baar|bare|tie|ties|iteit(?:en)?|ende?|eren|achtige?"
)

Features = dict[str, tuple[float, str]]


@dataclass(frozen=True)
class Speech:
    """How one language makes words, with the vocabulary on which compounds are cut (its words' stems)."""

    lang: str
    lexicon: Lexicon
    known: frozenset[str] = frozenset()
    _kept: dict[str, Features] = field(default_factory=dict, compare=False, repr=False)

    def features(self, word: str) -> Features:
        """Return what a folded word may share with others: feature → (worth from 0 to 1, how it is shared)."""
        if word not in self._kept:
            self._kept[word] = self._made(word)
        return self._kept[word]

    def whole(self, word: str) -> Features:
        """Return the features of a verb that was put together again: not those of its parts."""
        found: Features = {}
        _add(found, ((stem, _WORTH[STEM], STEM) for stem in stems(word, self.lang)))
        _add(found, ((group, _WORTH[SYNONYM], SYNONYM) for group in self.groups(word)))
        return found

    def _made(self, word: str) -> Features:
        found = {f"={word}": (_WORTH[SAME], SAME)} | self.whole(word)
        for part in self.parts(word):
            shared = chain(((stem, 1.0) for stem in stems(part, self.lang)), ((g, 0.8) for g in self.groups(part)))
            _add(found, ((feature, _WORTH[PART] * worth, PART) for feature, worth in shared))
        return found

    def groups(self, word: str) -> set[str]:
        """Return the groups of synonyms that a word is in by one of its stems."""
        return {
            group for stem in stems(word, self.lang) for group in self.lexicon.groups.get(f"{self.lang}:{stem}", ())
        }

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the halves of a Dutch compound that are known, () for any other word: beroeps|ontwikkeling."""
        if self.lang != "nl" or len(word) < 2 * _SHORTEST_HALF or not self.known:
            return ()
        cuts = [cut for cut in _cuts(word) if not _SUFFIXES.fullmatch(cut[1]) and not self.lexicon.empty & {*cut}]
        whole = [cut for cut in cuts if self._knows(cut[0]) and self._knows(cut[1])]
        if whole:
            return max(whole, key=lambda cut: (len(cut[0]) + len(cut[1]), len(cut[0])))
        lone = [half for cut in cuts for half in cut if len(half) >= _SHORTEST_LONE and self._knows(half)]
        return (max(lone, key=len),) if lone else ()

    def _knows(self, half: str) -> bool:
        if half[:_SHORTEST_HALF] not in self._begins:  # to find a stem takes time
            return False
        return bool(self.known.intersection(words.stems(half, self.lang)))

    @cached_property
    def _begins(self) -> frozenset[str]:
        return frozenset(stem.partition(":")[2][:_SHORTEST_HALF] for stem in self.known)


def vocabulary(texts: Iterable[str], lang: str) -> frozenset[str]:
    """Return the stems of all words long enough to be half of a compound."""
    found = {word for text in texts for word, _, _ in words.split(text) if len(word) >= _SHORTEST_HALF}
    return frozenset(stem for word in found for stem in words.stems(word, lang))


def spoken(text: str, lexicon: Lexicon) -> Iterator[tuple[str, int, int, str]]:
    """Yield (folded word, start, end, the same word with its particle or "").

    "Voert het beleid uit" has uitvoert, "op te komen" has opkomen. A particle is one where its clause ends; the verb
    that it belongs to is the first word of a name.
    """
    found = list(words.split(text))
    plain = [word for word, _, _ in found]
    for number, (word, start, end) in enumerate(found):
        split = number > 1 and plain[number - 1] == "te" and plain[number - 2] in lexicon.particles
        loose = plain[number - 2] if split else _loose(plain, lexicon) if number == 0 else ""
        yield word, start, end, loose + word if loose else ""


def _loose(plain: list[str], lexicon: Lexicon) -> str:
    """Return the particle of the first word of a name, "" when it has none."""
    ends = zip(plain[1:], [*plain[2:], ""], strict=False)
    return next((word for word, after in ends if word in lexicon.particles and after in lexicon.after), "")


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    for place in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
        left, right = word[:place], word[place:]
        yield left, right
        for link in _LINKS[1:]:
            if left.endswith(link) and len(left) - len(link) >= _SHORTEST_HALF:
                yield left.removesuffix(link), right


def _add(found: Features, shared: Iterable[tuple[str, float, str]]) -> None:
    for feature, worth, how in shared:
        if worth > found.get(feature, (0.0, ""))[0]:
            found[feature] = worth, how
