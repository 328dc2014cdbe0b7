"""Findings for the terminal, as good compilers tell them: place, rule, the line with the fault marked, the remedy."""

from collections.abc import Iterator
from dataclasses import dataclass

import click

from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Place
from kennisgraaf.reports import excerpt
from kennisgraaf.reports.outcome import Entry, Outcome
from kennisgraaf.reports.words import details, headline, remarks, visible, what, word

_COLOURS = {"Violation": "red", "Warning": "yellow", "Info": "cyan"}


@dataclass(frozen=True)
class Screen:
    """What the reader looks at: its width in cells, its encoding, and whether it shows colours."""

    width: int = 100
    encoding: str = "utf-8"
    colours: bool = False

    def paint(self, text: str, colour: str = "", *, bold: bool = False) -> str:
        """Return text in a colour, where there are colours."""
        return click.style(text, fg=colour or None, bold=bold) if self.colours else text


def render(outcome: Outcome, screen: Screen | None = None) -> Iterator[str]:
    """Yield a paragraph for each unreadable file and each new finding, then the counts; nothing if all is well."""
    screen = screen or Screen()
    for error in outcome.errors:
        yield _unreadable(error, outcome, screen)
    for entry in outcome.new:
        yield _finding(entry, outcome, screen)
    if told := [*_counts(outcome), *remarks(outcome)]:
        yield "".join(f"{line}\n" for line in told)


def _unreadable(error: SourceError, outcome: Outcome, screen: Screen) -> str:
    place = Place(error.file, error.line, error.column, error.column + bool(error.column))
    head = f"{visible(str(place))}: {screen.paint('Error', 'red', bold=True)}: {visible(what(error))}\n"
    mend = f"  = {word('mend', outcome.lang)}:{_block(visible(error.fix, chr(10)))}\n\n"
    return head + "".join(_excerpt(place, outcome.line_of(place), screen, "red")) + mend


def _finding(entry: Entry, outcome: Outcome, screen: Screen) -> str:
    finding, colour = entry.finding, _COLOURS.get(entry.finding.severity, "red")
    where = visible(str(entry.place)) or word("somewhere", outcome.lang)
    severity = screen.paint(finding.severity, colour, bold=True)
    told = screen.paint(headline(entry, outcome.lang), bold=True)
    lines = [f"{where}: {severity}[{visible(entry.rule)}]: {told}\n"]
    if entry.place.line:
        lines += _excerpt(entry.place, entry.explanation.excerpt or outcome.line_of(entry.place), screen, colour)
    for place in entry.explanation.places[1:]:
        lines.append(f"  = {word('also', outcome.lang)}: {visible(str(place))}\n")
        lines += _excerpt(place, outcome.line_of(place), screen, "blue")
    for label, text in details(entry, outcome.lang, places=False):
        if label == word("expected", outcome.lang):
            continue
        lines.append(f"  = {screen.paint(label, bold=True)}:{_block(text)}\n")
    return "".join([*lines, "\n"])


def _excerpt(place: Place, line: str, screen: Screen, colour: str) -> Iterator[str]:
    """Yield the source line and the marks under it; nothing if the line is not known."""
    if not place.line or not line:
        return
    margin = len(str(place.line))
    shown, marks = excerpt.draw(line, place.column, place.end, screen.width - margin - 4, screen.encoding)
    bar = screen.paint("|", "blue")
    yield f" {' ' * margin} {bar}\n {screen.paint(str(place.line), 'blue')} {bar} {shown}\n"
    if marks:
        yield f" {' ' * margin} {bar} {screen.paint(marks, colour, bold=True)}\n"


def _block(text: str) -> str:
    """Return a text of one line as it is, one of more lines indented below its label."""
    return f"\n{text}".replace("\n", "\n      ") if "\n" in text else f" {text}"


def _counts(outcome: Outcome) -> Iterator[str]:
    """Yield the number of findings per severity, and per rule with the most first."""
    if not outcome.new:
        return
    counts = outcome.by_severity
    yield f"{word('total', outcome.lang)}: " + ", ".join(f"{count} {one}" for one, count in counts.items() if count)
    for (rule, severity), count in sorted(outcome.by_rule.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {count:>6}  {severity:<9}  {visible(rule)}"
