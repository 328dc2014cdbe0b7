"""Where an engine of others is, and who we are there: an address without secrets, an account from the environment.

One place for all who speak to one, whether they read or publish: certificates are always checked, redirections never
followed, proxies of the environment not used. A password goes only to who asks for it; a token (RFC 6750),
which engines do not ask for, goes with every request.
"""

import os
import re
import ssl
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx

from kennisgraaf.errors import QueryError

USER, PASSWORD, TOKEN, AUTHORITIES = (f"KENNISGRAAF_ENGINE_{name}" for name in ("USER", "PASSWORD", "TOKEN", "CA"))
LOGIN = f"{USER} and {PASSWORD} (or {TOKEN})"
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]*=*")  # b64token of RFC 6750
_FIX = "Give one such as http://localhost:8890/sparql or http://localhost:3030/ds."


@dataclass(frozen=True)
class Access:
    """The address of an engine's SPARQL endpoint, and who we are; neither message nor log shows password or token."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    authorities: str = ""

    @classmethod
    def find(cls, url: str) -> "Access":
        """Return an address with the account of the environment. QueryError: it is none, or the account is not one."""
        found = cls(checked(url), *(os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN, AUTHORITIES)))
        if bool(found.user) != bool(found.password):
            raise QueryError("Of user and password only one is in the environment.", fix=f"Set both, or none: {LOGIN}.")
        if found.user and found.token:
            raise QueryError("A user and a token are both in the environment.", fix=f"Set one of them: {LOGIN}.")
        if not _TOKEN.fullmatch(found.token):
            raise QueryError("The token holds what no token holds.", fix=f"Correct {TOKEN}: no spaces, no quotes.")
        return found

    @property
    def login(self) -> bool:
        """Tell whether we have anything to show who we are."""
        return bool(self.user or self.token)

    @property
    def warnings(self) -> list[str]:
        """Return what is not protected on the way to the engine."""
        parts = urlsplit(self.url)
        return [] if parts.scheme == "https" or _is_here(parts.hostname or "") else ["secrecy on the way to the engine"]

    def settings(self) -> dict[str, Any]:
        """Return how a client of httpx is made, of either kind. QueryError: the certificates cannot be read."""
        return {
            "auth": self._auth(),
            "verify": _trust(self.authorities),
            "trust_env": False,
            "follow_redirects": False,
            "headers": {"User-Agent": "kennisgraaf"},
        }

    def _auth(self) -> httpx.Auth | None:
        if self.token:
            return _Bearer(self.token)
        return _Account(self.user, self.password) if self.user else None


def checked(url: str) -> str:
    """Return an address as it was given. QueryError: it is none of the web, or it holds a user or password."""
    try:
        parts = urlsplit(url)
        port = parts.port
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise _unfit("it is no URL") from None
    if "@" in parts.netloc:
        bare = urlunsplit(parts._replace(netloc=f"{parts.hostname}:{port}" if port else str(parts.hostname)))
        raise QueryError(
            "The address holds a user or a password, and addresses end up in lists of processes and in logs.",
            fix=f"Put them into the environment ({LOGIN}), and give {bare}.",
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise _unfit("it must begin with http:// or https://, and hold no ? and no #")
    if not url.isprintable() or " " in url or port == 0:
        raise _unfit("it holds what no URL holds")
    return url


def _unfit(why: str) -> QueryError:
    return QueryError(f"The address of the engine cannot be used: {why}.", fix=_FIX)


@cache
def _trust(own: str) -> ssl.SSLContext:
    """Return which certificates are trusted: those of the system, and of the authority in a file, if one is named."""
    context = ssl.create_default_context()
    if own:
        try:
            context.load_verify_locations(cafile=own)
        except (OSError, ssl.SSLError) as error:
            raise QueryError(
                f"The certificates in {own} cannot be read: {error}.",
                fix=f"{AUTHORITIES} names a PEM file with the certificate of your authority.",
            ) from error
    return context


class _Account(httpx.Auth):
    """Basic or Digest, as the engine asks for it; nothing is told before it asks."""

    def __init__(self, user: str, password: str) -> None:
        """Know both ways."""
        self._ways = {"digest": httpx.DigestAuth(user, password), "basic": httpx.BasicAuth(user, password)}
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and again with what the engine asked for; one that only forbids (403) gets Basic."""
        if self._way is None:
            response = yield request
            asked = {one.lower().partition(" ")[0] for one in response.headers.get_list("www-authenticate")}
            found = next((way for name, way in self._ways.items() if name in asked), None)
            if response.status_code == httpx.codes.FORBIDDEN and not found:
                found = self._ways["basic"]
            elif response.status_code != httpx.codes.UNAUTHORIZED or not found:
                return
            self._way = found
        yield from self._way.auth_flow(request)


class _Bearer(httpx.Auth):
    """A token, with every request."""

    def __init__(self, token: str) -> None:
        """Know the token."""
        self._told = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request with it, once."""
        request.headers["Authorization"] = self._told
        yield request


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
