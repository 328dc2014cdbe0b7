"""A difference as Markdown: whole for a pull request, or as the section of a release in the changelog.

What comes from the data is escaped.
"""

import re
from collections.abc import Iterator
from datetime import date

from kennisgraaf.history.difference import Change, Difference
from kennisgraaf.history.telling import Teller, by_topic, clean, crowded, teller

_MANY = 100  # changes of one topic that are shown one by one
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_CODE = re.compile(r"[`<>]")


def write(difference: Difference, lang: str = "nl") -> str:
    """Return the whole difference, with values, for a pull request."""
    words = teller(difference, lang)
    verdict, counts = words.heading(difference)
    lines = [f"## {escape(difference.before)} → {escape(difference.after)}: {verdict}", "", counts]
    for topic, changes in by_topic(difference, lang):
        lines += ["", f"### {escape(topic)}", "", *_listed(changes, words, values=True)]
    return "\n".join([*lines, *_moves(difference, words)]) + "\n"


def changelog(difference: Difference, version: str, day: date, lang: str = "nl") -> str:
    """Return the section of a release: what is breaking first, then a line for each change, grouped by topic."""
    words = teller(difference, lang)
    lines = [
        f"## {escape(version)} ({day.isoformat()})",
        "",
        words.heading(difference)[1].partition(". ")[0].rstrip(".") + ".",
    ]
    breaking = [change for change in difference.changes if change.verdict == "breaking"]
    if breaking:
        lines += ["", f"### {words.frame('Breaking')}", "", *_listed(breaking, words)]
    for topic, changes in by_topic(difference, lang):
        rest = [change for change in changes if change.verdict != "breaking"]
        lines += ["", f"### {escape(topic)}", "", *_listed(rest, words)] if rest else []
    return "\n".join([*lines, *_moves(difference, words)]) + "\n"


def escape(text: str) -> str:
    """Return a text as Markdown shows it, on one line: no sign in it is markup, mention or HTML."""
    return _SPECIAL.sub(r"\\\1", clean(text)).replace("@", "@&#8203;")


def _listed(changes: list[Change], words: Teller, *, values: bool = False) -> Iterator[str]:
    for change in changes[:_MANY]:
        yield from _change(change, words, values=values)
    if len(changes) > _MANY:
        yield f"- {words.frame('and {0} more', len(changes) - _MANY)}"


def _change(change: Change, words: Teller, *, values: bool) -> Iterator[str]:
    label = f" {escape(words.say(change.labels))}" if change.labels else ""
    others = words.others(change)
    hint = f" ({escape(others)})" if others else ""
    kind = words.frame(change.kind)
    yield f"- **{kind}** {_code(words.short(change.iri))}{label}{hint}: {escape(words.reason(change))}"
    if not values or change.kind not in {"changed", "retired"}:
        return
    for detail in change.details:
        went, came = (
            ", ".join(escape(words.value(value)) for value in side) or "∅" for side in (detail.before, detail.after)
        )
        yield f"  - {_code(words.property(detail.property, detail.lang))}: {went} → {came}"


def _moves(difference: Difference, words: Teller) -> Iterator[str]:
    for (old, new), number in crowded(difference):
        places = (", ".join(_code(words.short(p) if ":" in p else p) for p in side) for side in (old, new))
        yield f"\n{words.frame('{0} things moved from {1} to {2}', number, *places)}."


def _code(name: str) -> str:
    """Return a short name as code; one that could end the code, or is no short name, as plain text."""
    return escape(name) if _CODE.search(name) else f"`{clean(name)}`"
