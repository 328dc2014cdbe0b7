"""What somebody may have meant: the name that looks most like one that does not exist."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LIKE = 80
_LONGEST = 200  # nobody who mistypes a name writes more, and comparing takes time


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Return the known name nearest to the wanted one, "" if none is near; capitals and signs count little."""
    if len(wanted) > _LONGEST:
        return ""
    found = process.extractOne(wanted, known, scorer=fuzz.ratio, processor=_plain, score_cutoff=_LIKE)
    return str(found[0]) if found else ""


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")
