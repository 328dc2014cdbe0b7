"""A source line with a mark under the place: cut to the width there is, and never out of step.

What a character takes on the screen is counted in cells: a tab is shown as four, a Chinese character takes two, an
accent that stands on its own none, and what would not show, or not be encoded, is shown as its escape.
"""

from functools import lru_cache

from rich.cells import get_character_cell_size

from kennisgraaf.reports.words import visible

_TAB = " " * 4
_LONGEST = 20_000  # of a longer line only what stands around the place is looked at


def draw(line: str, column: int, end: int, width: int, encoding: str = "utf-8") -> tuple[str, str]:
    """Return the line and the marks under column to end (1-based, the end excluded), both at most width cells wide.

    Without a column there are no marks; marks stop where the line does, and there is always one.
    """
    before, rest = max(column - 1, 0), len(line)
    offset = max(before - _LONGEST, 0)
    signs = [_shown(sign, encoding) for sign in line[offset : before + _LONGEST]]
    first = before - offset
    last = max(min(max(end - 1, before + 1), rest) - offset, first + 1)
    left, right = _window(signs, first, last, width)
    cut_before, cut_after = "..." * (left + offset > 0), "..." * (offset + right < rest)
    shown = cut_before + "".join(text for text, _ in signs[left:right]) + cut_after
    if not column:
        return shown, ""
    space = len(cut_before) + sum(cells for _, cells in signs[left:first])
    marks = sum(cells for _, cells in signs[first : min(last, right)])
    return shown, " " * space + "^" * max(marks, 1)


def _window(signs: list[tuple[str, int]], first: int, last: int, width: int) -> tuple[int, int]:
    """Return from where to where the line is shown: the place, and as much around it as there is room for."""
    room = max(width - 6, 20)
    if sum(cells for _, cells in signs) <= width:
        return 0, len(signs)
    left = right = min(first, len(signs))
    while right < min(last, len(signs)) and room >= signs[right][1]:
        room -= signs[right][1]
        right += 1
    half = room // 2
    while left and half >= signs[left - 1][1]:
        left -= 1
        half -= signs[left][1]
        room -= signs[left][1]
    while right < len(signs) and room >= signs[right][1]:
        room -= signs[right][1]
        right += 1
    return left, right


@lru_cache(4096)
def _shown(sign: str, encoding: str) -> tuple[str, int]:
    """Return how a character is shown, and the number of cells it takes."""
    if sign == "\t":
        return _TAB, len(_TAB)
    shown = visible(sign).encode(encoding, "backslashreplace").decode(encoding)
    return shown, get_character_cell_size(shown) if len(shown) == 1 else len(shown)
