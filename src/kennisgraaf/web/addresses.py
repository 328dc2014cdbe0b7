"""Addresses that pages write: path-absolute, below the sub-path, in the language that the reader chose.

They come from the release's constants and from the path; never from Host or a forwarded header.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from kennisgraaf.namespaces import BASE, ID

_SAFE = "/#:@!$&'()*+,;=~%-._"
_QUESTION = ID + "vraag/"
_KEPT = 4096  # a page has the same addresses as the one before, by the hundred


@dataclass(frozen=True)
class Addresses:
    """The addresses in one page; lang is "" unless the reader chose a language in the address."""

    subpath: str
    lang: str = ""

    def path(self, path: str, *pairs: tuple[str, str]) -> str:
        """Return the address of a page here; path may end in a fragment, pairs are its query."""
        return _path(self, path, *pairs)

    def of(self, iri: str) -> str:
        """Return where an IRI leads: ours to our page of it, another web address to itself, "" for all else."""
        return _of(self, iri)

    def again(self, path: str, given: Iterable[tuple[str, str]], **changed: str) -> str:
        """Return the address of the same page with other values in its query."""
        kept = [(name, value) for name, value in given if name not in changed]
        return self.subpath + quote(path, safe=_SAFE) + "?" + urlencode([*kept, *changed.items()])


@lru_cache(_KEPT)
def _path(there: Addresses, path: str, *pairs: tuple[str, str]) -> str:
    place, _, fragment = path.partition("#")
    query = [*pairs, *((("lang", there.lang),) if there.lang and "lang" not in dict(pairs) else ())]
    tail = f"?{urlencode(query)}" if query else ""
    return there.subpath + quote(place, safe=_SAFE) + tail + (f"#{quote(fragment, safe=_SAFE)}" if fragment else "")


@lru_cache(_KEPT)
def _of(there: Addresses, iri: str) -> str:
    if iri.startswith(_QUESTION):
        return there.path("/vragen/" + iri.removeprefix(_QUESTION))
    if iri.startswith(ID):
        return there.path("/doc/" + iri.removeprefix(ID))
    if iri.startswith(BASE):
        return there.path("/" + iri.removeprefix(BASE))
    return iri if iri.startswith(("https://", "http://")) else ""
