"""Statements as JSON-LD that a web developer reads at once: plain words for keys, plain values where these say enough.

The context stands in the document itself and holds only what the document uses: whoever reads it needs nothing else.
The algorithm is the part of JSON-LD 1.1 API, 5.1 (compaction) that flat documents need.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from kennisgraaf.namespaces import EXTERNAL

_TYPE = EXTERNAL["rdf"] + "type"
_XSD = EXTERNAL["xsd"]


@dataclass(frozen=True)
class Words:
    """How IRIs are written: terms of a context (word → IRI or definition), prefixes, a namespace without one."""

    terms: Mapping[str, Any]
    prefixes: Mapping[str, str]
    vocab: str

    @cached_property
    def by_iri(self) -> Mapping[str, str]:
        """Return IRI → word, of two words the first."""
        return {_meant(term): word for word, term in reversed(list(self.terms.items())) if word[0] != "@"}

    def word(self, iri: str) -> str:
        """Return the key or class name for an IRI."""
        if iri in self.by_iri:
            return self.by_iri[iri]
        if self.vocab and iri.startswith(self.vocab):
            return iri.removeprefix(self.vocab)
        fitting = [(space, prefix) for prefix, space in self.prefixes.items() if iri.startswith(space)]
        space, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
        return f"{prefix}:{iri.removeprefix(space)}" if prefix else iri


def compact(triples: Sequence[ox.Triple], words: Words) -> dict[str, Any]:
    """Return triples without blank nodes as one document: the node itself when there is one, else all under @graph."""
    nodes: dict[str, dict[str, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        nodes[_text(triple.subject)][triple.predicate.value].append(triple)
    found = [_node(iri, said, words) for iri, said in sorted(nodes.items())]
    named = {t.predicate.value for t in triples} - {_TYPE} | {
        _text(t.object) for t in triples if t.predicate.value == _TYPE
    }
    used = {words.word(iri) for iri in named}
    context: dict[str, Any] = {"@version": 1.1, "type": "@type"} if words.terms else {}
    context |= {"@vocab": words.vocab} if words.vocab else {}
    context |= {
        name: space for name, space in words.prefixes.items() if any(one.startswith(f"{name}:") for one in used)
    }
    context |= {name: term for name, term in words.terms.items() if name in used}
    return {"@context": context, **found[0]} if len(found) == 1 else {"@context": context, "@graph": found}


def _node(iri: str, said: Mapping[str, list[ox.Triple]], words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": iri}
    if _TYPE in said:
        found["type" if words.terms else "@type"] = [words.word(_text(triple.object)) for triple in said[_TYPE]]
    for name in sorted(set(said) - {_TYPE}, key=words.word):
        key = words.word(name)
        _put(found, key, name, words.terms.get(key), [triple.object for triple in said[name]])
    return found


def _put(found: dict[str, Any], key: str, name: str, term: Any, values: list[Any]) -> None:
    """Put the values of a property under its word; what its definition does not fit goes under the whole IRI."""
    definition = term if isinstance(term, dict) else {}
    plain = [value for value in values if _fits(value, definition)]
    if definition.get("@container") == "@language":
        texts: dict[str, list[str]] = defaultdict(list)
        for value in plain:
            texts[value.language].append(value.value)
        if texts:
            found[key] = {lang: _one(texts[lang]) for lang in sorted(texts)}
    elif plain:
        found[key] = _one([_value(value, definition.get("@type", "")) for value in plain])
    if rest := [value for value in values if value not in plain]:
        found[name] = _one([_value(value, "") for value in rest])


def _fits(value: Any, definition: Mapping[str, str]) -> bool:
    if definition.get("@container") == "@language":
        return isinstance(value, ox.Literal) and bool(value.language)
    return True


def _value(value: Any, kind: str) -> Any:
    """Return a value as JSON; kind: what the definition of its property says that values are."""
    if not isinstance(value, ox.Literal):
        return value.value if kind == "@id" else {"@id": value.value}
    if value.language:
        return {"@language": value.language, "@value": value.value}
    datatype = value.datatype.value
    if datatype == kind:
        return _native(value.value, datatype)
    if datatype == _XSD + "string":
        return {"@value": value.value} if kind else value.value
    return {"@type": datatype, "@value": value.value}


def _native(text: str, datatype: str) -> Any:
    """Return a whole number or a truth value as JSON has it, where nothing of it is lost."""
    if datatype == _XSD + "boolean" and text in {"true", "false"}:
        return text == "true"
    if datatype == _XSD + "integer" and text.isascii() and str(int(text)) == text:
        return int(text)
    return text


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _text(term: Any) -> str:
    return str(term.value)


def _meant(term: Any) -> str:
    return str(term["@id"] if isinstance(term, dict) else term)
