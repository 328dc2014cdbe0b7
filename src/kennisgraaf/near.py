"""Near names: what somebody may have meant who asks for something that is not here.

A name in other letters comes first, then the right code under a wrong kind, then what is spelled alike.
"""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LONGEST = 200  # nobody who mistypes a name writes more, and comparing takes time
_LIKE = 60


class Names:
    """Names that many wishes are compared with: made ready once."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names, in the order in which equal ones are told."""
        self._plain = {name: _plain(name) for name in names}
        self._same: dict[str, list[str]] = {}
        self._moved: dict[str, list[str]] = {}
        for name, text in self._plain.items():
            self._same.setdefault(text, []).append(name)
            self._moved.setdefault(_code(text), []).append(name)

    def nearest(self, wanted: str, number: int = 5) -> list[str]:
        """Return the names that look most like the wanted one, best first, at most so many."""
        wanted = _plain(wanted)
        if not 1 < len(wanted) <= _LONGEST:
            return []
        same, moved = self._same.get(wanted, []), self._moved.get(_code(wanted), [])
        alike = process.extract(wanted, self._plain, scorer=fuzz.ratio, limit=number, score_cutoff=_LIKE)
        return list(dict.fromkeys([*same, *moved, *(name for _, _, name in alike)]))[:number]


def nearest(wanted: str, names: Iterable[str], number: int = 5) -> list[str]:
    """Return the names that look most like the wanted one, best first, at most so many."""
    return Names(names).nearest(wanted, number)


def _plain(name: str) -> str:
    """Return a name as most people would write it: small letters, hyphens, one slash between the parts."""
    return re.sub(r"[/#]+", "/", re.sub(r"[\s_+]+", "-", name.lower())).strip("/-.")


def _code(name: str) -> str:
    return name.rpartition("/")[2]
