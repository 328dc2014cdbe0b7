"""Short lists as text for a terminal, as rows for a spreadsheet, and as JSON for programs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kennisgraaf.linking.known import Known
from kennisgraaf.linking.rows import Sheet, told
from kennisgraaf.linking.shortlist import Item, Shortlist, relation
from kennisgraaf.matching import Evidence, Precedent

COLUMNS = ("number", "process", "name", "place", "state", "rank", "code", "label", "iri", "score", "why")


def text(lists: Iterable[Shortlist], known: Known, lang: str) -> Iterator[str]:
    """Yield a block for each row: its code and name, what is decided (marked =), then the list with its reasons."""
    for one in lists:
        row = one.row
        yield f"{' '.join(filter(None, (row.best('number'), row.best('process'), row.best('name'))))}\n"
        yield from (f"  =  {relation(link.relation, lang)}: {_label(known, link.thing)}\n" for link in one.decided)
        for item in one.items:
            yield f"  {item.rank}. {_label(known, item.target)}  ({'; '.join(item.why(lang))})\n"
        if not one.items and not one.decided:
            yield "  -\n"
        yield "\n"


def rows(lists: Iterable[Shortlist], known: Known, lang: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells of `COLUMNS`, a row for each thing; state is what was decided, "" for a suggestion."""
    for one in lists:
        about = (one.row.best("number"), one.row.best("process"), one.row.best("name"), one.row.place)
        for link in one.decided:
            yield (*about, relation(link.relation, lang), "", *_thing(known, link.thing), "", "")
        for item in one.items:
            why = "; ".join(item.why(lang))
            yield (*about, "", str(item.rank), *_thing(known, item.target), f"{item.score:.3f}", why)


def plain(sheet: Sheet, lists: Sequence[Shortlist], known: Known, lang: str) -> dict[str, Any]:
    """Return all of it as plain values: remarks, and a list for each row with the words and where they stand."""
    remarks = [{"kind": one.kind, "place": one.place, "text": told(one, lang)} for one in sheet.remarks]
    return {"remarks": remarks, "rows": [_row(one, known) for one in lists]}


def _row(one: Shortlist, known: Known) -> dict[str, Any]:
    row = one.row
    names = ("number", "qualification", "task", "task_name", "process", "name")
    part = known.parts.get((row.best("number"), row.best("process")))
    return {
        "place": row.place,
        **{name: row.best(name) for name in names},
        "proposed": dict(row.proposed),
        "part": part.iri if part else None,
        "decided": [_decided(link, known) for link in one.decided],
        "suggestions": [_item(item, known) for item in one.items],
    }


def _item(item: Item, known: Known) -> dict[str, Any]:
    return {
        "rank": item.rank,
        "iri": item.target,
        "label": _label(known, item.target),
        "score": item.score,
        "words": [_evidence(one) for one in item.evidence],
        "precedent": _decided(item.precedent, known) | {"part": item.precedent.part} if item.precedent else None,
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    names = ("text", "start", "end", "word", "found", "how", "role", "said", "score")
    return {name: getattr(one, name) for name in names}


def _decided(link: Precedent, known: Known) -> dict[str, Any]:
    return {"iri": link.thing, "label": _label(known, link.thing), "relation": link.relation}


def _label(known: Known, iri: str) -> str:
    return known.targets[iri].label if iri in known.targets else iri


def _thing(known: Known, iri: str) -> tuple[str, str, str]:
    target = known.targets.get(iri)
    return (target.code, target.name, iri) if target else ("", "", iri)
