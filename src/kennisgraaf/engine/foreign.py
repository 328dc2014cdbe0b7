"""The answer of an engine of others, read whole and written again, so that a reader cannot tell which engine answered.

Runs in a worker: what comes from elsewhere is read where it can upset nothing. Literals get the spelling that our own
engine gives them, blank nodes get names of ours, and what does not read to its end is no answer.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import pyoxigraph

from kennisgraaf.engine import frames, results

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NAMES = """boolean integer decimal float double dateTime date time dayTimeDuration yearMonthDuration duration
byte short int long unsignedByte unsignedShort unsignedInt unsignedLong
nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"""
_VALUES = frozenset(_XSD + name for name in _NAMES.split())  # of these our engine keeps the value, not the spelling
_PLAIN = _XSD + "string"
_ANY = pyoxigraph.NamedNode("urn:any")
_TABLE, _TRIPLES = frozenset({"application/sparql-results+json", "application/json"}), "application/n-triples"
_GRAPHS = {
    _TRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    "text/plain": pyoxigraph.RdfFormat.N_TRIPLES,
    "text/ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
}


class NonsenseError(Exception):
    """What came is no whole answer."""


def media_types(form: str) -> str:
    """Return what to ask of an engine for a query form, as the value of Accept."""
    return "application/sparql-results+json" if form in {"SELECT", "ASK"} else f"{_TRIPLES}, text/turtle;q=0.5"


def readable(form: str, media_type: str) -> bool:
    """Tell whether an answer of a media type to a query form can be read here."""
    return media_type in (_TABLE if form in {"SELECT", "ASK"} else _GRAPHS)


def columns(result: results.Result) -> list[str]:
    """Return the columns of a table, in order; none for anything else."""
    return [one.value for one in result.variables] if isinstance(result, pyoxigraph.QuerySolutions) else []


def write(head: frames.Head, body: bytes, prefixes: Mapping[str, str], caps: results.Caps) -> bytearray:
    """Return an answer in the format head["format"].

    head: "form" of the query, "columns" of its table, "distinct": no row may come twice,
    "media_type" of the body. NonsenseError: it is no whole answer;
    OverLimitError, IllFormedError: as for answers of our own.
    """
    try:
        if head["form"] in {"SELECT", "ASK"}:
            read = pyoxigraph.parse_query_results(_table(head, body, caps), pyoxigraph.QueryResultsFormat.JSON)
            return results.serialize(read, head["format"], prefixes, caps)
        triples = results.in_order(_graph(head["media_type"], body))  # first of all: blank nodes are numbered in it
        return results.graph(triples, head["format"], prefixes, caps)
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NonsenseError(" ".join(str(error).split())[:200] or type(error).__name__) from error


def _table(head: frames.Head, body: bytes, caps: results.Caps) -> bytes:
    """Return a table with the columns that were asked for, or a yes or no (SPARQL 1.1 Query Results JSON)."""
    found = json.loads(body)
    if head["form"] == "ASK":
        if not isinstance(found["boolean"], bool):
            raise TypeError("neither true nor false")
        return json.dumps({"head": {}, "boolean": found["boolean"]}).encode()
    found_rows, names = found["results"]["bindings"], _Names()
    if not isinstance(found_rows, list):
        raise TypeError("the rows are no list")
    if len(found_rows) > caps.rows:
        raise results.OverLimitError("rows")
    rows = [{one: _term(row[one], names) for one in head["columns"] if row.get(one)} for row in found_rows]
    if head.get("distinct"):  # what we spell alike the engine may not; and Virtuoso now and then gives a row twice
        rows = list({json.dumps(row): row for row in rows}.values())
    return json.dumps({"head": {"vars": head["columns"]}, "results": {"bindings": rows}}, ensure_ascii=False).encode()


class _Names(dict[str, str]):
    """Names of blank nodes, as long as one answer is read."""

    def __missing__(self, theirs: str) -> str:
        self[theirs] = f"b{len(self)}"
        return self[theirs]


def _term(term: Mapping[str, Any], names: _Names) -> Mapping[str, Any]:
    """Return a term as our engine would write it."""
    kind = term["type"]
    if kind == "bnode":
        return {"type": kind, "value": names[term["value"]]}
    if kind not in {"literal", "typed-literal"}:
        return term
    datatype = term.get("datatype", _PLAIN)
    plain = {"type": "literal", "value": term["value"]}
    if language := term.get("xml:lang"):
        return {**plain, "xml:lang": language}
    if datatype in _VALUES:
        plain["value"] = _spelling(term["value"], datatype)
    return plain if datatype == _PLAIN else {**plain, "datatype": datatype}


@lru_cache(4096)
def _spelling(value: str, datatype: str) -> str:
    """Return the spelling of a value that our engine gives it; what is no value stays as it is."""
    literal = pyoxigraph.Literal(value, datatype=pyoxigraph.NamedNode(datatype))
    kept = pyoxigraph.Store()
    kept.add(pyoxigraph.Quad(_ANY, _ANY, literal))
    (found,) = kept
    return str(found.object.value) if isinstance(found.object, pyoxigraph.Literal) else value


def _graph(media_type: str, body: bytes) -> Iterator[pyoxigraph.Triple]:
    """Yield the triples of a graph, its literals spelled as our engine does."""
    for quad in pyoxigraph.parse(body, _GRAPHS[media_type], without_named_graphs=True):
        found = quad.object
        if isinstance(found, pyoxigraph.Literal) and found.datatype.value in _VALUES:
            found = pyoxigraph.Literal(_spelling(found.value, found.datatype.value), datatype=found.datatype)
        yield pyoxigraph.Triple(quad.subject, quad.predicate, found)
