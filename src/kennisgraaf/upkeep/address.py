"""Which of our IRIs somebody wrote down: in full, with a prefix, without https, or as the address of a page."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from kennisgraaf.formats import GRAPHS, HTML
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.upkeep.register import Register

LONGEST = 2000  # characters of a link; a longer one is none of ours
_SUFFIX = re.compile(rf"\.({'|'.join(form.suffix for form in (*GRAPHS, HTML))}|atom)$")
_BETWEEN = re.compile(r"[\s|;]+")
_PAGE = re.compile(r".*/(?:doc|id)/([^/]+/[^/]+)")
_OUTSIDE = "<>\"'“”‘’ \t\r\n\xa0,"


def split(cell: str, register: Register) -> list[str]:
    """Return the links in a cell, one or more; a text that holds none of ours stays whole."""
    parts = [part for part in _BETWEEN.split(cell) if part.strip(_OUTSIDE)]
    ours = [part for part in parts if recognise(part, register)]
    return ours if len(parts) > 1 and ours else [cell]


def recognise(link: str, register: Register) -> str:
    """Return the IRI that a link means, "" when it is none of ours; one that is ours need not be known."""
    text = link.strip(_OUTSIDE)
    if not text or len(text) > LONGEST or not text.isprintable():
        return ""
    ways = list(_ways(text, register))
    known = next((way for way in ways if way in register), "")
    return known or next((way for way in ways if way.startswith(BASE) and way != BASE and " " not in way), "")


def _ways(text: str, register: Register) -> Iterator[str]:
    """Yield what a text can mean, the closest first."""
    if "://" in text:
        yield from _from_address(text, register)
        return
    prefix, colon, local = text.partition(":")
    space = register.prefixes.get(prefix) or register.prefixes.get(prefix.lower(), "")
    if colon and space:
        yield from _forms(space + local)
    path = unquote(text).lstrip("/")
    first, _, rest = path.partition("/")
    if first in {"id", "doc"} and rest:
        yield from _forms(ID + rest)
    if first in register.kinds and rest:
        yield from _forms(ID + path)


def _from_address(text: str, register: Register) -> Iterator[str]:
    """Yield what a whole address can mean; at an unknown host only what is known for sure counts."""
    yield text
    try:
        parts = urlsplit(text)
    except ValueError:
        return
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    place = f"https://{parts.netloc.lower().removeprefix('www.')}{unquote(parts.path)}"
    for home in (BASE.rstrip("/"), *(re.sub(r"^http:", "https:", home) for home in register.homes)):
        if place.startswith(f"{home}/"):
            yield from _forms(BASE + re.sub(r"^doc/", "id/", place[len(home) + 1 :]), fragment)
            return
    if page := _PAGE.fullmatch(unquote(parts.path).rstrip("/")):
        yield from (way for way in _forms(ID + page[1], fragment) if way in register)


def _forms(iri: str, fragment: str = "") -> Iterator[str]:
    """Yield an IRI with its fragment and without, and without the suffix of a file."""
    bare = iri.rstrip("/")
    for one in (bare, _SUFFIX.sub("", bare)):
        yield one + fragment
    yield _SUFFIX.sub("", bare)
