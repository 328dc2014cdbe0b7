"""The matcher itself: words of a text meet words of candidates, each as far as it is rare and well placed.

A word counts for more in a name than in a long text, and for more where few texts have it; a thing gets a little of
what speaks for one that means nearly the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from kennisgraaf.index import words
from kennisgraaf.matching.candidate import Candidate, Said
from kennisgraaf.matching.speech import SAME, Features, Speech, spoken
from kennisgraaf.matching.suggestion import Evidence, Suggestion, Text

_ENOUGH = 6.0  # the weight of a word in a thing at which it counts for half
_LENGTH = 0.4  # how much the length of all that is said of a thing matters
_NEAR = 0.25  # what a thing gets of the score of one that means nearly the same


@dataclass(frozen=True)
class _Posting:
    """A feature in a candidate: what it weighs in all, and the words that weigh most."""

    weight: float
    how: str
    word: str
    said: Said


@dataclass(frozen=True)
class Matcher:
    """All that is known of the candidates in one language; `build` makes it."""

    speech: Speech
    candidates: Sequence[Candidate]
    postings: Mapping[str, Mapping[int, _Posting]]
    rarity: Mapping[str, float]
    lengths: Sequence[float]
    near: Mapping[int, Sequence[tuple[int, float]]]

    @classmethod
    def build(
        cls, candidates: Iterable[Candidate], near: Mapping[str, Mapping[str, float]], speech: Speech
    ) -> "Matcher":
        """Return a matcher on the candidates; near: IRI → IRI of what means nearly the same → how nearly, up to 1."""
        known = tuple(candidates)
        numbers = {candidate.iri: number for number, candidate in enumerate(known)}
        weights = [_weigh(candidate, speech) for candidate in known]
        postings: dict[str, dict[int, _Posting]] = defaultdict(dict)
        for number, found in enumerate(weights):
            for feature, posting in found.items():
                postings[feature][number] = posting
        sizes = [sum(posting.weight for feature, posting in found.items() if feature[0] == "=") for found in weights]
        mean = sum(sizes) / max(1, len(sizes)) or 1.0
        close = {
            numbers[iri]: tuple((numbers[other], share) for other, share in others.items() if other in numbers)
            for iri, others in near.items()
            if iri in numbers
        }
        lengths = [1 - _LENGTH + _LENGTH * size / mean for size in sizes]
        return cls(speech, known, postings, _rarity(known, speech), lengths, close)

    def suggest(self, texts: Sequence[Text], count: int = 5, schemes: Iterable[str] = ()) -> list[Suggestion]:
        """Return at most so many candidates that the texts may be about, the best first; of these schemes, if any.

        Equal scores stand in the order of their IRIs. Texts that share nothing with any candidate give an empty list.
        """
        own: dict[int, list[Evidence]] = defaultdict(list)
        for number, text in enumerate(texts):
            for candidate, evidence in self._evidence(number, text):
                own[candidate].append(evidence)
        wanted = set(schemes)
        listed = [self._suggestion(number, own) for number in self._reached(own)]
        kept = [one for one in listed if not wanted or wanted & set(one.candidate.schemes)]
        return sorted(kept, key=lambda one: (-one.score, one.candidate.iri))[:count]

    def _reached(self, own: Mapping[int, object]) -> set[int]:
        return {*own, *(number for number, others in self.near.items() if any(other in own for other, _ in others))}

    def _suggestion(self, number: int, own: Mapping[int, Sequence[Evidence]]) -> Suggestion:
        found = _strongest(own.get(number, ()))
        lent, lender = max(
            ((share * _total(own.get(other, ())), other) for other, share in self.near.get(number, ())),
            default=(0.0, 0),
        )
        near = self.candidates[lender].iri if lent else ""
        score = round(_total(own.get(number, ())) + _NEAR * lent, 4)
        return Suggestion(self.candidates[number], score, found, near)

    def _evidence(self, number: int, text: Text) -> Iterator[tuple[int, Evidence]]:
        """Yield (candidate, evidence) of each word of a text for each candidate that has it, once for each."""
        seen: set[str] = set()
        for word, start, end, whole in spoken(text.text, self.speech.lexicon):
            if word in seen or (word in self.speech.lexicon.empty and not whole):
                continue
            seen.add(word)
            for candidate, (score, how, posting) in self._meets(word, whole).items():
                yield candidate, Evidence(
                    number, start, end, text.text[start:end], posting.word, how, posting.said.role, posting.said.text,
                    round(text.weight * score, 4),
                )  # fmt: skip

    def _meets(self, word: str, whole: str) -> dict[int, tuple[float, str, _Posting]]:
        """Return for each candidate what a word adds to its score at most, and by what."""
        features: Features = {} if word in self.speech.lexicon.empty else dict(self.speech.features(word))
        if whole:
            features |= {f: pair for f, pair in self.speech.whole(whole).items() if f not in features}
        best: dict[int, tuple[float, str, _Posting]] = {}
        for feature, (worth, how) in features.items():
            for candidate, posting in self.postings.get(feature, {}).items():
                share = posting.weight / (posting.weight + _ENOUGH * self.lengths[candidate])
                score = worth * self.rarity.get(feature, 1.0) * share
                if score > best.get(candidate, (0.0,))[0]:
                    best[candidate] = score, _how(how, posting.how), posting
        return best


def _how(mine: str, theirs: str) -> str:
    """Return how two words meet, by the looser of the two ways."""
    order = [SAME, "stem", "part", "synonym"]
    return max(mine, theirs, key=order.index)


def _total(evidence: Iterable[Evidence]) -> float:
    return sum(one.score for one in evidence)


def _strongest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(sorted(evidence, key=lambda one: (-one.score, one.text, one.start)))


def _weigh(candidate: Candidate, speech: Speech) -> dict[str, _Posting]:
    """Return each feature of what is said of a candidate, with all that it weighs and where it weighs most."""
    total: Counter[str] = Counter()
    strongest: dict[str, tuple[float, _Posting]] = {}
    for said in candidate.said:
        for word, start, end, whole in spoken(said.text, speech.lexicon):
            for feature, (worth, how) in _features(word, whole, speech).items():
                weight = said.weight * worth
                total[feature] += weight  # type: ignore[assignment]
                if weight > strongest.get(feature, (0.0,))[0]:
                    strongest[feature] = weight, _Posting(0.0, how, said.text[start:end], said)
    return {feature: replace(posting, weight=total[feature]) for feature, (_, posting) in strongest.items()}


def _features(word: str, whole: str, speech: Speech) -> Features:
    found: Features = {} if word in speech.lexicon.empty else speech.features(word)
    return {**speech.whole(whole), **found} if whole else found


def _rarity(candidates: Iterable[Candidate], speech: Speech) -> dict[str, float]:
    """Return what each feature says: more when fewer of all texts have it (BM25's measure)."""
    texts = {said.text for candidate in candidates for said in candidate.said}
    have: Counter[str] = Counter()
    for text in texts:
        have.update({feature for word, _, _ in words.split(text) for feature in speech.features(word)})
    return {feature: log(1 + (len(texts) - number + 0.5) / (number + 0.5)) for feature, number in have.items()}
