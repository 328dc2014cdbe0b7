"""The few words that show why something was found, with what matched set apart."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from kennisgraaf.index import words

_ROOM = 180  # characters of a text that are shown
_BEFORE = 60  # of which at most so many stand before the first match


@dataclass(frozen=True)
class Snippet:
    """Part of a text of a thing: its role, its language, and its pieces in order, each with whether it matched."""

    role: str
    lang: str
    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """Return the whole snippet."""
        return "".join(text for text, _ in self.pieces)

    @property
    def matched(self) -> list[str]:
        """Return the words that matched, as they are written, each once."""
        return list(dict.fromkeys(text for text, hit in self.pieces if hit))


def best(name: str, texts: Sequence[tuple[str, str, str]], wanted: Container[str], lang: str) -> Snippet | None:
    """Return the snippet of the text (role, language, value) with most matches; the reader's language goes first.

    name: what the reader sees already; another name is only shown when more matches in it. wanted: the folded words
    that match. None: there is nothing to show.
    """
    seen = _number(_matches(name, wanted))
    found = [(*text, _matches(text[2], wanted)) for text in texts]
    rest = [one for one in found if one[0] == "text" or _number(one[3]) > seen]
    if not rest:
        return None
    role, tongue, value, matches = min(rest, key=lambda one: (-_number(one[3]), one[1] not in {lang, ""}))
    return Snippet(role, tongue, tuple(_pieces(value, [(start, end) for _, start, end in matches])))


def _matches(value: str, wanted: Container[str]) -> list[tuple[str, int, int]]:
    return [found for found in words.split(value) if found[0] in wanted]


def _number(matches: list[tuple[str, int, int]]) -> int:
    return len({word for word, _, _ in matches})


def _pieces(value: str, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut a text down to the room there is, and at what matched."""
    first, last = _window(value, spans[0][0] if spans else 0)
    pieces = [("… ", False)] if first else []
    at = first
    for start, end in spans:
        if start >= at and end <= last:
            pieces += [(value[at:start], False), (value[start:end], True)]
            at = end
    pieces += [(value[at:last], False), (" …" if last < len(value) else "", False)]
    return [piece for piece in pieces if piece[0]]


def _window(value: str, first: int) -> tuple[int, int]:
    """Return (start, end) of what is shown, at the borders of words where there are any."""
    start = 0
    if first > _BEFORE and len(value) > _ROOM:
        near = min(first - _BEFORE, len(value) - _ROOM)
        start = value.find(" ", near, first) + 1 or near
    end = min(len(value), start + _ROOM)
    if end < len(value):
        end = max(value.rfind(" ", start, end), first) if value.rfind(" ", first, end) > 0 else end
    return start, end
