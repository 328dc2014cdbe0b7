"""Statements as JSON-LD that a web developer reads at once: plain words for keys, plain values where the words say what they are.

The context stands in the document itself and holds only what the document uses: whoever reads it needs nothing else. The
algorithm is the part of JSON-LD 1.1 API, 5.1 (compaction) that flat documents need.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kennisgraaf.namespaces import EXTERNAL

_TYPE = EXTERNAL["rdf"] + "type"
_XSD = EXTERNAL["xsd"]


@dataclass(frozen=True)
class Words:
    """How IRIs are written: terms of a context (word → IRI or definition), prefixes, and a namespace that needs neither."""

    terms: Mapping[str, Any]
    prefixes: Mapping[str, str]
    vocab: str

    def word(self, iri: str) -> str:
        """Return the key or class name for an IRI."""
        if iri in self._by_iri:
            return self._by_iri[iri]
        if self.vocab and iri.startswith(self.vocab):
            return iri.removeprefix(self.vocab)
        fitting = [(space, prefix) for prefix, space in self.prefixes.items() if iri.startswith(space)]
        space, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
        return f"{prefix}:{iri.removeprefix(space)}" if prefix else iri

    @property
    def _by_iri(self) -> Mapping[str, str]:
        return {_meant(term): word for word, term in reversed(self.terms.items()) if not word.startswith("@")}


def compact(triples: Sequence[ox.Triple], words: Words) -> dict[str, Any]:
    """Return triples without blank nodes as one document: the node itself when there is one, else all under @graph."""
    names = dict(words._by_iri)  # noqa: SLF001 - computed once for the whole document
    used: set[str] = set()

    def word(iri: str) -> str:
        found = names.get(iri) or words.word(iri)
        used.add(found)
        return found

    nodes: dict[str, dict[str, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        nodes[_text(triple.subject)][triple.predicate.value].append(triple)
    found = [_node(iri, said, words.terms, word) for iri, said in sorted(nodes.items())]
    context = {name: words.terms[name] for name in words.terms if name in used}
    head = {"@version": 1.1} if context else {}
    vocab = {"@vocab": words.vocab} if words.vocab else {}
    spaces = {prefix: space for prefix, space in words.prefixes.items() if space != words.vocab}
    alias = {"type": "@type", "id": "@id"}
    whole = {"@context": {**head, **vocab, **alias, **spaces, **context}}
    return {**whole, **found[0]} if len(found) == 1 else {**whole, "@graph": found}


def _node(iri: str, said: Mapping[str, list[ox.Triple]], terms: Mapping[str, Any], word: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"id": iri}
    if _TYPE in said:
        found["type"] = [word(_text(triple.object)) for triple in said[_TYPE]]
    for name in sorted(set(said) - {_TYPE}, key=word):
        key = word(name)
        _put(found, key, name, terms.get(key), [triple.object for triple in said[name]])
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
