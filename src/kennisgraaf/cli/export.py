"""kennisgraaf export: the graph, or a part of it, as RDF or in a form for exchange (a profile)."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kennisgraaf import dump, edits
from kennisgraaf.cli import options
from kennisgraaf.errors import KennisgraafError

_LIST = "list"


@click.command("export")
@click.option("--profile", "name", help="A form for exchange: case, schema, skos, ...; `list` says which there are.")
@click.option("--graph", help="A named graph: its code (movisie-2013) or IRI. Default: everything.")
@click.option("--scheme", help="With a profile: one concept scheme, by its code (scw-2006), CURIE or IRI.")
@click.option("--thing", help="With a profile: one thing, by CURIE (TYPE:CODE) or IRI.")
@click.option("--format", "form", default="", help=f"One of {', '.join(sorted(dump.FORMATS))}; of a profile: its own.")
@click.option("--out", help="A file (default: standard output); with a profile also a folder, with a slash behind it.")
@options.root
def command(root: Path | None, name: str | None, form: str, out: str | None, **parts: str | None) -> None:
    """Write the release in use as RDF (default: trig), or in a form that others' tools take (--profile NAME).

    With a graph or a format without graphs: triples. All in a fixed order: the same release gives the same bytes. Into
    a folder a profile writes one file for each whole: a scheme, a mapping set.
    """
    part = [(option, value) for option, value in parts.items() if value]
    if len(part) > 1:
        raise click.UsageError(f"Give one of {', '.join(f'--{option}' for option, _ in part)}.")
    if name == _LIST:
        _list()
    elif name:
        _exchange(root, name, part, form, out)
    else:
        _whole(root, form or "trig", part, out)


def _list() -> None:
    """Print what profiles there are, one a line."""
    from kennisgraaf import exchange  # noqa: PLC0415 - the command without a profile needs none of it

    for token, profile in exchange.profiles.known().items():
        names = ", ".join(one.name for one in exchange.forms(profile))
        click.echo(f"{token:<12} {profile.description['en']} ({names})")


def _whole(root: Path | None, form: str, part: Sequence[tuple[str, str]], out: str | None) -> None:
    """Write RDF without a profile."""
    for option, _ in part:
        if option != "graph":
            raise click.UsageError(f"--{option} needs a profile: add --profile NAME; --profile list shows which.")
    if form not in dump.FORMATS:
        raise click.UsageError(f"{form!r} is not one of {', '.join(sorted(dump.FORMATS))}.")
    _put(dump.dump(options.in_use(root), form, part[0][1] if part else None), out)


def _exchange(root: Path | None, name: str, part: Sequence[tuple[str, str]], form: str, out: str | None) -> None:
    """Write a form for exchange: one document, or into a folder one for each whole."""
    from kennisgraaf.cli import exchanging  # noqa: PLC0415

    files = exchanging.documents(lambda: options.in_use(root), name, part, form, split=_is_folder(out))
    if not _is_folder(out):
        _put(next(iter(files.values())), out)
        return
    folder = Path(str(out))
    paths = {folder / name: body for name, body in files.items()}
    edits.apply([edits.Edit(path, path.read_bytes() if path.exists() else None, body) for path, body in paths.items()])
    click.echo(f"{folder}: {len(paths)} files, {sum(map(len, paths.values()))} bytes", err=True)


def _is_folder(out: str | None) -> bool:
    return bool(out) and (str(out).endswith(("/", "\\")) or Path(str(out)).is_dir())


def _put(body: bytes, out: str | None) -> None:
    """Write a document to a file, or to standard output."""
    if not out:
        sys.stdout.buffer.write(body)
        return
    path = Path(out)
    if path.is_dir():
        raise click.UsageError(f"{out} is a folder; give a file.")
    if not path.parent.is_dir():
        raise KennisgraafError(f"There is no folder {path.parent}.", fix="Make it first, or write somewhere else.")
    edits.write(path, [body])
    click.echo(f"{out}: {len(body)} bytes", err=True)
