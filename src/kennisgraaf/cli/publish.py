"""kennisgraaf publish: a release into a SPARQL engine of your own, whole or not at all."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kennisgraaf import project, release
from kennisgraaf.cli import options, progress
from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import short

if TYPE_CHECKING:
    from kennisgraaf.delivery import Client, Order, Parcel, Plan, Watch

_GRACE = timedelta(minutes=5)  # a server follows within seconds; a slow one within this
_PRODUCTS = ("virtuoso", "fuseki", "graphdb", "qlever", "stardog", "neptune", "standard")


@click.command("publish", cls=options.WithData)
@click.option("--to", "url", required=True, metavar="URL", help="Where the engine answers queries.")
@click.option("--release", "named", metavar="NAME", help="An older release: its version, its id, or its folder.")
@click.option("--update-url", "update", default="", metavar="URL", help="Where it takes updates, if that is unusual.")
@click.option("--graph-store-url", "store", default="", metavar="URL", help="Where it takes graphs, likewise.")
@click.option("--product", default="", type=click.Choice(("", *_PRODUCTS), case_sensitive=False), help="Which it is.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent and deleted; write nothing.")
@click.option("--take-over", is_flag=True, help="Take the place of a publisher that died.")
@click.option(
    "--keep",
    default=2,
    show_default=True,
    type=click.IntRange(2),
    help="Releases that stay in the engine, beside those in use a moment ago.",
)
@options.data
@options.root
def command(url: str, root: Path | None, named: str | None, data: tuple[Path, ...], **words: Any) -> None:
    """Write the release of the sources (built if anything changed) into an engine that is there already.

    User and password come from the environment: KENNISGRAAF_ENGINE_USER and KENNISGRAAF_ENGINE_PASSWORD; a token:
    KENNISGRAAF_ENGINE_TOKEN. Readers get the new release when all of it is there and counted. Run it again after any
    failure: it goes on from there.
    """
    if named and data:
        raise click.UsageError("--release takes what was built; it does not go with --data.")
    from kennisgraaf import delivery  # noqa: PLC0415 - who asks for help needs none of it

    with delivery.connect(url, update=words["update"], store=words["store"], product=words["product"]) as client:
        order = _order(root, named, data, words["keep"])
        if words["dry_run"]:
            _tell(client, order, delivery.prepare(client, order))
            return
        with _watch() as watch:
            done = delivery.publish(client, order, take_over=words["take_over"], watch=watch)
    total = sum(one.triples for one in done.send)
    sent = f"{len(done.send)} graphs sent ({total} triples), {len(done.there)} were there, {len(done.graphs)} deleted"
    click.echo(f"{url}: readers get release {order.id}; {sent}")


def _order(root: Path | None, named: str | None, data: tuple[Path, ...], keep: int) -> "Order":
    """Return what to publish; a release that is not here any more may still be in the engine."""
    from kennisgraaf.delivery import Order  # noqa: PLC0415

    if not named:
        made = options.ready(root, data)
        return Order(made, made.id, keep, _GRACE)
    try:
        made = release.named(project.find(root).releases, named)
    except NotFound:
        return Order(None, named, keep, _GRACE)
    return Order(made, made.id, keep, _GRACE)


def _tell(client: "Client", order: "Order", plan: "Plan") -> None:
    """Say what would be done, a line a graph."""
    from kennisgraaf.delivery import Content  # noqa: PLC0415

    prefixes = order.made.prefixes if order.made else {}
    content = Content(order.made) if order.made else None
    click.echo(f"{client.dialect.name}; readers get {plan.before or 'nothing yet'}, and would get {plan.release}")
    for one in plan.send:
        size = f"{content.size(one.name) / 1e6:9.2f} MB" if content else ""
        click.echo(f"would be sent    {one.triples:10} triples {size}  {_name(one, prefixes)}")
    for one in plan.there:
        click.echo(f"is there already {one.triples:10} triples {'':12}  {_name(one, prefixes)}")
    for graph, triples in plan.graphs.items():
        number = f"{triples:10} triples" if triples >= 0 else "   a part of it   "
        click.echo(f"would be deleted {number} {'':12}  {graph}")
    for one_id in plan.leaving:
        click.echo(f"would leave the engine: release {one_id}")


def _name(one: "Parcel", prefixes: dict[str, str]) -> str:
    return short(one.name, prefixes) or one.name or "the whole (default graph)"


@contextmanager
def _watch() -> Iterator["Watch"]:
    """Give who is told: a progress bar where a person watches, plain lines elsewhere."""
    from kennisgraaf.delivery import Watch  # noqa: PLC0415

    if not sys.stderr.isatty():
        yield Watch(step=lambda text: click.echo(text, err=True))
        return
    with progress.share() as share:
        label = "the whole"
        yield Watch(
            step=lambda text: share(text[:40], 0, 1),
            share=lambda one, there: share(one.name.rsplit("/", 1)[-1] or label, there, one.triples),
        )
