"""How long the server takes for each kind of page, from its cache and without: `python -m bench.pages`.

Over HTTP on loopback with a connection that stays open, one reader, after each kind was asked for once. Without the
cache, each request is one that was not made before: for another thing, or in languages in another order.
"""

import statistics
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from bench.client import Client
from conftest import HOUSE, served
from kennisgraaf import build, engine, project
from kennisgraaf.namespaces import ID

_ROUNDS = 20
_PAGES = {
    "front page": "/",
    "all topics": "/doc",
    "all questions": "/vragen",
    "a question with its answer": "/vragen/indicatoren-van-competentie?competentie=scw-4b",
    "members of a kind (33)": "/doc/competentie",
    "search": "/zoek?q=wonen",
    "coverage of all": "/dekking",
    "coverage of a file": "/dekking/kwalificatie/25697",
    "the composer": "/samenstellen",
    "the vocabulary": "/def",
    "the rules": "/shapes",
    "the query editor": "/sparql",
    "downloads": "/dumps/",
}


def main() -> None:
    """Measure and print a table in Markdown."""
    with served(HOUSE, "--workers", "1") as (address, _), Client(int(urlsplit(address).port or 0), "/", 30) as client:
        sys.stdout.write("\n".join(_table(client, _things())) + "\n")


def _table(client: Client, things: list[str]) -> Iterator[str]:
    yield "| page | from cache, median | p95 | without, median | p95 |"
    yield "|---|---|---|---|---|"
    yield _row("a thing", [_timed(client, path) for path in things[_ROUNDS:]], _again(client, things[-1]))
    for name, path in _PAGES.items():
        _timed(client, path)
        fresh = [_timed(client, path, f"nl, x-{turn}") for turn in range(_ROUNDS)]
        yield _row(name, fresh, _again(client, path))


def _again(client: Client, path: str) -> list[float]:
    _timed(client, path)
    return [_timed(client, path) for _ in range(5 * _ROUNDS)]


def _row(name: str, fresh: list[float], cached: list[float]) -> str:
    cells = (
        f"{1000 * number:.1f} ms" for times in (cached, fresh) for number in (statistics.median(times), _late(times))
    )
    return f"| {name} | {' | '.join(cells)} |"


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _timed(client: Client, path: str, lang: str = "nl") -> float:
    """Return the seconds of one answer; an answer other than 200 ends the measuring."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Language: {lang}\r\n\r\n"
    reply = client.send(head.encode())
    if reply.status != 200:
        sys.exit(f"{path} answers {reply.status}")
    return reply.seconds


def _things() -> list[str]:
    """Return the addresses of 200 things that are spread over all kinds; the first ones are for warming up."""
    made = build.compile(project.find(HOUSE))
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as graph:
        rows = graph.rows(f"SELECT DISTINCT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), '{ID}')) }} ORDER BY ?s")
    paths = [row["s"].value.removeprefix(ID) for row in rows]
    plain = [path for path in paths if "#" not in path and not path.startswith("vraag/")]
    return [f"/doc/{path}" for path in plain[:: max(1, len(plain) // 200)]]


if __name__ == "__main__":
    main()
