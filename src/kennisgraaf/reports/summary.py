"""The summary of a pull request: what its findings are, what it changes in meaning and what else that touches.

The other parts come ready made as sections; this module only puts them on one page, as HTML and as Markdown.
"""

from collections.abc import Iterator, Sequence

from markupsafe import escape

from kennisgraaf.reports import html, markdown
from kennisgraaf.reports.html import Section
from kennisgraaf.reports.outcome import Outcome
from kennisgraaf.reports.words import visible, word

__all__ = ["Section", "as_html", "as_markdown", "section"]
MOST = 60_000  # characters; a remark on a pull request takes 65,536
_HEADINGS = {"nl": "Samenvatting van de wijziging", "en": "Summary of the change"}


def section(title: str, text: str, marked: str) -> Section:
    """Return a part of the page from plain text, which the page shows as it is, and the same as Markdown."""
    return Section(title, f'<pre class="told">{escape(visible(text, chr(10)))}</pre>', marked)


def as_html(outcome: Outcome, sections: Sequence[Section] = ()) -> Iterator[str]:
    """Yield one page with the sections and then the findings."""
    return html.render(outcome, sections, _HEADINGS[outcome.lang])


def as_markdown(outcome: Outcome, sections: Sequence[Section] = ()) -> str:
    """Return the same as Markdown, cut between lines to what a remark on a pull request takes, saying so."""
    parts = [f"# {_HEADINGS[outcome.lang]}\n\n"]
    parts += [f"## {markdown.escape(section.title)}\n\n{section.markdown.rstrip()}\n\n" for section in sections]
    parts += [f"## {word('findings', outcome.lang)}\n\n", *markdown.render(outcome)]
    return _cut("".join(parts), "\n\n…\n")


def _cut(text: str, end: str) -> str:
    if len(text) <= MOST:
        return text
    return text[: text.rindex("\n", 0, MOST)] + end
