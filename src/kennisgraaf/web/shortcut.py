"""What programs send most, one query in the address and nothing else, answered without the framework.

It saves a third of the time of a light query. The framework answers alike, and everything else: other methods and
parameters, pages, conditions, and all errors, of which this only says that it cannot answer.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.http import http_date

from kennisgraaf.engine import Client, formats
from kennisgraaf.engine.gate import lasting
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.formats import HTML, Format
from kennisgraaf.web import pages, protocol
from kennisgraaf.web.front import GONE, HURRY, REFUSED
from kennisgraaf.web.headers import ALWAYS, LONGEST_ADDRESS
from kennisgraaf.web.negotiation import choose
from kennisgraaf.web.observation import ROUTE
from kennisgraaf.web.site import Site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/sparql"
_START = "query="
_OTHERS = (REFUSED, "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_CONTENT_ENCODING")


class Shortcut:
    """A WSGI application around another one."""

    def __init__(self, app: "WSGIApplication", site: Site) -> None:
        """Stand before an application."""
        self._app, self._site = app, site
        self._lasting = [("Last-Modified", http_date(site.built)), *pages.FRESHNESS.items(), *ALWAYS.items()]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let the application answer."""
        found = self._answer(environ) if _fits(environ) else None
        if found is None:
            return self._app(environ, start_response)
        form, body = found
        environ[ROUTE] = PATH
        address = f"{PATH}?{environ['QUERY_STRING']}"
        named = [
            ("Content-Type", form.content_type),
            ("Content-Length", str(len(body))),
            ("ETag", f'"{pages.tag(self._site, address, form)}"'),
        ]
        start_response("200 OK", [*named, *self._lasting])
        return [body]

    def _answer(self, environ: "WSGIEnvironment") -> tuple[Format, bytes] | None:
        """Return the answer to the query in the address; None when it is for the application to answer."""
        engine = self._site.engine
        try:
            ((_, text),) = protocol.decoded(environ["QUERY_STRING"].encode("latin-1"))
            form = _form(engine.form(text), environ.get("HTTP_ACCEPT", ""))
            if form == HTML or not lasting(text):
                return None
            client = Client(environ.get("REMOTE_ADDR", ""), environ.get(GONE), environ.get(HURRY))
            return form, engine.query(text, form, client=client).body
        except KennisgraafError:
            return None


def _fits(environ: "WSGIEnvironment") -> bool:
    asked = environ["QUERY_STRING"]
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ["PATH_INFO"] == PATH
        and asked.startswith(_START)
        and "&" not in asked
        and asked.isascii()
        and len(PATH) + len(asked) <= LONGEST_ADDRESS
        and not any(environ.get(name) for name in _OTHERS)
    )


@lru_cache(256)
def _form(form: str, accept: str) -> Format:
    return choose((*formats(form), HTML), accept)
