"""Which of several texts a reader gets: the one fallback rule of everything that shows a text.

It is lookup as in RFC 4647, section 3.4, with Dutch and then English as what comes after the reader's own language, and
any language at all before nothing.
"""

from collections.abc import Mapping

LANGUAGES = ("nl", "en")


def pick(texts: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Return (text, its language) in the wanted language or a variety of it, else Dutch, English, any; else empty."""
    for wanted in (lang, *LANGUAGES):
        if wanted in texts:
            return texts[wanted], wanted
        for tag in sorted(texts):
            if tag.startswith(f"{wanted}-"):
                return texts[tag], tag
    return next(((texts[tag], tag) for tag in sorted(texts)), ("", ""))
