"""Which language a reader gets, and which of several texts: Dutch, then English, then whatever there is.

All text of the graph passes through `pick`, so that a page never shows a language by chance, and always says which.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Request
from markupsafe import Markup, escape

from kennisgraaf.description import Value
from kennisgraaf.languages import LANGUAGES, pick
from kennisgraaf.web.negotiation import preferences

__all__ = ["LANGUAGES", "Reader", "pick", "reader"]

# Characters that turn the direction of what follows, also outside their own text (Unicode TR 9; "Trojan Source").
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Reader:
    """Someone who reads a page in a language; chosen means that the address asks for it."""

    lang: str
    chosen: bool = False

    def t(self, nl: str, en: str) -> str:
        """Return the text in the reader's language."""
        return nl if self.lang == "nl" else en

    def raw(self, texts: Mapping[str, str]) -> str:
        """Return the text that fits best, as it is."""
        return pick(texts, self.lang)[0]

    def plain(self, texts: Mapping[str, str]) -> str:
        """Return the text that fits best, without a mark of its language; it cannot turn what stands around it."""
        text = self.raw(texts)
        return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if _TURNS.search(text) else text

    def say(self, texts: Mapping[str, str]) -> Markup:
        """Return the text that fits best, marked with its language where that is another one (WCAG 3.1.2)."""
        text, lang = pick(texts, self.lang)
        if lang in {"", self.lang}:
            return escape(text) if text.isascii() or not _TURNS.search(text) else Markup("<bdi>{}</bdi>").format(text)
        return Markup('<bdi lang="{}">{}</bdi>').format(lang, text)

    def readable(self, values: Sequence[Value]) -> list[Value]:
        """Return the values without the translations of texts: literals in one language, and all else."""
        tongues = {value.term.lang: "" for value in values if value.term.lang}
        lang = pick(tongues, self.lang)[1] if tongues else ""
        return [value for value in values if value.term.lang in {"", lang}]


def reader(request: Request) -> Reader:
    """Return who asks: ?lang=, else Accept-Language by lookup (RFC 4647, section 3.4), else Dutch."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return Reader(asked, chosen=True)
    header = request.headers.get("Accept-Language", "")
    ranked = sorted(preferences(header), key=lambda pair: -pair[1])
    known = (name.partition("-")[0] for name, quality in ranked if quality)
    return Reader(next((lang for lang in known if lang in LANGUAGES), "nl"))
