"""Succession: what is withdrawn, and where the chains of its successors end."""

from collections.abc import Mapping

from kennisgraaf.description.facts import query
from kennisgraaf.engine import Engine

Heirs = Mapping[str, tuple[str, ...]]


def read(engine: Engine) -> dict[str, tuple[str, ...]]:
    """Return each withdrawn IRI with those that replace it directly, none where nothing does."""
    found: dict[str, tuple[str, ...]] = {}
    for row in engine.rows(query("heirs")):
        heir = (row["heir"].value,) if "heir" in row else ()
        found[row["thing"].value] = found.get(row["thing"].value, ()) + heir
    return found


def last(heirs: Heirs, iri: str) -> tuple[str, ...]:
    """Return what replaces an IRI in the end and is not withdrawn itself, in order; a ring ends nowhere."""
    found: dict[str, None] = {}
    met: set[str] = set()
    todo = [iri]
    while todo:
        one = todo.pop(0)
        if one in met:
            continue
        met.add(one)
        if one in heirs:
            todo += heirs[one]
        else:
            found[one] = None
    return tuple(found) if iri in heirs else ()
