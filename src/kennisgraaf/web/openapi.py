"""The description of the interface (OpenAPI 3.1), made from the files of the questions.

openapi.json beside this module holds what is always the same, in Dutch as the API Design Rules ask; here each question
gets its path, with its inputs, the values they take, and the columns of its answer.
"""

import json
from pathlib import Path
from typing import Any

from kennisgraaf.formats import TABLES, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.questions import LARGEST, Input, Question, rows
from kennisgraaf.web import paging, results
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.site import Site

ROOT = "/api/v1"
VERSION = "1.0.0"
_HERE = Path(__file__).parent
_LISTED = 100  # things that an input takes are listed up to this number; of more there is only the address
_SCHEMAS = "#/components/schemas/"
_PROBLEMS = ("400", "404", "405", "406", "413", "414", "429", "500", "503")


def describe(site: Site) -> dict[str, Any]:
    """Return the OpenAPI document of one release."""
    found: dict[str, Any] = json.loads((_HERE / "openapi.json").read_text(encoding="utf-8"))
    found["info"]["version"] = VERSION
    found["servers"] = [{"url": Addresses(site.subpath).path(ROOT)}]
    parts = found["components"]
    parts["parameters"]["Vraag"]["schema"] = {"enum": [name for name, asked in site.questions.items() if asked.inputs]}
    parts["parameters"]["Kader"]["schema"] = {"enum": sorted(one.code for one in site.coverage.schemes.values())}
    for name, most in (("Page", paging.LAST), ("PageSize", paging.LARGEST)):
        parts["parameters"][name]["schema"]["maximum"] = most
    parts["parameters"]["PageSize"]["schema"]["default"] = paging.DEFAULT
    names = "|".join(site.stock.codes.of(thing) for thing in [*site.stock.places][:_LISTED])
    parts["parameters"]["Keuze"]["schema"]["pattern"] = rf"^({names})(\.({names})){{0,9}}$" if names else "^$"
    for code in _PROBLEMS:
        _problem(parts["responses"][code])
    for question in site.questions.values():
        parts["schemas"] |= {_name(blank): _things(site, blank) for blank in question.inputs if blank.kind == "thing"}
        found["paths"][f"/vragen/{question.name}"] = {"get": _operation(site, question)}
    for operation in (one for path in found["paths"].values() for one in path.values()):
        _complete(operation["responses"])
    return found


def _problem(response: dict[str, Any]) -> None:
    """Add to a refusal what all of them have."""
    response.setdefault("headers", {})["API-Version"] = {"$ref": "#/components/headers/Version"}
    response["content"] = {"application/problem+json": {"schema": {"$ref": _SCHEMAS + "Problem"}}}


def _complete(responses: dict[str, Any]) -> None:
    """Add to the responses of a path what all paths have."""
    common = {"API-Version": {"$ref": "#/components/headers/Version"}, "ETag": {"$ref": "#/components/headers/Tag"}}
    responses["200"]["headers"] = {**common, **responses["200"].get("headers", {})}
    responses |= {code: {"$ref": f"#/components/responses/{code}"} for code in ("304", *_PROBLEMS)}


def _operation(site: Site, question: Question) -> dict[str, Any]:
    """Return the one operation on a question."""
    form = site.engine.form(question.sparql)
    offers = results.forms(form)
    pages = [{"$ref": "#/components/parameters/Page"}, {"$ref": "#/components/parameters/PageSize"}]
    more = pages if rows.pageable(question.sparql) else []
    headers = {"Link": "Link", "X-Total-Count": "Total"} if more else {}
    return {
        "operationId": question.name,
        "tags": ["vragen"],
        "summary": question.summary["nl"],
        "description": question.tells.get("nl", ""),
        "x-en": {"summary": question.summary["en"], "description": question.tells.get("en", "")},
        "parameters": [*(_input(site, question, blank) for blank in question.inputs), _format(offers), *more],
        "responses": {
            "200": {
                "description": question.summary["nl"],
                "headers": {name: {"$ref": f"#/components/headers/{kind}"} for name, kind in headers.items()},
                "content": {offer.media_type: _content(question, form, offer) for offer in offers},
            }
        },
    }


def _format(offers: tuple[Format, ...]) -> dict[str, Any]:
    names = [offer.name for offer in offers]
    return {"name": "format", "in": "query", "description": "In plaats van de Accept-header", "schema": {"enum": names}}


def _input(site: Site, question: Question, blank: Input) -> dict[str, Any]:
    return {
        "name": blank.name,
        "in": "query",
        "required": True,
        "description": blank.label.get("nl", blank.name),
        "x-en": {"description": blank.label.get("en", blank.name)},
        "x-values": Addresses(site.subpath).path(f"{ROOT}/vragen/{question.name}/invoer/{blank.name}"),
        "schema": _values(blank),
        "example": int(blank.example) if blank.kind == "integer" else _short(site, blank),
    }


def _short(site: Site, blank: Input) -> str:
    """Return the example of an input as type/code, or as it is."""
    return site.long(blank.example).removeprefix(ID) if blank.kind == "thing" else blank.example


def _values(blank: Input) -> dict[str, Any]:
    """Return the schema of the values that an input takes."""
    if blank.kind == "integer":
        return {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
    return {"$ref": _SCHEMAS + _name(blank)} if blank.kind == "thing" else {"type": "string"}


def _name(blank: Input) -> str:
    """Return the name of the schema of the things that an input takes."""
    return "Ding" + blank.of.partition(":")[2]


def _things(site: Site, blank: Input) -> dict[str, Any]:
    """Return the schema of the things of a class; a few are listed, by type/code."""
    codes = sorted(iri.removeprefix(ID) for iri in site.things(blank.of))
    listed = {"enum": codes} if 0 < len(codes) <= _LISTED else {}
    return {"description": blank.of, "type": "string", **listed}


def _content(question: Question, form: str, offer: Format) -> dict[str, Any]:
    """Return what one form of an answer looks like, as far as JSON Schema can say."""
    if offer != TABLES[0]:
        return {"schema": {"type": "string"}} if offer.media_type.startswith("text/") else {}
    return {"schema": {"$ref": _SCHEMAS + "Ja"} if form == "ASK" else _table(rows.columns(question.sparql))}


def _table(columns: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of SPARQL 1.1 Query Results JSON with these columns."""
    row = {
        "type": "object",
        "properties": {name: {"$ref": _SCHEMAS + "Term"} for name in columns},
        "additionalProperties": not columns,
    }
    head = {"type": "object", "required": ["vars"], "properties": {"vars": {"const": list(columns)} if columns else {}}}
    bindings = {"type": "object", "required": ["bindings"], "properties": {"bindings": {"type": "array", "items": row}}}
    return {"type": "object", "required": ["head", "results"], "properties": {"head": head, "results": bindings}}
