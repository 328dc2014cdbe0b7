"""Texts that exist in one language and not in the other, counted and listed.

A property that no thing gives in both languages is not translated on purpose (a place in a publication is in the
language of that publication); it is counted apart, and never listed as something to do. What kept.rq names stays as it
is for a reason: it is a fact of others.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from kennisgraaf.browsing.way import text
from kennisgraaf.engine import Engine

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, order=True)
class Missing:
    """A text of a thing that has no counterpart in the language lang; written is the language it is in.

    why: "" where a translation is still to be made, else why there will be none ("title", "name", "others").
    """

    lang: str
    property: str
    thing: str
    written: str
    text: str
    why: str = ""


@dataclass(frozen=True)
class Untranslated:
    """What is missing, sorted; kept: what stays in one language, and why; total: how many are in both.

    original: property → number of texts never translated.
    """

    missing: list[Missing]
    kept: list[Missing]
    original: dict[str, int]
    total: int

    def counted(self, lang: str) -> dict[str, int]:
        """Return property → how many texts are missing in a language, the most first."""
        return dict(Counter(one.property for one in self.missing if one.lang == lang).most_common())


def untranslated(engine: Engine) -> Untranslated:
    """Return every text that lacks its counterpart in Dutch or English."""
    said: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(text("untranslated")):
        said[row["property"].value, row["subject"].value][row["value"].lang].append(row["value"].value)
    both = Counter(name for (name, _), texts in said.items() if len(texts) == len(LANGUAGES))
    reasons = {(row["property"].value, row["subject"].value): row["why"].value for row in engine.rows(text("kept"))}
    lacking = [
        Missing(lang, name, thing, written, value, reasons.get((name, thing), ""))
        for (name, thing), texts in said.items()
        for lang, written in (LANGUAGES, LANGUAGES[::-1])
        if lang not in texts
        for value in texts[written]
    ]
    original = Counter(one.property for one in lacking if one.property not in both)
    found = sorted(one for one in lacking if one.property in both)
    missing, kept = [one for one in found if not one.why], [one for one in found if one.why]
    return Untranslated(missing, kept, dict(original.most_common()), both.total())
