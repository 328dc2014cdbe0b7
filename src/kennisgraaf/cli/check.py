"""kennisgraaf check: every source file against the grammar, the shapes and the ledger."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from rdflib import Graph

from kennisgraaf import build, consequences, project
from kennisgraaf.build import Report
from kennisgraaf.cli import options, output
from kennisgraaf.cli.known import Baseline
from kennisgraaf.cli.progress import steps
from kennisgraaf.explanation import explain
from kennisgraaf.namespaces import SHAPES
from kennisgraaf.project import Project
from kennisgraaf.reports import Entry, Outcome, enter
from kennisgraaf.reports.lines import reader
from kennisgraaf.reports.outcome import at_least
from kennisgraaf.validation.soundness import shacl

FORMS = ("text", "json", "sarif", "junit", "github", "gitlab", "html", "turtle")
_LEVELS = ("violation", "warning", "info")
_OF_SHACL = "http://www.w3.org/ns/shacl-shacl#"
_FILE = click.Path(dir_okay=False, path_type=Path)


def _pairs(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Read each FORM=FILE."""
    pairs = [value.partition("=") for value in values]
    for form, _, file in pairs:
        if form not in FORMS or not file:
            raise click.BadParameter(f"Write FORM=FILE; the forms are {', '.join(FORMS)}.", context, option)
    return [(form, Path(file)) for form, _, file in pairs]


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option("--output", "out", type=_FILE, help="Write to a file instead of standard output.")
@click.option(
    "--report",
    "more",
    multiple=True,
    callback=_pairs,
    metavar="FORM=FILE",
    help="Write another form to a file too.",
)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Of the findings.")
@click.option(
    "--severity", type=click.Choice(_LEVELS), default="info", show_default=True, help="The least that is told."
)
@click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, "never"]),
    default="warning",
    show_default=True,
    help="The least of what is told for which the exit code is 1.",
)
@click.option("--baseline", type=_FILE, help="A file of known findings: they are counted, and are no reason to fail.")
@click.option("--update-baseline", is_flag=True, help="Write what is found now as the baseline.")
@click.option("--max", "most", type=click.IntRange(0), default=0, help="Tell the worst N findings only (0: all).")
@click.option("--changed-since", "since", metavar="REF", help="Look only at what may have changed since a commit.")
@click.option("--timings", is_flag=True, help="Tell how long each step and shape took.")
@options.root
def command(root: Path | None, paths: tuple[Path, ...], **settings: Any) -> None:
    """Check the project; with PATHS show only what concerns these files and folders.

    Exit 1 if a file cannot be read, or if there is a finding that --fail-on and the baseline do not let pass.
    """
    known = Baseline(settings["baseline"])
    since = settings["since"] or ""
    known.refuse(update=settings["update_baseline"], some=bool(paths or since))
    where = project.find(root)
    with steps() as tell:
        report = build.check(where, tell=tell, since=since)
        outcome = outcome_of(where, report, known, fold=not paths)
    if since:
        outcome = replace(outcome, gone=[])
    if settings["update_baseline"]:
        outcome = known.update(outcome, settings["severity"].capitalize())
    outcome = _narrow(outcome, tuple(where.name(path) for path in paths), settings)
    _tell(outcome, settings)
    if settings["timings"]:
        click.echo("\n".join(_timings(report)), err=True)
    click.echo(_summary(outcome), err=True)
    sys.exit(outcome.failed)


def outcome_of(where: Project, report: Report, known: Baseline, *, fold: bool = True) -> Outcome:
    """Return what a check came to, explained and held against the baseline; fold: consequences are only counted."""
    line_of = reader(where.root)
    told, following = consequences.split(where, report) if fold else (report.findings, [])
    entries = enter(
        explain(told, report.sources, _shapes(report)),
        (one.fingerprint for one in known.findings),
    )
    return Outcome(
        entries=entries,
        errors=report.errors,
        gone=[] if report.errors else known.gone(entries),
        files=sum(len(documents) for documents in report.sources.documents.values()),
        prefix=_prefix(where.root),
        line_of=line_of,
        following=following,
    )


