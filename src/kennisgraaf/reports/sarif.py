"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines.

One run of one tool: a rule per shape, a result per finding. A code host takes 25,000 results at most and refuses the
whole file otherwise (GitHub, "SARIF results exceed limits"), so the worst ones are kept and a notification says so.
"""

from collections.abc import Iterator
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Place
from kennisgraaf.namespaces import BASE
from kennisgraaf.reports.edit import replacement
from kennisgraaf.reports.json import array
from kennisgraaf.reports.outcome import Entry, Outcome
from kennisgraaf.reports.words import paragraph, remarks, short, title, visible, what, word

MOST = 25_000
_RELATED = 99  # of the hundred places that are shown of a result, one is its own
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"Violation": ("error", "error"), "Warning": ("warning", "warning"), "Info": ("note", "recommendation")}
_UNREADABLE = "unreadable"
_ROOT = "%SRCROOT%"

Json = dict[str, Any]


def render(outcome: Outcome, version: str = "0") -> Iterator[str]:
    """Yield the log as JSON text, one result a line; version is that of this program."""
    outcome = outcome.cut(MOST - len(outcome.errors[:MOST]) or 1)
    rules = _rules(outcome)
    files = sorted({file for file in _files(outcome) if file})
    head = {
        "tool": {"driver": _driver(outcome, list(rules.values()), version)},
        "invocations": [_invocation(outcome)],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "artifacts": [{"location": _location(file, outcome), "mimeType": _media(file)} for file in files],
    }
    yield f'{{"version": "2.1.0", "$schema": "{_SCHEMA}", "runs": [{dumps(head, ensure_ascii=False)[:-1]},\n"results": '
    yield from array(_results(outcome, {rule: number for number, rule in enumerate(rules)}))
    yield "}]}\n"


def _files(outcome: Outcome) -> Iterator[str]:
    yield from (error.file for error in outcome.errors)
    yield from (place.file for entry in outcome.entries for place in entry.explanation.places)


def _media(file: str) -> str:
    return {".ttl": "text/turtle", ".csv": "text/csv"}.get(Path(file).suffix, "text/plain")


def _driver(outcome: Outcome, rules: list[Json], version: str) -> Json:
    return {
        "name": "kennisgraaf",
        "version": version,
        "informationUri": BASE,
        "language": outcome.lang,
        "rules": rules,
    }


def _rules(outcome: Outcome) -> dict[str, Json]:
    """Return the rules by id, that of files that cannot be read first."""
    lang = outcome.lang
    unreadable = {"id": _UNREADABLE, "shortDescription": {"text": word(_UNREADABLE, lang)}}
    found = {_UNREADABLE: unreadable} if outcome.errors else {}
    for entry in outcome.entries:
        if entry.rule not in found:
            found[entry.rule] = _rule(entry, lang)
    return found


def _rule(entry: Entry, lang: str) -> Json:
    finding = entry.finding
    level, problem = _LEVELS.get(finding.severity, _LEVELS["Violation"])
    texts = [f"{language}: {visible(short(text))}" for language, text in sorted(finding.messages.items(), reverse=True)]
    rule: Json = {
        "id": entry.rule,
        "shortDescription": {"text": title(entry, lang)},
        "help": {"text": "\n".join(texts) or entry.rule},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": [tag for tag in ("rdf", finding.component) if tag], "problem.severity": problem},
    }
    if str(finding.shape).startswith(("http://", "https://")):
        rule["helpUri"] = quote(str(finding.shape), safe=":/#?&=%@+,;~!$'()*")
    return rule


def _invocation(outcome: Outcome) -> Json:
    notices = [{"level": "warning", "message": {"text": text}} for text in remarks(outcome)]
    return {
        "executionSuccessful": True,
        "exitCode": int(outcome.failed),
        "toolExecutionNotifications": notices,
    }


def _results(outcome: Outcome, numbers: dict[str, int]) -> Iterator[Json]:
    for error in outcome.errors:
        yield _unreadable(error, outcome)
    for entry in outcome.entries:
        yield _result(entry, outcome, numbers[entry.rule])


def _unreadable(error: SourceError, outcome: Outcome) -> Json:
    place = Place(error.file, error.line, error.column)
    return {
        "ruleId": _UNREADABLE,
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": visible(f"{what(error)}\n{error.fix}", "\n")},
        "locations": [{"physicalLocation": _physical(place, outcome)}],
    }


def _result(entry: Entry, outcome: Outcome, number: int) -> Json:
    level, _ = _LEVELS.get(entry.finding.severity, _LEVELS["Violation"])
    physical = _physical(entry.place, outcome, entry.explanation.excerpt)
    thing = {"fullyQualifiedName": str(entry.finding.thing), "kind": "resource"}
    result: Json = {
        "ruleId": entry.rule,
        "ruleIndex": number,
        "level": level,
        "message": {"text": paragraph(entry, outcome.lang)},
        "locations": [{"physicalLocation": physical, "logicalLocations": [thing]}],
        "partialFingerprints": {
            "primaryLocationLineHash": entry.fingerprint,
            "kennisgraafFinding/v1": entry.fingerprint,
        },
    }
    if also := entry.explanation.places[1 : _RELATED + 1]:
        result["relatedLocations"] = [_related(number, place, outcome) for number, place in enumerate(also, 1)]
    if entry.known:
        justification = word("baseline", outcome.lang)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    if change := replacement(entry):
        region, text = change
        edit = {"deletedRegion": region, "insertedContent": {"text": text}}
        changes = [{"artifactLocation": _location(entry.place.file, outcome), "replacements": [edit]}]
        result["fixes"] = [{"description": {"text": word("write", outcome.lang)}, "artifactChanges": changes}]
    return result


def _related(number: int, place: Place, outcome: Outcome) -> Json:
    text = {"text": f"{word('also', outcome.lang)} {visible(str(place))}"}
    return {"id": number, "physicalLocation": _physical(place, outcome), "message": text}


def _physical(place: Place, outcome: Outcome, excerpt: str = "") -> Json:
    """Return where a place is; one that is not known is the folder of the data, for each result must have one."""
    region: Json = {"startLine": place.line or 1}
    if place.column:
        region["startColumn"] = place.column
        if place.end > place.column:
            region["endColumn"] = place.end
    if excerpt:
        region["snippet"] = {"text": visible(excerpt[:500], "\t")}
    return {"artifactLocation": _location(place.file or "data", outcome), "region": region}


def _location(file: str, outcome: Outcome) -> Json:
    if Path(file).is_absolute():
        return {"uri": Path(file).as_uri()}
    return {"uri": quote(outcome.prefix + file, errors="surrogateescape"), "uriBaseId": _ROOT}
