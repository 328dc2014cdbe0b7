"""The baseline: findings that are known and accepted for now, in a JSON file that lies in git beside the data.

Only the fingerprints count; the rest of a line is for who reads the file or its diff.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import Any

from rdflib import BNode

from kennisgraaf.errors import SourceError
from kennisgraaf.reports.json import array
from kennisgraaf.reports.outcome import Entry, Known

VERSION = 1
_LONGEST = 120
_FIX = "Restore it from git, or write it anew with --update-baseline."
_KEYS = {field.name for field in fields(Known)}


def parse(text: str, name: str) -> list[Known]:
    """Read the text of a baseline; name is what errors call the file.

    SourceError: the text is no baseline of this version.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        what = f"The baseline is not JSON: {error}"
        raise SourceError(what, fix=_FIX, file=name, line=line, column=column) from error
    if not isinstance(found, dict) or found.get("version") != VERSION or not isinstance(found.get("findings"), list):
        what = f'The baseline lacks "version": {VERSION} and a list "findings"'
        raise SourceError(what, fix=_FIX, file=name)
    return [_known(number, row, name) for number, row in enumerate(found["findings"], 1)]


def _known(number: int, row: Any, name: str) -> Known:
    strings = isinstance(row, dict) and all(isinstance(text, str) for key, text in row.items() if key != "value")
    if not strings or not {"fingerprint", "rule", "thing"} <= set(row) <= _KEYS:
        what = f"Finding {number} of the baseline needs fingerprint, rule and thing, and knows only {sorted(_KEYS)}"
        raise SourceError(what, fix=_FIX, file=name)
    return Known(**row)


def render(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the text of a baseline of these entries: a line each, sorted by thing, rule, path and value."""
    lines = sorted((_line(entry) for entry in entries), key=lambda known: (known.thing, known.rule, *_rest(known)))
    yield f'{{\n"version": {VERSION},\n"findings": '
    yield from array(asdict(line) for line in lines)
    yield "\n}\n"


def gone(known: Iterable[Known], entries: Iterable[Entry]) -> list[Known]:
    """Return what the baseline has and nobody found, in its order."""
    found = {entry.fingerprint for entry in entries}
    return [one for one in known if one.fingerprint not in found]


def _line(entry: Entry) -> Known:
    finding = entry.finding
    value = None if finding.value is None else "[]" if isinstance(finding.value, BNode) else finding.value.n3()
    if value and len(value) > _LONGEST:
        value = value[: _LONGEST - 3] + "..."
    return Known(entry.fingerprint, entry.rule, str(finding.thing), finding.path, value, finding.severity)


def _rest(known: Known) -> tuple[str, ...]:
    return known.path, known.value or "", known.fingerprint
