"""The words of coverage in the reader's language: they stand in words.json, for pages, tables and pictures alike."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kennisgraaf.coverage import Cell, Thing
from kennisgraaf.description import Texts
from kennisgraaf.web.language import Reader
from kennisgraaf.web.site import Site

_WORDS: dict[str, dict[str, Texts]] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Words:
    """What one reader reads; form is "states", "signs", "rules", "verdicts", "columns", "sheets" or "texts"."""

    site: Site
    reader: Reader

    def word(self, form: str, key: str) -> str:
        """Return a word."""
        return self.reader.plain(_WORDS[form][key])

    def filled(self, key: str, *values: Any) -> str:
        """Return a text with values in its places."""
        return self.word("texts", key) % values

    def name(self, thing: Thing) -> str:
        """Return the label of a thing, else its short name."""
        return self.reader.plain(thing.labels) or self.site.short(thing.iri)

    def coded(self, thing: Thing) -> str:
        """Return the label of a thing behind its code."""
        return f"{thing.code} {self.name(thing)}".strip()

    def number(self, value: float | None) -> str:
        """Return a sureness as people write it, in at most two digits: "" where there is none."""
        shown = "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
        return shown.replace(".", ",") if self.reader.lang == "nl" else shown

    def sign(self, cell: Cell) -> str:
        """Return what a cell says in a letter, and a number where there is one."""
        return f"{self.word('signs', cell.state)} {self.number(cell.best)}".strip()

    def cell(self, cell: Cell) -> str:
        """Return what a cell says in words."""
        state = self.word("states", cell.state)
        return state if cell.best is None else self.filled("sure", state, self.number(cell.best), len(cell.links))
