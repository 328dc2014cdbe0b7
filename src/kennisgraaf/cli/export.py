"""kennisgraaf export: the graph, or one named graph of it, as RDF."""

import sys
from pathlib import Path

import click

from kennisgraaf import dump
from kennisgraaf.cli import options


@click.command("export")
@click.option("--graph", "graph", help="A named graph: its code (movisie-2013) or IRI. Default: everything.")
@click.option("--format", "form", type=click.Choice(sorted(dump.FORMATS)), default="trig", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file (default: standard output).")
@options.root
def command(root: Path | None, graph: str | None, form: str, out: Path | None) -> None:
    """Write the release in use as RDF. With a graph or a format without graphs: triples, in a fixed order."""
    body = dump.dump(options.in_use(root), form, graph)
    if out:
        out.write_bytes(body)
        click.echo(f"{out}: {len(body)} bytes", err=True)
    else:
        sys.stdout.buffer.write(body)
