"""What somebody may have meant: the name that looks most like one that does not exist."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

_LIKE = 70
_LONGEST = 200  # nobody who mistypes a name writes more, and comparing takes time


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Return the known IRI whose last part looks most like that of the wanted one, "" if none does.

    Capitals and hyphens count little, so that preflabel is nearer to prefLabel than to anything else; letters that
    changed places are one slip of the pen.
    """
    name = _name(wanted)
    if len(name) > _LONGEST:
        return ""
    names = {iri: _name(iri) for iri in sorted(known)}
    like = process.extract(name, names, scorer=fuzz.ratio, processor=_plain, score_cutoff=_LIKE, limit=9)
    best = [iri for _, score, iri in like if score == like[0][1]]
    slips = {iri: DamerauLevenshtein.distance(name, names[iri]) for iri in best}
    return max(best, key=lambda iri: (fuzz.ratio(name, names[iri]), -slips[iri]), default="")


def _name(iri: str) -> str:
    return re.split("[/#]", iri)[-1]


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")
