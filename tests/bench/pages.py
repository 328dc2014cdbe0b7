"""How long the server takes for each kind of page, from its cache and without: `python -m bench.pages`.

Over HTTP on loopback with a connection that stays open, one reader, once the server is at rest. Without the cache, each
request is one that was not made before: for another thing, or in languages in another order. What the server keeps for
a whole release it keeps here too. Processor time is that of the server with its workers: neighbours lengthen it least.
A first load is the page with its stylesheets and scripts, compressed as nginx does it.
"""

import gzip
import os
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from bench import family
from bench.client import Client, Reply
from bench.table import machine
from conftest import HOUSE, served

_ROUNDS = 20
_KINDS = 16  # kinds of things with a row of their own, those with most things first
_LEVEL = 6  # of gzip
_REST = 1.0  # seconds without work, after which a server is ready
_HTML, _ANY = "text/html", "*/*"
_QUERY = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20kg%3ACompetentie%20%3B%20%3Fp%20%3Fo%20%7D%20LIMIT%20100"
_PAGES = {
    "front page": "/",
    "all topics": "/doc",
    "members of a kind (31)": "/doc/competentie",
    "members of a kind (1,212)": "/doc/bronpassage",
    "a thing to which 700 refer": "/doc/bron/movisie-2013",
    "a thing to which 800 refer": "/doc/herkomstsoort/samengevat",
    "all schemes": "/begrippenkaders",
    "a scheme as a tree": "/begrippenkaders/scw-2006",
    "all publications": "/publicaties",
    "a publication, its first 100 passages": "/publicaties/movisie-2013",
    "all parties": "/partijen",
    "all programmes": "/opleidingen",
    "what is not translated": "/vertalen",
    "all questions": "/vragen",
    "a question with its answer": "/vragen/indicatoren-van-competentie?competentie=scw-4b",
    "a question that counts all statements": "/vragen/uitspraken-per-graaf",
    "a question with 300 rows": "/vragen/omgeving-in-twee-stappen?ding=trede/wmo-ladder-5",
    "search": "/zoek?q=wonen",
    "search, many hits": "/zoek?q=samenwerken",
    "search, one kind": "/zoek?q=samenwerken&soort=competentie",
    "search, one publication": "/zoek?q=samenwerken&publicatie=movisie-2013",
    "suggestions while typing": "/zoek/suggesties?q=same",
    "coverage of all": "/dekking",
    "coverage of a file": "/dekking/kwalificatie/25697",
    "all pictures": "/beelden",
    "picture: the ladder": "/beelden/wmo-ladder",
    "picture: field of play": "/beelden/speelveld",
    "picture: levels": "/beelden/niveaus",
    "picture: dilemmas": "/beelden/dilemmas",
    "picture: tensions": "/beelden/spanningen",
    "picture: knowledge": "/beelden/kennis",
    "picture: succession": "/beelden/opvolging",
    "picture: surroundings of a thing": "/beelden/omgeving?van=competentie/scw-4b",
    "picture: surroundings in two steps": "/beelden/omgeving?van=competentie/scw-4b&stappen=2",
    "comparing": "/vergelijken",
    "comparing two competencies": "/vergelijken?met=competentie/scw-4b&met=competentie/scw-4a",
    "why (a proof)": "/waarom?s=competentie:scw-4b&p=rdf:type&o=skos:Concept",
    "the composer": "/samenstellen",
    "linking a sheet": "/koppelen",
    "rechecking links": "/controle",
    "reporting a mistake": "/melden?ding=competentie:scw-4b",
    "all guides": "/gidsen",
    "a guide": "/gidsen/programs",
    "the vocabulary": "/def",
    "a topic of the vocabulary": "/def/competentie",
    "a large topic of the vocabulary": "/def/werkwijze",
    "the rules": "/shapes",
    "the query editor": "/sparql",
    "a query with its answer": _QUERY,
    "the query builder": "/sparql/bouwen",
    "the data set": "/dataset",
    "downloads": "/dumps/",
    "the interface for programs": "/api/v1",
    "reconciliation": "/reconcile",
}
_OTHERS = {
    "a thing as Turtle": "/doc/competentie/scw-4b.ttl",
    "a thing as JSON-LD": "/doc/competentie/scw-4b.jsonld",
    "a thing as RDF/XML": "/doc/competentie/scw-4b.rdf",
    "members of a kind as Turtle": "/doc/competentie?_mediatype=text/turtle",
    "a publication as Turtle": "/publicaties/movisie-2013?_mediatype=text/turtle",
    "parties as JSON-LD": "/partijen?_mediatype=application/ld%2Bjson",
    "the vocabulary as Turtle": "/def?_mediatype=text/turtle",
    "the rules as Turtle": "/shapes?_mediatype=text/turtle",
    "a question as JSON": "/api/v1/vragen/indicatoren-van-competentie?competentie=scw-4b",
    "all questions as JSON": "/api/v1/vragen",
    "OpenAPI": "/api/v1/openapi.json",
    "a picture as SVG": "/beelden/wmo-ladder.svg",
    "words for the editor": "/sparql/woorden.json",
    "the site map": "/sitemap.xml",
}
_STATIC = re.compile(r'(?:<link rel="stylesheet" href|<script src|<script type="module" src)="([^"]+)"')


