"""What shapes cannot see: faults of spelling, of naming, of whole graphs and of files, found after the shapes.

Each module looks for one family and makes findings; the texts of its rules stand in `rules`. Shapes go first: where a
shape objects to the same statement, its finding stays and ours only adds what it knows, so nothing is told twice.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rdflib import URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding
from kennisgraaf.inspection import (
    copies,
    cycles,
    hygiene,
    languages,
    links,
    names,
    orphans,
    patterns,
    prefixes,
    provenance,
    terms,
)
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import KGS
from kennisgraaf.project import Project
from kennisgraaf.rules import Rule, rules, triples
from kennisgraaf.sources import Sources

_Key = tuple[Node, str, Node | None]
_CHAINS = {URIRef(f"{KGS}Relatie-kring")}  # a shape objects to each link of a cycle
_REPEATED = {
    URIRef(KGS + name)
    for name in (
        *("Graaf-herkomst", "Iri-patroon", "Iri-soort", "Taal-ontbreekt"),
        *("Term-onbekend", "Verwijzing-onbekend", "Verwijzing-vervallen"),
    )
}
__all__ = ["FAMILIES", "Rule", "inspect", "join", "rules", "triples"]

FAMILIES: dict[str, Callable[[View], Iterable[Finding]]] = {
    "hygiene": hygiene.inspect,
    "terms": terms.inspect,
    "patterns": patterns.inspect,
    "links": links.inspect,
    "provenance": provenance.inspect,
    "languages": languages.inspect,
    "cycles": cycles.inspect,
    "names": names.inspect,
    "orphans": orphans.inspect,
    "prefixes": prefixes.inspect,
    "copies": copies.inspect,
}


def inspect(where: Project, sources: Sources, publications: Path | None = None) -> list[Finding]:
    """Return what all families find, each once, sorted by thing, rule, path, value and place.

    publications: the folder with the texts (*.txt) that nothing may be copied from; default: copies.folder(where).
    SourceError: the ledger cannot be read.
    """
    view = View(where, sources, publications or copies.folder(where))
    found = {(finding, finding.place): finding for family in FAMILIES.values() for finding in family(view)}
    return sorted(found.values(), key=lambda finding: (*finding.order, str(finding.place)))


def join(said: Iterable[Finding], found: Iterable[Finding]) -> list[Finding]:
    """Return what the shapes said and what inspection found, without findings of ours that repeat one of a shape.

    Where a statement or a gap itself is the fault, the same thing, path and value is the same fault. A shape's finding
    takes over our statements where it has none itself: so the whole chain of a cycle is known.
    """
    said, kept = list(said), []
    known = {_key(finding) for finding in said}
    ours: dict[_Key, Finding] = {}
    for finding in found:
        keys = known.intersection(_keys(finding))
        ours.update(dict.fromkeys(keys, finding))
        if not keys:
            kept.append(finding)
    return [*(_enriched(finding, ours.get(_key(finding))) for finding in said), *kept]


def _key(finding: Finding) -> _Key:
    return finding.thing, finding.path, finding.value


def _keys(finding: Finding) -> Iterator[_Key]:
    """Yield what a shape's finding would be about that says the same."""
    if finding.shape in _CHAINS:
        yield from ((s, str(p), o) for s, p, o in finding.statements)
    elif finding.shape in _REPEATED:
        yield _key(finding)


def _enriched(finding: Finding, other: Finding | None) -> Finding:
    if other is None or finding.statements or finding.value is None:
        return finding
    own = [(s, p, o) for s, p, o in other.statements if (s, str(p), o) == _key(finding)]
    return replace(finding, statements=(*own, *(s for s in other.statements if s not in own)))
