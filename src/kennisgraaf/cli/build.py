"""kennisgraaf build: make a release and put it in use."""

from pathlib import Path

import click

from kennisgraaf import build, project
from kennisgraaf.cli import options
from kennisgraaf.cli.progress import steps


@click.command("build", cls=options.WithData)
@options.data
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Another folder for releases and `current`."
)
@click.option("--keep-going", is_flag=True, help="Build in spite of violations.")
@options.root
def command(root: Path | None, data: tuple[Path, ...], out: Path | None, *, keep_going: bool) -> None:
    """Read, validate, reason, and write an immutable release; do nothing when nothing changed."""
    where = project.find(root)
    where = project.Project(where.root, out) if out else where
    with steps() as tell:
        made = build.compile(where, data, keep_going=keep_going, tell=tell)
    click.echo(made.folder)
    families = made.about["families"]
    total = sum(families.values())
    click.echo(f"release {made.id}: {made.about['triples']} triples, of which {total} inferred:", err=True)
    for family, number in families.items():
        click.echo(f"{number:8} by {family}", err=True)
