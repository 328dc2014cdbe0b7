"""Every page in both languages, and what was found, as Markdown: `make crawl`."""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from crawl.tongues import Tongues
from crawl.walk import Report, Walk, listed
from kennisgraaf import build, engine, project
from kennisgraaf.web import create_app

_HOUSE = Path(__file__).parents[2]


def main() -> int:
    """Walk, print; the exit code is 1 when there is a fault."""
    parser = argparse.ArgumentParser(prog="crawl", description=__doc__)
    parser.add_argument("--most", type=int, default=5, help="addresses of each sort that is not a page by itself")
    options = parser.parse_args()
    made = build.compile(project.find(_HOUSE))
    bad = False
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as graph:
        client, tongues = create_app(made, graph).test_client(), Tongues.read(graph)
        for lang in ("nl", "en"):
            began = time.perf_counter()
            report = Walk(client, tongues, lang, most=options.most).go(*listed(client))
            sys.stdout.write("\n".join(told(lang, report, time.perf_counter() - began)) + "\n")
            bad |= bool(report.faults)
    return int(bad)


def told(lang: str, report: Report, seconds: float) -> Iterator[str]:
    """Yield the lines of a report."""
    yield f"\n## {lang}: {sum(report.read.values())} addresses in {seconds:.0f} s, {len(report.faults)} faults\n"
    yield from (f"- {count} × {what}" for what, count in report.read.most_common())
    yield "\nHeaviest at first load, compressed, with style and scripts:\n"
    yield from (f"- {weight / 1000:.1f} kB {address}" for address, weight in report.heaviest())
    if report.untranslated:
        yield f"\nWithout English: {len(report.untranslated)} texts; most often:\n"
        yield from (f"- {count} × {text[:80]}" for text, count in report.untranslated.most_common(20))
    if report.faults:
        yield "\nFaults:\n"
        yield from (f"- {fault}" for fault in report.faults[:200])


if __name__ == "__main__":
    sys.exit(main())
