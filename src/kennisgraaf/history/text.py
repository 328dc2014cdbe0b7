"""A difference as lines for a terminal: a sign for what happened, the thing, what it weighs, and the values."""

from collections.abc import Iterator

from kennisgraaf.history.difference import Change, Difference
from kennisgraaf.history.telling import Teller, by_topic, crowded, teller

_SIGNS = {"added": "+", "changed": "~", "moved": ">", "retired": "x", "removed": "-"}


def write(difference: Difference, lang: str = "nl") -> str:
    """Return the difference as text; labels, and reasons, in lang."""
    return "\n".join(_lines(difference, teller(difference, lang))) + "\n"


def _lines(difference: Difference, words: Teller) -> Iterator[str]:
    verdict, counts = words.heading(difference)
    yield f"{difference.before} → {difference.after}: {verdict}"
    yield counts
    for topic, changes in by_topic(difference, words.lang):
        yield f"\n{topic}"
        for change in changes:
            yield from _change(change, words)
    for (old, new), number in crowded(difference):
        yield f"\n> {number} things moved from {_places(old, words)} to {_places(new, words)}"


def _change(change: Change, words: Teller) -> Iterator[str]:
    label = f' "{words.say(change.labels)}"' if change.labels else ""
    others = words.others(change)
    yield f"  {_SIGNS[change.kind]} {words.short(change.iri)}{label}{f' ({others})' if others else ''}"
    yield f"      {change.kind}, {change.verdict}: {words.reason(change)}"
    if change.kind == "moved":
        yield f"      from {_places(change.moved[0], words)} to {_places(change.moved[1], words)}"
    for detail in change.details if change.kind in {"changed", "retired"} else ():
        yield f"      {words.property(detail.property, detail.lang)}"
        yield from (f"        - {words.value(value)}" for value in detail.before)
        yield from (f"        + {words.value(value)}" for value in detail.after)


def _places(places: tuple[str, ...], words: Teller) -> str:
    """Return the names of files or graphs."""
    return ", ".join(words.short(place) if ":" in place else place for place in places)