def _shapes(report: Report) -> Graph:
    """Return the shapes in which the findings stand: ours, and SHACL's own where it is our shapes that are wrong."""
    shapes = report.sources.graph(SHAPES)
    ours = {str(finding.shape).startswith(_OF_SHACL) for finding in report.findings}
    return shapes + shacl() if True in ours else shapes


def _prefix(root: Path) -> str:
    """Return the way from the top of the git repository to the project: "" or "folder/"."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    way = root.relative_to(top).as_posix()
    return "" if way == "." else f"{way}/"


def _narrow(outcome: Outcome, names: Sequence[str], settings: dict[str, Any]) -> Outcome:
    """Return what the options ask for: these files, this severity, this language, so many."""
    least, fail_on = settings["severity"].capitalize(), settings["fail_on"].capitalize()
    entries = [one for one in outcome.entries if at_least(one.finding.severity, least) and _concerns(one, names)]
    errors = [error for error in outcome.errors if _lies_in(error.file, names)]
    gone = [] if names else outcome.gone
    chosen = replace(outcome, entries=entries, errors=errors, gone=gone, lang=settings["lang"], fail_on=fail_on)
    return chosen.cut(settings["most"])


def _concerns(entry: Entry, names: Sequence[str]) -> bool:
    return not names or any(_lies_in(place.file, names) for place in entry.explanation.places)


def _lies_in(file: str, names: Sequence[str]) -> bool:
    return not names or any(name in {".", file} or file.startswith(f"{name.rstrip('/')}/") for name in names)


def _tell(outcome: Outcome, settings: dict[str, Any]) -> None:
    """Write the reports: those in files first, because who reads standard output may stop."""
    for form, path in settings["more"]:
        output.write(_parts(form, outcome), path)
    path = settings["out"]
    output.write(_parts(settings["form"], outcome, screen=path is None), path, _encoding(settings))
    asked = {settings["form"], *(form for form, _ in settings["more"])}
    if "github" in asked and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        _summarize(outcome, Path(summary))


def _encoding(settings: dict[str, Any]) -> str:
    """Text on a terminal is in the terminal's encoding; all else is in UTF-8."""
    on_screen = settings["form"] == "text" and settings["out"] is None
    return sys.stdout.encoding or "utf-8" if on_screen else "utf-8"


def _parts(form: str, outcome: Outcome, *, screen: bool = False) -> Iterable[str]:
    module = import_module(f"kennisgraaf.reports.{form}")
    extra: tuple[Any, ...] = ()
    if form == "sarif":
        extra = (version("kennisgraaf"),)
    elif form == "text" and screen:
        extra = (output.screen(),)
    parts: Iterable[str] = module.render(outcome, *extra)
    return parts


def _summarize(outcome: Outcome, path: Path) -> None:
    """Add the summary of the job to GitHub's file; without it the check is as good."""
    from kennisgraaf.reports import summary  # noqa: PLC0415 - only where a job runs

    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(summary.as_markdown(outcome))
    except OSError as error:
        click.echo(f"kennisgraaf: the summary of the job was not written: {error}", err=True)


def _timings(report: Report, most: int = 20) -> Iterator[str]:
    """Yield a line for each step and for the shapes that took longest, in milliseconds."""
    ranked = sorted(report.seconds.items(), key=lambda one: ("#" in one[0], -one[1]))
    for name, spent in ranked[: most + 3]:
        yield f"{spent * 1000:8.1f} ms  {name}{' (by pySHACL)' if name in report.left else ''}"


def _summary(outcome: Outcome) -> str:
    count = sum(outcome.by_severity.values())
    errors = len(outcome.errors)
    told = f"{_number(errors, 'unreadable file')} and {_number(count, 'finding')} in {_number(outcome.files, 'file')}"
    rest = [
        (len(outcome.following), "more that follow from these"),
        (outcome.known, "known"),
        (len(outcome.gone), "no longer needed in the baseline"),
    ]
    return "; ".join([told, *(f"{number} {what}" for number, what in rest if number)])


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
