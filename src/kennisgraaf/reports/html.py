"""Findings as one page that needs nothing else: no script, no address, light or dark as the reader likes.

Groups are closed until somebody opens them, and show so many findings that a page of 50,000 stays readable; what is not
shown is counted.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kennisgraaf.findings import SEVERITIES
from kennisgraaf.reports import excerpt
from kennisgraaf.reports.outcome import Entry, Outcome, rank
from kennisgraaf.reports.words import details, name, remarks, title, visible, what, word

_SHOWN = 5_000  # findings on the page, shared by its groups
_MOST, _LEAST = 100, 3  # findings in a group
_WIDTH = 110


@dataclass(frozen=True)
class Section:
    """A further part of the page, made by somebody else: its title, and its text as safe HTML and as Markdown."""

    title: str
    html: str
    markdown: str


@dataclass(frozen=True)
class Group:
    """Findings that belong together; shown are the first of them."""

    name: str
    severity: str
    entries: Sequence[Entry]
    most: int

    @property
    def shown(self) -> Sequence[Entry]:
        """The findings that the page shows."""
        return self.entries[: self.most]

    @property
    def hidden(self) -> int:
        """How many findings the page only counts."""
        return max(len(self.entries) - self.most, 0)


def render(outcome: Outcome, sections: Sequence[Section] = (), heading: str = "") -> Iterator[str]:
    """Yield the page (HTML, in the language of the outcome); sections come before the findings."""
    lang = outcome.lang
    page = _environment().get_template("page.html")
    parts = [(section.title, Markup(section.html)) for section in sections]  # noqa: S704 - made by our own modules
    yield from page.generate(
        outcome=outcome,
        lang=lang,
        heading=heading or word("findings", lang),
        sections=parts,
        by_rule=groups(outcome.new, lambda entry: entry.rule),
        by_file=groups(outcome.new, lambda entry: entry.place.file or word("somewhere", lang)),
        severities=SEVERITIES,
        remarks=remarks(outcome),
        title=lambda entry: title(entry, lang),
        details=lambda entry: details(entry, lang),
        code=_code,
        visible=visible,
        what=what,
        name=name,
    )
    yield "\n"


def groups(entries: Sequence[Entry], key: Callable[[Entry], str]) -> list[Group]:
    """Return groups by key, the worst first, then the largest."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    most = max(_LEAST, min(_MOST, _SHOWN // max(len(found), 1)))
    made = [Group(one, min((e.finding.severity for e in many), key=rank), many, most) for one, many in found.items()]
    return sorted(made, key=lambda group: (rank(group.severity), -len(group.entries), group.name))


def _code(entry: Entry) -> tuple[str, str]:
    """Return the source line and the marks under it, "" if there are none."""
    place, line = entry.place, entry.explanation.excerpt
    return excerpt.draw(line, place.column, place.end, _WIDTH) if line and place.line else ("", "")


def _environment() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)
