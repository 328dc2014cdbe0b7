"""kennisgraaf diff: what changed in meaning between two folders, releases or commits; exit 1 if anything did."""

import json
import sys
from pathlib import Path

import click

from kennisgraaf import history, project
from kennisgraaf.cli import options
from kennisgraaf.history import impact as impacts
from kennisgraaf.history import markdown, patch, text
from kennisgraaf.history.difference import Difference
from kennisgraaf.history.impact import Impact

_FORMS = ("text", "markdown", "json", "patch")


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--format", "form", type=click.Choice(_FORMS), default="text", show_default=True)
@click.option("--impact", is_flag=True, help="Also say what else the changes touch: questions, mappings, other things.")
@click.option("--lang", type=click.Choice(("nl", "en")), default="nl", show_default=True, help="Labels and reasons.")
@options.root
def command(root: Path | None, before: str, after: str, form: str, *, impact: bool, lang: str) -> None:  # noqa: PLR0913
    """Compare A with B: each a folder of a project or release, the id of a release, or a commit (HEAD~3, v0.1.0).

    Exit 1 when they differ. The verdict is breaking, compatible or editorial, and names the version that it asks for.
    """
    if impact and form == "patch":
        raise click.UsageError("A patch has no place for what a change touches; leave --impact out.")
    where = project.find(root)
    old, new = history.sources_of(where, before), history.sources_of(where, after)
    found = history.compare(old, new)
    touched = impacts.of(old, new, found) if impact else None
    click.echo(patch.write(old, new) if form == "patch" else _told(found, touched, form, lang), nl=False)
    sys.exit(bool(found))


def _told(found: Difference, touched: Impact | None, form: str, lang: str) -> str:
    """Return the difference in a form, with what it touches where that is asked for."""
    if form == "json":
        plain = found.to_json() | (touched.to_json() if touched else {})
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    told = markdown.write(found, lang) if form == "markdown" else text.write(found, lang)
    return told + (impacts.write(touched, lang, form) if touched else "")
