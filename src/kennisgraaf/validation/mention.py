"""Which properties a query can look at: the others may hold what they like."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.term import Node

_LEAVES = (Node, str, bool, int, set, frozenset, type(None))


class _Any(Exception):
    """Every property may be meant."""


@cache
def predicates(text: str) -> frozenset[Node] | None:
    """Return the properties in the patterns of a query; None where it may look at any of them."""
    from rdflib.plugins.sparql.algebra import translateQuery  # noqa: PLC0415 - not needed where nothing is wrong
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        return frozenset(_within(translateQuery(parseQuery(text)).algebra))
    except Exception:  # noqa: BLE001 - rdflib raises what it likes; what it cannot read may mean anything
        return None


def _within(part: Any) -> Iterator[Node]:
    if isinstance(part, dict):
        said = dict(part.items())  # its own `get` does something else
        for _, p, _ in said.get("triples", ()):
            yield from _stepped(p)
        inner = [value for key, value in said.items() if key not in {"triples", "_vars"}]
    elif isinstance(part, (list, tuple)):
        inner = list(part)
    elif isinstance(part, _LEAVES):
        return
    else:
        raise _Any
    for one in inner:
        yield from _within(one)


def _stepped(path: Any) -> Iterator[Node]:
    """Yield the properties of a path; _Any for a variable and for what a negated path leaves open."""
    if isinstance(path, URIRef):
        yield path
    elif isinstance(path, (AlternativePath, SequencePath)):
        for step in path.args:
            yield from _stepped(step)
    elif isinstance(path, MulPath):
        yield from _stepped(path.path)
    elif isinstance(path, InvPath):
        yield from _stepped(path.arg)
    else:
        raise _Any
