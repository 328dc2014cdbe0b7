"""kennisgraaf retire: give a thing or a term its tombstone."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from kennisgraaf import edits, project, retirement, sources, trial
from kennisgraaf.cli import options
from kennisgraaf.cli.progress import steps
from kennisgraaf.findings import Finding
from kennisgraaf.project import Project
from kennisgraaf.retirement import Plan, Wish


@click.command("retire")
@click.argument("thing")
@click.option("--by", multiple=True, metavar="IRI", help="What to use instead; again for each part of a split.")
@click.option("--no-successor", is_flag=True, help="Nothing comes in its place.")
@click.option("--why", required=True, help="The reason, in Dutch: it stands on the tombstone, with today's date.")
@click.option("--why-en", default="", help="The reason in English.")
@click.option("--relink", is_flag=True, help="Let what still points to it point to the one successor.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@options.root
def command(root: Path | None, thing: str, by: tuple[str, ...], **words: Any) -> None:
    """Retire THING: an IRI, prefix:name or type/code. Its IRI stays; `kennisgraaf check` stays as clean as it was."""
    if bool(by) == words["no_successor"]:
        raise click.UsageError("Give what to use instead with --by, or --no-successor; one of the two.")
    where = project.find(root)
    read = sources.read(where)
    if read.errors:
        raise read.errors[0]
    wish = Wish(thing, by, words["why"], words["why_en"], relink=words["relink"])
    made = retirement.plan(where, read, wish, date.today())  # noqa: DTZ011 - the day where the editor is
    with steps() as tell:
        objections = trial.findings(where, made.changes, tell=tell)
    _show(where, made, objections)
    if objections:
        sys.exit(1)
    if not words["dry_run"]:
        edits.apply(made.changes)
    click.echo("nothing was changed" if words["dry_run"] else "done; look at `git diff`, then commit", err=True)


def _show(where: Project, made: Plan, objections: list[Finding]) -> None:
    """Tell what changes, or why it cannot."""
    for change in made.changes:
        click.echo(where.name(change.path))
    for pointer in made.relinked:
        click.echo(f"{pointer.place}: <{pointer.triple[0]}> <{pointer.triple[1]}> now points to <{made.heirs[0]}>")
    if not made.was_published:
        click.echo(
            "remark: it was never published, so you may also take it out, with its line in the ledger.", err=True
        )
    for found in objections:
        told = f"<{found.thing}>: {found.messages.get('en', '')}"
        click.echo(f"kennisgraaf: nothing is changed, for then this would be wrong: {told}", err=True)
