"""What retiring a thing changes: worked out whole, before a single file is touched."""

from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files as resources

from rdflib import DCTERMS, OWL, RDF, SKOS, Literal, URIRef
from rdflib.query import ResultRow

from kennisgraaf import ledger
from kennisgraaf.edits import Edit
from kennisgraaf.errors import KennisgraafError, QueryError
from kennisgraaf.layout import amend
from kennisgraaf.ledger import Line
from kennisgraaf.namespaces import BASE, ID, prefixes
from kennisgraaf.project import Project
from kennisgraaf.retirement.names import resolve
from kennisgraaf.retirement.pointers import Pointer, pointers
from kennisgraaf.sources import Sources
from kennisgraaf.turtle import Triple, text_of
from kennisgraaf.turtle.terms import native

_DEPRECATED = (OWL.deprecated, Literal(True))  # noqa: FBT003 - an RDF literal

Turn = tuple[list[Triple], list[Triple]]  # the statements of a file that go, and those that come


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
    """The thing, its successors, the files that change, and the statements that get another object."""

    iri: str
    heirs: tuple[str, ...]
    changes: tuple[Edit, ...]
    relinked: tuple[Pointer, ...]
    was_published: bool


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
    turns = {name: _relinked(pointing, name, (iri, heirs[0])) for name in {one.place.file for one in pointing}}
    goes, comes = turns.setdefault(_home(sources, iri), ([], []))
    buried = _tombstone(sources, URIRef(iri), heirs, _notes(wish, today))
    goes += buried[0]
    comes += buried[1]
    known = prefixes(sources.kinds())
    changes = [_changed(where, name, turn, known) for name, turn in sorted(turns.items())]
    if line := lines.get(iri):
        lines[iri] = replace(line, status="vervallen", replaced_by=" ".join(heirs))
        changes.append(ledger.change(where, lines.values()))
    published = line.status == ledger.PUBLISHED if line else not iri.startswith(ID)
    return Plan(iri, heirs, tuple(changes), tuple(pointing), published)


def _changed(where: Project, name: str, turn: Turn, known: dict[str, str]) -> Edit:
    """Return the change of one file."""
    before = text_of(where.root / name, name)
    goes, comes = ([native(triple) for triple in triples] for triples in turn)
    after = amend(before, name, add=comes, remove=goes, prefixes=known)
    return Edit(where.root / name, before.encode(), after.encode())


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


def _relinked(pointing: list[Pointer], name: str, ends: tuple[str, str]) -> Turn:
    """Return the statements of a file that go and that come, when those that point to one thing point to another.

    One that would be about itself does not come.
    """
    old, new = map(URIRef, ends)
    goes = [pointer.triple for pointer in pointing if pointer.place.file == name]
    comes = [(s, new if p == old else p, new if o == old else o) for s, p, o in goes]
    return goes, [triple for triple in comes if triple[2] != triple[0]]


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


def _tombstone(sources: Sources, iri: URIRef, heirs: tuple[str, ...], notes: list[Literal]) -> Turn:
    """Return the statements about the thing that go, and those that make its tombstone."""
    comes: list[Triple] = [
        (iri, *_DEPRECATED),
        *((iri, DCTERMS.isReplacedBy, URIRef(heir)) for heir in heirs),
        *((iri, SKOS.changeNote, note) for note in notes),
    ]
    status = _status(sources, iri, replaced=bool(heirs))
    if status is None:
        return [], comes
    documents = (document for documents in sources.documents.values() for document in documents)
    goes = [t for document in documents for t in document.triples if t[:2] == (iri, status[0])]
    return goes, [*comes, (iri, *status)]


def _status(sources: Sources, iri: str, *, replaced: bool) -> tuple[URIRef, URIRef] | None:
    """Return the editorial status of what is retired, where the project knows such statuses; terms have none."""
    if not iri.startswith(ID):
        return None
    query = resources("kennisgraaf").joinpath("retirement/status.rq").read_text(encoding="utf-8")
    for row in sources.graph(*sources.data_graphs).query(query):
        if isinstance(row, ResultRow) and (str(row["replaced"]) == "true") == replaced:
            return URIRef(row["property"]), URIRef(row["status"])
    return None
