"""From page to page along every link, through the application itself; what was found is in a report.

Pages are read whole. Of what has no end (addresses with a query, which lead to further ones) and of what is the same
for all things of a kind (their forms as RDF), a few of each sort are fetched: `most`.
"""

import gzip
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from werkzeug.test import Client, TestResponse

from crawl.page import Page
from crawl.tongues import Tongues

HEAVIEST = 100_000  # bytes, compressed, of a page that is read, with its style and scripts
_EDITOR = 200_000  # the same of the page with the editor, a tool that a reader of the graph never loads
_FINE = {200, 410}
_POSTED = 405  # the address of a form that is sent, or of a page that wants more than its address


@dataclass
class Report:
    """What was read and what was found; weights are compressed bytes at first load."""

    read: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    untranslated: Counter[str] = field(default_factory=Counter)

    def heaviest(self, most: int = 10) -> list[tuple[str, int]]:
        """Return the heaviest pages."""
        return sorted(self.weights.items(), key=lambda pair: -pair[1])[:most]


class Walk:
    """A walk in one language; most: how many addresses of each sort that is not a page by itself."""

    def __init__(self, client: Client, tongues: Tongues, lang: str, *, most: int = 1, below: str = "") -> None:
        """Begin at the front page of a site that lies below a path ("/kennis")."""
        self.report = Report()
        self._client, self._tongues, self._lang, self._most, self._below = client, tongues, lang, most, below
        self._pages = False
        self._left = deque([(f"{below}/", "the start")])
        self._known = {f"{below}/"}
        self._sorts: Counter[str] = Counter()
        self._ids: dict[str, set[str]] = {}
        self._pointed: dict[tuple[str, str], str] = {}
        self._sizes: dict[str, int] = {}

    def go(self, *starts: str, keep: re.Pattern[str] | None = None, pages: bool = False) -> Report:
        """Follow every link from the front page and from more addresses; keep: of those, only what matches is read.

        What is left out is listed, so a link to it is not broken; every other link is followed. pages: read only what
        is for people; what is for programs hardly differs between languages.
        """
        self._pages = pages
        known = frozenset(starts)
        for address in starts:
            self._note(address, "the sitemap")
        while self._left:
            address, source = self._left.popleft()
            if keep is None or keep.search(address) or address not in known:
                self._visit(address, source)
        for (address, fragment), source in self._pointed.items():
            if fragment not in self._ids.get(address, {fragment}):
                self._fault(address, f"no id {fragment}, to which {source} leads")
        return self.report

    def _visit(self, address: str, source: str) -> None:
        answer = self._get(address)
        self.report.read[f"{answer.status_code} {answer.mimetype}"] += 1
        if 300 <= answer.status_code < 400:
            self._note(answer.headers["Location"], source)
        elif answer.status_code not in _FINE:
            self._fault(address, f"answers {answer.status_code}; {source} leads there")
        elif answer.mimetype == "text/html":
            asked = re.search(r"[?&]lang=(nl|en)\b", address)
            self._page(Page(address, asked[1] if asked else self._lang, answer.data))

    def _get(self, address: str) -> TestResponse:
        headers = {"Accept": "text/html, */*;q=0.5", "Accept-Language": self._lang}
        return self._client.get(address, headers=headers, buffered=True)  # read whole, so that files are closed

    def _page(self, page: Page) -> None:
        self._ids[page.address] = page.ids
        for fault in (*page.faults(), *self._tongues.faults(page)):
            self._fault(page.address, fault)
        if page.lang == "en":
            self.report.untranslated.update(self._tongues.untranslated(page))
        weight = len(gzip.compress(page.body, 6)) + sum(map(self._size, page.loads()))
        self.report.weights[page.address] = weight
        most = _EDITOR if urlsplit(page.address).path == f"{self._below}/sparql" else HEAVIEST
        if weight > most:
            self._fault(page.address, f"weighs {weight} bytes, more than {most}")
        for link, fragment in page.links():
            if link.startswith("http://here/"):
                address = link.removeprefix("http://here")
                self._pointed.setdefault((address, fragment), page.address)
                self._note(address, page.address)

    def _size(self, address: str) -> int:
        """Return the compressed size of what a page loads."""
        if address not in self._sizes:
            self._sizes[address] = len(gzip.compress(self._get(address).data, 6))
        return self._sizes[address]

    def _note(self, address: str, source: str) -> None:
        """Keep an address for later: every page, and a few of each other sort."""
        if address in self._known:
            return
        self._known.add(address)
        if not f"{address}/".startswith(f"{self._below}/"):
            self._fault(address, f"is not below {self._below}; {source} leads there")
        sort = sort_of(address)
        self._sorts[sort] += 1
        if not sort or (self._sorts[sort] <= self._most and not (self._pages and _download(address))):
            self._left.append((address, source))

    def _fault(self, address: str, what: str) -> None:
        self.report.faults.append(f"{self._lang} {address}: {what}")


def _download(address: str) -> bool:
    """Tell whether an address names a form: by its ending, or by a media type."""
    parts = urlsplit(address)
    return "." in parts.path.rpartition("/")[2] or "_mediatype=" in parts.query


def sort_of(address: str) -> str:
    """Return "" for a page, else what an address has in common with its like: its place, its ending, its query.

    The language does not make another sort of what is a download.
    """
    parts = urlsplit(address)
    *places, last = parts.path.split("/")
    ending = last.partition(".")[2]
    if not parts.query and not ending:
        return ""
    names = sorted(
        {
            name if name[0] != "_" else f"{name}={value}"
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name != "lang" or not _download(address)
        }
    )
    return f"{'/'.join(places[:3])}/{'' if ending or len(places) > 2 else last}.{ending}?{'&'.join(names)}"


def listed(client: Client, below: str = "") -> Iterator[str]:
    """Yield the addresses in the sitemap, path-absolute."""
    for found in re.findall(r"<loc>([^<]*)</loc>", client.get(f"{below}/sitemap.xml").text):
        yield below + urlsplit(found).path.removeprefix("/kennisgraaf")
