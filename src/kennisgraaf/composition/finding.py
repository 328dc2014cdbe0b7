"""Looking for something to choose: each word in a name, a definition, a code, a group or an indicator."""

import unicodedata
from collections.abc import Iterator

from kennisgraaf.composition.composition import INDICATING
from kennisgraaf.composition.stock import Stock


def find(stock: Stock, text: str) -> set[str]:
    """Return the things in which each word of a text occurs, in either language; capitals and accents do not matter."""
    words = _bare(text).split()
    return {thing for thing in stock.places if _has(stock, thing, words)}


def _has(stock: Stock, thing: str, words: list[str]) -> bool:
    said = _bare(" ".join(_said(stock, thing)))
    return all(word in said for word in words)


def _said(stock: Stock, thing: str) -> Iterator[str]:
    """Yield all that is said of a thing."""
    scheme, groups = stock.places[thing]
    indicators = [iri for role in INDICATING for iri in stock.roles[role].get(thing, [])]
    for iri in (thing, scheme, *groups, *indicators):
        for role in ("name", "other", "code", "definition"):
            yield from stock.texts[role].get(iri, {}).values()


def _bare(text: str) -> str:
    """Return a text without capitals and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
