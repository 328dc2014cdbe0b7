"""kennisgraaf freeze: the whole site as static files."""

import re
from pathlib import Path
from typing import Any

import click

from kennisgraaf import project, release
from kennisgraaf.cli import interruption, options, progress


def _languages(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    """Read nl,en; each known, each once."""
    from kennisgraaf.web.language import LANGUAGES  # noqa: PLC0415 - who asks for help needs none of it

    found = tuple(value.split(","))
    if not set(found) <= set(LANGUAGES) or len(set(found)) != len(found):
        raise click.BadParameter(f"Give one or more of {','.join(LANGUAGES)}, with commas between them.")
    return found


def _path(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Read a path such as /kennis; "" for the top of the host."""
    below = "/" + value.strip("/") if value.strip("/") else ""
    if not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)*", below) or {".", ".."} & set(below.split("/")):
        raise click.BadParameter("Give a path such as /kennis.")
    return below


def _public(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s<>\"?#]+", value):
        raise click.BadParameter("Give a whole address such as https://example.org/kennis.")
    return value.rstrip("/")


@click.command("freeze")
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="A new folder.")
@click.option("--base-path", default="", callback=_path, metavar="PATH", help="Path of the site on its host.")
@click.option(
    "--lang", "languages", default="nl,en", show_default=True, callback=_languages, help="The first comes at the root."
)
@click.option(
    "--public", default="", callback=_public, metavar="URL", help="Address of the front page, for the sitemap."
)
@click.option("--release", "named", metavar="NAME", help="An older release: its version, its id, or its folder.")
@click.option("--processes", default=0, type=click.IntRange(0, 64), help="How many at a time (default: one a core).")
@options.root
def command(root: Path | None, out: Path, named: str | None, base_path: str, **words: Any) -> None:
    """Write the whole site into DIR as files that any host, and any browser, can show without a server.

    DIR is new, empty or an earlier freeze, which stays until the new one is whole.
    """
    from kennisgraaf.freeze import folder, freeze  # noqa: PLC0415 - who asks for help needs none of it

    folder.check(out)
    made = release.named(project.find(root).releases, named) if named else options.ready(root)
    with interruption.tidy(), progress.share() as tell:
        found = freeze(made, out, base=base_path, tell=tell, **words)
    for one in found.left:
        click.echo(f"WARNING: left out: {one}", err=True)
    for one in found.lost:
        click.echo(f"warning: leads nowhere: {one}", err=True)
    size = f"{found.size / 1e6:.0f} MB"
    click.echo(f"{out}: release {made.about['version']} ({made.id}), {found.pages} pages, {found.files} files, {size}")
