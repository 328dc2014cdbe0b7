"""Languages: texts that are usually in both languages are in both, with tags that mean what people think they mean."""

from collections import defaultdict
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import BASE
from kennisgraaf.rules import objection, remark

LANGUAGES = frozenset({"nl", "en"})
_USUAL = 0.9  # the part of the things with such a text that has it in both languages
_ENOUGH = 10  # things, before anything can be called usual
_LETTERS = 2  # of the short codes; nobody can keep the list of the 8,000 longer ones
_SHORT = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_CODES = frozenset(_SHORT.split())  # ISO 639-1


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each text with a wrong language tag, and for each that lacks its other language."""
    having: dict[Node, dict[Node, dict[str, Literal]]] = defaultdict(lambda: defaultdict(dict))
    for s, p, o in view.texts:
        tag = str(o.language)
        if tag not in LANGUAGES and _wrong(tag):
            yield objection("Taal-code", (s, p, o))
        having[p][s].setdefault(tag, o)
    for path, things in having.items():
        yield from _missing(path, things)


def _wrong(tag: str) -> bool:
    """Tell whether a tag is no language, or is Dutch or English of one country: queries for nl do not find nl-nl."""
    first = tag.partition("-")[0]
    return first in LANGUAGES or (len(first) == _LETTERS and first not in _CODES) or len(first) > _LETTERS + 1


def _ours(thing: Node) -> bool:
    """Tell whether a thing is ours: what others describe has the languages that they gave it."""
    return not isinstance(thing, URIRef) or thing.startswith(BASE)


def _missing(path: Node, things: dict[Node, dict[str, Literal]]) -> Iterator[Finding]:
    partial = [thing for thing, texts in things.items() if not texts.keys() >= LANGUAGES and _ours(thing)]
    if len(things) < _ENOUGH or len(things) - len(partial) < _USUAL * len(things):
        return
    for thing in partial:
        missing = ", ".join(f"@{tag}" for tag in sorted(LANGUAGES - things[thing].keys()))
        text = next(iter(things[thing].values()))
        yield remark("Taal-ontbreekt", (thing, str(path), None), ((thing, path, text),), {"missing": missing})
