"""kennisgraaf serve: SPARQL, pages and URIs of a release, on this machine."""

from contextlib import suppress
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import click

from kennisgraaf import project, release
from kennisgraaf.cli import options
from kennisgraaf.engine import Limits
from kennisgraaf.errors import KennisgraafError


def _limits(_context: click.Context, _option: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no limit before anything takes time."""
    try:
        Limits.read(words)
    except KennisgraafError as error:
        raise click.BadParameter(f"{error.what} {error.fix}") from error
    return words


def _tracker() -> str:
    """Return where the project takes issues, as its package says; "" when it does not."""
    with suppress(PackageNotFoundError):
        for line in metadata("kennisgraaf").get_all("Project-URL") or []:
            name, _, address = line.partition(",")
            if name.strip().lower() in {"issues", "bug tracker", "tracker"}:
                return _report(None, None, address.strip())
    return ""


def _report(_context: click.Context | None, _option: click.Parameter | None, address: str) -> str:
    """Refuse what is no address on the web."""
    if address and not address.startswith(("https://", "http://")):
        raise click.BadParameter("Give an address that begins with https://, or leave the option out.")
    return address


@click.command("serve", cls=options.WithData)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--subpath", default="", help="Path before every address, such as /kennis, behind a proxy.")
@click.option("--public", default="", help="Address of the front page as the world knows it, for the sitemap.")
@click.option(
    "--report", default=_tracker, callback=_report, help="Form for a new issue of your tracker, for readers' reports."
)
@click.option("--release", "named", metavar="NAME", help="An older release: its version, its id, or its folder.")
@click.option(
    "--engine", default="", metavar="URL", help="A SPARQL endpoint of others, where the release was published."
)
@click.option("--proxies", default=0, show_default=True, type=click.IntRange(0, 9), help="Trusted proxies in front.")
@click.option("--log", default="none", show_default=True, type=click.Choice(["json", "none"]), help="A line a request.")
@click.option(
    "--limit", "limits", multiple=True, callback=_limits, metavar="NAME=VALUE", help="Another limit than the default."
)
@click.option("--metrics", is_flag=True, help="Keep figures for Prometheus at /metrics.")
@options.data
@options.root
def command(
    root: Path | None, named: str | None, data: tuple[Path, ...], limits: tuple[str, ...], **words: Any
) -> None:
    """Serve the release of the sources (built if anything changed), or the one given with --release.

    Without --release and --data, a newer release is served as soon as `kennisgraaf build` has made it. With --engine,
    as soon as `kennisgraaf publish` gives it to readers there, and its folder is here.
    """
    from kennisgraaf.web import serve  # noqa: PLC0415 - granian only for who serves

    url, releases = str(words["engine"]), project.find(root).releases
    if named:
        made = release.named(releases, named)
    else:
        made = options.published(root, url) if url and not data else options.ready(root, data)
    followed = "" if named or data else str(releases)
    with options.opened(made, url, Limits.read(limits)) as opened:
        for gap in opened.missing_protections:
            click.echo(f"warning: {gap}", err=True)
    settings = serve.Settings(str(made.folder), followed, **words, limits=limits)
    serve.run(settings, lambda text: click.echo(text, err=True))
