"""The ledger's findings: each with the line it is about, and the line to write instead."""

from dataclasses import dataclass, replace

from rdflib import URIRef

from kennisgraaf.findings import Finding, Place
from kennisgraaf.ledger.file import FILE, Line
from kennisgraaf.rules import remark


@dataclass(frozen=True)
class Spot:
    """Where the ledger objects: a line of it, or a place elsewhere, or nowhere in particular."""

    iri: str
    line: Line | None = None
    place: Place | None = None


def told(rule: str, spot: Spot, remedy: object = "", **words: str) -> Finding:
    """Return the finding of a rule; words fill in the texts, remedy is the ready line to write."""
    line, place = spot.line, spot.place
    if line and not place:
        place = Place(FILE.as_posix(), line.number, 1, len(str(line)) + 1)
    detail = {"iri": spot.iri, "line": line, "remedy": remedy, **words}
    return replace(remark(rule, (URIRef(spot.iri), "", None), place or (), detail), remedy=str(remedy))
