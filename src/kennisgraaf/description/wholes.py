"""Where a thing stands: the way from it up to the whole, as a reader would go."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kennisgraaf.description.facts import Texts, query
from kennisgraaf.description.order import natural
from kennisgraaf.engine import Engine, term_iri
from kennisgraaf.errors import QueryError

_EXAMPLE = "VALUES ?thing { kg:thing }"
_MOST = 200  # things that one query asks about


@dataclass
class Whole:
    """Something that others are part of; rank says how close that is, the lowest is the closest."""

    iri: str
    rank: int
    labels: Texts = field(default_factory=dict)
    code: str = ""


Wholes = dict[str, list[Whole]]


def read(engine: Engine, things: Iterable[str]) -> Wholes:
    """Return the wholes of things, and of these wholes again, by the IRI of the part, the closest first."""
    terms = " ".join([term for iri in sorted(set(things)) if (term := _term(iri))][:_MOST])
    found: dict[str, dict[str, Whole]] = {}
    for row in engine.rows(query("wholes").replace(_EXAMPLE, f"VALUES ?thing {{ {terms} }}")) if terms else []:
        part, whole = row["part"].value, row["whole"].value
        known = found.setdefault(part, {}).setdefault(whole, Whole(whole, int(row["rank"].value)))
        known.labels[row["label"].lang] = row["label"].value
        known.code = row["code"].value if "code" in row else ""
    return {part: sorted(wholes.values(), key=_place) for part, wholes in found.items()}


def path(wholes: Wholes, iri: str) -> list[Whole]:
    """Return the wholes of a thing from the largest to the closest; the first of several, and a ring only once."""
    found: list[Whole] = []
    met = {iri}
    while above := [whole for whole in wholes.get(iri, []) if whole.iri not in met]:
        found.append(above[0])
        iri = above[0].iri
        met.add(iri)
    return found[::-1]


def apart(wholes: Wholes, namesakes: list[str]) -> dict[str, Whole]:
    """Return for each of these things the closest whole by which they differ; else the closest one it has."""
    ways = {iri: path(wholes, iri)[::-1] for iri in namesakes}
    for level in range(max(map(len, ways.values()), default=0)):
        met = {iri: way[level] for iri, way in ways.items() if level < len(way)}
        if len({(whole.code, *sorted(whole.labels.items())) for whole in met.values()}) == len(namesakes):
            return met
    return {iri: way[0] for iri, way in ways.items() if way}


def _place(whole: Whole) -> tuple[object, ...]:
    return whole.rank, natural(whole.iri)


def _term(iri: str) -> str:
    try:
        return term_iri(iri)
    except QueryError:
        return ""
