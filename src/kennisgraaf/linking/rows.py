"""What a file of an education developer comes to: rows, each with what was written and what we take it for."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kennisgraaf.sheets.grids import Remark

FIELDS = ("number", "file", "qualification", "level", "task", "task_name", "process", "name")
TEXTS = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Row:
    """One process of one qualification, with the words of the file.

    number: of the qualification; file: the number of its file; task and process are codes; place: the cell or the line
    as people know it. proposed has what we take a field for where that is something else; `best` gives one of the two.
    """

    place: str
    number: str = ""
    file: str = ""
    qualification: str = ""
    level: str = ""
    task: str = ""
    task_name: str = ""
    process: str = ""
    name: str = ""
    proposed: Mapping[str, str] = field(default_factory=dict)

    def best(self, name: str) -> str:
        """Return a field as we propose it, else as it was written."""
        written: str = getattr(self, name)
        return self.proposed.get(name, written)

    @property
    def key(self) -> str:
        """Return a code for the row that holds in an IRI: 25958-b1-k1-w1."""
        parts = "-".join(filter(None, (self.best("number"), self.best("process")))).lower()
        return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in parts).strip("-")

    def propose(self, **fields: str) -> "Row":
        """Return the row with more proposals; what is the same as what was written is none."""
        more = {**self.proposed, **fields}
        return replace(self, proposed={name: text for name, text in more.items() if text != getattr(self, name)})


def row_of(place: str, said: Mapping[str, str]) -> Row:
    """Return a row with what was written in its fields."""
    fields: dict[str, Any] = {name: said.get(name, "") for name in FIELDS}
    return Row(place, **fields)


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, in its order, and what there is to say about them."""

    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...] = ()


def told(remark: Remark, lang: str = "nl") -> str:
    """Return a remark as a sentence with its place, in Dutch or English."""
    return f"{remark.place}: {text(remark.kind, lang, **remark.words)}"


def text(kind: str, lang: str, **words: str) -> str:
    """Return the words for a kind of remark; what is written in a file stands between quotes, and « near » in full."""
    given = {name: value if name in _BARE else f"“{value}”" for name, value in words.items()}
    given["near"] = str(TEXTS["near"][lang]).format(which=words["near"]) if words.get("near") else ""
    return str(TEXTS[kind][lang]).format(**given).strip()


def some(places: Iterable[str], most: int = 8) -> str:
    """Return the first few places, and how many more there are."""
    listed = list(places)
    return ", ".join(listed[:most]) + (f" (+{len(listed) - most})" if len(listed) > most else "")


_BARE = ("which", "first", "number", "code", "why", "file")
