"""kennisgraaf check: every source file against the grammar, the shapes and the ledger."""

import json
import sys
from pathlib import Path

import click

from kennisgraaf import build, project
from kennisgraaf.build import Report
from kennisgraaf.cli import options
from kennisgraaf.cli.progress import steps
from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Finding


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.root
def command(root: Path | None, paths: tuple[Path, ...], form: str) -> None:
    """Check the project; with PATHS show only what concerns these files and folders. Exit 1 if anything is found."""
    where = project.find(root)
    with steps() as tell:
        report = build.check(where, tell=tell)
    names = tuple(where.name(path) for path in paths)
    errors = [error for error in report.errors if _concerns(error.file, names)]
    placed = [(finding, *_place(report, finding)) for finding in report.findings]
    findings = [found for found in placed if _concerns(found[1], names)]
    click.echo((_as_json if form == "json" else _as_text)(errors, findings), nl=False)
    click.echo(_summary(report, errors, findings), err=True)
    sys.exit(bool(errors or findings))


def _place(report: Report, finding: Finding) -> tuple[str, int]:
    value = "" if finding.value is None else str(finding.value)
    return report.sources.place(str(finding.thing), finding.path, value)


def _concerns(file: str, names: tuple[str, ...]) -> bool:
    return not names or any(file == name or file.startswith(name.rstrip("/") + "/") for name in names)


def _as_text(errors: list[SourceError], findings: list[tuple[Finding, str, int]]) -> str:
    parts = [f"{error}\n" for error in errors]
    for finding, file, line in findings:
        place = f"{file}:{line}" if file else "?"
        told = "".join(f"  {text}\n" for _, text in sorted(finding.messages.items(), reverse=True))
        parts.append(f"{place}: {finding.severity}: <{finding.thing}>\n{told}  [{finding.shape}]\n")
    return "".join(parts)


def _as_json(errors: list[SourceError], findings: list[tuple[Finding, str, int]]) -> str:
    unread = [{"file": e.file, "line": e.line, "column": e.column, "what": e.what, "fix": e.fix} for e in errors]
    found = [{"file": file, "line": line, **_told(finding)} for finding, file, line in findings]
    return json.dumps({"errors": unread, "findings": found}, ensure_ascii=False, indent=1) + "\n"


def _told(finding: Finding) -> dict[str, object]:
    return {
        "thing": str(finding.thing),
        "shape": str(finding.shape),
        "path": finding.path,
        "value": None if finding.value is None else finding.value.n3(),
        "severity": finding.severity,
        "messages": dict(finding.messages),
    }


def _summary(report: Report, errors: list[SourceError], findings: list[tuple[Finding, str, int]]) -> str:
    files = sum(len(documents) for documents in report.sources.documents.values())
    return f"{len(errors)} unreadable files and {len(findings)} findings in {files} files"
