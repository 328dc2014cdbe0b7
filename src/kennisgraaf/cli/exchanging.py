"""What `kennisgraaf export --profile` writes: which things, in which form, in how many files."""

from collections.abc import Callable, Sequence

from kennisgraaf import engine, exchange
from kennisgraaf.engine import Limits
from kennisgraaf.exchange import Member, Source, selection
from kennisgraaf.formats import GRAPHS, Format
from kennisgraaf.release import Release

_ONCE = Limits(in_memory=0, seconds=120.0, megabytes=4000, answer_bytes=2_000_000_000, rows=10_000_000)


def documents(
    find: Callable[[], Release], name: str, part: Sequence[tuple[str, str]], form: str, *, split: bool
) -> dict[str, bytes]:
    """Return name of a file → its content; one document, or with split one for each whole (and in RDF one for all).

    find: gives the release; it is asked for only when the names are right. part: at most one pair of graph, scheme or
    thing and its name. NotFound, NotAcceptable: no such profile, part or form; near names are told.
    """
    profile = exchange.profiles.find(name)
    wanted = exchange.form(profile, form)
    made = find()
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs), _ONCE) as opened:
        source = Source(opened, made)
        found = exchange.members(source, profile)
        for option, value in part:
            found = _chosen(source, found, option, value)
        return {
            exchange.file_name(profile, wanted, whole): exchange.document(source, profile, things, wanted)
            for whole, things in _groups(wanted, found, split=split)
        }


def _chosen(source: Source, found: list[Member], option: str, value: str) -> list[Member]:
    if option == "graph":
        return selection.of_graph(source, found, value)
    choose = selection.of_scheme if option == "scheme" else selection.of_thing
    return choose(found, value, source.release.prefixes)


def _groups(wanted: Format, found: list[Member], *, split: bool) -> list[tuple[str, list[str]]]:
    """Return (whole, things) for each file; "" for everything."""
    everything = ("", sorted({one.thing for one in found}))
    if not split:
        return [everything]
    parts = [(whole, [one.thing for one in found if one.whole == whole]) for whole in selection.wholes(found)]

    return [everything, *parts] if wanted in GRAPHS else parts
