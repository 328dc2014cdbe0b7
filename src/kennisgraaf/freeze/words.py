"""The index of a release, small enough to be searched in a browser: names, texts, words and what they weigh."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from kennisgraaf import search
from kennisgraaf.formats import HTML
from kennisgraaf.freeze.address import FIRST, Address
from kennisgraaf.web import elsewhere
from kennisgraaf.web.addresses import Addresses

_THINGS = "SELECT iri, kind, withdrawn, texts FROM thing ORDER BY id"
_FUNCTION_WORDS = Path(search.__file__).with_name("function-words.txt")
_OURS = Addresses("").of
_TEXT = 240  # characters of a description that are shown


def compact(index: Path, address: Callable[[str], str] = _OURS) -> dict[str, Any]:
    """Return the index as lists: a thing is [address, IRI, kind, withdrawn, names, texts], by importance.

    address: IRI → where its page stands; for what others made that is a folder of ours (`abroad`).

    words are sorted; found[word] is thing, weight, thing, weight, ...; alike are the words that share a stem; whole is
    a folded name or code → thing, weight, ....
    """
    with closing(sqlite3.connect(f"{index.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        return {
            "kinds": [
                [name, json.loads(labels)] for name, labels in file.execute("SELECT name, labels FROM kind ORDER BY id")
            ],
            "things": [_thing(address, *row) for row in file.execute(_THINGS)],
            "words": [word for (word,) in file.execute("SELECT word FROM word ORDER BY id")],
            "found": list(
                _lists(file.execute("SELECT word, thing, weight FROM posting ORDER BY word, thing")).values()
            ),
            "alike": [group for group in _stems(file) if len(group) > 1],
            "whole": _lists(file.execute("SELECT key, thing, weight FROM name ORDER BY key, thing")),
            "grammar": sorted(_FUNCTION_WORDS.read_text(encoding="utf-8").split()),
        }


def abroad(iri: str) -> str:
    """Return the address of the folder that the page about a concept of others becomes."""
    return "/" + Address(elsewhere.PATH, (("iri", iri),), FIRST).file(HTML.media_type, FIRST).rpartition("/")[0]


def _thing(address: Callable[[str], str], iri: str, kind: int, withdrawn: int, texts: str) -> list[Any]:
    told = json.loads(texts)
    names: dict[str, str] = {}
    more: dict[str, str] = {}
    for role, lang, value in told:
        if role == "name":
            names.setdefault(lang, value)
        elif role == "text":
            more.setdefault(lang, value if len(value) <= _TEXT else f"{value[:_TEXT]}…")
    return [address(iri), iri, kind, withdrawn, names, more]


def _lists(rows: Iterable[tuple[Any, int, int]]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for key, *numbers in rows:
        found[key] += numbers
    return dict(found)


def _stems(file: sqlite3.Connection) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for stem, word in file.execute("SELECT stem, word FROM stem ORDER BY stem, word"):
        groups[stem].append(word)
    return list(groups.values())
