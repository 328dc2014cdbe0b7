"""What came of a draft, in words: why it is refused, or which files it changed and what is left to look at."""

from collections.abc import Iterable, Sequence

from kennisgraaf.drafts.desk import Desk
from kennisgraaf.edits import Edit
from kennisgraaf.errors import DraftError
from kennisgraaf.findings import Finding


def line(finding: Finding) -> str:
    """Return a finding on one line: the thing, and what its rule says."""
    said = finding.messages.get("en") or " ".join(finding.messages.values())
    value = f" Found: {finding.value}." if finding.value is not None else ""
    return f"{finding.severity}: <{finding.thing}>: {said}{value}"


def refuse(findings: Iterable[Finding], fix: str) -> None:
    """DraftError with all violations, if there are any."""
    told = list(dict.fromkeys(line(finding) for finding in findings if finding.severity == "Violation"))
    if told:
        raise DraftError("\n".join([f"{len(told)} findings, so nothing is written:", *told]), fix=fix)


def summary(desk: Desk, planned: Sequence[Edit], findings: Iterable[Finding], *, dry_run: bool) -> str:
    """Return which files changed (or would), and what is left that does not stop it."""
    names = [desk.where.name(change.path) for change in planned]
    verb = "would change" if dry_run else "written"
    left = [line(finding) for finding in findings]
    rest = [*left, f"{len(left)} findings are left"] if left else ["valid: no findings"]
    return "".join(f"{text}\n" for text in [*(f"{verb}: {name}" for name in names), *rest])
