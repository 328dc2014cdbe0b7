"""The words around findings in two languages, and the one rule for showing text that somebody else wrote.

Control characters and marks that turn the direction of writing are shown as escapes: data can move no cursor, forge no
line of a log and hide no text.
"""

import re
from collections.abc import Mapping
from itertools import chain

from rdflib import BNode

from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import ID
from kennisgraaf.reports.outcome import Entry, Outcome

_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LONGEST = 2_000  # characters of one text: a whole book can be a value
_WORDS = {
    "known": ("bekend", "known"),
    "expected": ("verwacht", "expected"),
    "found": ("gevonden", "found"),
    "mend": ("doe dit", "mend"),
    "write": ("schrijf", "write"),
    "because": ("omdat", "because"),
    "also": ("zie ook", "see also"),
    "about": ("over", "about"),
    "rule": ("regel", "rule"),
    "somewhere": ("(geen plaats)", "(no place)"),
    "more": ("en nog {}", "and {} more"),
    "left_out": ("weggelaten bevindingen: {}", "findings left out: {}"),
    "following": (
        "gevolgen van deze bevindingen, die niet apart verteld zijn: {}",
        "consequences of these findings, not told one by one: {}",
    ),
    "suppressed": ("onderdrukte bekende bevindingen: {}", "known findings suppressed: {}"),
    "gone": ("niet meer nodig in de lijst met bekende bevindingen", "no longer needed in the baseline"),
    "unreadable": ("Een bestand is niet te lezen", "A file cannot be read"),
    "baseline": ("staat in de lijst met bekende bevindingen", "is in the baseline"),
    "total": ("Samen", "In total"),
    "nothing": ("Geen bevindingen.", "No findings."),
    "findings": ("Bevindingen", "Findings"),
}


def word(key: str, lang: str) -> str:
    """Return one of our own words in a language."""
    return _WORDS[key][lang == "en"]


def say(texts: Mapping[str, str], lang: str) -> str:
    """Return the text in this language, else in English, else in any; "" if there is none."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def visible(text: str, keep: str = "") -> str:
    """Return text with everything that does not show as an escape (backslash u001B); keep has characters that stay."""
    return _HIDDEN.sub(lambda sign: sign[0] if sign[0] in keep else f"\\u{ord(sign[0]):04X}", text)


def title(entry: Entry, lang: str) -> str:
    """Return the rule that was broken, in one line: what the shape says, else what was found, else its name."""
    explanation = entry.explanation
    told = say(entry.finding.messages, lang) or say(explanation.found, lang) or entry.rule
    return short(visible(" ".join(told[: 2 * _LONGEST].split())), _LONGEST // 4)


def headline(entry: Entry, lang: str) -> str:
    """Return the rule alone, without the remedy that `details` tells; the title where there is none.

    A rule that no message of the shape says, says that it is what was expected: it reads as if it were so.
    """
    told = short(visible(" ".join(say(entry.explanation.expected, lang).split())))
    own = say(entry.finding.messages, lang).startswith(say(entry.explanation.expected, lang))
    return (told if own else f"{word('expected', lang)}: {told}") if told else title(entry, lang)


def details(entry: Entry, lang: str, *, places: bool = True) -> list[tuple[str, str]]:
    """Return what else there is to say, as pairs of a label and a text; texts may have several lines.

    places: say also what it conflicts with.
    """
    one = entry.explanation
    nested = "\n".join(f"{'  ' * (depth - 1)}- {' '.join(say(texts, lang).split())}" for depth, texts in one.causes)
    pairs = [
        ("about", "[]" if isinstance(entry.finding.thing, BNode) else name(str(entry.finding.thing))),
        ("also", "\n".join(str(place) for place in one.places[1:]) if places else ""),
        ("expected", say(one.expected, lang)),
        ("found", say(one.found, lang)),
        ("because", nested),
        ("mend", say(one.mend, lang)),
        ("write", one.snippet),
    ]
    told = title(entry, lang)
    shown = ((word(key, lang), visible(short(text), "\n")) for key, text in pairs if text)
    return [(label, text) for label, text in shown if text != told]


def paragraph(entry: Entry, lang: str) -> str:
    """Return title and details in plain lines."""
    lines = (f"{label}: {_indented(text)}" for label, text in details(entry, lang))
    return "\n".join(chain([title(entry, lang)], lines))


def remarks(outcome: Outcome) -> list[str]:
    """Return what must be said of the whole: what was left out, what is known, what the baseline no longer needs."""
    lang = outcome.lang
    counts = (("following", len(outcome.following)), ("left_out", outcome.left_out), ("suppressed", outcome.known))
    told = [word(key, lang).format(count) for key, count in counts if count]
    return told + [f"{word('gone', lang)}: {gone.rule} {visible(name(gone.thing))}" for gone in outcome.gone]


def what(error: SourceError) -> str:
    """Return what is wrong with a file, without the place that the error puts before it."""
    place = ":".join(str(part) for part in (error.file, error.line, error.column) if part)
    return error.what.removeprefix(f"{place}: ")


def name(iri: str) -> str:
    """Return a thing of ours without the beginning that all have, another one as it is."""
    return iri.removeprefix(ID)


def short(text: str, most: int = _LONGEST) -> str:
    """Return text of at most so many characters, the cut shown."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _indented(text: str) -> str:
    return f"\n{text}".replace("\n", "\n  ") if "\n" in text else text
