"""What becomes a file, what stays behind because it needs a server, and what the reader's browser does instead.

What robots are kept out of (robots.txt of the living site) is what is made anew for each request: that stays behind.
The answers to named questions that pages link to are the exception: they come along.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kennisgraaf.freeze.address import Address
from kennisgraaf.web.openapi import ROOT
from kennisgraaf.web.pictures import THING

SEARCH, QUERY, QUESTIONS = "/zoek", "/sparql", "/vragen/"
ABOUT, LIVING, LOST = "/bevroren", "/bevroren/levend", "/bevroren/kwijt"
WORDS, ASKED = "/bevroren/zoekindex.json", "/bevroren/vragen.json"
OTHERS = "/bevroren/zoekindex-elders.json"  # what others made, searched apart
NAME = "vraag"  # which question the page for queries shows
_THINGS, _FEED = "/doc/", ".atom"
_FIXED = {"_mediatype", "_profile"}  # another form of the same
_ANSWER = re.compile(rf"{re.escape(ROOT)}/vragen/[^/]+")
_MACHINES = ("/health", "/ready", "/metrics", "/opensearch.xml", "/rdf-graph-store")


class Drawn(NamedTuple):
    """A picture of a chosen thing: the question behind it, the input of that for the thing, and its example."""

    question: str
    input: str
    example: str


@dataclass(frozen=True)
class Policy:
    """disallowed: what robots.txt forbids; wasm: whether queries run in the browser of the reader.

    feeds: the addresses of the things that ever changed; the feed of another one is empty, and never fills any more.
    drawn: the addresses of pictures of a chosen thing. The example's become files, as of questions; of each other thing
    in each language it would be far more pages than all others together, so these give the rows, in the browser.
    """

    disallowed: tuple[str, ...]
    languages: tuple[str, ...]
    wasm: bool
    feeds: frozenset[str] = frozenset()
    drawn: Mapping[str, Drawn] = field(default_factory=dict)

    @classmethod
    def read(cls, robots: str, languages: Iterable[str], feeds: Iterable[str], *, wasm: bool) -> "Policy":
        """Return the policy that follows from a robots.txt (RFC 9309)."""
        found = (line.partition(":")[2].strip() for line in robots.splitlines() if line.startswith("Disallow:"))
        kept = tuple(path for path in found if not any(name in path for name in _FIXED))
        return cls((*kept, *_MACHINES), tuple(languages), wasm, frozenset(feeds))

    def living(self, address: Address) -> bool:
        """Tell whether only a server can answer at an address."""
        if _ANSWER.fullmatch(address.path) and "format" in dict(address.pairs):
            return False
        named = (address.path.startswith(QUESTIONS) or address.path in {SEARCH, QUERY}) and self.asked(address)
        forbidden = self._forbidden.match(f"{address.path}?{address.query}".removesuffix("?"))
        return named or bool(forbidden or self._chosen(address))

    def wanted(self, address: Address) -> bool:
        """Tell whether an address becomes a file."""
        empty = address.path.startswith(_THINGS) and address.path.endswith(_FEED) and address.path not in self.feeds
        return address.lang in {"", *self.languages} and not empty and not self.living(address)

    def asked(self, address: Address) -> bool:
        """Tell whether an address has a query that is more than another form of its page."""
        return bool(self.view(address))

    def view(self, address: Address) -> tuple[tuple[str, str], ...]:
        """Return what a query asks of its page, whatever the form."""
        return tuple(pair for pair in address.pairs if pair[0] not in _FIXED)

    def in_browser(self, address: Address) -> tuple[Address, tuple[tuple[str, str], ...]] | None:
        """Return the page that answers in the browser what an address asks, and what it is told; None without one."""
        page = Address(address.path, (), address.lang)
        if address.path == SEARCH:
            return page, address.pairs
        if not self.wasm:
            return None
        if address.path == QUERY:
            return page, address.pairs
        if address.path.startswith(QUESTIONS) and self.asked(address):
            name = address.path.removeprefix(QUESTIONS)
            return Address(QUERY, (), address.lang), ((NAME, name), *address.pairs)
        if (drawn := self.drawn.get(address.path)) and (thing := self._chosen(address)):
            return Address(QUERY, (), address.lang), ((NAME, drawn.question), (drawn.input, thing))
        return None

    def _chosen(self, address: Address) -> str:
        """Return the thing that a picture is asked of, where that is another one than its example; "" elsewhere."""
        drawn, thing = self.drawn.get(address.path.removesuffix(".svg")), dict(address.pairs).get(THING, "")
        return thing if drawn and thing != drawn.example else ""

    @cached_property
    def _forbidden(self) -> re.Pattern[str]:
        parts = (re.escape(path).replace(r"\*", ".*").replace(r"\$", "$") for path in self.disallowed)
        return re.compile("|".join(f"(?:{part})" for part in parts))
