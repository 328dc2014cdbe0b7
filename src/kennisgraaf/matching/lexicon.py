"""What people who know the field would add: words for the same, words that say nothing here, and loose particles.

All of it stands in lexicon.toml, for anybody to read and mend.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kennisgraaf.index import words
from kennisgraaf.matching.stems import stems


@dataclass(frozen=True)
class Lexicon:
    """groups: "nl:stem" → the groups of synonyms that it is in; empty: folded words that tell nothing; particles."""

    groups: Mapping[str, tuple[str, ...]]
    empty: frozenset[str]
    particles: frozenset[str]
    after: frozenset[str]


@cache
def load() -> Lexicon:
    """Return the lexicon that stands beside this module."""
    told = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
    groups: dict[str, tuple[str, ...]] = {}
    for lang, listed in told["same"].items():
        for number, group in enumerate(listed):
            for word in group:
                for stem in stems(words.fold(word), lang):
                    key, name = f"{lang}:{stem}", f"~{lang}{number}"
                    groups[key] = tuple(dict.fromkeys((*groups.get(key, ()), name)))
    empty = frozenset(words.fold(word) for line in told["empty"].values() for word in line.split())
    return Lexicon(groups, empty, frozenset(told["particles"].split()), frozenset(["", *told["after"].split()]))
