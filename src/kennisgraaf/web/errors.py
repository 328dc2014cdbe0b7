"""From error to answer: the status, problem+json for programs (RFC 9457), a page for people.

The floors below say what happened and what to do; only here does it become HTTP. What nobody foresaw is told to the log
under a random number, and the reader gets the number and nothing else.
"""

import json
import logging
import secrets
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from kennisgraaf.errors import (
    DraftError,
    KennisgraafError,
    LimitError,
    NotAcceptable,
    NotFound,
    QueryError,
    UnavailableError,
    UnsupportedError,
    Wrong,
)
from kennisgraaf.formats import HTML, Format
from kennisgraaf.namespaces import BASE
from kennisgraaf.web import links, pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.language import reader
from kennisgraaf.web.links import Link
from kennisgraaf.web.negotiation import NothingFitsError, choose
from kennisgraaf.web.observation import ERROR, LIMIT, ROUTE
from kennisgraaf.web.pages import VARY, Resource
from kennisgraaf.web.profiles import NoProfileError
from kennisgraaf.web.site import Site

PROBLEM = Format("problem", "application/problem+json", "json", ("application/json",))
_STATUS: dict[type[KennisgraafError], int] = {
    QueryError: 400,
    DraftError: 400,
    NotFound: 404,
    NotAcceptable: 406,
    UnsupportedError: 501,
    UnavailableError: 503,
}
_LIMITS = {"rows": 413, "bytes": 413, "share": 429}
_LINKED = 500  # longer addresses are not repeated in a header
_LOG = logging.getLogger("kennisgraaf.web")


class RefusedError(KennisgraafError):
    """A request that HTTP has a status of its own for."""

    def __init__(self, status: int, what: str, *, fix: str, headers: dict[str, str] | None = None) -> None:
        """Keep status and further headers."""
        super().__init__(what, fix=fix)
        self.status, self.headers = status, headers or {}


def install(app: Flask, site: Site) -> None:
    """Answer every error in the same way."""

    @app.errorhandler(KennisgraafError)
    def ours(error: KennisgraafError) -> Response:
        return answer(site, error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        lost = error.code == HTTPStatus.NOT_FOUND and not request.path.startswith("/api/")
        return answer(site, site.missing(BASE + lookalike(request.path)) if lost else _refused(error))

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        number = _number()
        _LOG.error("error %s at %s", number, request.environ.get(ROUTE, ""), exc_info=error)
        return answer(site, RefusedError(500, "Something went wrong here.", fix=f"Report this number: {number}."))


def _number() -> str:
    """Return a number for what went wrong here, and note it for the log of requests."""
    number = secrets.token_hex(8)
    request.environ[ERROR] = number
    return number


def lookalike(path: str) -> str:
    """Return what an address here would be after the base of our IRIs: pages have other words in front."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"{ {'doc': 'id', 'vragen': 'id/vraag'}.get(first, first) }/{rest}"


def status(error: KennisgraafError) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, RefusedError):
        return error.status
    if isinstance(error, LimitError):
        return _LIMITS.get(error.limit, 503)
    return next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)


def for_people() -> bool:
    """Tell whether who asks reads pages: it prefers HTML, and is not at the address for programs."""
    if request.path.startswith("/api/"):
        return False
    accept = request.headers.get("Accept", "")
    try:
        return choose((PROBLEM, HTML), accept) == HTML
    except NothingFitsError:
        return False


def answer(site: Site, error: KennisgraafError, template: str = "error.html", **context: Any) -> Response:
    """Return the answer to an error: for people a page made with template, for programs problem+json."""
    error, code = _for_readers(error), status(error)
    if code == HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, RefusedError):
        _LOG.error("error %s at %s: %s", _number(), request.environ.get(ROUTE, ""), error.what)
    request.environ[LIMIT] = getattr(error, "limit", "")
    if for_people():
        body, form = pages.html(site, template, error=error, status=code, problem=_problem(error), **context), HTML
    else:
        body, form = json.dumps(_problem(error), ensure_ascii=False), PROBLEM
    response = Response(body, status=code, content_type=form.content_type)
    if form == HTML:
        response.headers["Content-Language"] = reader(request).lang
    response.headers.extend({"Vary": VARY, "Cache-Control": "no-store", **_further(site, error)})
    return response


def _for_readers(error: KennisgraafError) -> KennisgraafError:
    """Return an error without the addresses and the words of other machines, which are for operators."""
    if not isinstance(error, UnavailableError):
        return error
    return UnavailableError(error.shown, retry_after=error.retry_after)


def _problem(error: KennisgraafError) -> dict[str, Any]:
    """Return the members of a problem+json object; what is unknown is left out."""
    code = status(error)
    found = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": error.what,
        "fix": error.fix,
        "line": getattr(error, "line", 0),
        "column": getattr(error, "column", 0),
        "limit": getattr(error, "limit", ""),
        "available": [offer.media_type for offer in getattr(error, "offers", ())],
        "profiles": [profile.iri for profile in getattr(error, "profiles", ())],
        "near": list(getattr(error, "near", ())),
        "errors": [_wrong(one) for one in getattr(error, "wrong", ())],
    }
    return {name: value for name, value in found.items() if value}


def _wrong(one: Wrong) -> dict[str, Any]:
    """Return what is wrong with one input, where it stands in the request, and what would be right."""
    return {"in": "query", "name": one.name, "detail": one.what, "fix": one.fix, "near": list(one.near)}


def _further(site: Site, error: KennisgraafError) -> dict[str, str]:
    """Return the headers that belong to one kind of error."""
    if isinstance(error, RefusedError):
        return error.headers
    if isinstance(error, NothingFitsError) and request.method != "POST" and len(request.full_path) < _LINKED:
        return {"Link": links.header(Resource(error.offers).links(site))}
    if isinstance(error, NoProfileError) and len(request.full_path) < _LINKED:
        here = Addresses(site.subpath).path(request.path)
        found = [Link(f"{here}?_profile={profile.token}", "alternate", "", profile.iri) for profile in error.profiles]
        return {"Link": links.header(found)}
    seconds = getattr(error, "retry_after", 0)
    return {"Retry-After": str(seconds)} if seconds else {}


def _refused(error: HTTPException) -> RefusedError:
    """Return an error of Flask's as one of ours, without the words of the library."""
    code = error.code or 500
    told = {name: value for name, value in error.get_headers() if name in {"Allow", "Content-Range"}}
    allow = told["Allow"] = ", ".join(sorted(told.get("Allow", "").replace(",", " ").split()))
    return RefusedError(
        code,
        f"{request.method} {request.path}: {HTTPStatus(code).phrase}.",
        fix=f"Use one of: {allow}." if allow else "Start at /, where every part of this site is listed.",
        headers={name: value for name, value in told.items() if value},
    )
