"""Stems that meet: those of the index, hardened, and the root that Latin verbs and nouns have in common.

The index's stemmer leaves kiest and kiezen apart, and evalueert and evaluatie; here they share one.
"""

import re
from functools import lru_cache

from kennisgraaf.index import words

_LATIN = re.compile(r"(?:eert|eren|eerden?|eerd|erende?|eringe?n?|eer|aties?|atief|atieve|ies?|ief|ieve|ages?)$")
_SHORTEST_ROOT = 4
_TWICE = re.compile(r"([aeou])\1(?=[^aeiou]+$)")
_HARD = str.maketrans("vz", "fs")


@lru_cache(maxsize=16384)
def stems(word: str, lang: str) -> tuple[str, ...]:
    """Return the stems of a folded word in one language, without its name: hard at the end, with single vowels."""
    usual = [stem.partition(":")[2] for stem in words.stems(word, lang)]
    if lang != "nl":
        return tuple(usual)
    root = _LATIN.sub("", word)
    if root != word and len(root) >= _SHORTEST_ROOT:
        usual.append(root)
    return tuple(dict.fromkeys(_even(stem) for stem in usual))


def _even(stem: str) -> str:
    """Return a stem as it sounds: kiez is kies, evalueer is evaluer."""
    single = _TWICE.sub(r"\1", stem)
    return single[:-1] + single[-1:].translate(_HARD)
