"""What stands behind the question mark: each name once, and none that a resource does not know."""

from collections.abc import Collection, Iterable

from flask import request

from kennisgraaf.errors import Wrong

EVERYWHERE = frozenset({"lang", "_mediatype"})  # what all pages of this site read


def given(ours: Collection[str]) -> tuple[dict[str, str], list[Wrong]]:
    """Return what the reader filled in, without the names that are ours, and each name that is there twice."""
    found = dict(request.args.lists())
    twice = [name for name, values in found.items() if len(values) > 1]
    wrong = [Wrong(name, f"{name[:100]}: given more than once.", "Give each input once.") for name in twice]
    return {name: values[0] for name, values in found.items() if name not in ours}, wrong


def strange(known: Iterable[str] = ()) -> list[Wrong]:
    """Return what is wrong with the names, for a resource that knows some beside those of every page."""
    others, wrong = given(EVERYWHERE.union(known))
    return wrong + [Wrong(name, f"There is no parameter {name[:100]} here.", "Leave it out.") for name in others]
