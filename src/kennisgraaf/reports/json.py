"""Findings for programs: JSON whose keys stay what they are; findings.schema.json beside this module describes them."""

from collections.abc import Iterator
from dataclasses import asdict
from json import dumps
from typing import Any

from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Place
from kennisgraaf.reports.outcome import Entry, Outcome
from kennisgraaf.reports.words import what

VERSION = 1


def render(outcome: Outcome) -> Iterator[str]:
    """Yield the JSON text, one finding a line."""
    yield f'{{\n"version": {VERSION},\n"summary": {_text(_summary(outcome))},\n"errors": '
    yield from array(_error(error) for error in outcome.errors)
    yield ',\n"findings": '
    yield from array(_finding(entry) for entry in outcome.entries)
    yield ',\n"gone": '
    yield from array(asdict(gone) for gone in outcome.gone)
    yield "\n}\n"


def array(values: Iterator[Any]) -> Iterator[str]:
    """Yield a JSON array, one value a line, as the values come."""
    before = "[\n"
    for value in values:
        yield before + _text(value)
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"


def _text(value: Any) -> str:
    return dumps(value, ensure_ascii=False)


def _summary(outcome: Outcome) -> dict[str, Any]:
    return {
        "files": outcome.files,
        "unreadable": len(outcome.errors),
        "new": outcome.by_severity,
        "known": outcome.known,
        "gone": len(outcome.gone),
        "leftOut": outcome.left_out,
        "failed": outcome.failed,
    }


def _error(error: SourceError) -> dict[str, Any]:
    return {"file": error.file, "line": error.line, "column": error.column, "what": what(error), "fix": error.fix}


def _finding(entry: Entry) -> dict[str, Any]:
    finding, one = entry.finding, entry.explanation
    return {
        **_place(entry.place),
        "severity": finding.severity,
        "thing": str(finding.thing),
        "shape": str(finding.shape),
        "path": finding.path,
        "value": None if finding.value is None else finding.value.n3(),
        "component": finding.component,
        "messages": dict(finding.messages),
        "expected": dict(one.expected),
        "found": dict(one.found),
        "mend": dict(one.mend),
        "causes": [{"depth": depth, "texts": dict(texts)} for depth, texts in one.causes],
        "snippet": one.snippet,
        "excerpt": one.excerpt[:500],
        "also": [_place(place) for place in one.places[1:]],
        "fingerprint": entry.fingerprint,
        "known": entry.known,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column, "end": place.end}
