"""The words that the editor completes: prefixes, classes and properties that this release uses, with their labels."""

import json
from typing import Any

from kennisgraaf.formats import Format
from kennisgraaf.web.site import Site

JSON = Format("json", "application/json", "json")
_CLASSES = "SELECT ?term (COUNT(?thing) AS ?number) { ?thing a ?term } GROUP BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?number) { ?thing ?term ?value } GROUP BY ?term"


def write(site: Site) -> str:
    """Return them as JSON: {prefixes: {kg: …}, classes: [{name, labels, number}], properties: […]}, used most first."""
    found = {
        "prefixes": site.release.prefixes,
        "classes": _terms(site, _CLASSES),
        "properties": _terms(site, _PROPERTIES),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _terms(site: Site, query: str) -> list[dict[str, Any]]:
    rows = sorted(site.engine.rows(query), key=lambda row: (-int(row["number"].value), row["term"].value))
    named = [(site.patterns.name(row["term"].value), row) for row in rows]
    return [
        {"name": name, "labels": site.vocabulary.labels(row["term"].value), "number": int(row["number"].value)}
        for name, row in named
        if name
    ]
