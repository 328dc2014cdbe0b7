"""Publish a release into a SPARQL engine of somebody else: readers get the old one or the new one, never a half.

Each graph is stored under a name that follows from its content. So what is there is not sent again, a new release
grows beside the old one, and putting it in use, or going back, is one small change in the register.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kennisgraaf.delivery.claim import Holding, claimed
from kennisgraaf.delivery.client import Client, connect
from kennisgraaf.delivery.parcels import Content, Parcel, divide
from kennisgraaf.delivery.plan import Plan, Stay, compare
from kennisgraaf.delivery.sending import Sender
from kennisgraaf.engine import register
from kennisgraaf.errors import DeliveryError, MachineError, NotFound
from kennisgraaf.release import Release

__all__ = ["Client", "Content", "Order", "Parcel", "Plan", "Watch", "connect", "prepare", "publish"]


@dataclass(frozen=True)
class Order:
    """What to publish: a release that is here, or the id of one that the engine may still hold; and what stays.

    keep: so many releases; grace: and all that were in use so short a time ago that servers may be reading them.
    """

    made: Release | None
    id: str
    keep: int = 2
    grace: timedelta = timedelta()


@dataclass(frozen=True)
class Watch:
    """Who is told: step, a sentence; share, a graph and how many of its triples are there."""

    step: Callable[[str], None] = lambda _: None
    share: Callable[[Parcel, int], None] = lambda *_: None


def prepare(client: Client, order: Order) -> Plan:
    """Return what publishing would do; nothing is written.

    NotFound: the release is neither here nor in the engine. MachineError: the engine fails.
    """
    return _plan(client, order, register.read(client.ask))


def publish(client: Client, order: Order, *, take_over: bool = False, watch: Watch | None = None) -> Plan:
    """Send what is not there, count it, put it in use, delete what nobody needs; return what was done.

    DeliveryError: another publisher is busy (take_over: take its place), or the user may not write. NotFound: the
    release is neither here nor in the engine. MachineError: the engine fails. Whatever fails, or is killed: readers
    still get what they had, and the same call goes on from there.
    """
    watch = watch or Watch()
    found = register.read(client.ask)
    todo = _plan(client, order, found)
    if todo.done and not found.claims:
        return todo
    with claimed(client, take_over=take_over, tell=watch.step) as holding:
        found = register.read(client.ask)
        todo = _plan(client, order, found)
        if todo.send and order.made:
            sender = Sender(client, holding, Content(order.made), watch.share)
            for one in todo.send:
                watch.step(f"sending {one.name or 'the whole'}: {one.triples} triples")
                sender.send(one, doubted=one.graph in found.counted)
        watch.step("putting it in use")
        _switch(client, holding, todo)
        for graph in todo.graphs:
            watch.step(f"deleting {graph}")
        _clear(client, holding, todo)
    return todo


def _plan(client: Client, order: Order, found: register.Register) -> Plan:
    wanted = divide(order.made) if order.made else _held(order.id, found)
    stay = Stay(order.keep, datetime.now(UTC) - order.grace)
    todo = compare(order.id, wanted, found, stay, client.count)
    if todo.send and not order.made:
        raise NotFound(
            f"The engine lost a part of the release {order.id}, and the release is not here any more.",
            fix="Build it again: `kennisgraaf build --at v1.2.3`.",
        )
    return todo


def _held(name: str, found: register.Register) -> list[Parcel]:
    """Return the graphs of a release that only the engine has."""
    if name not in found.releases:
        there = ", ".join(sorted(found.releases)) or "none"
        raise NotFound(
            f"The release {name!r} is neither here nor in the engine.",
            fix=f"The engine holds: {there}. A version that is not here any more: `kennisgraaf build --at v1.2.3`.",
        )
    return [Parcel(graph, graph, found.counted[graph]) for graph in sorted(found.releases[name].graphs)]


def _switch(client: Client, holding: Holding, todo: Plan) -> None:
    """Put the release in use in one update, and read back that it is."""
    holding.beat(now=True)
    if todo.before == todo.release:
        return
    if not register.read(client.ask).pointed:
        client.update(register.ready())
    graphs = {one.graph for one in (*todo.send, *todo.there)}
    client.update(register.switch(holding.name, todo.release, graphs, datetime.now(UTC)))
    found = register.read(client.ask)
    if found.current == todo.release:
        return
    if not any(one.iri == holding.name for one in found.claims):
        raise DeliveryError("Another publisher took over at the last moment.", fix="Let it finish, then run it again.")
    raise MachineError(
        "The engine took the release, but does not say so when it is read back.",
        fix="Readers still get what they had. See the engine's log, and run the same command again.",
    )


def _clear(client: Client, holding: Holding, todo: Plan) -> None:
    """Delete what nobody needs: first from the register, so that no half release is ever called whole."""
    for one in todo.leaving:
        client.update(register.forget(register.RELEASE + one))
    for graph in todo.graphs:
        holding.beat()
        client.update(register.doubt(graph))
        client.update(register.begin(graph))
        client.empty(graph)
        client.update(register.forget(graph))
