"""The source lines of a project, to show beside what was found there."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from kennisgraaf.findings import Place

_NEW_LINE = re.compile(r"\r\n|\r|\n")


def reader(root: Path) -> Callable[[Place], str]:
    """Return a function from a place to its source line, "" where there is none; it keeps a few files at hand."""

    @lru_cache(8)
    def lines(file: str) -> list[str]:
        try:
            return _NEW_LINE.split((root / file).read_bytes().decode("utf-8", "replace"))
        except OSError:
            return []

    def line_of(place: Place) -> str:
        found = lines(place.file) if place.file and place.line else []
        return found[place.line - 1] if 0 < place.line <= len(found) else ""

    return line_of
