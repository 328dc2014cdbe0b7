"""What things belong to: their scheme, the publication they come from, the whole they are part of.

Every number beside a choice is what is left when that choice is made and all others stay as they are.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

CHOICES = ("scheme", "source")
_THERE = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'facet'"
_KINDS = "SELECT name, COUNT(*) FROM found JOIN kind ON kind.id = found.kind WHERE {} GROUP BY name ORDER BY 2 DESC, 1"
_VALUES = """SELECT value, COUNT(*) FROM found JOIN facet ON facet.thing = found.id JOIN kind ON kind.id = found.kind
WHERE facet.name = :facet AND {} GROUP BY value ORDER BY 2 DESC, 1 LIMIT 50"""
_OF = "SELECT value FROM facet WHERE thing = ? AND name = ? ORDER BY value LIMIT 5"
_AMONG = """found.id IN (SELECT facet.thing FROM facet JOIN thing ON thing.id = facet.value
WHERE facet.name = '{0}' AND thing.iri = :{0})"""
_CHOSEN = {"kind": "kind.name = :kind", **{name: _AMONG.format(name) for name in CHOICES}}


@dataclass(frozen=True)
class Only:
    """What somebody wants to see: a kind ("competentie"), what belongs to the IRI of a scheme or of a source.

    "": all will do; withdrawn: also what should not be used any more.
    """

    kind: str = ""
    scheme: str = ""
    source: str = ""
    withdrawn: bool = True

    @property
    def chosen(self) -> dict[str, str]:
        """Return what was chosen by name."""
        return {"kind": self.kind, "scheme": self.scheme, "source": self.source}


@dataclass(frozen=True)
class Belonging:
    """Something that things belong to: its labels by language, and how many of the things found do."""

    iri: str
    labels: dict[str, str]
    total: int = 0


@dataclass(frozen=True)
class Choices:
    """What somebody chose: values by "kind", "scheme" and "source", "" where all will do."""

    file: sqlite3.Connection
    chosen: Mapping[str, str]

    @property
    def able(self) -> bool:
        """Tell whether the index knows what things belong to; one of before does not."""
        return bool(self.file.execute(_THERE).fetchone()[0])

    def where(self, without: str = "") -> str:
        """Return the condition of all that was chosen, but for one."""
        rules = [_CHOSEN[name] for name, value in self.chosen.items() if value and name != without]
        return " AND ".join(rules) or "1"

    def kinds(self) -> dict[str, int]:
        """Return how many things there are of each kind, the most first."""
        return dict(self.file.execute(_KINDS.format(self.where("kind")), self.chosen).fetchall())

    def values(self, facet: str) -> list[Belonging]:
        """Return what the things found belong to, the most first."""
        if not self.able:
            return []
        given = {**self.chosen, "facet": facet}
        rows = self.file.execute(_VALUES.format(self.where(facet)), given).fetchall()
        return [_named(self.file, value, total) for value, total in rows]

    def of(self, thing: int) -> dict[str, list[Belonging]]:
        """Return what one thing belongs to, by the name of the facet."""
        if not self.able:
            return {}
        found = {name: self.file.execute(_OF, (thing, name)).fetchall() for name in (*CHOICES, "whole")}
        return {name: [_named(self.file, value) for (value,) in rows] for name, rows in found.items() if rows}


def _named(file: sqlite3.Connection, number: int, total: int = 0) -> Belonging:
    iri, stored = file.execute("SELECT iri, texts FROM thing WHERE id = ?", (number,)).fetchone()
    names: dict[str, str] = {}
    for role, lang, value in json.loads(stored):
        if role == "name":
            names.setdefault(lang, value)
    return Belonging(iri, names, total)
