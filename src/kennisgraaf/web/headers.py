"""What holds for every request and every answer: limits before reading, CORS, and the headers that protect readers."""

from flask import Flask, Response, request

from kennisgraaf.web import arrival
from kennisgraaf.web.errors import RefusedError
from kennisgraaf.web.front import REFUSED
from kennisgraaf.web.observation import ROUTE

LONGEST_ADDRESS = 8192
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
# A page that says this of itself may stand in a frame of anyone: it has no links that act and nobody is logged in here.
FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
# A picture in a file of its own has its stylesheet inside; without scripts it may stand in a frame of anyone too.
DRAWN = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"
_ASKABLE = "Accept, Accept-Language, Accept-Profile, Content-Type, If-Modified-Since, If-None-Match, Range"
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",  # open data: any page may fetch it
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "API-Version, Accept-Ranges, Allow, Content-Disposition, Content-Location, Content-Range, ETag, Link, "
        "Retry-After, X-Total-Count"
    ),
}
_FRAMING = {"Content-Security-Policy", "X-Frame-Options"}
_REFUSALS = {
    "late": RefusedError(408, "The body of the request did not arrive in time.", fix="Send it again."),
    "short": RefusedError(400, "The body of the request broke off.", fix="Send all of it."),
    "unmeasured": RefusedError(411, "A body of unknown length is not read here.", fix="Send Content-Length."),
}


def install(app: Flask) -> None:
    """Look at each request before its route does, and give each answer its headers."""
    app.before_request(_guard)
    app.after_request(_protect)


def _guard() -> Response | None:
    """Answer OPTIONS, and refuse what is too long or packed."""
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else ""
    most = request.max_content_length = arrival.largest(request.path)
    request.max_form_memory_size = most
    if refused := request.environ.get(REFUSED):
        raise _REFUSALS.get(refused, _too_large(most))
    if len(request.query_string) + len(request.path) > LONGEST_ADDRESS:
        what = f"The address is longer than {LONGEST_ADDRESS} bytes."
        raise RefusedError(414, what, fix="Send a long query with POST, as a form or as application/sparql-query.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise RefusedError(415, "A packed body is not read here.", fix="Send the body as it is.")
    if request.method == "OPTIONS" and not request.routing_exception:
        return _preflight()
    return None


def _too_large(most: int) -> RefusedError:
    return RefusedError(413, f"The body is larger than {most} bytes.", fix="Send less at a time.")


def _preflight() -> Response:
    """Say what may be asked, also from a page of another site (Fetch, section 3.2)."""
    allowed = ", ".join(sorted(request.url_rule.methods or () if request.url_rule else ()))
    asked = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": _ASKABLE,
        "Access-Control-Max-Age": "86400",
    }
    return Response(status=204, headers=asked)


def _protect(response: Response) -> Response:
    """Add the headers that each answer has, errors included."""
    framed = response.headers.get("Content-Security-Policy") in {FRAMED, DRAWN}
    response.headers.extend({name: value for name, value in ALWAYS.items() if not (framed and name in _FRAMING)})
    return response
