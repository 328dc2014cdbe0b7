"""Findings as commands of GitHub's workflows: each line becomes a remark beside the line of the file.

GitHub shows ten errors and ten warnings of a step, so the worst come first; the whole stands in the log.
"""

from collections.abc import Iterator, Mapping

from kennisgraaf.findings import Place
from kennisgraaf.reports.outcome import Outcome
from kennisgraaf.reports.words import paragraph, remarks, visible, what

_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render(outcome: Outcome) -> Iterator[str]:
    """Yield a line for each file that cannot be read and each new finding."""
    for error in outcome.errors:
        place = Place(error.file, error.line, error.column)
        yield _line("error", place, "SourceError", f"{what(error)}\n{error.fix}", outcome)
    for entry in outcome.worst_first:
        if not entry.known:
            level = _LEVELS.get(entry.finding.severity, "error")
            yield _line(level, entry.place, entry.rule, paragraph(entry, outcome.lang), outcome)
    for text in remarks(outcome):
        yield f"::notice title=kennisgraaf::{_escape(text, _DATA)}\n"


def _line(level: str, place: Place, rule: str, text: str, outcome: Outcome) -> str:
    file = place.file if place.file.startswith("/") or not place.file else outcome.prefix + place.file
    pairs = {
        "file": file,
        "line": str(place.line or ""),
        "col": str(place.column or ""),
        "endColumn": str(max(place.end - 1, place.column) if place.column and place.end else ""),
        "title": rule,
    }
    properties = ",".join(f"{key}={_escape(value, _PROPERTY)}" for key, value in pairs.items() if value)
    return f"::{level} {properties}::{_escape(text, _DATA)}\n"


def _escape(text: str, signs: Mapping[str, str]) -> str:
    text = visible(text, "\r\n\t")
    for sign, written in signs.items():  # the percent sign comes first
        text = text.replace(sign, written)
    return text
