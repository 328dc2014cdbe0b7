"""Short names for an address: the last part of an IRI when it is short, else five characters that follow from the IRI.

Such a name holds for as long as the IRI does, whatever is added beside it; the whole last part is understood too.
"""

import re
from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

_SHORT = re.compile(r"[a-z0-9-]{1,9}")
_LENGTH = 5  # 33 million names: of a thousand things two have the same one in 1 of 70 graphs, and then both are spelled


class Codes:
    """The short names of some IRIs, both ways."""

    def __init__(self, iris: Iterable[str]) -> None:
        """Give each IRI its name."""
        self._iris: dict[str, set[str]] = defaultdict(set)
        known = list(iris)
        for iri in known:
            for name in {_last(iri), _digest(iri)}:
                self._iris[name].add(iri)
        self._names = {iri: self._shortest(iri) for iri in known}

    def of(self, iri: str) -> str:
        """Return the name of an IRI that is known here."""
        return self._names[iri]

    def find(self, name: str) -> str:
        """Return the IRI of a name, "" when nothing goes by it, or several things do."""
        found = self._iris.get(name.strip().lower(), set())
        return next(iter(found)) if len(found) == 1 else ""

    @property
    def names(self) -> list[str]:
        """Return the last part of each IRI, for who looks for near ones."""
        return sorted({_last(iri) for iri in self._names})

    def _shortest(self, iri: str) -> str:
        names = [_last(iri)] if _SHORT.fullmatch(_last(iri)) else []
        names += [_digest(iri), _last(iri)]
        return next((name for name in names if len(self._iris[name]) == 1), names[-1])


def _last(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1].lower()


def _digest(iri: str) -> str:
    return b32encode(sha256(iri.encode()).digest()).decode().lower()[:_LENGTH]
