"""From a set to SSSOM/TSV and to its JSON form: slots and prefixes in a fixed order, so that a diff shows what changed.

Only what is said is written: slots in use, and the prefixes that these need.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from kennisgraaf.namespaces import ID, prefixes
from kennisgraaf.sssom import Extension, Mapping, MappingSet, slots_of
from kennisgraaf.sssom.slots import ENTITIES, SLOTS, Curies, joined


def tsv(found: MappingSet) -> str:
    """Return a set as SSSOM/TSV (text, LF), its head on lines that begin with #; `reading.parse` reads it back.

    A table has no row for a set without mappings; its heading then has the slots that every mapping has.
    """
    curies = curies_of(found)
    head = {"curie_map": _used(found, curies), **_about(found, curies)}
    text = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=2**31, default_flow_style=False)
    above = "".join(f"#{line}\n" for line in text.rstrip("\n").split("\n"))
    return above + _table(found, curies)


def plain(found: MappingSet) -> dict[str, Any]:
    """Return a set as the standard's JSON form; slots of a file's own are not in it, for its schema has no room."""
    curies = curies_of(found)
    about = {name: value for name, value in _about(found, curies).items() if name not in found.extensions}
    mappings = [_slots(one, curies) for one in found.mappings]
    return {"curie_map": _used(found, curies), **about, "mappings": mappings}


def curies_of(found: MappingSet) -> Curies:
    """Return the prefixes for a set: ours, published for every kind of thing, and its own before them."""
    kinds = {iri.removeprefix(ID).split("/")[0] for iri in _identifiers(found) if iri.startswith(ID)}
    return Curies({**prefixes(sorted(kinds)), **found.curie_map})


def _identifiers(found: MappingSet) -> Iterator[str]:
    for holder in (found, *found.mappings):
        for name in slots_of(type(holder)):
            value = getattr(holder, name)
            if value and SLOTS[name].kind in ENTITIES:
                yield from value if SLOTS[name].several else [value]
    for one in found.extension_definitions:
        yield from filter(None, (one.property, one.hint))


def _used(found: MappingSet, curies: Curies) -> dict[str, str]:
    """Return the prefixes that the set needs, and those of its own file."""
    used = {curies.contract(iri).partition(":")[0] for iri in _identifiers(found)} | found.curie_map.keys()
    return {prefix: curies.spaces[prefix] for prefix in sorted(used) if prefix in curies.spaces}


def _about(found: MappingSet, curies: Curies) -> dict[str, Any]:
    """Return what the head says beside the prefixes."""
    definitions = [_definition(one, curies) for one in found.extension_definitions]
    return _slots(found, curies) | ({"extension_definitions": definitions} if definitions else {}) | found.extensions


def _definition(one: Extension, curies: Curies) -> dict[str, str]:
    said = {"slot_name": one.name, "property": curies.contract(one.property), "type_hint": curies.contract(one.hint)}
    return {name: value for name, value in said.items() if value}


def _slots(holder: Mapping | MappingSet, curies: Curies) -> dict[str, Any]:
    """Return the slots in use, as JSON has them."""
    given = ((name, getattr(holder, name)) for name in slots_of(type(holder)))
    return {name: _plain(name, value, curies) for name, value in given if value not in ("", (), None)}


def _plain(name: str, value: Any, curies: Curies) -> Any:
    if isinstance(value, tuple):
        return [_plain(name, one, curies) for one in value]
    if SLOTS[name].kind in ENTITIES:
        return curies.contract(value)
    return value.isoformat() if isinstance(value, date) else value


def _table(found: MappingSet, curies: Curies) -> str:
    rows = [{**_slots(one, curies), **one.extensions} for one in found.mappings]
    used = {name for row in rows for name in row} | {"subject_id", "predicate_id", "object_id", "mapping_justification"}
    names = [name for name in slots_of(Mapping) if name in used]
    names += sorted(used - {*names})
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(name, row.get(name, "")) for name in names] for row in rows)
    return stream.getvalue()


def _cell(name: str, value: Any) -> str:
    several = name in SLOTS and SLOTS[name].several
    return joined(tuple(value)) if several else str(value)
