"""What somebody may have meant: the name that looks most like one that does not exist."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LIKE = 70
_LONGEST = 200  # nobody who mistypes a name writes more, and comparing takes time


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Return the known IRI whose last part looks most like that of the wanted one, "" if none does.

    Capitals and hyphens count little, so that preflabel is nearer to prefLabel than to anything else.
    """
    name = _name(wanted)
    if len(name) > _LONGEST:
        return ""
    names = {iri: _name(iri) for iri in known}
    like = process.extract(name, names, scorer=fuzz.ratio, processor=_plain, score_cutoff=_LIKE, limit=3)
    best = [iri for _, score, iri in like if score == like[0][1]]
    return max(best, key=lambda iri: fuzz.ratio(name, names[iri]), default="")


def _name(iri: str) -> str:
    return re.split("[/#]", iri)[-1]


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")
