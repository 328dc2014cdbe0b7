"""Where an engine of others is, and who we are there: an address without secrets, an account from the environment."""

import os
import ssl
from collections.abc import Generator
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from kennisgraaf.errors import QueryError

USER, PASSWORD, AUTHORITIES = (f"KENNISGRAAF_ENGINE_{name}" for name in ("USER", "PASSWORD", "CA"))


@dataclass(frozen=True)
class Access:
    """The address of an engine's SPARQL endpoint, and the account; neither message nor log shows the password."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: str = ""

    @classmethod
    def find(cls, url: str) -> "Access":
        """Return an address with the account of the environment.

        QueryError: it is no address, or holds a user; or of the account only a half is there.
        """
        try:
            parts = urlsplit(url)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
            httpx.URL(url)
        except (ValueError, httpx.InvalidURL):
            sound = False
        if not sound or parts.fragment or not url.isprintable() or " " in url:
            raise QueryError(
                "The address of the engine cannot be used: it must begin with http:// or https://, and hold no #.",
                fix="Give its SPARQL endpoint, such as http://localhost:8890/sparql.",
            )
        if "@" in parts.netloc:
            raise QueryError(
                "The address of the engine holds a user or a password.",
                fix=f"Take it out, and set {USER} and {PASSWORD} in the environment.",
            )
        user, password, authorities = (os.environ.get(name, "") for name in (USER, PASSWORD, AUTHORITIES))
        if bool(user) != bool(password):
            raise QueryError(
                "Of user and password only one is in the environment.", fix=f"Set {USER} and {PASSWORD}, or none."
            )
        return cls(url, user, password, authorities)

    @property
    def warnings(self) -> list[str]:
        """Return what is not protected on the way to the engine."""
        parts = urlsplit(self.url)
        return [] if parts.scheme == "https" or _is_here(parts.hostname or "") else ["secrecy on the way to the engine"]

    def context(self) -> ssl.SSLContext:
        """Return how certificates are checked; they always are. QueryError: the file with ours is not read."""
        try:
            return ssl.create_default_context(cafile=self.authorities or None)
        except (OSError, ssl.SSLError) as error:
            raise QueryError(
                f"The certificates in {self.authorities} cannot be read: {error}.",
                fix=f"{AUTHORITIES} names a file with certificates as PEM.",
            ) from error

    def account(self) -> httpx.Auth | None:
        """Return how to prove who we are; None without an account."""
        return _Account(self.user, self.password) if self.user else None


class _Account(httpx.Auth):
    """Basic or Digest, as the engine asks for it; nothing is told before it asks."""

    def __init__(self, user: str, password: str) -> None:
        """Know both ways."""
        self._ways = {"basic": httpx.BasicAuth(user, password), "digest": httpx.DigestAuth(user, password)}
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and again with what the engine asked for."""
        if self._way is None:
            response = yield request
            asked = " ".join(response.headers.get_list("www-authenticate")).lower()
            self._way = next((way for name, way in self._ways.items() if name in asked), None)
            if response.status_code != httpx.codes.UNAUTHORIZED or self._way is None:
                return
        yield from self._way.auth_flow(request)


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
