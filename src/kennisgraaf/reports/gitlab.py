"""Findings as GitLab shows them beside a merge request: its code quality report, a part of Code Climate's form."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from kennisgraaf.reports.json import array
from kennisgraaf.reports.outcome import Outcome
from kennisgraaf.reports.words import title, visible, what

_SEVERITIES = {"Violation": "major", "Warning": "minor", "Info": "info"}


def render(outcome: Outcome) -> Iterator[str]:
    """Yield the JSON text: a list with each file that cannot be read and each new finding."""
    yield from array(_issues(outcome))
    yield "\n"


def _issues(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for error in outcome.errors:
        fingerprint = sha256(f"{error.file}\0{error.what}".encode("utf-8", "backslashreplace")).hexdigest()
        where = _location(outcome, error.file, error.line)
        yield _issue(f"{what(error)} → {error.fix}", "unreadable", fingerprint, "blocker", where)
    for entry in outcome.new:
        severity = _SEVERITIES.get(entry.finding.severity, "major")
        where = _location(outcome, entry.place.file, entry.place.line)
        yield _issue(title(entry, outcome.lang), entry.rule, entry.fingerprint, severity, where)


def _issue(text: str, rule: str, fingerprint: str, severity: str, where: dict[str, Any]) -> dict[str, Any]:
    told = visible(" ".join(text.split()))
    issue = {"type": "issue", "description": told, "check_name": rule, "fingerprint": fingerprint}
    return {**issue, "severity": severity, "location": where}


def _location(outcome: Outcome, file: str, line: int) -> dict[str, Any]:
    return {"path": outcome.prefix + (file or "data"), "lines": {"begin": line or 1}}
