"""The baseline as an option of a command: read it, hold findings against it, write it anew."""

from dataclasses import replace
from pathlib import Path

import click

from kennisgraaf.cli import output
from kennisgraaf.errors import SourceError
from kennisgraaf.reports import Entry, Outcome, baseline
from kennisgraaf.reports.outcome import Known, at_least


class Baseline:
    """The file of known findings; without a path nothing is known."""

    def __init__(self, path: Path | None) -> None:
        """Remember the path; refuse() reads the file."""
        self.path = path
        self.findings: list[Known] = []

    def refuse(self, *, update: bool, some: bool) -> None:
        """Read the file; a wrong use is a UsageError: no path, some files only, or a file that is missing or broken.

        A file that is written anew need not be there, nor be whole.
        """
        if update and (self.path is None or some):
            raise click.UsageError("--update-baseline needs --baseline FILE, and looks at all: no PATHS, no REF.")
        if self.path is None or (update and not self.path.exists()):
            return
        try:
            self.findings = baseline.parse(self.path.read_text(encoding="utf-8"), str(self.path))
        except (SourceError, OSError, UnicodeDecodeError) as error:
            if not update:
                fix = "" if isinstance(error, SourceError) else "\n  → Make it with --update-baseline."
                raise click.UsageError(f"{error}{fix}") from error

    def gone(self, entries: tuple[Entry, ...]) -> list[Known]:
        """Return what is known and was not found."""
        return baseline.gone(self.findings, entries)

    def update(self, outcome: Outcome, least: str) -> Outcome:
        """Write all findings of at least this severity as the baseline; return the outcome in which they are known.

        Nothing is written while a file cannot be read: what it says would be missing.
        """
        if outcome.errors:
            click.echo("The baseline was not written: first mend the files that cannot be read.", err=True)
            return outcome
        kept = [entry for entry in outcome.entries if at_least(entry.finding.severity, least)]
        output.write(baseline.render(kept), self.path)
        removed = len({one.fingerprint for one in self.findings} - {entry.fingerprint for entry in kept})
        click.echo(f"{self.path}: {len(kept)} known findings, {removed} removed", err=True)
        names = {entry.fingerprint for entry in kept}
        entries = [replace(entry, known=entry.fingerprint in names) for entry in outcome.entries]
        return replace(outcome, entries=entries, gone=[])
