"""The change to a file that mends a finding, where a machine may make it: an explanation's snippet, put in its place.

A snippet is written for people. Only two cases are certain enough to write it for them: one term that takes the place
of another, and a line that comes after one that ends in a semicolon; never one with dots for the reader to fill in.
"""

import re

from kennisgraaf.reports.outcome import Entry

_TERM = r"""<[^\s<>]+>|[\w.-]*:[\w./%-]*\w|"[^"\\\n]*"(?:@[A-Za-z-]+|\^\^\S+)?"""
_WRITTEN = re.compile(rf"(?:a|{_TERM})\s+(?P<value>{_TERM})\s*;")
_LINE = re.compile(r"\s*\S.*;\s*")


def replacement(entry: Entry) -> tuple[dict[str, int], str] | None:
    """Return what to replace, as a region of SARIF, and the text that comes there; None if that is not certain."""
    place, one = entry.place, entry.explanation
    snippet = one.snippet.strip()
    if not place.file or not place.line or not snippet or "..." in snippet:
        return None
    if entry.finding.value is not None:
        written = _WRITTEN.fullmatch(snippet) if entry.finding.component != "Closed" else None
        if not written or not place.column or place.end <= place.column:
            return None
        return {"startLine": place.line, "startColumn": place.column, "endColumn": place.end}, written["value"]
    before = one.excerpt
    if before.rstrip().endswith(";") and "#" not in before and _LINE.fullmatch(snippet):
        after = {"startLine": place.line, "startColumn": len(before) + 1, "endColumn": len(before) + 1}
        return after, f"\n    {snippet}"
    return None
