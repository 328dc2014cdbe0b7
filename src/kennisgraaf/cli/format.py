"""kennisgraaf format: one fixed form for Turtle, so that a diff shows only what changed in meaning."""

import sys
from pathlib import Path

import click

from kennisgraaf import layout, project, turtle
from kennisgraaf.cli import options
from kennisgraaf.errors import SourceError
from kennisgraaf.project import Project


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 and name the files that would change.")
@options.root
def command(root: Path | None, paths: tuple[Path, ...], *, check: bool) -> None:
    """Lay out Turtle files (default: all of ontology, shapes and data) in the fixed form.

    A file whose comments would be lost is refused and left as it is.
    """
    where = project.find(root)
    changed, refused = [], []
    for path in _files(where, paths):
        try:
            if _layout(path, where.name(path), write=not check):
                changed.append(where.name(path))
        except SourceError as error:
            refused.append(error)
    for name in changed:
        click.echo(name)
    for refusal in refused:
        click.echo(f"kennisgraaf: {refusal}", err=True)
    click.echo(f"{len(changed)} files {'would change' if check else 'changed'}", err=True)
    sys.exit(bool(refused or (check and changed)))


def _files(where: Project, paths: tuple[Path, ...]) -> list[Path]:
    if not paths:
        return [path for folder in project.FOLDERS[:3] for path in where.files(folder)]
    return [file for path in paths for file in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]


def _layout(path: Path, name: str, *, write: bool) -> bool:
    """Lay out one file; return whether that changes it."""
    before = turtle.text_of(path, name)
    after = layout.layout(before, name)
    if write and after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before
