"""Candidates: the things that may be suggested, with all that the graph says of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kennisgraaf.engine import Engine, Term, bind, term_iri
from kennisgraaf.index import words

_HERE = Path(__file__).parent
_NAME = 10  # the weight of a preferred name in texts.rq


@dataclass(frozen=True, order=True)
class Said:
    """Something that is said of a candidate; role: "name", "definition", "indicator", ...; weight: of a word in it."""

    weight: float
    role: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """A thing that may be suggested: its IRI, names by language, code, schemes, and what is said in one language."""

    iri: str
    labels: dict[str, str]
    schemes: tuple[str, ...]
    said: tuple[Said, ...]


def rows(engine: Engine, name: str, kind: str = "") -> list[dict[str, Term]]:
    """Return the rows of a query beside this module, on things of a class (an IRI; "" for the usual one)."""
    query = (_HERE / f"{name}.rq").read_text(encoding="utf-8")
    return engine.rows(bind(query, {"class": term_iri(kind)}) if kind else query)


def candidates(told: Iterable[dict[str, Term]], lang: str) -> list[Candidate]:
    """Return the candidates of the rows of texts.rq, by IRI; a text without a language is in all."""
    said: dict[str, set[Said]] = defaultdict(set)
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    schemes: dict[str, set[str]] = defaultdict(set)
    for row in told:
        iri, text = row["thing"].value, row["text"]
        if row["role"].value == "name" and float(row["weight"].value) >= _NAME:
            labels[iri][text.lang or ""] = text.value
        if "scheme" in row:
            schemes[iri].add(row["scheme"].value)
        if text.lang in {lang, "", None}:
            said[iri].add(Said(float(row["weight"].value), row["role"].value, words.plain(text.value)))
    return [
        Candidate(iri, labels[iri], tuple(sorted(schemes[iri])), tuple(sorted(said[iri], reverse=True)))
        for iri in sorted(labels)
    ]
