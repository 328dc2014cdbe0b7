"""How wide a text is, and where its lines break: known beforehand, so that every box fits its words.

A server has no fonts. A table of widths between a narrow and a wide sans serif is close enough for all of them, because
a box has room to spare on both sides.
"""

import unicodedata
from collections.abc import Iterator

# The width of a character in hundredths of its size: the mean of Liberation Sans (as Arial) and DejaVu Sans, upwards.
_WIDTHS = {
    25: "'ijl",
    30: " ,.I|",
    35: "!-/:;[\\]ft",
    40: "()Jr",
    45: '"*`',
    50: "{}",
    55: "?_cksvxyz",
    60: "$0123456789FLabdeghnopqu",
    65: "EPSTYZ^",
    70: "#ABKVX",
    75: "&+<=>CDHNRU~",
    80: "GOQw",
    85: "M",
    90: "m",
    95: "%",
    100: "W",
    105: "@",
}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_OTHER, _WIDE, _BOLD = 65, 105, 1.09
_SPARE = 1.05
_MOST_SIGNS = 600


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how many pixels wide a text is in a sans serif of a size in pixels."""
    total = sum(_wide(sign) for sign in text)
    return total * size / 100 * _SPARE * (_BOLD if bold else 1)


def wrap(text: str, most: float, size: float, lines: int = 6, *, bold: bool = False) -> tuple[str, ...]:
    """Return a text in lines of at most so many pixels; what does not fit in so many lines ends in an ellipsis.

    A word that is wider than a line is broken where the line ends.
    """
    found: list[str] = [""]
    for word in _pieces(text, most, size, bold=bold):
        joined = f"{found[-1]} {word}".strip()
        if width(joined, size, bold=bold) <= most:
            found[-1] = joined
        else:
            found.append(word)
    shown = [line for line in found if line] or [""]
    if len(shown) <= lines:
        return tuple(shown)
    return (*shown[: lines - 1], _cut(shown[lines - 1], most, size, bold=bold))


def _wide(sign: str) -> float:
    """Return the width of a sign; one of a script that is not in the table is as wide as its kind (Unicode TR 11)."""
    if found := _WIDTH.get(sign):
        return found
    if unicodedata.east_asian_width(sign) in {"W", "F"}:
        return _WIDE
    base = unicodedata.normalize("NFD", sign)[0]
    return 0 if unicodedata.combining(sign) else _WIDTH.get(base, _OTHER)


def _pieces(text: str, most: float, size: float, *, bold: bool) -> Iterator[str]:
    """Yield the words of a text, those that are too wide in pieces; a slash or hyphen may end a line too."""
    for word in text[:_MOST_SIGNS].split():
        rest = word
        while width(rest, size, bold=bold) > most and len(rest) > 1:
            at = _break(rest, most, size, bold=bold)
            seam = max(rest.rfind("/", 1, at), rest.rfind("-", 1, at)) + 1
            piece = rest[:seam] if seam > 1 else rest[:at]
            yield piece if seam > 1 else f"{piece}-"
            rest = rest[len(piece) :]
        yield rest


def _break(word: str, most: float, size: float, *, bold: bool) -> int:
    """Return after how many signs a word and a hyphen fill a line; at least one."""
    room = most - width("-", size, bold=bold)
    for at, sign in enumerate(word):
        room -= width(sign, size, bold=bold)
        if room < 0:
            return max(1, at)
    return max(1, len(word) - 1)


def _cut(line: str, most: float, size: float, *, bold: bool) -> str:
    while line and width(f"{line}…", size, bold=bold) > most:
        line = line[:-1]
    return f"{line.rstrip()}…"
