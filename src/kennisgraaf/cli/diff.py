"""kennisgraaf diff: what changed in meaning between two folders, releases or commits; exit 1 if anything did."""

import json
from pathlib import Path

import click

from kennisgraaf import history, project
from kennisgraaf.cli import options
from kennisgraaf.history import impact as impacts
from kennisgraaf.history import markdown, patch, text
from kennisgraaf.history.difference import Difference
from kennisgraaf.history.state import State

_FORMS = ("text", "markdown", "json", "patch")


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--format", "form", type=click.Choice(_FORMS), default="text", show_default=True)
@click.option("--impact", is_flag=True, help="Also say what else the changes touch: questions, mappings, other things.")
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Labels and reasons.")
@options.root
def command(root: Path | None, before: str, after: str, form: str, *, impact: bool, lang: str) -> None:
    """Compare A with B: each a folder of a project or release, the id of a release, or a commit (HEAD~3, v0.1.0).

    Exit 1 when they differ. The verdict is breaking, compatible or editorial, and names the version that it asks for.
    """
    if impact and form == "patch":
        raise click.UsageError("A patch has no place for what a change touches; leave --impact out.")
    where = project.find(root)
    old, new = history.sources_of(where, before), history.sources_of(where, after)
    found = history.compare(old, new)
    click.echo(_told(old, new, found, form, lang, touched=impact), nl=False)
    if found:
        raise click.exceptions.Exit(1)


def _told(old: State, new: State, found: Difference, form: str, lang: str, *, touched: bool) -> str:
    """Return the difference in a form, with what it touches when that is asked for."""
    if form == "patch":
        return patch.write(old, new)
    touches = impacts.of(old, new, found) if touched else None
    if form == "json":
        return json.dumps(found.to_json() | (touches.to_json() if touches else {}), ensure_ascii=False, indent=1) + "\n"
    writer = {"text": text, "markdown": markdown}[form]
    return writer.write(found, lang) + (impacts.write(touches, lang, form) if touches else "")
