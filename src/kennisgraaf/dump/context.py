"""The JSON-LD context: a plain word for each property and class, made from the ontology and from how it is used.

A property that only links takes bare IRIs; one that only has texts takes {"nl": ..., "en": ...}; one whose values share
a datatype takes bare strings. What is used in several ways is left open. Prefixes go before words.
"""

import json
import re
from collections import defaultdict
from typing import Any

import pyoxigraph as ox

from kennisgraaf.dump.content import Content, plain
from kennisgraaf.namespaces import EXTERNAL, KG

_TYPE = EXTERNAL["rdf"] + "type"
_STRING = EXTERNAL["xsd"] + "string"
_CLASS, _LINK = EXTERNAL["owl"] + "Class", EXTERNAL["owl"] + "ObjectProperty"


def write(content: Content) -> str:
    """Return the context as JSON (JSON-LD 1.1), prefixes first, then words in alphabetical order."""
    return json.dumps({"@context": terms(content)}, ensure_ascii=False, indent=1)


def terms(content: Content) -> dict[str, Any]:
    """Return what a context defines: prefix → namespace, word → how it is written and read."""
    uses = _uses(content)
    kinds = {plain(s): plain(o) for s, p, o in content.ontology if p.value == _TYPE and _named(o)}
    classes = {iri for iri, kind in kinds.items() if kind == _CLASS and iri.startswith(KG)}
    links = {iri for iri, kind in kinds.items() if kind == _LINK and iri.startswith(KG)}
    found: dict[str, Any] = {"@version": 1.1, **dict(sorted(content.prefixes.items())), "type": "@type"}
    names = sorted({*uses, *classes, *links} - {_TYPE}, key=lambda iri: (not iri.startswith(KG), iri))
    words: dict[str, Any] = {}
    for iri in names:
        word = re.split(r"[/#]", iri)[-1]
        if re.fullmatch(r"[A-Za-z]\w*", word) and word not in found:
            words.setdefault(word, iri if iri in classes else _definition(iri, uses.get(iri, {"@id"})))
    return {**found, **dict(sorted(words.items()))}


def _uses(content: Content) -> dict[str, set[str]]:
    """Return in which ways each property is used: "@id", "@language", or a datatype."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, predicate, value in content.triples("") if "" in content.graphs else ():
        found[predicate.value].add(_way(value))
    return found


def _way(value: object) -> str:
    if not isinstance(value, ox.Literal):
        return "@id"
    return "@language" if value.language else value.datatype.value


def _definition(iri: str, ways: set[str]) -> dict[str, str]:
    """Return the definition of a property (JSON-LD 1.1, 4.2.3 and 4.6)."""
    (way, *others) = ways
    if others or way == _STRING:
        return {"@id": iri}
    return {"@id": iri, "@container": "@language"} if way == "@language" else {"@id": iri, "@type": way}


def _named(value: object) -> bool:
    return isinstance(value, ox.NamedNode)
