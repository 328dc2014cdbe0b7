"""A source: its passages, and what everything that it speaks of has in common."""

import hashlib
import random
from collections.abc import Iterator, Sequence

from bench.terms import CLASSES, dutch, english, name, number, thing
from bench.words import Words

Statement = tuple[str, str, str, str]
INFERRED = "<https://w3id.org/kennisgraaf/id/graaf/afgeleid>"
_PER_COMPETENCY = 10  # passages
_KINDS_OF_ORIGIN = ("benoemd", "samengevat", "toegelicht", "geduid", "afgeleid")


class Source:
    """A graph of its own, passages, and the ways to say something with where it stands."""

    def __init__(
        self, code: str, chance: random.Random, words: Words, shared: tuple[Sequence[str], Sequence[str]], most: int
    ) -> None:
        """Choose the size, at most so many competencies; shared are the roots of the themes and the levels."""
        self.code, self._chance, self._words = code, chance, words
        self._roots, self._levels = shared
        self.graph = f"<https://w3id.org/kennisgraaf/id/graaf/{code}>"
        self._source = thing("bron", code)
        self._size = min(most, 3 + int(chance.paretovariate(1.3) * 2))
        self._passages = [thing("bronpassage", f"{code}-p{n:04}") for n in range(self._size * _PER_COMPETENCY)]

    def _names(self, kind: str, many: int) -> list[str]:
        return [thing(kind, f"{self.code}-{n}") for n in range(1, many + 1)]

    def _say(self, subject: str, *pairs: tuple[str, str]) -> Iterator[Statement]:
        for predicate, value in pairs:
            yield subject, name(predicate), value, self.graph

    def _both(self, subject: str, predicate: str, value: str, inverse: str) -> Iterator[Statement]:
        """Yield a statement, and the inverse that the reasoner adds."""
        yield subject, name(predicate), value, self.graph
        yield value, name(inverse), subject, INFERRED

    def _thing(self, term: str, kind: str, text: str = "skos:definition") -> Iterator[Statement]:
        """Yield what every thing has: classes, labels, texts, where it stands in the publication."""
        own, _, above = CLASSES[kind].partition("|")
        yield from self._say(term, ("rdf:type", name(f"kg:{kind}")), *(("rdf:type", name(c)) for c in own.split()))
        yield from ((term, name("rdf:type"), name(c), INFERRED) for c in above.split())
        words = self._words
        yield from self._say(
            term, ("skos:prefLabel", dutch(words.label())), ("skos:prefLabel", english(words.english()))
        )
        yield from self._say(term, (text, dutch(words.sentence())), (text, english(words.english_sentence())))
        yield from self._say(
            term, ("kg:heeftHerkomstsoort", thing("herkomstsoort", self._chance.choice(_KINDS_OF_ORIGIN)))
        )
        for passage in self._chance.sample(self._passages, self._chance.choice((1, 1, 1, 2, 3))):
            yield from self._both(term, "kg:heeftBronpassage", passage, "kg:onderbouwt")
        yield term, name("kg:ontleendAan"), self._source, INFERRED
        if "skos:Concept" in own:
            scheme = thing("begrippenkader", f"{self.code}-{kind.lower()}")
            yield from self._say(term, ("skos:inScheme", scheme))

    def _passage(self, index: int, term: str) -> Iterator[Statement]:
        position, quote = f"{term[:-1]}#positie>", f"{term[:-1]}#citaat>"
        start = index * 400 + self._chance.randrange(200)
        digest = hashlib.sha256(term.encode()).hexdigest()
        title = f"{self.code}, passage {index}"
        yield from self._say(
            term,
            ("rdf:type", name("kg:Bronpassage")),
            ("rdf:type", name("oa:SpecificResource")),
            ("skos:prefLabel", dutch(title)),
            ("skos:prefLabel", english(title)),
            ("kg:regels", f'"{start // 60}-{start // 60 + 3}"'),
            ("kg:vindplaats", dutch(f"Hoofdstuk {1 + index // 40}")),
            ("kg:sha256", f'"{digest}"'),
            ("oa:hasSource", thing("bronweergave", self.code)),
            ("oa:hasSelector", position),
            ("oa:hasSelector", quote),
        )
        yield from self._say(position, ("rdf:type", name("oa:TextPositionSelector")))
        yield from self._say(position, ("oa:start", number(start)), ("oa:end", number(start + 180)))
        yield from self._say(
            quote, ("rdf:type", name("oa:TextQuoteSelector")), ("oa:exact", f'"{self._words.label()}"')
        )
