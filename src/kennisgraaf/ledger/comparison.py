"""What the ledger objects to: each finding with the line it is about, the rule, and the line to write instead."""

from collections.abc import Iterator
from dataclasses import replace

from rdflib import DCTERMS, OWL, RDF, SKOS, Literal, URIRef

from kennisgraaf.findings import Finding, Place
from kennisgraaf.ledger import past
from kennisgraaf.ledger.file import CONCEPT, FILE, PUBLISHED, STATUSES, Line, read
from kennisgraaf.ledger.objection import Spot, told
from kennisgraaf.ledger.tombs import ends
from kennisgraaf.namespaces import GRAPH, ID, KG
from kennisgraaf.near import nearest
from kennisgraaf.project import Project
from kennisgraaf.sources import Sources


def compare(where: Project, sources: Sources) -> list[Finding]:
    """Return what is wrong with the ledger: by itself, beside the data, and beside the newest tagged release.

    SourceError: the ledger cannot be read.
    """
    lines = read(where)
    gone = past.compare(where, sources, lines)
    known = {str(finding.thing) for finding in gone if finding.remedy}  # whose old line is told already
    beside = _Beside(where, sources, lines)
    return [*_written(where, lines), *beside.missing(known), *beside.findings(), *gone]


def _written(where: Project, lines: dict[str, Line]) -> Iterator[Finding]:
    """Yield what is wrong with the form: the order, and the ends of lines."""
    if b"\r" in (where.root / FILE).read_bytes():
        yield told("Register-regeleinde", Spot(ID, place=Place(FILE.as_posix(), 1)))
    before = ""
    for line in lines.values():
        if line.iri < before:
            yield told("Register-volgorde", Spot(line.iri, line), before=before)
        before = max(before, line.iri)


class _Beside:
    """The ledger beside the data."""

    def __init__(self, where: Project, sources: Sources, lines: dict[str, Line]) -> None:
        """Look up once what the data say of each IRI."""
        self._lines = lines
        ours = [iri for iri in sources.data_graphs if (where.root / "data" / iri.removeprefix(GRAPH)).is_dir()]
        documents = [document for iri in ours for document in sources.documents[iri]]
        subjects = {str(s) for document in documents for s in document.subjects}
        self._described = {iri.split("#")[0] for iri in subjects if iri.startswith(ID)}
        self._typed: set[str] = set()
        self._dead: set[str] = set()
        self._explained: set[str] = set()
        self._heirs: dict[str, set[str]] = {}
        self._types: dict[str, set[str]] = {}
        for document in documents:
            for s, p, o in document.triples:
                self._note(str(s), p, o)

    def _note(self, thing: str, predicate: URIRef, value: object) -> None:
        if predicate == RDF.type:
            self._typed.add(thing)
        if predicate == RDF.type and str(value).startswith(KG):
            self._types.setdefault(thing, set()).add(str(value).removeprefix(KG).lower())
        elif predicate == OWL.deprecated and value == Literal(True):  # noqa: FBT003 - an RDF literal
            self._dead.add(thing)
        elif predicate == SKOS.changeNote:
            self._explained.add(thing)
        elif predicate == DCTERMS.isReplacedBy:
            self._heirs.setdefault(thing, set()).add(str(value))

    def missing(self, told_already: set[str]) -> Iterator[Finding]:
        """Yield what is described and has no line."""
        for iri in sorted(self._described - self._lines.keys() - told_already):
            new = Line(iri, iri.removeprefix(ID).split("/")[0], "", CONCEPT)
            yield told("Register-identificator", Spot(iri), remedy=str(new))

    def findings(self) -> Iterator[Finding]:
        """Yield what does not fit, by line."""
        known = {line.iri: self._whole(line) for line in self._lines.values()}
        for line in self._lines.values():
            yield from self._of(line)
            yield from self._succession(known[line.iri], known)

    def _whole(self, line: Line) -> Line:
        """Return a line with the successors that the data name beside its own."""
        heirs = [*line.heirs, *sorted(self._heirs.get(line.iri, set()) - {*line.heirs})]
        return replace(line, replaced_by=" ".join(heirs))

    def _of(self, line: Line) -> Iterator[Finding]:
        """Yield what is wrong with one line and its thing, successors aside."""
        kind = line.iri.removeprefix(ID).split("/")[0]
        types = self._types.get(line.iri, set())
        if not line.iri.startswith(ID) or line.type != kind or (types and kind not in types):
            yield told(
                "Register-type", Spot(line.iri, line), remedy=replace(line, type=kind), types=", ".join(sorted(types))
            )
        if line.status not in STATUSES or (line.status == PUBLISHED and not line.since):
            yield told("Register-status", Spot(line.iri, line))
        if line.iri not in self._typed and not line.withdrawn:
            yield told(f"Register-verdwenen{'-concept' * (line.status == CONCEPT)}", Spot(line.iri, line))
        if line.withdrawn and line.iri in self._described - self._dead:
            yield told("Register-levend", Spot(line.iri, line))
        if not line.withdrawn and line.iri in self._dead:
            heirs = " ".join(sorted(self._heirs.get(line.iri, ())))
            mended = replace(line, status="vervallen", replaced_by=heirs)
            yield told("Register-vervallen", Spot(line.iri, line), remedy=mended)

    def _succession(self, line: Line, known: dict[str, Line]) -> Iterator[Finding]:
        """Yield what is wrong with what replaces a thing."""
        spot = Spot(line.iri, line)
        if line.withdrawn and line.heirs:
            yield from self._heirs_of(line, known)
        elif line.withdrawn and line.iri not in self._explained:
            yield told("Register-opvolger", spot)
        elif not line.withdrawn and self._lines[line.iri].heirs:
            yield told("Register-niet-vervallen", spot)

    def _heirs_of(self, line: Line, known: dict[str, Line]) -> Iterator[Finding]:
        """Yield the successors that do not exist, that lead round, or that lead to what is withdrawn itself."""
        spot = Spot(line.iri, line)
        for heir in line.heirs:
            if heir.startswith(ID) and heir not in known and heir not in self._described:
                codes = (iri.removeprefix(ID) for iri in known)
                near = [ID + code for code in nearest(heir.removeprefix(ID), codes, 3)]
                yield told("Register-opvolger-onbekend", spot, heir=heir, near=f": {', '.join(near)}" if near else "")
        last, ring = ends(line.iri, known)
        if ring:
            yield told("Register-opvolger-kring", spot, ring=" → ".join(ring))
        elif dead := sorted(one for one in last if one in known and known[one].withdrawn):
            yield told("Register-opvolger-vervallen", spot, heir=", ".join(dead))
