"""A walk through the site before visitors come, so that none waits for what is computed once for a release.

The web process is its own first reader: it asks itself for a page of each kind. So nothing is listed here of what those
pages read, or of what they keep.
"""

import gc
import logging
import threading
from collections.abc import Callable, Iterator

from flask import Flask

from kennisgraaf.namespaces import BASE
from kennisgraaf.web.language import LANGUAGES
from kennisgraaf.web.robots import PLACES

_REST = 0.01  # seconds between two pages: whoever comes meanwhile goes first
_DATA = ("/sitemap.xml", "/api/v1/openapi.json", "/api/v1/vragen", "/sparql/woorden.json")
_SERVICES = ("/zoek?q=werk", "/reconcile/suggest/entity?prefix=werk")
_ACCEPT = "text/html, */*;q=0.5"
_LOG = logging.getLogger(__name__)


def walk(app: Flask, ended: threading.Event) -> None:
    """Ask the application for a page of each kind, until all are there or somebody says that it ends.

    A page that fails is left to whoever asks for it: this only saves time.
    """
    client = app.test_client()
    for address in places(app):
        for lang in LANGUAGES:
            if ended.wait(_REST):
                return
            try:
                client.get(address, headers={"Accept": _ACCEPT, "Accept-Language": lang}).close()
            except Exception:  # noqa: BLE001 - whatever it is, the next page may do
                _LOG.warning("%s was not prepared", address, exc_info=True)


def settle() -> None:
    """Let the collector of garbage pass over what is here to stay: else it looks through that for each page.

    For a web process only. To be called again when a release has been closed: what belonged to that one can go then.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def places(app: Flask) -> Iterator[str]:
    """Yield the address of a page of each kind, below the sub-path; the lists only when they are wanted."""
    site = app.extensions["kennisgraaf"]
    yield from (f"{site.subpath}{place}" for place in ("/", *filter(None, PLACES), *_DATA, *_SERVICES))
    examples: tuple[Callable[[], list[str]], ...] = (
        lambda: [f"def/{topic}" for topic in site.manual.topics],
        lambda: [f"publicaties/{_code(one.iri)}" for one in site.publications],
        lambda: [f"begrippenkaders/{_code(one.iri)}" for one in site.schemes if one.ours][:1],
        lambda: [iri.removeprefix(BASE).replace("id/", "doc/", 1) for iri in [*site.everything][:1]],
    )
    for some in examples:
        yield from (f"{site.subpath}/{path}" for path in some())


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]
