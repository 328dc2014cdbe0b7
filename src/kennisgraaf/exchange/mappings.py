"""One mapping set as a table (SSSOM/TSV) or as the JSON of the same standard: sssom.rq, read into records.

Which property of its RDF is which slot of a record stands in sssom.json.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kennisgraaf import sssom
from kennisgraaf.errors import NotAcceptable
from kennisgraaf.exchange.source import Source
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.sssom import writing
from kennisgraaf.sssom.slots import SLOTS

_QUERY, _SLOTS = (Path(__file__).with_name(name) for name in ("sssom.rq", "sssom.json"))
_IN_SET, _NEGATED = EXTERNAL["sssom"] + "mappings", EXTERNAL["sssom"] + "predicate_modifier"
_Facts = Mapping[str, Mapping[str, list[str]]]


def write(source: Source, things: Sequence[str], form: Format) -> bytes:
    """Return a set in a form. NotAcceptable: a table holds one set, and these are several."""
    if len(things) != 1:
        names = ", ".join(iri.rsplit("/", 1)[-1] for iri in things)
        raise NotAcceptable(
            f"A table holds one mapping set, and here are {len(things)}.",
            fix=f"Choose one (--thing), take Turtle, or write all of them into a folder (--out DIR/): {names}.",
        )
    found = _read(source.statements(_QUERY.read_text(encoding="utf-8"), things), things[0])
    if form.suffix == "tsv":
        return writing.tsv(found).encode()
    return (json.dumps(writing.plain(found), ensure_ascii=False, indent=1) + "\n").encode()


def _read(triples: Sequence[ox.Triple], iri: str) -> sssom.MappingSet:
    """Return what is said of a set, its mappings in the order of their IRIs."""
    slots = json.loads(_SLOTS.read_text(encoding="utf-8"))
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        facts[_text(triple.subject)][triple.predicate.value].append(_text(triple.object))
    mappings = [_mapping(node, facts[node], slots["mapping"]) for node in sorted(facts[iri][_IN_SET])]
    return sssom.MappingSet(mappings=tuple(mappings), **_slots(facts[iri], slots["set"]))


def _mapping(node: str, said: Mapping[str, list[str]], slots: Mapping[str, str]) -> sssom.Mapping:
    modifier = sssom.NOT if _NEGATED in said else ""
    return sssom.Mapping(record_id=node, predicate_modifier=modifier, **_slots(said, slots))


def _slots(said: Mapping[str, list[str]], slots: Mapping[str, str]) -> dict[str, Any]:
    """Return slot → value of what is said; of several values where one fits the first."""
    found: dict[str, Any] = {}
    for name, slot in slots.items():
        prefix, _, local = name.partition(":")
        if values := said.get(EXTERNAL[prefix] + local):
            found[slot] = tuple(values) if SLOTS[slot].several else _value(slot, values[0])
    return found


def _value(slot: str, text: str) -> str | float | date:
    if SLOTS[slot].kind == "number":
        return float(text)
    return date.fromisoformat(text) if SLOTS[slot].kind == "date" else text


def _text(term: Any) -> str:
    return str(term.value)
