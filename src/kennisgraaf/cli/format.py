"""kennisgraaf format: one fixed form for Turtle, so that a diff shows only what changed in meaning."""

import sys
from pathlib import Path

import click

from kennisgraaf import edits, layout, project, turtle
from kennisgraaf.cli import options
from kennisgraaf.edits import Edit
from kennisgraaf.errors import KennisgraafError, MachineError, SourceError
from kennisgraaf.project import Project

_LARGEST = 20_000_000  # bytes: about a minute and 1 GB of memory


@click.command("format")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--check", is_flag=True, help="Edit nothing; exit 1 and name the files that would change.")
@options.root
def command(root: Path | None, paths: tuple[Path, ...], *, check: bool) -> None:
    """Lay out Turtle files (default: all of ontology, shapes and data) in the fixed form; - is standard input.

    Comments stay at the top, at the end and right above the block they are about. A file with a comment anywhere else
    is refused and left as it is.
    """
    if paths == (Path("-"),):
        sys.exit(_stream(check=check))
    where = project.find(root)
    changed: list[str] = []
    refused: list[KennisgraafError] = []
    for path in _files(where, paths):
        try:
            if _layout(path, where.name(path), write=not check):
                changed.append(where.name(path))
        except (SourceError, MachineError) as error:
            refused.append(error)
    for name in changed:
        click.echo(name)
    for refusal in refused:
        click.echo(f"kennisgraaf: {refusal}", err=True)
    click.echo(f"{len(changed)} files {'would change' if check else 'changed'}", err=True)
    sys.exit(3 if any(isinstance(error, MachineError) for error in refused) else bool(refused or (check and changed)))


def _files(where: Project, paths: tuple[Path, ...]) -> list[Path]:
    if not paths:
        return [path for folder in project.FOLDERS[:3] for path in where.files(folder)]
    return [file for path in paths for file in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]


def _layout(path: Path, name: str, *, write: bool) -> bool:
    """Lay out one file; return whether that changes it."""
    _bearable(path, name)
    before = turtle.text_of(path, name)
    after = layout.layout(before, name)
    if write and after != before:
        edits.apply([Edit(path, before.encode(), after.encode())])
    return after != before


def _bearable(path: Path, name: str) -> None:
    """Refuse a file that would take minutes and gigabytes."""
    try:
        size = path.stat().st_size
    except OSError:
        return  # reading it says why
    if size > _LARGEST:
        what = f"The file has {size / 1e6:.0f} MB; format takes files of at most {_LARGEST / 1e6:.0f} MB"
        raise SourceError(what, fix="Divide it into files of one topic each, or leave it as it is.", file=name)


def _stream(*, check: bool) -> int:
    """Lay out standard input to standard output, for editors; with check, only say by the exit code what it is."""
    raw = sys.stdin.buffer.read()
    try:
        before = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError("UTF-8 was expected", fix="Send the text as UTF-8.", file="stdin") from error
    after = layout.layout(before, "stdin")
    if not check:
        sys.stdout.buffer.write(after.encode())
        sys.stdout.buffer.flush()
    return int(check and after != before)
