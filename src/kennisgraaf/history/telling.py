"""The words in which a difference is told, whatever the form: short names, labels, sentences in one language.

What stands in the data is shown and never obeyed: control characters are written out, so that no text from a file moves
the cursor of a terminal.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kennisgraaf.history.difference import Change, Difference, Value
from kennisgraaf.history.state import Texts
from kennisgraaf.namespaces import ID, LOCAL, prefixes, short

FEW = 5  # as many moves from one place to another are told one by one
_LONG = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_IRI = re.compile(r"<([^<>\s]+)>")


_DUTCH = {
    "added": "nieuw",
    "changed": "gewijzigd",
    "moved": "verplaatst",
    "retired": "vervallen",
    "removed": "verdwenen",
    "breaking": "brekend",
    "compatible": "verenigbaar",
    "editorial": "redactioneel",
    "no difference": "geen verschil",
    "Both say the same.": "Beide zeggen hetzelfde.",
    "After {0} this asks for {1}.": "Na {0} vraagt dit om {1}.",
    "and {0} more": "en nog {0}",
    "{0} things moved from {1} to {2}": "{0} dingen verplaatst van {1} naar {2}",
    "from {0} to {1}": "van {0} naar {1}",
    "now {0}": "nu {0}",
    "perhaps renamed to {0}": "misschien hernoemd tot {0}",
    "perhaps the new name of {0}": "misschien de nieuwe naam van {0}",
    "What this touches": "Wat dit nog meer raakt",
    "Nothing else.": "Niets anders.",
    "questions": "vragen",
    "mappings": "koppelingen",
    "{0} and more": "{0} en meer",
    "{0}, which is gone": "{0}, dat verdwenen is",
    "Breaking": "Brekend",
}


@dataclass(frozen=True)
class Teller:
    """Words in one language ("nl" or "en"), with the short names that the IRIs of a difference have."""

    lang: str
    spaces: dict[str, str]

    def frame(self, words: str, *values: object) -> str:
        """Return words of the frame in the reader's language, with values in the place of {0}, {1}, ..."""
        return (_DUTCH[words] if self.lang == "nl" else words).format(*values)

    def short(self, iri: str) -> str:
        """Return an IRI with a published prefix, or as it is in <>."""
        return short(iri, self.spaces) or f"<{clean(iri)}>"

    def say(self, texts: Texts) -> str:
        """Return the text in the reader's language, else in another; "" if there is none."""
        return clean(texts.get(self.lang) or next((texts[lang] for lang in ("nl", "en", "") if texts.get(lang)), ""))

    def value(self, value: Value) -> str:
        """Return a value on one line: text in quotes, an IRI short, a blank node in words."""
        if value.kind == "iri":
            return self.short(value.text)
        words = clean(value.text if len(value.text) <= _LONG else value.text[:_LONG] + "…")
        if value.kind == "blank":
            return _IRI.sub(lambda match: self.short(match[1]), words)
        return f'"{words}"' + (f"^^{self.short(value.datatype)}" if value.datatype else "")

    def property(self, name: str, lang: str) -> str:
        """Return a property with the language of its values; a part of a question has a plain name."""
        return (self.short(name) if ":" in name else name) + (f"@{lang}" if lang else "")

    def reason(self, change: Change) -> str:
        """Return the sentences that say why a change weighs what it weighs, of the heaviest reasons only."""
        return " ".join(self.say(dict(r.texts)) for r in change.reasons if r.verdict == change.verdict)

    def others(self, change: Change) -> str:
        """Return the successors, or the perhaps renamed ones, as words; "" if there are none."""
        if not change.others:
            return ""
        words = {"retired": "now", "removed": "perhaps renamed to", "added": "perhaps the new name of"}[change.kind]
        return self.frame(f"{words} {{0}}", ", ".join(self.short(iri) for iri in change.others))

    def heading(self, difference: Difference) -> tuple[str, str]:
        """Return the verdict, and a sentence with the counts and the version asked for."""
        if not difference:
            return self.frame("no difference"), self.frame("Both say the same.")
        counts = ", ".join(f"{number} {self.frame(kind)}" for kind, number in difference.counts().items())
        version = difference.version
        asked = self.frame("After {0} this asks for {1}.", version, difference.next_version(version)) if version else ""
        return self.frame(difference.verdict), f"{counts}. {asked}".rstrip()


def teller(difference: Difference, lang: str) -> Teller:
    """Return the words for a difference in one language."""
    iris = [change.iri for change in difference.changes]
    values = (v for c in difference.changes for d in c.details for v in (*d.before, *d.after))
    iris += [iri for value in values for iri in _iris(value)]
    kinds = {iri.removeprefix(ID).partition("/")[0] for iri in iris if iri.startswith(ID)}
    return Teller(lang, prefixes(sorted(kind for kind in kinds if LOCAL.fullmatch(kind))))


def _iris(value: Value) -> list[str]:
    return [value.text] if value.kind == "iri" else _IRI.findall(value.text) if value.kind == "blank" else []


def clean(text: str) -> str:
    """Return a text on one line, with characters that nobody sees written out."""
    return _CONTROL.sub(lambda match: " " if match[0] in "\n\t\r" else f"\\u{ord(match[0]):04x}", text)


def by_topic(difference: Difference, lang: str) -> Iterator[tuple[str, list[Change]]]:
    """Yield the changes by topic, in the order of the difference; moves that many things made together are left out."""
    crowds = {places for places, _ in crowded(difference)}
    groups: dict[str, list[Change]] = defaultdict(list)
    words = Teller(lang, {})
    for change in difference.changes:
        if change.kind != "moved" or change.moved not in crowds:
            groups[words.say(change.topic)].append(change)
    yield from groups.items()


Places = tuple[tuple[str, ...], tuple[str, ...]]


def crowded(difference: Difference) -> list[tuple[Places, int]]:
    """Return the moves that more than a few things made together, and how many did."""
    moves: Iterable[Places] = (change.moved for change in difference.changes if change.kind == "moved")
    return sorted((places, number) for places, number in Counter(moves).items() if number > FEW)
