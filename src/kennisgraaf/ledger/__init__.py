"""The ledger of minted IRIs: once published, an IRI never disappears and never changes hands.

`data/identificatoren.csv` has a line per IRI: iri, type, since, status, replaced_by. What is described in the data and
not in the ledger is not minted yet; what is in the ledger and not described any more is lost, unless its status says
that it is withdrawn: then the ledger itself is what remains of it.
"""

import csv
from pathlib import Path

from rdflib import DCTERMS, OWL, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Finding
from kennisgraaf.namespaces import GRAPH, ID, KGS
from kennisgraaf.project import Project
from kennisgraaf.sources import Sources

FILE = Path("data") / "identificatoren.csv"
COLUMNS = ["iri", "type", "since", "status", "replaced_by"]
WITHDRAWN = {"vervallen", "withdrawn"}
_LOST = (
    "Een uitgegeven IRI verdwijnt nooit. Zet de beschrijving terug, of beschrijf het ding als vervallen.",
    "A minted IRI never disappears. Restore the description, or describe the thing as withdrawn.",
)


def read(where: Project) -> dict[str, dict[str, str]]:
    """Return the lines of the ledger by IRI, in the order of the file.

    SourceError: the file is missing, has other columns, or names an IRI twice.
    """
    path = where.root / FILE
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"The ledger cannot be read: {error}", fix="Restore it from git.", file=str(FILE)) from error
    found: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, 2):
        if list(row) != COLUMNS or row["iri"] in found:
            what = (
                f"{row['iri']} stands here twice"
                if row.get("iri") in found
                else "The columns are not those of a ledger"
            )
            fix = f"Keep one line per IRI, with the columns {', '.join(COLUMNS)}."
            raise SourceError(what, fix=fix, file=str(FILE), line=number)
        found[row["iri"]] = row
    return found


def compare(where: Project, sources: Sources) -> list[Finding]:
    """Return a finding for each IRI that is described and not minted, or minted and no longer described."""
    minted = read(where)
    ours = {iri for iri in sources.data_graphs if (where.root / "data" / iri.removeprefix(GRAPH)).is_dir()}
    subjects = {str(s) for iri in ours for document in sources.documents[iri] for s in document.subjects}
    described = {iri.split("#")[0] for iri in subjects if iri.startswith(ID)}
    new = [_finding(iri, *_new(iri)) for iri in sorted(described - minted.keys())]
    lost = [
        _finding(iri, *_LOST) for iri in sorted(minted.keys() - described) if minted[iri]["status"] not in WITHDRAWN
    ]
    return new + lost


def tombstones(where: Project) -> set[tuple[Node, Node, Node]]:
    """Return what the ledger says of withdrawn IRIs: that they are, and what replaces them (one or more, in spaces)."""
    found: set[tuple[Node, Node, Node]] = set()
    for iri, row in read(where).items():
        if row["status"] in WITHDRAWN:
            found.add((URIRef(iri), OWL.deprecated, Literal(True)))  # noqa: FBT003 - an RDF literal
            found |= {(URIRef(iri), DCTERMS.isReplacedBy, URIRef(heir)) for heir in row["replaced_by"].split()}
    return found


def _finding(iri: str, nl: str, en: str) -> Finding:
    shape = URIRef(KGS + "Register-identificator")
    return Finding(URIRef(iri), shape, "", None, "Violation", {"nl": nl, "en": en})


def _new(iri: str) -> tuple[str, str]:
    line = f"{iri},{iri.removeprefix(ID).split('/')[0]},<versie>,concept,"
    return (
        f"Elke IRI staat in het register. Voeg aan {FILE.as_posix()} deze regel toe: {line}",
        f"Every IRI is in the ledger. Add this line to {FILE.as_posix()}: {line}",
    )
