"""kennisgraaf template: an empty table to fill in, made from the shapes."""

import sys
from pathlib import Path

import click

from kennisgraaf import edits, project
from kennisgraaf.cli import options
from kennisgraaf.drafts import Desk
from kennisgraaf.edits import Edit
from kennisgraaf.sheets import template


@click.command("template")
@click.argument("kind", metavar="CLASS")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), help="Default: as --out ends, else csv.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file (default: standard output).")
@options.root
def command(root: Path | None, kind: str, form: str | None, out: Path | None) -> None:
    """Make an empty table for things of CLASS: a column per field, its rule, an example; * is required.

    A cell with several values has | between them; links are IRIs, codes or exact names. Rows that begin with # are
    not read back. Fill it in and give it to `kennisgraaf import table`.
    """
    desk = Desk(project.find(root))
    made = desk.form(desk.kind(kind))
    form = form or ("xlsx" if out and out.suffix.lower() == ".xlsx" else "csv")
    body = (template.as_xlsx if form == "xlsx" else template.as_csv)(made, desk.answers)
    if out is None:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    edits.apply([Edit(out, out.read_bytes() if out.exists() else None, body)])
    click.echo(f"{out}: {len(template.columns(made))} columns", err=True)
