"""Text as words that compare alike: folded, split and stemmed in the same way for what is indexed and what is asked.

A word is letters and digits only, so nothing that a reader types can be anything but text further on.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer.dutch_porter_stemmer import DutchPorterStemmer
from snowballstemmer.english_stemmer import EnglishStemmer

# Porter's Dutch, because the default one takes "ge" out of words and so holds begeleiding and beleid for one word.
_STEMMERS = {"nl": DutchPorterStemmer, "en": EnglishStemmer}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HYPHENED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_PLURAL = re.compile(r"(?<=[aiou])s$|(?<=ie)s$")  # foto's and competenties, which Porter's Dutch leaves as they are
_DOUBLE = re.compile(r"(?<=([^aeiou]))\1$")  # schepp(en), which is schep(t)
_VERB = re.compile(r"(?<=[^aeiou])t$")  # schept, which is scheppen
_SHORTEST = 5  # letters of a word that may lose such an ending


def plain(text: str) -> str:
    """Return a text as the positions of `split` count in it: composed (Unicode NFC), without lone surrogates."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Return letters and digits only, without case and accents: "Cliënt’s" → "clients"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())


def split(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (folded word, start, end) of each word of a plain text."""
    for match in _WORD.finditer(text):
        if word := fold(match.group()):
            yield word, *match.span()


def joined(text: str) -> Iterator[str]:
    """Yield each word with hyphens as one folded word: START-MOTOR is startmotor too."""
    yield from (fold(match.group()) for match in _HYPHENED.finditer(text))


def key(text: str) -> str:
    """Return what two texts share that say the same in another case, with other accents or punctuation."""
    return " ".join(word for word, _, _ in split(plain(text)))


def stems(word: str, lang: str) -> tuple[str, ...]:
    """Return the stems of a folded word, each with its language ("nl:wijk"); in all languages when it is another."""
    tongues = [lang] if lang in _STEMMERS else list(_STEMMERS)
    found = (f"{tongue}:{_stem(form, tongue)}" for tongue in tongues for form in _forms(word, tongue))
    return tuple(dict.fromkeys(found))


def _forms(word: str, lang: str) -> list[str]:
    """Return the forms of a word of which the stem counts; a Dutch one on -t may be a verb or not, so it has two."""
    if lang != "nl" or len(word) < _SHORTEST:
        return [word]
    word = _PLURAL.sub("", word)
    return [word, _VERB.sub("", word)] if word.endswith("t") else [word]


def _stem(word: str, lang: str) -> str:
    """Return the stem in one language; a stemmer is a machine with state, so each word gets its own."""
    stem = str(_STEMMERS[lang]().stemWord(word))
    return _DOUBLE.sub("", stem) if lang == "nl" else stem
