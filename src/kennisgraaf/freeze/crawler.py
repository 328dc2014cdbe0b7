"""Drive the living site in its own process, follow its links, and write what it answers to files.

Each process has an application and an engine of its own. What is asked, and the name of each file, follows from the
addresses alone, so the order in which answers come makes no difference.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.test import Client, TestResponse

from kennisgraaf import release
from kennisgraaf.engine import Limits
from kennisgraaf.errors import MachineError
from kennisgraaf.freeze import additions, markup, policy
from kennisgraaf.freeze.address import FIRST, Address, read
from kennisgraaf.freeze.memory import Remembering
from kennisgraaf.freeze.policy import Drawn, Policy
from kennisgraaf.web import create_app
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.pictures import known

if TYPE_CHECKING:
    from kennisgraaf.web.site import Site

HTML, SVG = "text/html", "image/svg+xml"
_LOADING = {"text/css", "text/javascript", "application/javascript"}
_ASKING = {"Accept": "text/html, image/svg+xml;q=0.9, */*;q=0.1", "Accept-Language": FIRST}
_TIRED, _BROKEN, _TRIES = {429, 503}, 500, 5
_PLACES = ("/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/.well-known/void", "/feed.atom")
_OURS = ("/search.js", "/words.js", "/lost.js")
_ENGINE = ("/query.js", "/answers.js", "/worker.js")
OXIGRAPH = ("/static/made/oxigraph/web.js", "/static/made/oxigraph/web_bg.wasm")


@dataclass(frozen=True)
class Job:
    """What to freeze: the folder of a release, where files go, the languages (the first at the root), the settings."""

    release: str
    folder: str
    languages: tuple[str, ...]
    public: str
    wasm: bool


@dataclass(frozen=True)
class Visit:
    """What an address gave: the name of its file, where it redirects to, or neither when nothing is there."""

    address: Address
    file: str = ""
    content_type: str = ""
    policy: str = ""
    goes: Address | None = None
    links: tuple[Address, ...] = ()


class Crawler:
    """The living site, asked without a network; close it after use."""

    def __init__(self, job: Job) -> None:
        """Open the release; its limits are those of who is alone."""
        made = release.load(Path(job.release))
        limits = Limits(client_seconds=10**9, wait=60.0, seconds=60.0, fast_seconds=5.0)
        self._engine = Remembering(made.store, made.prefixes, frozenset(made.graphs), limits)
        self._app = create_app(made, self._engine, public=job.public)
        self._site: Site = self._app.extensions["kennisgraaf"]
        self._app.register_blueprint(additions.blueprint(self._site, wasm=job.wasm, languages=job.languages))
        self._client = Client(self._app.wsgi_app)
        self._job, self._folder = job, Path(job.folder)

    def policy(self) -> Policy:
        """Return what becomes a file."""
        robots = self._ask(Address("/robots.txt")).get_data(as_text=True)
        changed = {Addresses("").of(iri) + ".atom" for record in self._site.records for iri in record.changes}
        policy = Policy.read(robots, self._job.languages, changed, wasm=self._job.wasm)
        return replace(policy, drawn=dict(_drawn(self._site)))

    def starts(self) -> list[Address]:
        """Return where to begin: what the sitemap names, every thing, also withdrawn, and what pages load later."""
        text = self._ask(Address("/sitemap.xml")).get_data(as_text=True)
        listed = [part.partition("</loc>")[0] for part in text.split("<loc>")[1:]]
        paths = [loc.removeprefix(self._site.public) or "/" for loc in listed]
        home = Address("/", lang=self._job.languages[0])
        things = map(Addresses("").of, self._site.everything)
        pages = [*paths, *things, *_PLACES, policy.ABOUT, policy.LIVING, policy.LOST]
        found = [link[0] for path in (*pages, policy.SEARCH, policy.QUERY) if (link := read(path, home))]
        ours = [*_OURS, *(_ENGINE if self._job.wasm else ())]
        files = [policy.WORDS, *([policy.ASKED, *OXIGRAPH] if self._job.wasm else ())]
        files += [policy.OTHERS] if self._site.abroad else []
        files += [f"{policy.ABOUT}/static{name}" for name in ours]
        spoken = [Address(one.path, one.pairs, lang) for one in found for lang in self._job.languages if one.lang]
        return sorted({*spoken, *(one for one in found if not one.lang), *map(Address, files)})

    def visit(self, addresses: Sequence[Address]) -> list[Visit]:
        """Ask for each address and write what comes to its file.

        MachineError: the site fails at one of them, or a file cannot be written.
        """
        return [self._visit(address) for address in addresses]

    def close(self) -> None:
        """End the engine."""
        self._engine.close()

    def _visit(self, address: Address) -> Visit:
        response = self._ask(address)
        where = response.headers.get("Location", "")
        if where and response.status_code // 100 == 3:  # noqa: PLR2004 - a redirect
            goes = read(where, address)
            return Visit(address, goes=goes[0] if goes else None, links=(goes[0],) if goes else ())
        if response.status_code != 200:  # noqa: PLR2004 - a page that is not there is a link that leads nowhere
            return Visit(address)
        body, kind = response.get_data(), response.mimetype or ""
        name = address.file(kind, self._job.languages[0])
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        return Visit(
            address, name, kind, response.headers.get("Content-Security-Policy", ""), links=_links(address, kind, body)
        )

    def _ask(self, address: Address) -> TestResponse:
        """Return the answer; a site that is tired gets time."""
        for waited in range(_TRIES):
            response = self._client.get(address.living, headers=_ASKING, buffered=True)
            if response.status_code not in _TIRED:
                break
            time.sleep(waited + 1)
        if response.status_code >= _BROKEN or response.status_code in _TIRED:
            what = f"The site answers {response.status_code} at {address.living}."
            raise MachineError(what, fix="Mend that page first; nothing was frozen.")
        return response


def _drawn(site: "Site") -> Iterator[tuple[str, Drawn]]:
    """Yield the address of each picture that is of a thing that the reader chooses."""
    for plan in known(site).values():
        if plan.input:
            question = site.questions[plan.questions[0]]
            example = question.example[plan.input].replace(":", "/", 1)
            yield f"/beelden/{plan.name}", Drawn(question.name, plan.input, example)


def _links(page: Address, kind: str, body: bytes) -> tuple[Address, ...]:
    """Return where a page, a picture, a style sheet or a script leads."""
    return tuple(sorted(set(_leading(page, kind, body))))


def _leading(page: Address, kind: str, body: bytes) -> Iterator[Address]:
    if kind in {HTML, SVG}:
        found = markup.links(body.decode())
    elif kind in _LOADING:
        found = markup.loaded(body.decode())
    else:
        return
    for link in found:
        if there := read(link, page):
            yield there[0]
