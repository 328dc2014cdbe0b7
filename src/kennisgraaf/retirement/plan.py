"""What retiring a thing changes: worked out whole, before a single file is touched."""

from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files as resources
from pathlib import Path

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, SKOS, Literal, URIRef
from rdflib.query import ResultRow

from kennisgraaf import ledger
from kennisgraaf.errors import KennisgraafError, QueryError
from kennisgraaf.ledger import Line
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.project import Project
from kennisgraaf.retirement import files
from kennisgraaf.retirement.names import resolve
from kennisgraaf.retirement.pointers import Pointer, pointers
from kennisgraaf.sources import Sources
from kennisgraaf.turtle import text_of

_DEPRECATED = (OWL.deprecated, Literal(True))  # noqa: FBT003 - an RDF literal

_PREFIXES = f"PREFIX dct: <{DCTERMS}>\nPREFIX owl: <{OWL}>\nPREFIX skos: <{SKOS}>\n"


@dataclass(frozen=True)
class Wish:
    """What somebody wants: names of the thing and of its successors (none: there is none), and why, in Dutch (English).

    relink: what still points to the thing shall point to the one successor.
    """

    thing: str
    by: tuple[str, ...]
    why: str
    why_en: str = ""
    relink: bool = False


@dataclass(frozen=True)
class Plan:
    """The thing, its successors, the new text of each file that changes, and the statements that get another object."""

    iri: str
    heirs: tuple[str, ...]
    texts: dict[Path, str]
    relinked: tuple[Pointer, ...]
    was_published: bool

    def write(self) -> None:
        """Write all files, or none. MachineError: the disk is full or not writable."""
        files.write(self.texts)


def plan(where: Project, sources: Sources, wish: Wish, today: date) -> Plan:
    """Return what has to change.

    NotFound: an unknown name. QueryError: the wish contradicts itself. KennisgraafError: it is withdrawn already, a
    successor does not fit, or something still points to it. SourceError: a file cannot be changed safely.
    """
    iri = resolve(sources, wish.thing)
    lines = ledger.read(where)
    _refuse_thing(sources, iri, lines)
    heirs = tuple(dict.fromkeys(_heir(sources, iri, name, lines) for name in wish.by))
    pointing = pointers(sources, iri)
    _refuse_pointers(iri, heirs, pointing, relink=wish.relink)
    texts = {}
    for name in sorted({pointer.place.file for pointer in pointing}):
        texts[where.root / name] = _relinked(text_of(where.root / name, name), name, pointing, (iri, heirs[0]))
    name = _home(sources, iri)
    path = where.root / name
    texts[path] = _buried(sources, texts.get(path) or text_of(path, name), name, (iri, heirs), _notes(wish, today))
    if line := lines.get(iri):
        lines[iri] = replace(line, status="vervallen", replaced_by=" ".join(heirs))
        texts[where.root / ledger.FILE] = ledger.render(lines.values())
    published = line.status == ledger.PUBLISHED if line else not iri.startswith(ID)
    return Plan(iri, heirs, texts, tuple(pointing), published)


def _refuse_thing(sources: Sources, iri: str, lines: dict[str, Line]) -> None:
    if _dead(sources, iri) or (iri in lines and lines[iri].withdrawn):
        raise KennisgraafError(f"<{iri}> is withdrawn already.", fix="Its tombstone stands in data/ or in the ledger.")
    if "#" in iri and iri.startswith(ID):
        raise QueryError(f"<{iri}> is a part of a thing.", fix=f"Retire the whole: <{iri.partition('#')[0]}>.")
    if not iri.startswith(BASE):
        raise QueryError(f"<{iri}> is not ours.", fix=f"Only what begins with {BASE} can be retired here.")


def _dead(sources: Sources, iri: str) -> bool:
    documents = (document for documents in sources.documents.values() for document in documents)
    return any((URIRef(iri), *_DEPRECATED) in document.triples for document in documents)


def _heir(sources: Sources, iri: str, name: str, lines: dict[str, Line]) -> str:
    """Return the IRI of a successor that fits."""
    if name.startswith(("http://", "https://")) and not name.startswith(BASE):
        return name
    heir = resolve(sources, name)
    if heir == iri:
        raise QueryError("A thing cannot succeed itself.", fix="Give another successor, or --no-successor.")
    if _dead(sources, heir) or (heir in lines and lines[heir].withdrawn):
        raise KennisgraafError(f"The successor <{heir}> is withdrawn itself.", fix="Name what is valid today.")
    if not _kind(sources, iri) & _kind(sources, heir):
        raise KennisgraafError(
            f"The successor <{heir}> is something else than <{iri}>.",
            fix="Name a successor of the same type; say in --why what somebody can use instead, with --no-successor.",
        )
    return heir


