"""kennisgraaf import: tables of other people, checked cell by cell, become Turtle in the fixed form."""

from pathlib import Path

import click

from kennisgraaf import project, sheets
from kennisgraaf.cli import options
from kennisgraaf.drafts import Desk
from kennisgraaf.drafts.outcome import summary
from kennisgraaf.drafts.tables import Table, kind_of


@click.group("import")
def command() -> None:
    """Take data from elsewhere into the project."""


@command.command("table")
@click.argument("path", metavar="FILE", type=options.FILE)
@click.option("--class", "kind", help="What the rows are (default: as their IRIs say, else the name of the file).")
@click.option("--graph", help="The folder under data/ for what is new (default: where most of its class stand).")
@click.option("--separator", default="|", show_default=True, help="What stands between several values in a cell.")
@click.option("--update", is_flag=True, help="Edit existing things too, in these columns only; - takes values away.")
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing.")
@options.root
def table(  # noqa: PLR0913 - one parameter per option
    root: Path | None, path: Path, kind: str | None, graph: str | None, separator: str, *, update: bool, dry_run: bool
) -> None:
    """Read a CSV or XLSX file that follows `kennisgraaf template` or our own tables, and write it into the data.

    All or nothing: with one fault in one cell nothing is written, and every fault is told with its cell.
    """
    desk = Desk(project.find(root))
    sheet = sheets.read(path)
    for remark in sheet.told:
        click.echo(f"note: {remark}", err=True)
    form = desk.form(desk.kind(kind or kind_of(sheet, path.stem)))
    rows = Table(desk, form, sheet, separator=separator, update=update)
    draft = rows.draft(graph)
    for remark in rows.remarks:
        click.echo(f"note: {remark}", err=True)
    planned = [change for change in draft.changes() if change.before != change.after]
    if not planned:
        click.echo("nothing changes: all of this is there already", err=True)
        return
    found = draft.findings(planned)
    rows.blame(found)
    rows.refuse()
    if not dry_run:
        draft.write(planned)
    click.echo(f"{len(draft.minted)} new, {len(sheet.rows) - len(draft.minted)} existing things", err=True)
    click.echo(summary(desk, planned, found, dry_run=dry_run), err=True, nl=False)
