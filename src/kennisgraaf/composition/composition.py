"""A choice laid beside the release that it is read in: what pages and documents show of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kennisgraaf.composition.choice import Choice
from kennisgraaf.composition.comparison import Overlap, compare
from kennisgraaf.composition.stock import Bearer, Stock
from kennisgraaf.description import Texts

INDICATING = ("process", "result", "elaboration")
HANGING = ("knowledge", "interest", "tension")
LANGUAGES = ("nl", "en")


@dataclass(frozen=True)
class Composition:
    """A choice in a release (id, version, when it was built), for a reader of a language.

    link: the whole address under which the choice is kept; license: an IRI, or "".
    """

    stock: Stock
    choice: Choice
    lang: str
    link: str
    release: str
    version: str
    built: datetime
    license: str = ""

    @cached_property
    def overlaps(self) -> list[Overlap]:
        """Return how it overlaps with what is there."""
        return compare(self.stock, self.choice.things)

    @cached_property
    def hanging(self) -> dict[str, dict[str, list[str]]]:
        """Return role → what hangs on the things → on which, for roles that have any."""
        found = {role: self.stock.hanging(role, self.choice.things) for role in HANGING}
        return {role: own for role, own in found.items() if own}

    @property
    def sources(self) -> dict[str, list[str]]:
        """Return the sources of the things → of which."""
        return self.stock.hanging("source", self.choice.things)

    @property
    def watched(self) -> dict[str, None]:
        """Return the things and their indicators: what must not change unseen."""
        indicators = [self.stock.hanging(role, self.choice.things) for role in INDICATING]
        return dict.fromkeys([*self.choice.things, *(iri for found in indicators for iri in found)])

    def full(self, bearer: Bearer) -> str:
        """Return what a bearer is called, with its code and its whole: others may have its name."""
        name = " ".join(filter(None, (self.stock.code(bearer.iri), self.name(bearer.iri))))
        return f"{name} ({self.name(bearer.whole)})" if bearer.whole else name

    def numbers(self, one: Overlap) -> tuple[int, int, int]:
        """Return how many things are shared, only there, and only here."""
        return len(one.shared), len(one.missing), len(one.extra)

    def name(self, iri: str) -> str:
        """Return what something is called in the reader's language."""
        return pick(self.stock.names(iri), self.lang)

    def text(self, role: str, iri: str) -> str:
        """Return a text about something in the reader's language, "" where there is none."""
        return pick(self.stock.texts[role].get(iri, {}), self.lang)

    def short(self, iri: str) -> str:
        """Return the code that is printed with a thing, else its name."""
        return self.stock.code(iri) or self.name(iri)

    def indicators(self, thing: str) -> Iterator[tuple[str, list[str]]]:
        """Yield role and texts of what shows a thing: what somebody does, what comes of it, what it looks like."""
        for role in INDICATING:
            if iris := self.stock.roles[role].get(thing):
                yield role, [self.text("definition", iri) or self.name(iri) for iri in iris]


def pick(texts: Texts, lang: str) -> str:
    """Return the text in a language, else in Dutch, English, or any."""
    for wanted in (lang, *LANGUAGES):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")
