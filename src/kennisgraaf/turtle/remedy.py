"""What to do about Turtle that cannot be read: a remedy for each kind of mistake that pyoxigraph names."""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from kennisgraaf.namespaces import ID, prefixes

_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared")
_WORD = re.compile(r"(@?[A-Za-z]+) is not a valid")
_WORDS = ("PREFIX", "@prefix", "BASE", "@base", "true", "false")
_FIXES = {
    "A dot is expected": "Put a dot before this place, or ; if a predicate follows, or , if an object follows.",
    "Unexpected end of file": "Close the string or the <IRI> that begins here.",
    "Unexpected end": "Finish the last statement: each [ and ( has its partner, and a dot ends the block.",
    "No scheme found": "Write the whole IRI (https://...), or use a prefix: an IRI here never depends on a base.",
    "Invalid IRI": "Take the character out of the IRI, or write it as %20 (a space), %7B ({) and so on.",
    "language code": "Write a language as letters right after the string: @nl, @en.",
    "Line jumps": "Close the string with a quote on this line; a text of more lines stands in three quotes.",
    "escape": "Write a backslash in a string or a name twice, or leave it out.",
    "^ is not a valid": 'Write two of these before a datatype: "2026-01-01"^^xsd:date.',
    "is not a valid": "Write a <whole IRI> or a prefixed:name here, and text in quotes; see also the sign just before.",
    "": "Correct this place; https://www.w3.org/TR/turtle/#language-features shows how Turtle is written.",
}


def remedy(what: str, declared: Iterable[str] = ()) -> str:
    """Return what to do about what pyoxigraph says is wrong; declared: the prefixes that the text has until there."""
    if undeclared := _UNDECLARED.match(what):
        return _prefix(undeclared[1], declared)
    found = next(fix for sign, fix in _FIXES.items() if sign in what)
    if (word := _WORD.match(what)) and (close := _near(word[1], _WORDS)):
        return f"Did you mean {close}? {found}"
    return found


def _prefix(prefix: str, declared: Iterable[str]) -> str:
    known = prefixes([])
    line = f"PREFIX {prefix}: <{known.get(prefix) or ID + prefix + '/'}>"
    told = f"A PREFIX line is missing; add at the top: {line}"
    if prefix in known:
        return told
    close = _near(prefix, [*declared, *known])
    meant = f"Did you mean {close}:? " if close else ""
    return f"{meant}{told} if {prefix} is a kind of thing here, else its own namespace."


def _near(word: str, words: Iterable[str]) -> str:
    """Return the word that is one or two slips of the pen away, "" if there is none."""
    slips = 1 if len(word) < 4 else 2  # noqa: PLR2004 - in a short word two slips make another word
    exact = {one: one.casefold() for one in words}
    found = process.extractOne(word.casefold(), exact, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
    return str(found[2]) if found and len(word) > 1 else ""
