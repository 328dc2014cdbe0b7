"""kennisgraaf build: make a release and put it in use."""

from collections.abc import Callable
from pathlib import Path

import click

from kennisgraaf import build, project
from kennisgraaf.cli import options
from kennisgraaf.cli.progress import steps
from kennisgraaf.project import Project
from kennisgraaf.release import Release


@click.command("build", cls=options.WithData)
@options.data
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Another folder for releases and `current`."
)
@click.option("--at", metavar="TAG", help="Build an older version from git, such as v0.1.0; it is not put in use.")
@click.option("--keep-going", is_flag=True, help="Build in spite of violations.")
@options.root
def command(root: Path | None, data: tuple[Path, ...], out: Path | None, at: str | None, *, keep_going: bool) -> None:
    """Read, validate, reason, and write an immutable release; do nothing when nothing changed."""
    if at and (data or keep_going):
        raise click.UsageError("--at builds what git holds: it goes with neither --data nor --keep-going.")
    where = project.find(root)
    where = Project(where.root, out) if out else where
    with steps() as tell:
        made = _again(where, at, tell) if at else build.compile(where, data, keep_going=keep_going, tell=tell)
    click.echo(made.folder)
    families = made.about["families"]
    total = sum(families.values())
    click.echo(f"release {made.id}: {made.about['triples']} triples, of which {total} inferred:", err=True)
    for family, number in families.items():
        click.echo(f"{number:8} by {family}", err=True)


def _again(where: Project, ref: str, tell: Callable[[str], None]) -> Release:
    """Build an older version; loaded here only, because who builds what is there needs no git."""
    from kennisgraaf import publication  # noqa: PLC0415

    return publication.rebuild(where, ref, tell)
