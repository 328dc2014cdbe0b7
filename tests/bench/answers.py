"""Are two answers the same? Rows as a bag, triples as a set, each term written in one way.

DESCRIBE is what each engine makes of it (SPARQL 1.1, 16.4). Agreed here: at least all statements about the thing; what
more an engine tells is not compared.
"""

import json
from collections import Counter
from collections.abc import Hashable

import pyoxigraph as ox

from bench.client import Reply

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def canonical(form: str, reply: Reply) -> Counter[Hashable]:
    """Return the rows or triples of an answer, counted; ValueError when it cannot be read."""
    if form == "SELECT":
        return Counter(_row(row) for row in json.loads(reply.body)["results"]["bindings"])
    # rdflib-endpoint answers a DESCRIBE with RDF/XML and calls it application/sparql-results+xml
    kind = ox.RdfFormat.RDF_XML if reply.media_type.endswith("xml") else ox.RdfFormat.N_TRIPLES
    return Counter({str(quad.triple) for quad in ox.parse(reply.body, format=kind)})


def same(form: str, one: Counter[Hashable], other: Counter[Hashable], about: str) -> bool:
    """Tell whether two answers agree; about is the query, which names what a DESCRIBE is about."""
    if form != "DESCRIBE":
        return one == other
    thing = about[about.index("<") : about.index(">") + 1]
    least = [{triple for triple in answer if str(triple).startswith(f"{thing} ")} for answer in (one, other)]
    return least[0] == least[1] != set()


def _row(row: dict[str, dict[str, str]]) -> frozenset[Hashable]:
    return frozenset((variable, *_term(term)) for variable, term in row.items())


def _term(term: dict[str, str]) -> tuple[str, str, str]:
    """Return kind, value and language or datatype; xsd:string is no datatype (RDF 1.1)."""
    if term["type"] in {"uri", "bnode"}:
        return term["type"], term["value"], ""
    return "literal", term["value"], term.get("xml:lang", "") or term.get("datatype", "").replace(_STRING, "")
