"""A request for reconciliation or extension, read strictly from JSON (Reconciliation API 0.2, sections 4 and 7).

What is not in the specification is refused with its place and what would be right: a misspelt key that was skipped
would look to the reader like an answer that was not found.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kennisgraaf.errors import LimitError, QueryError

MOST_QUERIES, MOST_IDS, MOST_PROPERTIES = 500, 1000, 50
USUAL, MOST_CANDIDATES = 5, 100
_STRICT = ("any", "should", "all")
_KEYS = ("query", "type", "limit", "properties", "type_strict")


@dataclass(frozen=True)
class Constraint:
    """What else a row says: the name of a property, and the values of which one should (required: must) fit."""

    property: str
    values: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Query:
    """One cell: its text, the types that fit ("" in none: any), and what else is known; lenient types only weigh."""

    text: str = ""
    types: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    limit: int = USUAL
    lenient: bool = False


@dataclass(frozen=True)
class Extension:
    """The things and the properties of which the values are asked, each with its settings."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Mapping[str, Any]], ...] = field(default=())


def queries(text: str) -> dict[str, Query]:
    """Return the queries of a batch by name. QueryError: it is none. LimitError: more than MOST_QUERIES."""
    found = _object(_json(text, "queries"), "queries", 'Send an object of queries: {"q0": {"query": "..."}}.')
    _room(len(found), MOST_QUERIES, "queries")
    return {name: _query(value, f"queries.{name[:50]}") for name, value in found.items()}


def conditions(text: str) -> list[Query]:
    """Return the queries of a batch as the draft of version 1.0 writes them, which lists conditions.

    QueryError: it is none, or asks for what is not offered. LimitError: more than MOST_QUERIES.
    """
    shape = 'Send {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "..."}]}]}.'
    found = _list(_object(_json(text, "body"), "body", shape).get("queries"), "queries", shape)
    _room(len(found), MOST_QUERIES, "queries")
    return [
        _conditional(_object(one, f"queries.{place}", shape), f"queries.{place}") for place, one in enumerate(found)
    ]


def extension(text: str) -> Extension:
    """Return what is asked of which things. QueryError: it is no such request. LimitError: it asks too much."""
    shape = 'Send {"ids": ["..."], "properties": [{"id": "..."}]}.'
    found = _object(_json(text, "extend"), "extend", shape)
    ids = tuple(_text(one, "extend.ids") for one in _list(found.get("ids"), "extend.ids", shape))
    asked = [_object(one, "extend.properties", shape) for one in _list(found.get("properties"), "extend", shape)]
    _room(len(ids), MOST_IDS, "ids")
    _room(len(asked), MOST_PROPERTIES, "properties")
    return Extension(ids, tuple((_text(one.get("id"), "extend.properties.id"), _settings(one)) for one in asked))


def _conditional(found: dict[str, Any], place: str) -> Query:
    """Return a query of the draft; its language decides nothing here, as names of all languages are compared."""
    if strange := [key for key in found if key not in {"type", "limit", "lang", "dir", "conditions"}]:
        raise QueryError(f"{place} has {strange[0][:50]!r}, which is no part of a query.", fix="See the draft.")
    listed = _list(found.get("conditions"), f"{place}.conditions", "Give at least one condition.")
    plain: dict[str, Any] = {key: found[key] for key in ("type", "limit") if key in found}
    _text(plain.get("type", ""), f"{place}.type")
    must = []
    for one in (_object(each, f"{place}.conditions", "A condition is an object.") for each in listed):
        kind, value = one.get("matchType"), one.get("propertyValue")
        if kind not in {"name", "id", "property"} or value is None:
            raise QueryError(f"{place} has a condition without matchType or propertyValue.", fix="Give both.")
        if one.get("matchQuantifier", "any") != "any" or "matchQualifier" in one:
            raise QueryError(f"{place} asks for another quantifier or a qualifier.", fix="Only any value is offered.")
        if kind == "property":
            plain.setdefault("properties", []).append({"pid": one.get("propertyId"), "v": value})
            must.append(one.get("required") is True)
        else:
            plain["query"] = value[0] if isinstance(value, list) and value else value
    query = _query(plain, place)
    marked = (replace(one, required=hard) for one, hard in zip(query.constraints, must, strict=True))
    return replace(query, constraints=tuple(marked))


def _settings(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    return _object(asked.get("settings", {}), "extend.properties.settings", "Settings are an object.")


def _query(value: object, place: str) -> Query:
    found = _object(value, place, 'A query is an object: {"query": "..."}.')
    if strange := [key for key in found if key not in _KEYS]:
        raise QueryError(f"{place} has {strange[0][:50]!r}, which is no part of a query.", fix=f"Use {_or(_KEYS)}.")
    constraints = tuple(_constraint(one, place) for one in _list(found.get("properties", []), place, "See properties."))
    if "query" not in found and not constraints:
        raise QueryError(f"{place} asks nothing.", fix="Give query, or at least one of properties.")
    strict = found.get("type_strict", "any")
    if strict not in _STRICT:
        raise QueryError(f"{place}.type_strict is {str(strict)[:50]!r}.", fix=f"Use {_or(_STRICT)}.")
    types = found.get("type", [])
    named = [types] if isinstance(types, str) else _list(types, f"{place}.type", "Give one type, or a list of them.")
    return Query(
        _text(found.get("query", ""), f"{place}.query"),
        tuple(name for one in named if (name := _text(one, f"{place}.type"))),
        constraints,
        _limit(found.get("limit", USUAL), place),
        strict == "should",
    )


def _constraint(value: object, place: str) -> Constraint:
    fix = 'Write {"pid": "skos:notation", "v": "4B"}.'
    found = _object(value, f"{place}.properties", fix)
    if "v" not in found:
        raise QueryError(f"{place}.properties has no v.", fix=fix)
    given = found["v"] if isinstance(found["v"], list) else [found["v"]]
    return Constraint(_text(found.get("pid"), f"{place}.properties.pid"), tuple(_value(one, place) for one in given))


def _value(value: object, place: str) -> str:
    """Return a value as a text; of an object its id."""
    if isinstance(value, dict):
        return _text(value.get("id"), f"{place}.properties.v.id")
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else _text(value, f"{place}.properties.v")


def _limit(value: object, place: str) -> int:
    """Return how many candidates are asked for; at most MOST_CANDIDATES are given."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 1:
        raise QueryError(f"{place}.limit is no number from 1.", fix=f"Give one up to {MOST_CANDIDATES}, or leave it.")
    return min(int(value), MOST_CANDIDATES)


def _json(text: str, name: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{name} is no JSON: {error}", fix="Send JSON (RFC 8259), as one field of a form.") from error


def _no_number(name: str) -> Callable[[], None]:
    raise ValueError(f"{name} is no number of JSON")


def _object(value: object, place: str, fix: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise QueryError(f"{place} is no object.", fix=fix)
    return value


def _list(value: object, place: str, fix: str) -> list[Any]:
    if not isinstance(value, list):
        raise QueryError(f"{place} is no list.", fix=fix)
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise QueryError(f"{place} is no text.", fix="Write it between quotes.")
    return value


def _room(number: int, most: int, name: str) -> None:
    if number > most:
        what = f"{number} {name} came in one request; {most} fit."
        raise LimitError(what, fix="Send them in several requests; the manifest says batchSize.", limit="rows")


def _or(names: tuple[str, ...]) -> str:
    return ", ".join(names)
