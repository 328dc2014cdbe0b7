"""The routes of the draft of version 1.0 of the Reconciliation API, which sends JSON instead of forms.

The draft still moves: queries go to /reconcile/match in newer copies and to /reconcile/reconcile in older ones, so both
answer. What it has otherwise than 0.2 is only the form of requests and answers.
"""

import json
from typing import Any

from flask import Blueprint, Response, request

from kennisgraaf import reconciliation
from kennisgraaf.errors import InputError
from kennisgraaf.reconciliation import Query
from kennisgraaf.web import candidates, pages, parameters
from kennisgraaf.web.errors import RefusedError
from kennisgraaf.web.language import reader
from kennisgraaf.web.manifest import PATH
from kennisgraaf.web.site import Site

_JSON = "application/json"
_FEATURES = {
    "name_exact": ("naam is gelijk", "name is the same"),
    "code_exact": ("code is gelijk", "code is the same"),
    "name_similarity": ("gelijkenis van de naam", "likeness of the name"),
    "type": ("soort past", "type fits"),
    "withdrawn": ("is vervallen", "is withdrawn"),
    "properties": ("eigenschappen passen", "properties fit"),
}


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("draft", __name__)

    @routes.post(f"{PATH}/match")
    @routes.post(f"{PATH}/reconcile")
    def match() -> Response:
        asked = reconciliation.conditions(_body())
        return _json({"results": [{"candidates": _candidates(site, one)} for one in asked]})

    @routes.post(f"{PATH}/extend")
    def extend() -> Response:
        found = candidates.extended(site.reconciliation, reader(request), reconciliation.extension(_body()))
        rows = [
            {"id": thing, "properties": [{"id": name, "values": values} for name, values in row.items()]}
            for thing, row in found["rows"].items()
        ]
        return _json({"meta": found["meta"], "rows": rows})

    return routes


def _body() -> str:
    """Return the JSON that was sent."""
    if wrong := parameters.strange():
        raise InputError(wrong)
    if request.mimetype != _JSON:
        raise RefusedError(415, f"A body of type {request.mimetype or 'unknown'} is not read here.", fix="Send JSON.")
    return request.get_data().decode("utf-8", "replace")


def _json(found: dict[str, Any]) -> Response:
    return Response(json.dumps(found), content_type=_JSON, headers={"Vary": pages.VARY})


def _candidates(site: Site, query: Query) -> list[dict[str, Any]]:
    """Return the candidates for a query; features have names there."""
    service, who = site.reconciliation, reader(request)
    found = [candidates.candidate(service, who, one) for one in service.matcher.find(query)]
    for one in found:
        one["features"] = [{**feature, "name": who.t(*_FEATURES[feature["id"]])} for feature in one["features"]]
    return found
