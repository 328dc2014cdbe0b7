"""kennisgraaf review: the summary of a change for who must judge it: findings, meaning, and what else it touches."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from kennisgraaf import build, history, project
from kennisgraaf.cli import options, output
from kennisgraaf.cli.check import outcome_of
from kennisgraaf.cli.known import Baseline
from kennisgraaf.cli.progress import steps
from kennisgraaf.history import impact, markdown, text
from kennisgraaf.project import Project
from kennisgraaf.reports import summary
from kennisgraaf.reports.summary import Section

_FILE = click.Path(dir_okay=False, path_type=Path)
_TITLES = {"meaning": ("Wat verandert in betekenis", "What changes in meaning")}
_TITLES["impact"] = ("Wat dit nog meer raakt", "What else this touches")


@click.command("review")
@click.argument("before", metavar="REF")
@click.option("--html", "page", type=_FILE, help="Write the page (HTML) to this file as well.")
@click.option("--output", "out", type=_FILE, help="Write the Markdown to a file instead of standard output.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True)
@click.option("--baseline", type=_FILE, help="A file of known findings, as for check.")
@options.root
def command(  # noqa: PLR0913, PLR0917 - one argument per option
    root: Path | None, before: str, page: Path | None, out: Path | None, lang: str, baseline: Path | None
) -> None:
    """Compare the project with REF (a commit, a release, a folder); the answer is Markdown for a pull request.

    Exit 1 as check does: for a file that cannot be read, or a finding that is new and no mere remark.
    """
    known = Baseline(baseline)
    known.refuse(update=False, some=False)
    where = project.find(root)
    with steps() as tell:
        outcome = replace(outcome_of(where, build.check(where, tell=tell), known), lang=lang)
    sections = [] if outcome.errors else _sections(where, before, lang)
    if page:
        output.write(summary.as_html(outcome, sections), page)
    output.write([summary.as_markdown(outcome, sections)], out)
    sys.exit(outcome.failed)


def _sections(where: Project, before: str, lang: str) -> list[Section]:
    """Return what changed in meaning, and what that touches."""
    old, new = history.sources_of(where, before), history.of_folder(where.root, "nu" if lang == "nl" else "now")
    found = history.compare(old, new)
    touched = impact.of(old, new, found)
    meaning = (text.write(found, lang), _bold(markdown.write(found, lang)))
    impacts = tuple(_untitled(impact.write(touched, lang, form)) for form in ("text", "markdown"))
    told = {"meaning": meaning, "impact": impacts}
    return [summary.section(_TITLES[key][lang == "en"], *forms) for key, forms in told.items()]


def _bold(told: str) -> str:
    """Return Markdown with its own title, which has the verdict, as a bold line: the page has a title."""
    title, _, rest = told.partition("\n")
    return f"**{title.lstrip('# ')}**\n{rest}"


def _untitled(told: str) -> str:
    """Return a text without its own title."""
    return told.strip().partition("\n")[2].strip("\n") + "\n"
