"""Which pictures there are: pictures.toml names for each the question, the layout, and what its columns are called."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kennisgraaf.errors import NotFound
from kennisgraaf.near import nearest

Texts = Mapping[str, str]
_FILE = Path(__file__).with_name("pictures.toml")


@dataclass(frozen=True)
class Column:
    """A column of the answer; note: how it is joined to others, look: of those lines, below: in one layer.

    code: another column, whose value stands before the name.
    """

    variable: str
    title: Texts
    note: Texts
    look: str = "line"
    below: bool = False
    code: str = ""

    def __hash__(self) -> int:
        """Return a hash of its name."""
        return hash(self.variable)


@dataclass(frozen=True)
class Plan:
    """A picture: its name in addresses, its questions (a second one goes a step further), and its words."""

    name: str
    layout: str
    questions: tuple[str, ...]
    title: Texts
    lead: Texts
    columns: tuple[Column, ...]
    input: str = ""


@cache
def plans() -> dict[str, Plan]:
    """Return every picture by its name, in the order in which they are shown."""
    return {one["name"]: _plan(one) for one in _read()["picture"]}


def find(known: Mapping[str, Plan], name: str) -> Plan:
    """Return the picture of that name; NotFound has the nearest names."""
    if name in known:
        return known[name]
    near = nearest(name, known)
    raise NotFound(f"There is no picture {name!r}.", fix=f"Did you mean: {', '.join(near or known)}?")


def words(lang: str) -> dict[str, str]:
    """Return the words that pictures write themselves, in a language."""
    return {key: texts[lang] for key, texts in _read()["words"].items()}


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _plan(one: dict[str, Any]) -> Plan:
    columns = tuple(
        Column(
            column["variable"],
            column["title"],
            column.get("note", {}),
            column.get("look", "line"),
            column.get("below", False),
            column.get("code", ""),
        )
        for column in one["columns"]
    )
    named = tuple(one["questions"])
    return Plan(one["name"], one["layout"], named, one["title"], one["lead"], columns, one.get("input", ""))
