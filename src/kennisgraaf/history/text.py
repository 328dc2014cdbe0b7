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
        yield f"\n> {words.frame('{0} things moved from {1} to {2}', number, _places(old, words), _places(new, words))}"


def _change(change: Change, words: Teller) -> Iterator[str]:
    label = f' "{words.say(change.labels)}"' if change.labels else ""
    others = words.others(change)
    yield f"  {_SIGNS[change.kind]} {words.short(change.iri)}{label}{f' ({others})' if others else ''}"
    yield f"      {words.frame(change.kind)}, {words.frame(change.verdict)}: {words.reason(change)}"
    if change.kind == "moved":
        yield f"      {words.frame('from {0} to {1}', *(_places(one, words) for one in change.moved))}"
    for detail in change.details if change.kind in {"changed", "retired"} else ():
        yield f"      {words.property(detail.property, detail.lang)}"
        yield from (f"        - {words.value(value)}" for value in detail.before)
        yield from (f"        + {words.value(value)}" for value in detail.after)


def _places(places: tuple[str, ...], words: Teller) -> str:
    """Return the names of files or graphs."""
    return ", ".join(words.short(place) if ":" in place else place for place in places)
