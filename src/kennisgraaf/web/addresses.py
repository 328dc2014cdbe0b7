"""Addresses that pages write: path-absolute, below the sub-path, in the language that the reader chose.

They come from the release's constants and from the path; never from Host or a forwarded header.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kennisgraaf.namespaces import BASE, ID

_SAFE = "/#:@!$&'()*+,;=~%-._"
_QUESTION = ID + "vraag/"


@dataclass(frozen=True)
class Addresses:
    """The addresses in one page; lang is "" unless the reader chose a language in the address."""

    subpath: str
    lang: str = ""

    def path(self, path: str, *pairs: tuple[str, str]) -> str:
        """Return the address of a page here; path may end in a fragment, pairs are its query."""
        place, _, fragment = path.partition("#")
        query = [*pairs, *((("lang", self.lang),) if self.lang and "lang" not in dict(pairs) else ())]
        tail = f"?{urlencode(query)}" if query else ""
        return self.subpath + quote(place, safe=_SAFE) + tail + (f"#{quote(fragment, safe=_SAFE)}" if fragment else "")

    def of(self, iri: str) -> str:
        """Return where an IRI leads: ours to our page of it, another web address to itself, "" for all else."""
        if iri.startswith(_QUESTION):
            return self.path("/vragen/" + iri.removeprefix(_QUESTION))
        if iri.startswith(ID):
            return self.path("/doc/" + iri.removeprefix(ID))
        if iri.startswith(BASE):
            return self.path("/" + iri.removeprefix(BASE))
        return iri if iri.startswith(("https://", "http://")) else ""

    def again(self, path: str, given: Iterable[tuple[str, str]], **changed: str) -> str:
        """Return the address of the same page with other values in its query."""
        kept = [(name, value) for name, value in given if name not in changed]
        return self.subpath + quote(path, safe=_SAFE) + "?" + urlencode([*kept, *changed.items()])
