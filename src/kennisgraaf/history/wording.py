"""How much a text changed: a slip of the pen, or other words with perhaps another meaning.

Texts that look alike can mean the opposite: one that differs in a number or in a denial is never a slip of the pen.
"""

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import fuzz

_LABEL, _TEXT = 80, 85  # percents of likeness (normalised indel distance) from which a change is one of wording
_HARD = re.compile(
    r"\d+(?:[.,]\d+)?|\b(?:niet|geen|nooit|niemand|niets|zonder|alleen|altijd|hoogstens|minstens"
    r"|not|no|never|nobody|nothing|without|only|always|most|least|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"[\W_]+")


def alike(before: Iterable[str], after: Iterable[str], *, label: bool = False) -> bool:
    """Tell whether texts were only touched up: each that went has one that came which differs little from it.

    Case, space and punctuation count for nothing. Nothing that went or nothing that came is no touching up.
    """
    came = list(after)
    went = list(before)
    return len(went) == len(came) > 0 and all(any(_alike(one, other, label=label) for other in came) for one in went)


def _alike(one: str, other: str, *, label: bool) -> bool:
    if _hard(one) != _hard(other):
        return False
    plain, plain2 = (_WORDLESS.sub(" ", text).strip().casefold() for text in (one, other))
    return plain == plain2 or fuzz.ratio(plain, plain2) >= (_LABEL if label else _TEXT)


def _hard(text: str) -> Counter[str]:
    """Return the numbers and denials of a text."""
    return Counter(word.casefold() for word in _HARD.findall(text))
