"""What several commands take: the data files of others, and the release to work on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kennisgraaf import engine, project, release
from kennisgraaf.cli.progress import steps
from kennisgraaf.engine import Engine, Limits
from kennisgraaf.errors import NotFound
from kennisgraaf.release import Release

Function = Callable[..., Any]
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class WithData(click.Command):
    """A command with --data FILE...: the option takes every word up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give click what it knows: --data before each file."""
        spread: list[str] = []
        files = False
        for arg in args:
            files = arg == "--data" or (files and not arg.startswith("-"))
            if arg != "--data":
                spread += ["--data", arg] if files else [arg]
        return super().parse_args(ctx, spread)


def data(function: Function) -> Function:
    """Add --data FILE... to a command of class WithData."""
    text = "RDF files of your own to add, one or more; each becomes a graph named by its file."
    return click.option("--data", multiple=True, type=FILE, metavar="FILE...", help=text)(function)


def root(function: Function) -> Function:
    """Add --root DIR: which project."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    text = "The project (default: the one above the current folder, else the packaged graph)."
    return click.option("--root", type=folder, help=text)(function)


def ready(where: Path | None, files: tuple[Path, ...] = ()) -> Release:
    """Return an up-to-date release of the project, built if need be."""
    found = project.find(where)
    if made := release.reuse(found.releases, project.identify(found, files)):
        return made
    from kennisgraaf import build  # noqa: PLC0415 - who finds a release needs none of the building

    with steps() as tell:
        return build.compile(found, files, tell=tell)


def in_use(where: Path | None) -> Release:
    """Return the release in use; build the first one."""
    try:
        return release.current(project.find(where).releases)
    except NotFound:
        return ready(where)


def published(where: Path | None, url: str) -> Release:
    """Return the release that the engine of others at a URL gives to readers, if it is here; else the one in use."""
    from kennisgraaf.engine import remote  # noqa: PLC0415 - only for who has one

    return release.found(project.find(where).releases, remote.holdings(url).current or "-") or in_use(where)


def opened(made: Release, url: str = "", limits: Limits | None = None) -> Engine:
    """Open our own engine for a few questions, or the one of others at a URL."""
    if not url:  # to fill the memory takes longer than a few questions
        return engine.open_store(made.store, made.prefixes, frozenset(made.graphs), Limits(in_memory=0))
    from kennisgraaf.engine import remote  # noqa: PLC0415

    return remote.open_remote(url, made, limits)
