"""A request as it arrives from granian (RSGI 1.6), read within limits and told in the words of WSGI (PEP 3333)."""

import asyncio
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LARGEST_BODY = 1_000_000
_FILE = 5_000_000
UPLOADS = {  # where people send a file: how an address ends, and how large a body may be there
    "/controle": _FILE,
    "/koppelen": _FILE,
    "/koppelen/besluiten": _FILE,
}
_PATIENCE = 20.0  # seconds in which the body of a request must arrive
_KEYS = ("accept", "accept-language", "accept-profile", "content-type", "if-modified-since", "if-range", "range")


class RefusedBody(Exception):
    """The body of a request is "large", "late", "short" or "unmeasured"."""


async def body(scope: Any, proto: Any) -> bytes:
    """Read the body of a request. RefusedBody: it is too large, does not arrive, or might be a part of it.

    granian shows a body that broke off as one that ended, so without a length nobody knows whether it is whole.
    """
    if scope.headers.get("transfer-encoding"):
        raise RefusedBody("unmeasured")
    most = largest(scope.path)
    if int(scope.headers.get("content-length") or 0) > most:
        raise RefusedBody("large")
    found = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for piece in proto:
                found += piece
                if len(found) > most:
                    raise RefusedBody("large")
    except TimeoutError:
        raise RefusedBody("late") from None
    if len(found) != int(scope.headers.get("content-length") or len(found)):
        raise RefusedBody("short")
    return bytes(found)


def largest(path: str) -> int:
    """Return how many bytes the body of a request to an address may have."""
    return next((size for end, size in UPLOADS.items() if path.endswith(end)), LARGEST_BODY)


def key(scope: Any, content: bytes) -> tuple[str | bytes, ...]:
    """Return all of a request that its answer depends on."""
    asked = scope.headers.get
    return (scope.method, scope.path, scope.query_string, content, *(asked(name) or "" for name in _KEYS))


_ENVIRON = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "kennisgraaf",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}


def environ(scope: Any, body: bytes, client: str) -> "WSGIEnvironment":
    """Return a request as PEP 3333 wants it; a header with an underscore could pass for another one and is left out."""
    name, _, port = scope.server.rpartition(":")
    told: WSGIEnvironment = {
        **_ENVIRON,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8", "surrogatepass").decode("latin-1"),
        "SERVER_NAME": name.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client,
        "wsgi.input": BytesIO(body),
    }
    for header, value in scope.headers.items():
        if "_" not in header:
            key = "HTTP_" + header.upper().replace("-", "_")
            told[key] = f"{told[key]},{value}" if key in told else value
    told["CONTENT_TYPE"] = told.pop("HTTP_CONTENT_TYPE", "")
    told.pop("HTTP_CONTENT_LENGTH", None)
    told["CONTENT_LENGTH"] = str(len(body))
    return told


def address(scope: Any, proxies: int) -> str:
    """Return who asks: the peer, or what the outermost trusted proxy said of its own peer."""
    if proxies:
        chain = [one.strip() for one in ",".join(scope.headers.get_all("x-forwarded-for")).split(",")]
        if len(chain) >= proxies and chain[-proxies]:
            return chain[-proxies]
    return str(scope.client).rpartition(":")[0].strip("[]")
