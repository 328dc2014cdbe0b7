"""What a request asks of the endpoint: a query and perhaps a dataset (SPARQL 1.1 Protocol, section 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Request

from kennisgraaf.errors import QueryError
from kennisgraaf.web.errors import RefusedError
from kennisgraaf.web.front import LARGEST_BODY

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"


@dataclass(frozen=True)
class Asked:
    """A query with its dataset; asked is the form that the request names beside its Accept header, if any."""

    query: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    asked: str = ""


def read(request: Request) -> Asked | None:
    """Return what is asked; None for a GET without a query.

    QueryError: no query, or more than one; a change. RefusedError: a body whose kind or size is not read (415, 413).
    """
    queries = request.args.getlist("query")
    values = request.args
    if request.method == "POST":
        kind = _kind(request)
        if kind == _FORM:
            values = request.form
            queries = [*queries, *values.getlist("query")]
        else:
            queries = [*queries, _text(request)]
    if "update" in values or "update" in request.args:
        raise QueryError("Nothing can be changed here; this endpoint only answers queries.", fix="Send `query`.")
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise QueryError(f"The request has {len(queries)} queries.", fix="Send the parameter `query` exactly once.")
    graphs = values.getlist("default-graph-uri"), values.getlist("named-graph-uri")
    return Asked(queries[0], *graphs, asked=values.get("_mediatype", ""))


def _kind(request: Request) -> str:
    """Return the media type of a body that may be read."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise RefusedError(413, f"The body is larger than {LARGEST_BODY} bytes.", fix="Send a shorter query.")
    kind = request.mimetype
    if kind == _UPDATE:
        allow = {"Allow": "GET, HEAD, OPTIONS, POST"}
        raise RefusedError(405, "Nothing can be changed here.", fix=f"Send a query as {_QUERY}.", headers=allow)
    if kind not in {_FORM, _QUERY}:
        raise RefusedError(
            415, f"A body of type {kind or 'unknown'} is not read here.", fix=f"Send {_FORM} or {_QUERY}."
        )
    return kind


def _text(request: Request) -> str:
    try:
        return request.get_data().decode()
    except UnicodeDecodeError as error:
        raise QueryError("The query is not UTF-8.", fix="Send UTF-8.") from error
