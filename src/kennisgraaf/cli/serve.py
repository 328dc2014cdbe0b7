"""kennisgraaf serve: SPARQL, pages and URIs of a release, on this machine."""

from pathlib import Path

import click

from kennisgraaf import engine, release
from kennisgraaf.cli import options
from kennisgraaf.engine import Limits


@click.command("serve", cls=options.WithData)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--subpath", default="", help="Path before every address, such as /kennis, behind a proxy.")
@click.option(
    "--release", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A release's folder."
)
@options.data
@options.root
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    root: Path | None, host: str, port: int, workers: int, subpath: str, folder: Path | None, data: tuple[Path, ...]
) -> None:
    """Serve the release of the sources (built if anything changed), or the one given with --release."""
    from kennisgraaf.web import serve  # noqa: PLC0415 - Flask and granian only for who serves

    made = release.load(folder) if folder else options.ready(root, data)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs), Limits(in_memory=0)) as opened:
        for gap in opened.missing_protections:
            click.echo(f"warning: {gap}", err=True)
    serve.run(made.folder, host, port, workers, subpath, lambda text: click.echo(text, err=True))
