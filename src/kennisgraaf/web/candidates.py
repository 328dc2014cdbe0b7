"""What reconciliation answers, as the JSON of its specification: candidates, types, values (0.2, sections 4 to 7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from kennisgraaf.engine import Term
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.reconciliation import Candidate, Entity, Extension, Property, Reconciliation
from kennisgraaf.web.language import LANGUAGES, Reader, pick

_XSD = EXTERNAL["xsd"]
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_BROKEN = {_XSD + name for name in ("decimal", "double", "float")}
_LONGEST_NUMBER = 15  # digits, which every reader of JSON keeps


def candidate(service: Reconciliation, who: Reader, found: Candidate) -> dict[str, Any]:
    """Return a candidate with the grounds for it."""
    entity = found.entity
    kinds = [kind for kind in [entity.kind] if kind]
    return {
        "id": entity.iri,
        "name": name(service, who, entity),
        "description": describe(service, who, entity, found),
        "score": found.score,
        "match": found.match,
        "type": [{"id": kind, "name": who.raw(service.types.labels[kind])} for kind in kinds],
        "features": [{"id": key, "value": value} for key, value in _features(found).items()],
    }


def _features(found: Candidate) -> dict[str, float | bool]:
    role = found.name.role if found.name else ""
    whole = found.name is not None and found.likeness >= 94  # noqa: PLR2004 - below it names are only alike
    features: dict[str, float | bool] = {
        "name_exact": whole and role != "code",
        "code_exact": whole and role == "code",
        "name_similarity": round(found.likeness, 1) if found.name else 0,
        "type": found.typed,
        "withdrawn": bool(found.instead) or found.entity.withdrawn,
    }
    return {**features, "properties": round(100 * sum(found.fits) / len(found.fits), 1)} if found.fits else features


def name(service: Reconciliation, who: Reader, entity: Entity) -> str:
    """Return the name of a thing in the reader's language; of what has none, its code."""
    return who.raw(entity.labels) or service.entities.path(entity.iri)


def describe(service: Reconciliation, who: Reader, entity: Entity, found: Candidate | None = None) -> str:
    """Return in a line what a thing is, its code, by which other name it was found, and whether it is withdrawn."""
    kind = who.raw(service.types.labels.get(entity.kind, {}))
    parts = [kind, ", ".join(entity.codes), service.entities.path(entity.iri)]
    if found and found.instead:
        old = service.entities.all.get(found.instead)
        told = who.raw(old.labels) if old else service.entities.path(found.instead)
        parts.append(who.t(f"opvolger van “{told}”, dat vervallen is", f"replaces “{told}”, which is withdrawn"))
    elif entity.withdrawn:
        parts.append(who.t("vervallen, zonder opvolger", "withdrawn, without a successor"))
    if found and found.name and found.name.role != "code" and found.name.text != name(service, who, entity):
        lang = f" ({found.name.lang})" if found.name.lang and found.name.lang != who.lang else ""
        parts.append(who.t("gevonden op", "found by") + f" “{found.name.text}”{lang}")
    return " · ".join(part for part in parts if part)


def type_(service: Reconciliation, who: Reader, iri: str) -> dict[str, Any]:
    """Return a type with the wider ones."""
    wider = [{"id": one, "name": who.raw(service.types.labels[one])} for one in service.types.above(iri)]
    found = {"id": iri, "name": who.raw(service.types.labels[iri]), "description": service.entities.short(iri)}
    return {**found, "broader": wider} if wider else found


def property_(service: Reconciliation, who: Reader, one: Property) -> dict[str, str]:
    """Return a property with its definition."""
    told = who.raw(one.texts)
    short = service.entities.short(one.iri)
    return {"id": one.iri, "name": who.raw(one.labels), "description": f"{short}: {told}" if told else short}


def extended(service: Reconciliation, who: Reader, asked: Extension) -> dict[str, Any]:
    """Return the values of the properties that are asked for; a property that is not here has none, and says so."""
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {one: {} for one in asked.ids}
    meta = []
    for given, settings in asked.properties:
        iri = service.properties.find(given)
        meta.append(_meta(service, who, given, iri))
        held = service.properties.values(iri) if iri else {}
        for one, row in rows.items():
            terms = held.get(service.entities.resolve(one) or one, [])
            row[given] = _values(service, who, terms, settings)
    return {"meta": meta, "rows": rows}


def _meta(service: Reconciliation, who: Reader, given: str, iri: str) -> dict[str, Any]:
    if not iri:
        return {"id": given, "name": who.t(f"{given} (onbekend hier)", f"{given} (unknown here)")}
    one = service.properties.all[iri]
    found: dict[str, Any] = {"id": given, "name": who.raw(one.labels)}
    if one.range in service.types.labels:
        found["type"] = {"id": one.range, "name": who.raw(service.types.labels[one.range])}
    return found


def _values(
    service: Reconciliation, who: Reader, terms: Iterable[Term], settings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return values as cells, in one language and no more than the settings say."""
    wanted = str(settings.get("lang") or who.lang)
    who = Reader(wanted) if wanted in LANGUAGES else who
    found = list(terms)
    tongues = {term.lang: "" for term in found if term.lang}
    lang = pick(tongues, who.lang)[1]
    cells = [_cell(service, who, term, str(settings.get("content", ""))) for term in found if term.lang in {"", lang}]
    return cells[: _most(settings.get("limit")) or None]


def _most(limit: object) -> int:
    """Return the number that a setting says; 0, which is no limit, where it says none."""
    text = str(limit)
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else 0


def _cell(service: Reconciliation, who: Reader, term: Term, content: str) -> dict[str, Any]:
    if term.kind == "iri":
        entity = service.entities.all.get(term.value)
        told = name(service, who, entity) if entity else service.entities.short(term.value)
        if content == "id":
            return {"str": term.value}
        return {"str": told} if content == "label" else {"id": term.value, "name": told}
    if term.datatype in _WHOLE and len(term.value) <= _LONGEST_NUMBER:
        return {"int": int(term.value)}
    if term.datatype in _BROKEN and term.value[-1:].isdigit() and len(term.value) <= _LONGEST_NUMBER:
        return {"float": float(term.value)}
    if term.datatype == _XSD + "date" and len(term.value) == len("2026-01-31"):
        return {"date": f"{term.value}T00:00:00"}
    return {"date": term.value} if term.datatype == _XSD + "dateTime" else {"str": term.value}
