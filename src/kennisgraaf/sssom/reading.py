"""From SSSOM/TSV to a set: all of it, or every fault with its line and column.

A table of tab-separated values under lines that begin with #, which together are YAML; or, beside the table, a file of
that YAML (https://mapping-commons.github.io/sssom/spec-formats-tsv/).
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kennisgraaf.errors import Fault, SourceError, TableError
from kennisgraaf.sssom import LITERAL, Extension, Mapping, MappingSet, slots_of
from kennisgraaf.sssom.metadata import Head, Placed
from kennisgraaf.sssom.slots import SLOTS, Curies, Slot, value_of
from kennisgraaf.sssom.slots import parts as parts_of
from kennisgraaf.turtle import text_of

LARGEST = 50_000_000  # bytes
_SPECIAL = ("curie_map", "extension_definitions", "mappings")
_OF_SET, _OF_MAPPING = slots_of(MappingSet), slots_of(Mapping)


def read(path: Path) -> MappingSet:
    """Read one .sssom.tsv file; where it has no head, that of the .sssom.yml file of the same name beside it.

    SourceError: it cannot be opened, is too large, or is not UTF-8. TableError: what is wrong in it, all of it.
    """
    head = next((one for one in (path.with_suffix(".yml"), path.with_suffix(".yaml")) if one.is_file()), None)
    return parse(_text(path), path.name, *((_text(head), head.name) if head else ()))


def parse(text: str, name: str, beside: str = "", beside_name: str = "") -> MappingSet:
    """Return the set in a text; beside is the head where it stands in a file of its own. TableError: as in read."""
    return _Reader(text.removeprefix("\ufeff"), name, beside, beside_name).result()


def _text(path: Path) -> str:
    if path.is_file() and path.stat().st_size > LARGEST:
        what = f"The file holds more than {LARGEST / 1e6:.0f} MB"
        raise SourceError(what, fix="Divide it into smaller sets.", file=path.name)
    return text_of(path, path.name)


class _Reader:
    """Reads one file; faults are gathered until the end."""

    def __init__(self, text: str, name: str, beside: str, beside_name: str) -> None:
        self.name = name
        lines = text.split("\n")
        self.above = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
        inner = "\n".join(line[1:].rstrip("\r") for line in lines[: self.above])
        self.head = Head(inner, name, 1) if inner.strip() or not beside else Head(beside, beside_name)
        self.faults = self.head.faults
        self.curies = Curies(dict(self._prefixes()))
        self.table = "\n".join(lines[self.above :])

    def result(self) -> MappingSet:
        """Return the set, or raise all faults."""
        set_slots = dict(self._about())
        literal = {side: set_slots.get(f"{side}_type") == LITERAL for side in ("subject", "object")}
        mappings = tuple(self._mappings(literal))
        known = {*_OF_SET, *_SPECIAL}
        own = {
            name: one.value for name, one in self.head.slots.items() if name not in known and isinstance(one.value, str)
        }
        for name in ("mapping_set_id", "license"):
            if not self.head.faults and name not in set_slots:
                self._fault(1, 1, f"The set has no {name}.", f"Add a line #{name}: with an IRI to the head.")
        if self.faults:
            raise TableError(self.faults)
        found = {"extension_definitions": tuple(self._extensions()), "extensions": own, **set_slots}
        return MappingSet(mappings=mappings, curie_map=dict(self._prefixes()), **found)

    def _fault(self, line: int, column: int, what: str, fix: str) -> None:
        self.faults.append(Fault(f"{self.name}:{line}:{column}", what, fix))

    def _prefixes(self) -> Iterator[tuple[str, str]]:
        """Yield the prefixes of curie_map, each with its namespace."""
        given = self.head.slots.get("curie_map")
        for prefix, space in (given.value if given and isinstance(given.value, dict) else {}).items():
            value = space.value.get("prefix_url") if isinstance(space.value, dict) else space
            if value and isinstance(value.value, str):
                yield prefix, value.value

    def _about(self) -> Iterator[tuple[str, Any]]:
        """Yield what the head says of the set: slot and value."""
        for name in (name for name in _OF_SET if name in self.head.slots):
            slot, given = SLOTS[name], self.head.slots[name]
            if not isinstance(given.value, str | list) or (isinstance(given.value, list) and not slot.several):
                self.head.fault(given.line, given.column, f"{name} is no single text.", "Write one value behind it.")
                continue
            found = [self._value(name, slot, one) for one in given.texts()]
            values = tuple(value for value in found if value is not None)
            if values:
                yield name, values if slot.several else values[0]

    def _value(self, name: str, slot: Slot, one: Placed) -> Any:
        try:
            return value_of(slot, str(one.value), self.curies)
        except ValueError as error:
            self.head.fault(one.line, one.column, f"{name}: {error}", "Correct it in the head.")
            return None

    def _extensions(self) -> Iterator[Extension]:
        given = self.head.slots.get("extension_definitions")
        for one in given.value if given and isinstance(given.value, list) else []:
            said = {key: str(value.value) for key, value in (one.value if isinstance(one.value, dict) else {}).items()}
            if said.get("slot_name"):
                yield Extension(said["slot_name"], *map(self._whole, (said.get("property"), said.get("type_hint"))))

    def _whole(self, curie: str | None) -> str:
        try:
            return self.curies.expand(curie) if curie else ""
        except ValueError:
            return curie or ""

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the line on which it begins."""
        reader = csv.reader(io.StringIO(self.table, newline=""), delimiter="\t", strict=True)
        line = 1
        try:
            for row in reader:
                if any(row):
                    yield self.above + line, row
                line = reader.line_num + 1
        except csv.Error as error:
            fix = "Close every quote, and write a quote within a text twice."
            self._fault(self.above + line, 1, f"This is no table of tab-separated values: {error}.", fix)

    def _mappings(self, literal: dict[str, bool]) -> Iterator[Mapping]:
        rows = self._rows()
        line, names = next(rows, (self.above + 1, []))
        if not {"predicate_id", "mapping_justification"} <= {*names} or len({*names}) < len(names):
            fix = "Begin the table with the names of the slots, each once, a tab between them."
            what = "The table has no heading with predicate_id and mapping_justification"
            self._fault(line, 1, f"{what}, or a name stands in it twice.", fix)
            return
        for at, row in rows:
            if len(row) > len(names) and any(row[len(names) :]):
                self._fault(
                    at, len(names) + 1, f"The row has {len(row)} cells, the heading {len(names)}.", "Count them."
                )
            slots, own = self._row(at, names, row)
            self._required(at, names, slots, literal)
            if not self.faults:
                yield Mapping(**slots, extensions=own)

    def _row(self, line: int, names: list[str], row: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what a row says in the slots of the standard, and in others."""
        slots: dict[str, Any] = {}
        own = {}
        for at, (name, text) in enumerate(zip(names, row, strict=False), 1):
            if not text:
                continue
            if name not in _OF_MAPPING:
                own[name] = text
                continue
            slot = SLOTS[name]
            try:
                given = parts_of(text) if slot.several else [text]
                values = tuple(value_of(slot, one, self.curies) for one in given if one)
            except ValueError as error:
                self._fault(line, at, f"{name}: {error}", "Correct this cell.")
                slots[name] = None
            else:
                slots |= {name: values if slot.several else values[0]} if values else {}
        return slots, own

    def _required(self, line: int, names: list[str], slots: dict[str, Any], literal: dict[str, bool]) -> None:
        """Tell what a mapping lacks; what is no thing but a text has a label instead of an identifier."""
        needed = ["predicate_id", "mapping_justification"]
        for side, default in literal.items():
            kind = slots.get(f"{side}_type")
            needed.append(f"{side}_label" if (kind == LITERAL if kind else default) else f"{side}_id")
        for name in needed:
            if name not in slots:
                at = names.index(name) + 1 if name in names else 1
                self._fault(line, at, f"The mapping has no {name}.", "Fill in this cell.")
