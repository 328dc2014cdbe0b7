"""The outcome of a check: every finding with its name for life, and whether it was known already.

A finding's fingerprint is made of rule, thing, path and value, never of a line: it stays the same when a file is laid
out anew or a block moves. Blank nodes have no name that stays, so findings that differ in them only are numbered.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from rdflib import BNode, URIRef
from rdflib.term import Node

from kennisgraaf.errors import SourceError
from kennisgraaf.findings import SEVERITIES, Explanation, Finding, Place
from kennisgraaf.namespaces import KGS

NEVER = "Never"


@dataclass(frozen=True)
class Entry:
    """An explained finding, its fingerprint, and whether the baseline has it."""

    explanation: Explanation
    fingerprint: str
    known: bool = False

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.explanation.finding

    @property
    def place(self) -> Place:
        """Where it stands; a place without a file if that is not known."""
        return self.explanation.places[0] if self.explanation.places else Place("")

    @property
    def rule(self) -> str:
        """The name of the rule: short if it is ours, else its IRI."""
        return str(self.finding.shape).removeprefix(KGS)

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key: file, line, column, and then the finding's own."""
        place = self.place
        return (not place.file, place.file, place.line, place.column, self.finding.order, self.fingerprint)


@dataclass(frozen=True)
class Known:
    """A line of the baseline: a fingerprint, and for who reads it what it stands for; value is cut where it is long."""

    fingerprint: str
    rule: str
    thing: str
    path: str = ""
    value: str | None = None
    severity: str = "Violation"


@dataclass(frozen=True)
class Outcome:
    """All that a report tells.

    entries: by file and line. errors: the files that cannot be read. gone: what the baseline has and nobody finds any
    more. files: how many files were read. lang: the language of texts ("nl", "en"). fail_on: the lowest severity that
    makes the answer no ("Never": none does). left_out: how many entries were cut off. following: the
    findings that are consequences of these. prefix: the way from the top of
    the repository to the project ("" or "folder/"). line_of: the text of the source line of a place. totals: the counts
    from before anything was cut off.
    """

    entries: Sequence[Entry] = ()
    errors: Sequence[SourceError] = ()
    gone: Sequence[Known] = ()
    files: int = 0
    lang: str = "nl"
    fail_on: str = "Warning"
    left_out: int = 0
    prefix: str = ""
    following: Sequence[Finding] = ()
    line_of: Callable[[Place], str] = lambda _: ""
    totals: Mapping[tuple[str, str], int] | None = None

    def fails(self, entry: Entry) -> bool:
        """Tell whether this finding makes the answer no."""
        return not entry.known and at_least(entry.finding.severity, self.fail_on)

    @cached_property
    def failed(self) -> bool:
        """Tell whether the answer is no: a file that cannot be read, or a finding that fails."""
        return bool(self.errors) or any(self.fails(entry) for entry in self.entries)

    @cached_property
    def new(self) -> Sequence[Entry]:
        """The entries that the baseline does not have."""
        return tuple(entry for entry in self.entries if not entry.known)

    @cached_property
    def known(self) -> int:
        """How many entries the baseline has."""
        return len(self.entries) - len(self.new)

    @cached_property
    def by_severity(self) -> dict[str, int]:
        """How many new findings there are of each severity, the worst first; those left out count too."""
        counts = dict.fromkeys(SEVERITIES, 0)
        for (_, severity), count in self.by_rule.items():
            counts[severity] = counts.get(severity, 0) + count
        return counts

    @cached_property
    def by_rule(self) -> Mapping[tuple[str, str], int]:
        """How many new findings there are by rule and severity; those left out count too."""
        return self.totals or Counter((entry.rule, entry.finding.severity) for entry in self.new)

    @cached_property
    def worst_first(self) -> list[Entry]:
        """The entries in the order in which one would mend them: new ones first, then by severity, file and line."""
        return sorted(self.entries, key=lambda entry: (entry.known, rank(entry.finding.severity)))

    def cut(self, most: int) -> "Outcome":
        """Return the outcome with the worst so many entries (0: all), in the order of their places."""
        if not most or len(self.entries) <= most:
            return self
        kept = tuple(sorted(self.worst_first[:most], key=lambda entry: entry.order))
        left_out = self.left_out + len(self.entries) - most
        return replace(self, entries=kept, left_out=left_out, totals=self.by_rule)


def enter(explanations: Iterable[Explanation], known: Iterable[str] = ()) -> tuple[Entry, ...]:
    """Return entries in the order of their places; known has the fingerprints of the baseline."""
    explained = list(explanations)
    names = fingerprints(explanation.finding for explanation in explained)
    have = frozenset(known)
    entries = (Entry(one, name, name in have) for one, name in zip(explained, names, strict=True))
    return tuple(sorted(entries, key=lambda entry: entry.order))


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a name for each finding: 16 hex digits, and which of those that are the same but for blank nodes it is."""
    seen: Counter[str] = Counter()
    for finding in findings:
        value = "" if finding.value is None else _stable(finding.value)
        parts = (_stable(finding.shape), _stable(finding.thing), finding.path, value)
        name = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[name] += 1
        yield f"{name}:{seen[name]}"


def at_least(severity: str, threshold: str) -> bool:
    """Tell whether a severity is the threshold or worse; nothing is as bad as "Never"."""
    return threshold != NEVER and rank(severity) <= rank(threshold)


def rank(severity: str) -> int:
    """Return 0 for the worst severity, and more for lesser ones; one of somebody's own counts as the worst."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else 0


def _stable(node: Node) -> str:
    return "_:" if isinstance(node, BNode) else f"<{node}>" if isinstance(node, URIRef) else node.n3()
