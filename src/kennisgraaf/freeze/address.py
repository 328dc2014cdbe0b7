"""An address of the living site, and the one file of the frozen site that it becomes.

Pages become folders with an index.html, so that any host finds them; another language stands below its own folder;
what stood behind the question mark becomes part of the name.
"""

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from kennisgraaf import formats
from kennisgraaf.errors import MachineError
from kennisgraaf.formats import HTML

PAGE = "index.html"
FIRST = "nl"  # the language that the living site speaks when nothing is asked
_SUFFIXES = {form.media_type: form.suffix for form in (*formats.TABLES, *formats.GRAPHS, HTML)} | {
    "application/json": "json",
    "application/problem+json": "json",
    "application/atom+xml": "atom",
    "text/plain": "txt",
}
_MEDIA = {"_mediatype", "format"}  # what the suffix says already
_CODED = "_mediatype"
_FILE = re.compile(r"\.[a-z][a-z0-9]*$")
_DRAWN = re.compile(r"(?!.*/static/).*\.svg")  # a picture has words, so it is in a language
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_PLAIN = re.compile(r"[A-Za-z0-9._:/-]*")
_LONGEST = 60  # characters of a name that was made of a query


@dataclass(frozen=True, order=True)
class Address:
    """A path, the pairs of its query without the language, sorted, and that language ("" where it has none)."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    lang: str = ""

    @property
    def query(self) -> str:
        """Return what stands behind the question mark, without the language; "" when that is nothing."""
        return urlencode(self.pairs)

    @property
    def living(self) -> str:
        """Return the address as the living site knows it."""
        query = urlencode([*self.pairs, *((("lang", self.lang),) if self.lang not in {"", FIRST} else ())])
        return quote(self.path, safe="/:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")

    def file(self, content_type: str, first: str) -> str:
        """Return the name of its file, relative to the folder of the whole site; first is the language at its root.

        MachineError: the address cannot be the name of a file.
        """
        media_type = content_type.partition(";")[0].strip()
        below = [self.lang] if self.lang not in {"", first} else []
        parts = [part for part in self.path.split("/") if part]
        if {".", ".."} & set(parts) or any("\0" in part or "\\" in part or len(part) > 200 for part in parts):  # noqa: PLR2004
            raise MachineError(f"{self.living} cannot be the name of a file.", fix="Give that thing another code.")
        slug = _slug(self.pairs)
        if media_type == HTML.media_type:
            return "/".join([*below, *parts, *([slug] if slug else []), PAGE])
        stem, dot, suffix = (parts or ["index"])[-1].rpartition(".")
        if not (dot and stem and _FILE.search(self.path)):
            stem, suffix = (parts or ["index"])[-1], _suffix(media_type)
        return "/".join([*below, *parts[:-1], ".".join(filter(None, (stem, slug, suffix)))])


def read(text: str, page: Address) -> tuple[Address, str] | None:
    """Return the address that a link on a page leads to, and its fragment; None when it leads elsewhere or stays there.

    A link that names no language stays in the language of its page.
    """
    if not text or text.startswith(("#", "//")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        return None
    parts = urlsplit(urljoin(page.living, text))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    path = unquote(parts.path) or "/"
    lang = next((value for name, value in pairs if name == "lang"), page.lang)
    kept = sorted(pair for pair in pairs if pair[0] != "lang")
    if "/static/" in path:
        kept = []
    coded = any(name == _CODED and value != HTML.media_type for name, value in kept)
    silent = coded or (_FILE.search(path) and not _DRAWN.fullmatch(path))
    return Address(path, tuple(kept), "" if silent else lang), parts.fragment


def relative(target: str, page: str) -> str:
    """Return how the file of a page names another file of the site."""
    here, there = page.split("/")[:-1], target.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        here, there = here[1:], there[1:]
    return quote("/".join([".."] * len(here) + there), safe="/:@!$&'()*+,;=~-._" if here else "/@!$&'()*+,;=~-._")


def _suffix(media_type: str) -> str:
    return _SUFFIXES.get(media_type) or (mimetypes.guess_extension(media_type) or ".bin").removeprefix(".")


def _slug(pairs: Sequence[tuple[str, str]]) -> str:
    """Return a part of a file's name that says what the pairs say; with a hash where that would not be exact."""
    told = [pair for pair in pairs if pair[0] not in _MEDIA]
    text = ".".join(value if name == "_profile" else f"{name}-{value}" for name, value in told)
    if len(text) <= _LONGEST and _PLAIN.fullmatch(text):
        return _UNSAFE.sub("-", text)
    return f"{_UNSAFE.sub('-', text)[:_LONGEST]}-{sha256(repr(told).encode()).hexdigest()[:8]}"
