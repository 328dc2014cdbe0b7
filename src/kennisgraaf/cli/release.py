"""kennisgraaf release: publish a version."""

from datetime import date
from pathlib import Path

import click

from kennisgraaf import project, publication
from kennisgraaf.cli import options


@click.command("release")
@click.argument("version", default="")
@click.option("--dry-run", is_flag=True, help="A rehearsal: do and tell every step, and keep nothing of it.")
@options.root
def command(root: Path | None, version: str, *, dry_run: bool) -> None:
    """Publish VERSION (default: what the changes ask for): number, ledger, changelog, check, build, commit, tag.

    Nothing is pushed. When a step fails, work tree, branch, tags and the release in use are as they were.
    """
    where = project.find(root)
    wish = publication.Wish(version, date.today(), rehearsal=dry_run)  # noqa: DTZ011 - the day where the editor is
    made = publication.publish(where, wish, lambda step, result: click.echo(f"{step:<10} {result}"))
    if dry_run:
        click.echo("a rehearsal: nothing was changed", err=True)
        return
    click.echo(f"next: look at `git show v{made}`, then `git push origin HEAD v{made}`", err=True)
    click.echo("to serve an older one: `kennisgraaf serve --release VERSION`", err=True)
