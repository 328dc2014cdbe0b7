"""Write the whole site as static files, so that the knowledge outlives its server.

The living site is driven in this process and its links are followed, so a page that somebody adds is frozen without
work. First every address is written as it answers, by several processes; then every page gets links to files. The same
release and settings give the same bytes.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kennisgraaf import web
from kennisgraaf.errors import MachineError
from kennisgraaf.freeze import crew, folder, hosts, policy
from kennisgraaf.freeze.address import PAGE, Address
from kennisgraaf.freeze.crawler import OXIGRAPH, Job, Visit
from kennisgraaf.freeze.policy import Policy
from kennisgraaf.freeze.rewriting import Table
from kennisgraaf.release import Release
from kennisgraaf.web.language import LANGUAGES

__all__ = ["LANGUAGES", "Frozen", "freeze", "wasm_is_here"]

_MOST_VIEWS = 300  # what one page shows with different queries
Asked = tuple[tuple[str, str], ...]
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Frozen:
    """What was written: numbers of pages, files and bytes; left: what was left out; lost: links that lead nowhere."""

    pages: int
    files: int
    size: int
    left: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def wasm_is_here() -> bool:
    """Tell whether Oxigraph's files for browsers were set up."""
    return all((Path(web.__file__).parent / name.lstrip("/")).is_file() for name in OXIGRAPH)


def freeze(  # noqa: PLR0913 - settings
    made: Release,
    out: Path,
    *,
    base: str = "",
    languages: Sequence[str] = LANGUAGES,
    public: str = "",
    processes: int = 0,
    tell: Tell = lambda *_: None,
) -> Frozen:
    """Write the site of a release into a folder, which is new, empty or an earlier freeze.

    base: "" or the path of the site on its host ("/kennis"), for the files that hosts read; languages: the first comes
    at the root; public: the whole address of the front page, for sitemap and feeds; processes: 0 takes one for each
    core; tell: what is done, how many of how many. KennisgraafError: the folder is not fit. MachineError: a page fails,
    or the disk does.
    """
    wasm = wasm_is_here()
    left = [] if wasm else ["SPARQL in the browser: Oxigraph's files are not set up (`make assets`, which needs npm)"]
    processes = processes or os.cpu_count() or 1
    with folder.writing(out) as fresh:
        job = Job(str(made.folder), str(fresh), tuple(languages), public, wasm)
        rules, visits = _crawl(job, processes, tell)
        left += _dropped(rules, visits)
        files = {visit.address: visit.file for visit in visits if visit.file}
        goes = {visit.address: visit.goes for visit in visits if visit.goes}
        table = Table(files, goes, rules, job.folder, made.about["version"], base)
        lost = _lead(table, visits, processes, tell)
        pages = sum(file.endswith(PAGE) for file in set(files.values()))
        _extras(fresh, made, table, (languages, pages, left))
        number, size = folder.seal(fresh)
    return Frozen(pages, number, size, left, lost)


def _crawl(job: Job, processes: int, tell: Tell) -> tuple[Policy, list[Visit]]:
    """Follow all links, wave by wave; return what becomes a file, and what was found, sorted."""
    visits: list[Visit] = []
    with crew.working(processes, crew.open_site, job) as work:
        rules, wave = next(iter(work(crew.begin, [None])))
        seen = set(wave)
        while wave:
            before = len(visits)
            for found in work(crew.visit, crew.shares(wave)):
                visits += found
                tell("pages and files", len(visits), len(seen))
            _check(visits)
            linked = {there for visit in visits[before:] for there in visit.links}
            wave = _bounded(rules, sorted(there for there in linked - seen if rules.wanted(there)), seen)
            seen.update(wave)
    visits.sort(key=lambda visit: visit.address)
    return rules, visits


def _bounded(rules: Policy, wave: list[Address], seen: set[Address]) -> list[Address]:
    """Return the addresses of a wave without those of one view too many of the same page.

    A view in another language or form counts as the same, so that whatever has a page has its RDF too.
    """
    views: dict[str, set[Asked]] = defaultdict(set)
    for address in seen:
        views[address.path].add(rules.view(address))
    kept = []
    for address in wave:
        taken, view = views[address.path], rules.view(address)
        if not view or view in taken or len(taken) < _MOST_VIEWS:
            taken.add(view)
            kept.append(address)
    return kept


def _dropped(rules: Policy, visits: Iterable[Visit]) -> list[str]:
    """Return the pages that have more views than were taken."""
    seen = {visit.address for visit in visits}
    there = {link for visit in visits for link in visit.links if rules.wanted(link)}
    return [f"views of {path} beyond the first {_MOST_VIEWS}" for path in sorted({each.path for each in there - seen})]


def _check(visits: Iterable[Visit]) -> None:
    """Raise MachineError when two addresses became the same file."""
    files: dict[str, Address] = {}
    for visit in visits:
        other = files.setdefault(visit.file, visit.address)
        if visit.file and other.path.rstrip("/") != visit.address.path.rstrip("/"):
            what = f"{other.living} and {visit.address.living} would be the same file, {visit.file}."
            raise MachineError(what, fix="Give one of them another address.")


def _lead(table: Table, visits: Iterable[Visit], processes: int, tell: Tell) -> list[str]:
    """Give every page links to files; return the links that lead nowhere."""
    once = list({visit.file: visit for visit in visits if visit.file}.values())
    lost: list[str] = []
    with crew.working(processes, crew.know, table) as work:
        for number, found in enumerate(work(crew.rewrite, crew.shares(once)), 1):
            lost += found
            tell("links", min(number * crew.SHARE, len(once)), len(once))
    return sorted(lost)


def _extras(fresh: Path, made: Release, table: Table, settings: tuple[Sequence[str], int, list[str]]) -> None:
    """Write what hosts and people read beside the pages; settings: languages, number of pages, what was left out."""
    languages, pages, left = settings
    lost = table.files[Address(policy.LOST, (), languages[0])]
    texts = hosts.files(table.base) | {
        "404.html": (fresh / lost).read_text(encoding="utf-8"),
        "README.md": hosts.readme(made.about, languages, left),
        folder.MARKER: hosts.marker(made.about, base=table.base, languages=list(languages), pages=pages, left=left),
    }
    for name, text in texts.items():
        (fresh / name).write_text(text, encoding="utf-8", newline="\n")
