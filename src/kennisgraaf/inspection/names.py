"""Names: two things that are called the same, but for capitals, accents, hyphens or a plural."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise

from rdflib import SKOS, Literal
from rdflib.term import Node

from kennisgraaf.findings import Finding, Statement
from kennisgraaf.index import words
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import BASE, KG
from kennisgraaf.rules import objection

_SHORTEST = 3  # letters that are left of a word without its ending
_TWICE = re.compile(r"([a-z])\1")
_END = {"z": "s", "v": "f"}  # huizen, brieven
_FEW = 4  # things of which one speaks because they have to do with each other; more are a list
_NAMES = (SKOS.prefLabel, SKOS.altLabel)


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each two things of one scheme, or of one class in two schemes, that share a name.

    A statement between the two shows that an editor has seen them; different broader concepts tell them apart. Of more
    than two that share a name each is told with the next, so that their number never grows with its square. Concepts of
    others, with no class of ours, are called what others call them.
    """
    schemes = {s: o for s, _, o in view.by_path[SKOS.inScheme]}
    above = {s: o for s, _, o in view.by_path[SKOS.broader]}
    groups: dict[tuple[str, str], dict[Node, Statement]] = defaultdict(dict)
    for path in _NAMES:
        for s, p, o in view.by_path[path]:
            kind = _kind(view, s)
            if s in schemes and isinstance(o, Literal) and o.language == "nl" and (kind or str(s).startswith(BASE)):
                groups[key(str(o)), kind].setdefault(s, (s, p, o))
    shared = {one: sorted(group.values()) for one, group in groups.items() if len(group) > 1}
    coupled = _coupled(view, {s for group in shared.values() for s, _, _ in group})
    for group in shared.values():
        for first, second in pairwise(group):
            one, other = first[0], second[0]
            apart = one in above and other in above and above[one] != above[other]
            if not apart and SKOS.prefLabel in (first[1], second[1]) and frozenset((one, other)) not in coupled:
                here = schemes[one] == schemes[other]
                detail = {"label": str(first[2]), "other": f"<{other}>"}
                yield objection("Naam-dubbel" if here else "Naam-elders", first, second, detail=detail)


def key(text: str) -> str:
    """Return what is left of a name without capitals, accents, signs and plurals."""
    return "".join(_singular(word) for word, _, _ in words.split(words.plain(text)))


@lru_cache(maxsize=65536)
def _singular(word: str) -> str:
    """Return a folded Dutch word without the ending of a plural, and with one letter for two: scholen is school."""
    if (base := word.removesuffix("en")) != word and len(base) >= _SHORTEST:
        word = base[:-1] + _END.get(base[-1], base[-1])
    if len(word) > _SHORTEST:
        word = word.removesuffix("s")
    return _TWICE.sub(r"\1", word)


def _kind(view: View, thing: Node) -> str:
    return " ".join(sorted(str(kind) for kind in view.types.get(thing, ()) if str(kind).startswith(KG)))


def _coupled(view: View, things: set[Node]) -> set[frozenset[Node]]:
    """Return the pairs of these things that a statement connects, or that something speaks of together."""
    pairs: set[frozenset[Node]] = set()
    about: dict[Node, set[Node]] = defaultdict(set)
    for s, _, o in view.links:
        if o in things:
            about[s].add(o)
            if s in things:
                pairs.add(frozenset((s, o)))
    for together in about.values():
        if len(together) <= _FEW:
            pairs.update(map(frozenset, combinations(together, 2)))
    return pairs
