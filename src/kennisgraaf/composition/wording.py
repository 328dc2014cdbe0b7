"""The words of the documents in the reader's language; they stand in words.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path

from kennisgraaf.composition.composition import Composition

# What XML cannot hold (XML 1.0, section 2.2), and what nobody sees.
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@cache
def words(lang: str) -> dict[str, str]:
    """Return the words of a language: nl or en."""
    found: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return found[lang]


def plain(text: str) -> str:
    """Return a text without the characters that a document cannot hold."""
    return _NOT_SHOWN.sub("", text)


def title(composed: Composition) -> str:
    """Return the title, or what a profile without one is called."""
    return composed.choice.title or words(composed.lang)["untitled"]


def made(composed: Composition) -> str:
    """Return the sentence about the release that it was made on."""
    return words(composed.lang)["made"].format(release=composed.release, day=f"{composed.built:%Y-%m-%d}")


def licence(composed: Composition) -> str:
    """Return the sentence about what may be done with it."""
    return words(composed.lang)["licence"].format(license=composed.license)


def levels(composed: Composition, thing: str) -> str:
    """Return the levels that were chosen for a thing, in one line."""
    return ", ".join(composed.name(level) for level in composed.choice.things[thing])
