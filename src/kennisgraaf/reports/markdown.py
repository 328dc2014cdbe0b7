"""Findings as Markdown, for the page of a pull request and the summary of a job.

Whatever comes from the data is escaped: no picture, no link, no mention of a person, no HTML can come out of it.
"""

import re
from collections.abc import Iterator

from kennisgraaf.findings import SEVERITIES
from kennisgraaf.reports.html import groups
from kennisgraaf.reports.outcome import Entry, Outcome
from kennisgraaf.reports.words import remarks, say, title, visible, what, word

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")
_LONGEST = 300
_MARK = {"Violation": "❌", "Warning": "⚠️", "Info": "ℹ️"}


def render(outcome: Outcome, most: int = 100) -> Iterator[str]:
    """Yield the counts, a table by rule and a table of the worst findings (at most so many)."""
    lang = outcome.lang
    counts = " · ".join(f"{_MARK[one]} {outcome.by_severity[one]} {one}" for one in SEVERITIES)
    yield f"{counts}\n\n" if outcome.new else f"✅ {word('nothing', lang)}\n\n" if not outcome.failed else ""
    for error in outcome.errors[:most]:
        place = f"{error.file}:{error.line}:{error.column}"
        yield f"- ❌ {code(place)} {escape(what(error))} → {escape(error.fix)}\n"
    if outcome.new:
        yield f"\n| {word('rule', lang)} | |\n|---|--:|\n"
        rules = groups(outcome.new, lambda entry: entry.rule)
        for group in rules[:most]:
            yield f"| {_MARK.get(group.severity, '❌')} {code(group.name)} | {len(group.entries)} |\n"
        yield f"\n| | {word('found', lang)} | {word('mend', lang)} |\n|---|---|---|\n"
        new = [entry for entry in outcome.worst_first if not entry.known]
        yield from (_row(entry, lang) for entry in new[:most])
        yield f"\n{word('more', lang).format(len(new) - most)}\n" if len(new) > most else ""
    yield "".join(f"\n- {escape(text)}" for text in remarks(outcome)[:most]) + "\n"


def escape(text: str) -> str:
    """Return text that Markdown and HTML show as it is, in one line of at most 300 characters."""
    flat = visible(" ".join(text.split()))
    cut = flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
    plain = cut.replace("&", "&amp;").replace("<", "&lt;")
    return _SIGNS.sub(r"\\\1", plain).replace("@", "@\u2060").replace("://", ":\u2060//")


def code(text: str) -> str:
    """Return text as code, also within a table."""
    return "`" + visible(text).replace("`", "'").replace("|", "\\|") + "`"


def _row(entry: Entry, lang: str) -> str:
    mark = _MARK.get(entry.finding.severity, "❌")
    mend = say(entry.explanation.mend, lang) or entry.explanation.snippet
    where = code(str(entry.place) or word("somewhere", lang))
    return f"| {mark} {where} | {escape(title(entry, lang))} | {escape(mend)} |\n"