@dataclass
class Server:
    """A server at rest, and who asks it."""

    client: Client
    pid: int

    def get(self, path: str, accept: str = _HTML, lang: str = "nl") -> Reply:
        """Return one answer; one other than 200 ends the measuring."""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\nAccept-Language: {lang}\r\n\r\n"
        reply = self.client.send(head.encode())
        if reply.status != 200:
            sys.exit(f"{path} answers {reply.status}")
        return reply

    def rest(self) -> None:
        """Wait until the server does nothing."""
        before = -1.0
        while (now := family.processor(self.pid)) > before:
            before = now
            time.sleep(_REST)


def main() -> None:
    """Measure and print a table in Markdown."""
    load = os.getloadavg()[0]
    with served(HOUSE, "--workers", "1") as (address, process):
        began = time.monotonic()
        with Client(int(urlsplit(address).port or 0), "/", 30) as client:
            server = Server(client, process.pid)
            server.rest()
            ready, memory = time.monotonic() - began - _REST, family.memory(process.pid)
            sys.stdout.write("\n".join(_table(server)) + "\n\n")
            after = family.memory(process.pid)
    sys.stdout.write(
        f"Prepared {ready:.1f} s after the first answer; memory {memory:.0f} MB then, {after:.0f} MB at the end."
        f" {machine()}; load of the machine {load:.1f} before, {os.getloadavg()[0]:.1f} at the end.\n"
    )


def _table(server: Server) -> Iterator[str]:
    yield "| page | without cache: median | p95 | processor | from cache: median | p95 | kB | first load, kB |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for kind, paths in _things(server).items():
        yield _row(server, f"a thing: {kind}", paths, _HTML)
    for name, path in _PAGES.items():
        yield _row(server, name, [path] * _ROUNDS, _HTML)
    for name, path in _OTHERS.items():
        yield _row(server, name, [path] * _ROUNDS, _ANY)


def _row(server: Server, name: str, paths: list[str], accept: str) -> str:
    """Ask for each of the paths once without the cache, and for the last one from it."""
    page = server.get(paths[-1], accept)
    used = family.processor(server.pid)
    fresh = [server.get(path, accept, f"nl, x-{turn}").seconds for turn, path in enumerate(paths)]
    used = 1000 * (family.processor(server.pid) - used) / len(paths)
    cached = [server.get(paths[-1], accept).seconds for _ in range(5 * _ROUNDS)]
    alone = _packed(page.body)
    whole = alone + sum(_sizes(server, page.body.decode())) if accept == _HTML else None
    figures = [*_times(fresh), f"{used:.0f} ms", *_times(cached), f"{alone:.1f}", f"{whole:.1f}" if whole else ""]
    return f"| {name} | {' | '.join(figures)} |"


def _times(seconds: list[float]) -> tuple[str, str]:
    late = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return f"{1000 * statistics.median(seconds):.1f} ms", f"{1000 * late:.1f} ms"


def _sizes(server: Server, page: str) -> Iterator[float]:
    """Yield the kB of each stylesheet and script that a page names."""

    @cache
    def size(path: str) -> float:
        return _packed(server.get(path, _ANY).body)

    yield from (size(path) for path in dict.fromkeys(_STATIC.findall(page)))


def _packed(body: bytes) -> float:
    return len(gzip.compress(body, _LEVEL)) / 1000


def _things(server: Server) -> dict[str, list[str]]:
    """Return kind → the addresses of things of it, spread over all, for the kinds with most things."""
    site = server.get("/sitemap.xml", _ANY).body.decode()
    found: dict[str, list[str]] = defaultdict(list)
    for path, kind in re.findall(r"<loc>[^<]*(/doc/([^/<]+)/[^<]+)</loc>", site):
        found[kind].append(path)
    most = sorted(found.items(), key=lambda pair: -len(pair[1]))[:_KINDS]
    return {kind: paths[:: max(1, len(paths) // _ROUNDS)][:_ROUNDS] for kind, paths in most}


if __name__ == "__main__":
    main()
