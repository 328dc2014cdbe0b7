"""Findings as JUnit XML, which every build service shows: a suite per file, a test per rule that objects there.

A finding that makes the answer no is a failure, a known one is skipped, a lesser one is only told; a file that cannot
be read is an error. The form is that of Jenkins' xUnit plugin.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from kennisgraaf.errors import SourceError
from kennisgraaf.reports.outcome import Entry, Outcome
from kennisgraaf.reports.words import paragraph, remarks, title, visible, what, word

_MOST = 100  # findings told in one test


def render(outcome: Outcome) -> Iterator[str]:
    """Yield the XML text, a suite at a time."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kennisgraaf">\n'
    for error in outcome.errors:
        yield _unreadable(error, outcome)
    for file, entries in groupby(outcome.entries, key=lambda entry: entry.place.file):
        yield _suite(file or word("somewhere", outcome.lang), list(entries), outcome)
    if not outcome.entries and not outcome.errors:
        yield _element("kennisgraaf", ["nothing"], '<testcase classname="kennisgraaf" name="check"/>\n')
    if told := remarks(outcome):
        text = f'<testcase classname="kennisgraaf" name="remarks">{_output(told)}</testcase>\n'
        yield _element("remarks", ["nothing"], text)
    yield "</testsuites>\n"


def _unreadable(error: SourceError, outcome: Outcome) -> str:
    name = word("unreadable", outcome.lang)
    text = f'<error type="SourceError" message={_quoted(what(error))}>{_text(str(error))}</error>'
    case = f"<testcase classname={_quoted(error.file)} name={_quoted(name)}>{text}</testcase>\n"
    return _element(error.file, ["error"], case)


def _suite(file: str, entries: list[Entry], outcome: Outcome) -> str:
    by_rule: dict[str, list[Entry]] = {}
    for entry in entries:
        by_rule.setdefault(entry.rule, []).append(entry)
    verdicts = [_verdict(group, outcome) for group in by_rule.values()]
    groups = zip(by_rule.items(), verdicts, strict=True)
    cases = (_case(file, rule, group, verdict, outcome) for (rule, group), verdict in groups)
    return _element(file, verdicts, "".join(cases))


def _verdict(entries: Iterable[Entry], outcome: Outcome) -> str:
    entries = list(entries)
    if any(outcome.fails(entry) for entry in entries):
        return "failure"
    return "skipped" if all(entry.known for entry in entries) else "told"


def _case(file: str, rule: str, entries: list[Entry], verdict: str, outcome: Outcome) -> str:
    told = [entry for entry in entries if outcome.fails(entry)] if verdict == "failure" else entries
    lines = [f"{entry.place}: {entry.finding.severity}: {paragraph(entry, outcome.lang)}" for entry in told[:_MOST]]
    if len(told) > _MOST:
        lines.append(word("more", outcome.lang).format(len(told) - _MOST))
    message = _quoted(word("baseline", outcome.lang) if verdict == "skipped" else title(told[0], outcome.lang))
    kind = f" type={_quoted(told[0].finding.severity)}"
    body = {
        "failure": f"<failure{kind} message={message}>{_text(chr(10).join(lines))}</failure>",
        "skipped": f"<skipped message={message}/>",
        "told": _output(lines),
    }[verdict]
    return f"<testcase classname={_quoted(file)} name={_quoted(rule)}>{body}</testcase>\n"


def _element(name: str, verdicts: list[str], cases: str) -> str:
    failures, errors, skipped = (verdicts.count(kind) for kind in ("failure", "error", "skipped"))
    counts = f'tests="{len(verdicts)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    return f"<testsuite name={_quoted(name)} {counts}>\n{cases}</testsuite>\n"


def _output(lines: list[str]) -> str:
    return f"<system-out>{_text(chr(10).join(lines))}</system-out>"


def _text(text: str) -> str:
    """Return text for XML 1.0, which has no control characters at all."""
    return escape(visible(text, "\n\t"))


def _quoted(text: str) -> str:
    return quoteattr(visible(text))
