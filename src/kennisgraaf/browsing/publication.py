"""The publications from which everything comes: what each says, in its own order, and what rests on it here."""

from dataclasses import dataclass, field
from itertools import groupby

from kennisgraaf.browsing.way import found, text
from kennisgraaf.description import Texts, printed
from kennisgraaf.description.facts import LABELS, texts
from kennisgraaf.engine import Engine, Term, bind, term_iri
from kennisgraaf.namespaces import EXTERNAL

_DCT = EXTERNAL["dct"]
_CITATION, _YEAR = _DCT + "bibliographicCitation", _DCT + "issued"


@dataclass(frozen=True)
class Publication:
    """A publication: its citation by language, its year ("" if it has none), how many passages of it are used."""

    iri: str
    labels: Texts
    citation: Texts
    year: str
    passages: int

    @property
    def code(self) -> str:
        """Return the last part of its IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True)
class Piece:
    """A passage: lines of the text version, a few words of it, and IRI → labels of what rests on it."""

    iri: str
    place: Term
    lines: str
    anchor: str
    things: dict[str, Texts] = field(default_factory=dict)


def publications(engine: Engine) -> list[Publication]:
    """Return every publication that passages are taken from, the richest first."""
    known = found(engine, "publications")
    counted = {row["source"].value: int(row["number"].value) for row in engine.rows(text("passages-counted"))}
    made = [
        Publication(
            iri,
            texts(facts, LABELS),
            texts(facts, (_CITATION,)),
            next((term.value for term in facts.get(_YEAR, [])), ""),
            counted.get(iri, 0),
        )
        for iri, facts in known.items()
    ]
    return sorted(made, key=lambda one: (-one.passages, one.iri))


def reading(engine: Engine, iri: str) -> list[Piece]:
    """Return the passages of a publication in the order of its text, each with what rests on it."""
    rows = engine.rows(bind(text("reading"), {"source": term_iri(iri)}))
    pieces = []
    for (passage, _), group in groupby(rows, key=lambda row: (row["passage"].value, row["start"].value)):
        own = list(group)
        things: dict[str, Texts] = {}
        for row in own:
            if "thing" in row:
                things.setdefault(row["thing"].value, {})[row["label"].lang] = row["label"].value
        first = own[0]
        pieces.append(Piece(passage, first["place"], first["lines"].value, printed(first["anchor"].value), things))
    return pieces
