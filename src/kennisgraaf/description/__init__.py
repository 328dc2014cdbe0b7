"""The page of a thing: what is said of it, what refers to it, and which passages it rests on.

The queries are files beside this one; each takes the thing as a bound term. What reads well is decided here: names
instead of IRIs, an inferred statement only when no closer one says the same, rows in the order of a person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from kennisgraaf.description import order, readings, wholes
from kennisgraaf.description.card import Card, card
from kennisgraaf.description.facts import LABELS, Facts, Texts, facts, query, texts
from kennisgraaf.description.passages import Passage, passages, printed
from kennisgraaf.description.readings import Reading
from kennisgraaf.description.vocabulary import Vocabulary, vocabulary
from kennisgraaf.description.wholes import Whole
from kennisgraaf.description.works import Publication, publications
from kennisgraaf.engine import Answer, Engine, Term
from kennisgraaf.engine.values import bind, term_boolean, term_iri, term_text
from kennisgraaf.errors import NotFound
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import EXTERNAL, ID, KG
from kennisgraaf.near import nearest

__all__ = [
    "Card",
    "Description",
    "Facts",
    "Group",
    "Passage",
    "Publication",
    "Reading",
    "Texts",
    "Value",
    "Vocabulary",
    "Whole",
    "card",
    "columns",
    "describe",
    "members",
    "passages",
    "printed",
    "publications",
    "surroundings",
    "things",
    "vocabulary",
]

_RDF_TYPE = EXTERNAL["rdf"] + "type"
_DEFINITIONS = (EXTERNAL["skos"] + "definition", KG + "uitleg", EXTERNAL["dct"] + "description")
_NOTATION = EXTERNAL["skos"] + "notation"
_NOT_LISTED = {*LABELS, *_DEFINITIONS, _RDF_TYPE, _NOTATION, KG + "heeftBronpassage", EXTERNAL["owl"] + "deprecated"}
Told = dict[tuple[Term, bool], set[str]]  # what is said of a far end, outward or not
_RECORDED = {EXTERNAL["owl"] + name for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")}


@dataclass(frozen=True)
class Value:
    """One value of a property, or one thing that refers: a term, its labels and longer texts by language.

    reason is the IRI of the editors' justification, where the statement is their reading; "" where a source says it.
    code is what its makers number it by, such as 4B.
    """

    term: Term
    labels: Texts
    texts: Texts
    kind: str
    inferred: bool
    reason: str
    order: order.Place
    code: str = ""


@dataclass(frozen=True)
class Group:
    """A property with its values; inverse: the values refer to the thing by it; inferred: only the reasoner says it.

    section is the group of the page that it belongs to ("" for none), place its place there.
    """

    property: str
    labels: Texts
    inverse: bool
    values: list[Value]
    inferred: bool
    section: str = ""
    place: int = 0


@dataclass(frozen=True)
class Description:
    """All that a page about a thing shows; texts are by language.

    path: what it is part of, from the largest; apart: what tells values with the same name apart; readings: those of
    the editors, by their record.
    """

    iri: str
    labels: Texts
    definitions: Texts
    kinds: list[str]
    groups: list[Group]
    passages: list[Passage]
    codes: tuple[str, ...] = ()
    path: Sequence[Whole] = ()
    apart: Mapping[str, Whole] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)


def describe(engine: Engine, words: Vocabulary, iri: str) -> Description:
    """Return everything a page about the thing shows.

    NotFound: nothing is said of that IRI.
    """
    thing = term_iri(iri)
    statements = engine.rows(bind(query("statements"), {"thing": thing}))
    own: dict[str, list[Term]] = defaultdict(list)
    for row in statements:
        if row["subject"].value == iri:
            own[row["property"].value].append(row["value"])
    if not own:
        raise _nothing(iri)
    beside = facts(engine, bind(query("neighbours"), {"thing": thing}))
    kinds = {term.value for term in own.get(_RDF_TYPE, []) if term.value.startswith(KG)}
    groups = _groups(iri, statements, beside, words)
    namesakes = list(_namesakes(groups))
    above = wholes.read(engine, {iri, *chain(*namesakes)})
    return Description(
        iri,
        texts(own, LABELS),
        texts(own, _DEFINITIONS),
        sorted(_closest(kinds, words)),
        groups,
        passages(engine, iri),
        tuple(sorted(term.value for term in own.get(_NOTATION, []))),
        wholes.path(above, iri),
        {part: whole for some in namesakes for part, whole in wholes.apart(above, some).items()},
        readings.read(engine, iri),
    )


def surroundings(engine: Engine, iri: str, form: Format, view: str = "surroundings") -> Answer:
    """Return the thing as RDF: its statements both ways, and the passages it rests on.

    view: the name of a query beside this module that says less ("nlsbb").

    NotFound: nothing is said of that IRI.
    """
    thing = term_iri(iri)
    if not engine.rows(f"SELECT ?p {{ {thing} ?p ?o }} LIMIT 1"):
        raise _nothing(iri)
    return engine.query(bind(query(view), {"thing": thing}), form)


def things(engine: Engine) -> dict[str, bool]:
    """Return every thing that is described, sorted, and whether it is withdrawn; at most 49,000."""
    rows = engine.rows(query("things"))
    return {row["thing"].value: row["withdrawn"].value == "true" for row in rows}


def withdrawn(engine: Engine) -> frozenset[str]:
    """Return every thing of ours that should not be used any more."""
    query = "SELECT ?thing { ?thing owl:deprecated true FILTER(STRSTARTS(STR(?thing), STR(id:))) }"
    return frozenset(row["thing"].value for row in engine.rows(query))


def members(
    engine: Engine, kind: str, known: Iterable[str] = (), *, withdrawn: bool = False
) -> list[tuple[str, Texts, Texts, Facts]]:
    """Return (IRI, labels, definitions, all facts by IRI) of all things of a kind, in the order of a person.

    withdrawn: also what should not be used any more. NotFound: there is no such kind; the nearest of those known.
    """
    inputs = {"start": term_text(f"{ID}{kind}/"), "all": term_boolean(withdrawn)}
    found = facts(engine, bind(query("members"), inputs))
    if not found:
        near = nearest(kind, known)
        fix = f"Did you mean: {', '.join(near)}?" if near else "See /doc for all kinds."
        raise NotFound(f"There is no kind of thing {kind!r}.", fix=fix, near=[ID + name for name in near])
    ordered = sorted(found, key=lambda iri: order.in_list(found[iri], iri))
    return [(iri, texts(found[iri], LABELS), texts(found[iri], _DEFINITIONS), found) for iri in ordered]


def columns(engine: Engine, kind: str) -> list[str]:
    """Return the properties that the classes of a kind want to be shown in a list, sorted by IRI."""
    rows = engine.rows(bind(query("columns"), {"start": term_text(f"{ID}{kind}/")}))
    return sorted(row["property"].value for row in rows)


def _nothing(iri: str) -> NotFound:
    return NotFound(f"Nothing is said of {iri} here.", fix="Ask for the IRI of a thing that is described.")


def _groups(iri: str, statements: list[dict[str, Term]], beside: Facts, words: Vocabulary) -> list[Group]:
    """Return the statements by property, each thing told once, asserted before inferred, then by name."""
    found: dict[tuple[bool, str], list[Value]] = defaultdict(list)
    told: Told = defaultdict(set)
    for row in statements:
        told[_far(row, iri), row["subject"].value == iri].add(row["property"].value)
    for row in statements:
        name, outward = row["property"].value, row["subject"].value == iri
        inferred = row["inferred"].value == "true"
        if name in _NOT_LISTED or _redundant(row, iri, told, words, inferred=inferred):
            continue
        term = row["value"] if outward else row["subject"]
        reason = row["reason"].value if "reason" in row else ""
        found[not outward, name].append(
            _value(term, beside.get(term.value, {}), words, inferred=inferred, reason=reason)
        )
    groups = [
        Group(
            name,
            words.inverse_labels(name) if inverse else words.labels(name),
            inverse,
            sorted(values, key=_order_of),
            all(value.inferred for value in values),
            *words.section(name, inverse=inverse),
        )
        for (inverse, name), values in found.items()
    ]
    return sorted(groups, key=lambda group: (group.inferred, group.place, group.inverse, max(group.labels.items())[1]))


def _namesakes(groups: list[Group]) -> Iterator[list[str]]:
    """Yield the things under one heading that are called the same."""
    for group in groups:
        named: dict[str, list[str]] = defaultdict(list)
        for value in group.values:
            if value.term.kind == "iri":
                named[_name(value)].append(value.term.value)
        yield from (some for some in named.values() if len(some) > 1)


def _name(value: Value) -> str:
    return value.labels.get("nl") or max(value.labels.values(), default="")


def _order_of(value: Value) -> order.Place:
    return value.order


def _redundant(row: dict[str, Term], iri: str, told: Told, words: Vocabulary, *, inferred: bool) -> bool:
    """Tell whether a statement that is shown says the same: the inverse the other way round, or a narrower property."""
    name, outward, far = row["property"].value, row["subject"].value == iri, _far(row, iri)
    if not outward and (far.value == iri or name in _RECORDED):
        return True
    wider = {name, *words.above(name)} if inferred else {name}
    twins = {twin for one in wider for twin in words.inverses(one)}
    if not outward and twins & told.get((far, True), set()):
        return True
    if inferred and any(words.inverses(name) & words.above(other) for other in told.get((far, not outward), ())):
        return True
    return inferred and any(name in words.above(other) for other in told[far, outward])


def _far(row: dict[str, Term], iri: str) -> Term:
    return row["value"] if row["subject"].value == iri else row["subject"]


def _value(term: Term, known: dict[str, list[Term]], words: Vocabulary, *, inferred: bool, reason: str) -> Value:
    if term.kind != "iri":
        return Value(term, {term.lang: term.value}, {}, "", inferred, reason, (term.lang, term.value))
    labels = texts(known, LABELS) or words.labels(term.value)
    kinds = {kind.value for kind in known.get(_RDF_TYPE, []) if kind.value.startswith(KG)}
    kind = min(_closest(kinds, words), default="")
    place = (kind, *order.by_name(known, term.value))
    return Value(
        term,
        labels,
        texts(known, (KG + "uitleg",)),
        kind,
        inferred,
        reason,
        place,
        min((term.value for term in known.get(_NOTATION, [])), default=""),
    )


def _closest(kinds: set[str], words: Vocabulary) -> set[str]:
    """Return the kinds that have no narrower kind among them."""
    return {kind for kind in kinds if not any(kind in words.above(other) for other in kinds)}
