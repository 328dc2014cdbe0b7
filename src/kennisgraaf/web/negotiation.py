"""Choosing the form of an answer: what the reader accepts, weighed against what there is (RFC 9110, section 12).

Parameters of media types are left out of the comparison; a weaker alias (application/json for JSON-LD) counts only
where it is named, never through a wildcard.
"""

import re
from collections.abc import Sequence
from operator import itemgetter

from kennisgraaf.errors import NotAcceptable
from kennisgraaf.formats import Format

_QUALITY = re.compile(r"[01](\.\d{0,9})?|\.\d{1,9}")


class NothingFitsError(NotAcceptable):
    """No form fits; offers are those that can be had."""

    def __init__(self, wanted: str, offers: Sequence[Format]) -> None:
        """Name what can be had."""
        names = ", ".join(offer.media_type for offer in offers)
        super().__init__(f"This cannot be given as {wanted}.", fix=f"Ask for one of: {names}.")
        self.offers = tuple(offers)


def preferences(header: str) -> list[tuple[str, float]]:
    """Return (range, quality) of an Accept or Accept-Language header; a part that is malformed is left out.

    A lone * is read as */*, and .2 as 0.2: Java's own client has sent both for 25 years.
    """
    found = []
    for part in re.sub(r'"(?:\\.|[^"\\])*"', "", header).lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = quality(parameters)
        if name and weight is not None:
            found.append(("*/*" if name == "*" else name, weight))
    return found


def quality(parameters: Sequence[str]) -> float | None:
    """Return the weight among the parameters of one choice ("q=0.5"), 1 when it has none, None when it is no number."""
    pairs = (piece.partition("=") for piece in parameters)
    weights = [value.strip() for key, _, value in pairs if key.strip().lower() == "q"]
    if not weights:
        return 1.0
    return min(1.0, float(weights[0])) if _QUALITY.fullmatch(weights[0]) else None


def choose(offers: Sequence[Format], accept: str, asked: str = "") -> Format:
    """Return the offer that suits best; the first one for a reader who accepts anything.

    asked: a media type, a name or a suffix that goes before the header. Raises NothingFitsError.
    """
    if asked:
        return _named(offers, asked)
    ranges = [(name, weight) for name, weight in preferences(accept) if "/" in name]
    wanted = dict(sorted(ranges, key=itemgetter(1))) or {"*/*": 1.0}  # of equal ranges the best counts
    ranked = [(*_suits(offer, wanted), -place) for place, offer in enumerate(offers)]
    quality, _, place = max(ranked)
    if not quality:
        raise NothingFitsError(accept, offers)
    return offers[-place]


def _named(offers: Sequence[Format], asked: str) -> Format:
    """Return the offer of that media type, name or suffix, or of a weaker alias ("json" for JSON-LD).

    A + that a browser sent as a space is read as +.
    """
    wanted = asked.partition(";")[0].strip().replace(" ", "+").lower()
    exact = [offer for offer in offers if wanted in {offer.media_type, offer.name, offer.suffix}]
    found = exact or [offer for offer in offers if wanted in {*offer.aliases, *map(_subtype, offer.aliases)}]
    if not found:
        raise NothingFitsError(asked, offers)
    return found[0]


def _subtype(media_type: str) -> str:
    """Return what stands behind the slash of a media type."""
    return media_type.partition("/")[2]


def _suits(offer: Format, wanted: dict[str, float]) -> tuple[float, int]:
    """Return quality and closeness of the closest range that covers an offer."""
    family = offer.media_type.partition("/")[0]
    closest = [(offer.media_type, 3), *((alias, 2) for alias in offer.aliases), (f"{family}/*", 1), ("*/*", 0)]
    return next(((wanted[name], closeness) for name, closeness in closest if name in wanted), (0.0, 0))
