"""One fault is told once: findings that would be gone as soon as the fault behind them is mended are only counted.

A misspelt class, property or namespace makes much else look wrong. So the files are read as if such slips were mended,
and checked again: what is no longer found then was a consequence, whatever rule found it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rdflib import RDF, URIRef
from rdflib.term import Node

from kennisgraaf import inspection, ledger, namespaces, validation
from kennisgraaf.build import Report
from kennisgraaf.explanation import meant
from kennisgraaf.explanation.background import Background
from kennisgraaf.findings import SEVERITIES, Finding
from kennisgraaf.namespaces import DEF, KGS, SHAPES
from kennisgraaf.project import Project
from kennisgraaf.sources import Sources
from kennisgraaf.turtle import Document, Triple

_MANY = 5_000  # findings: nobody reads more, and the second check is not for free
_LARGE = 300_000  # statements, for the same reason
_PREFIX, _GONE = f"{KGS}Voorvoegsel-anders", f"{KGS}Register-verdwenen"
_FIRST = ("NodeKind", "Datatype", "Class")  # a value of the wrong form need not be told to be too small as well
_Key = tuple[Node, Node, str, Node | None]


def split(where: Project, report: Report) -> tuple[list[Finding], list[Finding]]:
    """Return the findings to tell, and those that are consequences of these, each in their order.

    Where a consequence is worse than every fault told, the first fault gets its severity: nothing passes unseen.
    """
    found = list(_once(report.findings))
    if len(found) > _MANY or report.errors or _size(report.sources) > _LARGE:
        return found, []
    background = Background(report.sources, report.sources.graph(SHAPES))
    swaps = dict(_slips(background, found))
    spaces = _spaces(report.sources, found)
    gone = {finding.thing: finding for finding in found if _has_no_type(finding)}
    gone |= {finding.thing: finding for finding in found if str(finding.shape).startswith(_GONE)}
    if not swaps and not spaces and not gone:
        return found, []
    left = _again(where, _mended(report.sources, swaps, spaces)) if swaps or spaces else set(found)
    roots = {_slip(background, one): one for one in reversed(found) if _is_root(one, swaps, spaces)}.values()
    told = [one for one in found if one in roots or (one in left and not _dangles(one, gone))]
    return _raised(told, [one for one in told if one in roots], [one for one in found if one not in told])


def _size(sources: Sources) -> int:
    return sum(len(document.triples) for documents in sources.documents.values() for document in documents)


def _slip(background: Background, finding: Finding) -> tuple[object, ...]:
    """Return what tells one slip from another: two rules may object to one, and one term may have two values."""
    value = None if background.strange(finding) else finding.value
    return finding.thing, finding.path, value, finding.place


def _is_root(finding: Finding, swaps: Mapping[Triple, Triple], spaces: Mapping[str, dict[str, str]]) -> bool:
    if finding.shape == URIRef(_PREFIX):
        return finding.place is not None and str(finding.value) in spaces.get(finding.place.file, {})
    slip = any((finding.thing, finding.path, finding.value) == (s, str(p), o) for s, p, o in swaps)
    return slip and finding.component in {"", "SPARQL"}


def _raised(told: list[Finding], roots: list[Finding], rest: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    worst = min((SEVERITIES.index(one.severity) for one in rest if one.severity in SEVERITIES), default=len(SEVERITIES))
    if not roots or any(one.severity not in SEVERITIES[worst + 1 :] for one in told):
        return told, rest
    raised = replace(roots[0], severity=SEVERITIES[worst])
    return [raised if one is roots[0] else one for one in told], rest


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield each finding, but of those of one shape on one value only the one about its form."""
    findings = list(findings)
    formed = {_key(finding) for finding in findings if finding.component in _FIRST and finding.value is not None}
    for finding in findings:
        if finding.component in {"", *_FIRST} or finding.value is None or _key(finding) not in formed:
            yield finding


def _key(finding: Finding) -> _Key:
    return finding.shape, finding.thing, finding.path, finding.value


def _slips(background: Background, findings: Iterable[Finding]) -> Iterator[tuple[Triple, Triple]]:
    """Yield the statements with a term that is misspelt, each with what was probably meant."""
    for finding in findings:
        term = meant(background, finding) if finding.component in {"", "SPARQL"} else None
        if term is None:
            continue
        for s, p, o in background.locator.facts(finding.thing, URIRef(finding.path)):
            if background.strange(finding):
                yield (s, p, o), (s, URIRef(str(term)), o)
            elif p == RDF.type and o == finding.value:
                yield (s, p, o), (s, p, URIRef(str(term)))


def _spaces(sources: Sources, findings: Iterable[Finding]) -> dict[str, dict[str, str]]:
    """Return file → wrong → right namespace, for prefixes that everybody writes for another namespace."""
    usual = namespaces.prefixes(sources.kinds())
    wrong = {(one.place.file, str(one.value)) for one in findings if one.place and one.shape == URIRef(_PREFIX)}
    found: dict[str, dict[str, str]] = {}
    for document in (document for documents in sources.documents.values() for document in documents):
        for prefix, space in document.prefixes.items():
            if (document.name, space) in wrong and usual.get(prefix, space) != space:
                found.setdefault(document.name, {})[space] = usual[prefix]
    return found


def _mended(sources: Sources, swaps: Mapping[Triple, Triple], spaces: Mapping[str, dict[str, str]]) -> Sources:
    """Return the sources as if the slips were mended."""
    return Sources(
        {
            iri: [_document(document, swaps, spaces.get(document.name, {})) for document in documents]
            for iri, documents in sources.documents.items()
        }
    )


def _document(document: Document, swaps: Mapping[Triple, Triple], spaces: Mapping[str, str]) -> Document:
    if not spaces and document.places.keys().isdisjoint(swaps):
        return document

    def moved(node: Node) -> Node:
        space = next((one for one in spaces if isinstance(node, URIRef) and node.startswith(one)), None)
        return node if space is None else URIRef(spaces[space] + str(node)[len(space) :])

    places = {
        tuple(map(moved, swaps.get(triple, triple))) if spaces else swaps.get(triple, triple): place
        for triple, place in document.places.items()
    }
    subjects = {moved(subject): place for subject, place in document.subjects.items()}
    prefixes = {prefix: spaces.get(space, space) for prefix, space in document.prefixes.items()}
    return Document(document.name, places, subjects, prefixes, document.source)  # type: ignore[arg-type]


def _again(where: Project, sources: Sources) -> set[Finding]:
    """Return what is found in the mended sources."""
    facts = validation.Facts(sources.statements(DEF, SHAPES, *sources.data_graphs))
    said = validation.examine(facts, sources.graph(SHAPES), None).findings
    return {*inspection.join(said, inspection.inspect(where, sources)), *ledger.compare(where, sources)}


def _has_no_type(finding: Finding) -> bool:
    return finding.component == "MinCount" and finding.path == str(RDF.type)


def _dangles(finding: Finding, gone: Mapping[Node, Finding]) -> bool:
    """Tell whether a finding is about what is described no longer, which the ledger tells, or only in passing."""
    told = gone.get(finding.thing)
    return (finding.value in gone) if told is None else finding is not told
