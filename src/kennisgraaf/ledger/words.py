"""The ledger's findings in words, Dutch and English: the texts stand in words.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import URIRef

from kennisgraaf.findings import Finding, Place
from kennisgraaf.ledger.file import FILE, Line
from kennisgraaf.namespaces import KGS


@dataclass(frozen=True)
class Spot:
    """Where the ledger objects: a line of it, or a place elsewhere, or nowhere in particular."""

    iri: str
    line: Line | None = None
    place: Place | None = None


def told(rule: str, spot: Spot, remedy: object = "", severity: str = "Violation", **words: str) -> Finding:
    """Return the finding of a rule; words fill in the texts, remedy is the ready line to write."""
    line, place = spot.line, spot.place
    if line and not place:
        place = Place(FILE.as_posix(), line.number, 1, len(str(line)) + 1)
    texts = {
        language: text.format(iri=spot.iri, line=line, remedy=remedy, **words)
        for language, text in _texts()[rule].items()
    }
    return Finding(URIRef(spot.iri), URIRef(KGS + rule), "", None, severity, texts, place=place, remedy=str(remedy))


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("kennisgraaf").joinpath("ledger/words.toml").read_text(encoding="utf-8"))
