"""What a request asks of the endpoint: a query and perhaps a dataset (SPARQL 1.1 Protocol, section 2.1).

Nothing that bears on the answer is passed over in silence: what cannot be read as it was meant is refused, be it a
parameter given twice, a percent sign without its digits or another character set than UTF-8.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request

from kennisgraaf.errors import KennisgraafError, QueryError
from kennisgraaf.web.arrival import LARGEST_BODY
from kennisgraaf.web.errors import RefusedError

MOST_PARAMETERS = 100
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
# Ours first, then those of other engines; all mean the same. Named in the address, they go before the Accept header.
_FORMATS = ("_mediatype", "format", "output", "results")
_OF_UPDATES = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
_CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A query with its dataset; asked is the form that the request names beside its Accept header, if any."""

    query: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    asked: str = ""


def read(request: Request) -> Asked | None:
    """Return what is asked; None for a GET that asks nothing.

    QueryError: no query, or more than one; a change; a text that is not UTF-8. RefusedError: a body whose kind or size
    is not read (415, 413).
    """
    pairs = parameters(request)
    wrong = next((name for name, _ in pairs if name in _OF_UPDATES), "")
    if wrong:
        raise QueryError(f"`{wrong}` belongs to an update; nothing can be changed here.", fix="Send `query`.")
    queries, default, named = (values(pairs, name) for name in ("query", "default-graph-uri", "named-graph-uri"))
    if not queries and not default and not named and request.method != "POST":
        return None
    if len(queries) != 1:
        raise QueryError(f"The request has {len(queries)} queries.", fix="Send the parameter `query` exactly once.")
    return Asked(queries[0], default, named, asked=form_asked(pairs))


def text(request: Request) -> str:
    """Return the query as it was sent, to show it again beside an error; "" when it cannot be read."""
    try:
        return "\n".join(values(parameters(request), "query"))
    except KennisgraafError:
        return ""


def form_asked(pairs: Pairs) -> str:
    """Return the form of answer that the parameters name, "" for none."""
    return next((found[0] for found in (values(pairs, name) for name in _FORMATS) if found), "")


def values(pairs: Pairs, name: str) -> list[str]:
    """Return all values of one parameter, in order."""
    return [value for key, value in pairs if key == name]


def parameters(request: Request) -> Pairs:
    """Return the parameters of the address and of the body; a query sent as it is becomes the parameter `query`."""
    pairs = address(request)
    if request.method != "POST":
        return pairs
    kind, body = _kind(request), request.get_data()
    return pairs + (decoded(body) if kind == _FORM else [("query", _text(body))])


def address(request: Request) -> Pairs:
    """Return the parameters in the address; QueryError when they cannot be read as UTF-8."""
    return decoded(request.query_string)


def decoded(encoded: bytes) -> Pairs:
    """Decode parameters (URL Standard, 5.1), but strictly."""
    if encoded.count(b"&") >= MOST_PARAMETERS:
        raise QueryError(f"There are more than {MOST_PARAMETERS} parameters.", fix="Send `query` and the dataset.")
    if broken := _BROKEN.search(encoded):
        piece = encoded[broken.start() : broken.start() + 3].decode("ascii", "replace")
        raise QueryError(f"`{piece}` is not percent-encoding.", fix="Write a percent sign in a parameter as %25.")
    try:
        return parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise QueryError("The parameters are not UTF-8.", fix="Send UTF-8, percent-encoded.") from error


def _kind(request: Request) -> str:
    """Return the media type of a body that may be read."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise RefusedError(413, f"The body is larger than {LARGEST_BODY} bytes.", fix="Send a shorter query.")
    kind, charset = request.mimetype, request.mimetype_params.get("charset", "").lower()
    if kind == _UPDATE:
        allow = {"Allow": "GET, HEAD, OPTIONS, POST"}
        raise RefusedError(405, "Nothing can be changed here.", fix=f"Send a query as {_QUERY}.", headers=allow)
    if kind not in {_FORM, _QUERY}:
        raise RefusedError(
            415, f"A body of type {kind or 'unknown'} is not read here.", fix=f"Send {_FORM} or {_QUERY}."
        )
    if charset not in _CHARSETS:
        raise RefusedError(415, f"A body in {charset} is not read here.", fix="Send UTF-8.")
    return kind


def _text(body: bytes) -> str:
    """Return a query sent as it is; the mark that some editors put before UTF-8 is left out."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError("The query is not UTF-8.", fix="Send UTF-8.") from error