def _kind(sources: Sources, iri: str) -> set[str]:
    """Return the type in the IRI of a thing; of a term its types."""
    if iri.startswith(ID):
        return {iri.removeprefix(ID).split("/")[0]}
    documents = (document for documents in sources.documents.values() for document in documents)
    return {str(o) for document in documents for s, p, o in document.triples if str(s) == iri and p == RDF.type}


def _refuse_pointers(iri: str, heirs: tuple[str, ...], pointing: list[Pointer], *, relink: bool) -> None:
    if relink and (len(heirs) != 1 or not heirs[0].startswith(BASE)):
        raise QueryError("--relink needs one successor of ours.", fix="Give one --by, or relink by hand.")
    if pointing and not relink:
        shown = "".join(
            f"\n    {pointer.place}: <{pointer.triple[0]}> <{pointer.triple[1]}>" for pointer in pointing[:50]
        )
        more = f"\n    and {len(pointing) - 50} more" if len(pointing) > 50 else ""  # noqa: PLR2004
        raise KennisgraafError(
            f"{len(pointing)} statements still point to <{iri}>:{shown}{more}",
            fix="Change or retire these first, or give --relink to make them point to the one successor.",
        )


def _relinked(text: str, name: str, pointing: list[Pointer], ends: tuple[str, str]) -> str:
    """Return a file's text with the pointing statements about the successor; one about itself is left out."""
    wanted = {tuple(map(str, pointer.triple)) for pointer in pointing if pointer.place.file == name}
    old, new = (ox.NamedNode(iri) for iri in ends)

    def each(quad: ox.Quad) -> ox.Quad | None:
        spelled = tuple(getattr(term, "value", "") for term in (quad.subject, quad.predicate, quad.object))
        if spelled not in wanted:
            return quad
        value = new if quad.object == old else quad.object
        predicate = new if quad.predicate == old else quad.predicate
        return None if value == quad.subject else ox.Quad(quad.subject, predicate, value)

    return files.change(text, name, each)


def _home(sources: Sources, iri: str) -> str:
    """Return the name of the file that says what the thing is: where its type stands, else where most is said of it."""
    found: dict[str, int] = {}
    for documents in sources.documents.values():
        for document in documents:
            about = [p for s, p, _ in document.triples if str(s) == iri]
            if about:
                found[document.name] = len(about) + 1000 * (RDF.type in about) + 1000 * (SKOS.prefLabel in about)
    return max(sorted(found), key=lambda name: found[name])


def _notes(wish: Wish, today: date) -> list[Literal]:
    """Return the dated reason, in one or two languages. QueryError: there is none."""
    if not wish.why.strip():
        raise QueryError("Nobody will know why.", fix="Give the reason in Dutch: --why 'samengevoegd met 4A'.")
    texts = {"nl": wish.why, "en": wish.why_en}
    return [Literal(f"{today}: {text.strip()}", lang=lang) for lang, text in texts.items() if text.strip()]


def _buried(sources: Sources, text: str, name: str, ends: tuple[str, tuple[str, ...]], notes: list[Literal]) -> str:
    """Return the text of a thing's file with its tombstone."""
    iri, heirs = ends
    said: list[tuple[URIRef, URIRef | Literal]] = [
        _DEPRECATED,
        *((DCTERMS.isReplacedBy, URIRef(heir)) for heir in heirs),
        *((SKOS.changeNote, n) for n in notes),
    ]
    if status := _status(sources, iri, replaced=bool(heirs)):
        said.append(status)
        text = files.change(
            text,
            name,
            lambda quad: None if (str(quad.subject), str(quad.predicate)) == (f"<{iri}>", f"<{status[0]}>") else quad,
        )
    kinds = sorted({str(o).removeprefix(ID).split("/")[0] for _, o in said if str(o).startswith(ID)})
    heads = [_PREFIXES, *(f"PREFIX {kind}: <{ID}{kind}/>\n" for kind in kinds)]
    return files.add(text, name, "".join([*heads, *(f"<{iri}> {p.n3()} {o.n3()} .\n" for p, o in said)]))


def _status(sources: Sources, iri: str, *, replaced: bool) -> tuple[URIRef, URIRef] | None:
    """Return the editorial status of what is retired, where the project knows such statuses; terms have none."""
    if not iri.startswith(ID):
        return None
    query = resources("kennisgraaf").joinpath("retirement/status.rq").read_text(encoding="utf-8")
    for row in sources.graph(*sources.data_graphs).query(query):
        if isinstance(row, ResultRow) and (str(row["replaced"]) == "true") == replaced:
            return URIRef(row["property"]), URIRef(row["status"])
    return None
