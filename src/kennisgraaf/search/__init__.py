"""Search: from what somebody types to the things that it may be about, the best first, in milliseconds.

The order: a whole name or code, then words in names, in other names, in texts; what is withdrawn comes last. Things
that have all words leave out those that have fewer. What is typed is split into words before it reaches the index, so
it has no syntax.
"""

import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kennisgraaf.errors import LimitError, NotFound, QueryError
from kennisgraaf.index import words
from kennisgraaf.languages import pick
from kennisgraaf.namespaces import ID
from kennisgraaf.near import Names
from kennisgraaf.search.facets import CHOICES, Belonging, Choices, Only
from kennisgraaf.search.lexicon import Lexicon, Term
from kennisgraaf.search.snippet import Snippet, best

__all__ = ["ALL", "LONGEST", "Belonging", "Entry", "Found", "Hit", "Index", "Kind", "Only", "Snippet"]

LONGEST = 300  # characters in one search
MOST_WORDS = 50
LARGEST_PAGE = 100
SECONDS = 1.0
ALL = Only()
_RANKING = (Path(__file__).parent / "ranking.sql").read_text(encoding="utf-8")
_BEST = "DELETE FROM found WHERE covered < (SELECT MAX(covered) FROM found)"
_GONE = "DELETE FROM found WHERE withdrawn"
_NUMBER = "SELECT COUNT(*) FROM found JOIN kind ON kind.id = found.kind WHERE {}"
_HIDDEN = "SELECT COUNT(*) FROM found WHERE withdrawn AND covered = (SELECT MAX(covered) FROM found)"
_PAGE = """SELECT found.id, name, class, labels, found.withdrawn, score FROM found JOIN kind ON kind.id = found.kind
WHERE {} ORDER BY found.withdrawn, score DESC, found.id LIMIT :count OFFSET :first"""

_COUNTED = """SELECT name, COUNT(*) FROM kind JOIN thing ON thing.kind = kind.id
WHERE NOT withdrawn AND substr(iri, 1, length(:start)) = :start GROUP BY name ORDER BY name"""
_ENTRIES = "SELECT iri, class, withdrawn, texts FROM thing JOIN kind ON kind.id = thing.kind ORDER BY thing.id"


@dataclass(frozen=True)
class Kind:
    """What a thing is: the word for it, the IRI of its class ("" if it has none), the labels of that by language."""

    name: str
    iri: str
    labels: dict[str, str]


@dataclass(frozen=True)
class Hit:
    """A thing that was found; score: higher is better, from 1 on the whole name or code is the same.

    code: its code in print, "" if it has none; within: what it belongs to, by "scheme", "source" and "whole".
    """

    iri: str
    labels: dict[str, str]
    kind: Kind
    snippet: Snippet | None
    score: float
    withdrawn: bool
    code: str = ""
    within: dict[str, list[Belonging]] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A thing with all that is said of it, as (role, language, text); kind is the IRI of its class, "" if none."""

    iri: str
    kind: str
    withdrawn: bool
    texts: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Found:
    """One page of an answer.

    total: how many things there are in all, of the kind that was asked for; kinds: how many of each kind; corrected:
    typed word → what it was taken for; unknown: typed words that are nowhere; facets: what the things found belong to,
    by "scheme" and "source"; hidden: how many withdrawn things fit as well but were not asked for.
    """

    text: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    facets: dict[str, list[Belonging]] = field(default_factory=dict)
    hidden: int = 0

    @property
    def meant(self) -> str:
        """Return the text with each misspelt word replaced, "" when none was."""
        typed = [word for word, _, _ in words.split(words.plain(self.text))]
        return " ".join(self.corrected.get(word, word) for word in typed) if self.corrected else ""


@dataclass(frozen=True)
class Index:
    """The index of a release, opened anew for each search, so that any thread may search at any time."""

    path: Path

    def search(
        self,
        text: str,
        lang: str = "nl",
        only: Only = ALL,
        *,
        first: int = 0,
        count: int = 20,
    ) -> Found:
        """Return the things that a text is about, from place first (0-based) on; lang is that of the reader.

        QueryError: the text is too long, or the numbers do not fit. LimitError: it took too long.
        NotFound: this release has no index.
        """
        _check(text, first, count)
        terms = self.lexicon.read(_local(text))
        wanted = {self.lexicon.words[number] for term in terms for number in term.meanings}
        with self._bounded() as file:
            self._rank(file, text, terms)
            hidden = 0 if only.withdrawn else file.execute(_HIDDEN).fetchone()[0]
            if not only.withdrawn:
                file.execute(_GONE)
            file.execute(_BEST)
            choices = Choices(file, only.chosen)
            total = file.execute(_NUMBER.format(choices.where()), choices.chosen).fetchone()[0]
            given = {**choices.chosen, "first": first, "count": count}
            rows = file.execute(_PAGE.format(choices.where()), given).fetchall()
            hits = [_hit(choices, row, wanted, lang) for row in rows]
            kinds, facets = choices.kinds(), {name: choices.values(name) for name in CHOICES}
        corrected = {term.text: term.instead[0] for term in terms if term.instead}
        unknown = [term.text for term in terms if not term.meanings]
        return Found(text, hits, total, kinds, corrected, unknown, facets, hidden)

    def near(self, text: str, number: int = 5) -> list[Entry]:
        """Return the things in use whose names look most like a text, best first."""
        found = (self._names[1][name] for name in self._names[0].nearest(text[:LONGEST], 2 * number))
        return list({entry.iri: entry for entry in found}.values())[:number]

    @cached_property
    def _names(self) -> tuple[Names, dict[str, Entry]]:
        found: dict[str, Entry] = {}
        for entry in self.entries():
            for role, _, value in entry.texts:
                if role in {"name", "other"} and not entry.withdrawn:
                    found.setdefault(value, entry)
        return Names(found), found

    @cached_property
    def lexicon(self) -> Lexicon:
        """Return the words of the index; read at the first search."""
        with self._opened() as file:
            rows = file.execute("SELECT word, things FROM word ORDER BY id").fetchall()
            stems: dict[str, tuple[int, ...]] = {}
            for stem, word in file.execute("SELECT stem, word FROM stem ORDER BY stem, word"):
                stems[stem] = (*stems.get(stem, ()), word)
            size = file.execute("SELECT COUNT(*) FROM thing").fetchone()[0]
        return Lexicon([word for word, _ in rows], [things for _, things in rows], stems, size)

    def kinds(self) -> dict[str, int]:
        """Return how many things of ours there are of each kind in use ("competentie" → 30), sorted by name."""
        with self._opened() as file:
            return dict(file.execute(_COUNTED, {"start": ID}).fetchall())

    def classes(self) -> dict[str, set[str]]:
        """Return the classes of the things of each kind, the closest of each thing only."""
        found: dict[str, set[str]] = defaultdict(set)
        with self._opened() as file:
            for name, iri in file.execute("SELECT name, class FROM kind").fetchall():
                found[name].add(iri)
        return found

    def entries(self) -> list[Entry]:
        """Return all that the index knows, the most linked first. NotFound: this release has no index."""
        with self._opened() as file:
            rows = file.execute(_ENTRIES).fetchall()
        return [
            Entry(iri, kind, bool(withdrawn), [(role, lang, value) for role, lang, value in json.loads(texts)])
            for iri, kind, withdrawn, texts in rows
        ]

    def _rank(self, file: sqlite3.Connection, text: str, terms: list[Term]) -> None:
        """Put all things found into the table `found`; words that are only grammar count only among themselves."""
        counting = [term for term in terms if term.says_much] or [term for term in terms if term.meanings]
        values = (self.lexicon.as_json(counting), words.key(_local(text)), words.plain(text).strip(), len(counting))
        file.execute(_RANKING, values)

    def _opened(self) -> closing[sqlite3.Connection]:
        if not self.path.is_file():
            raise NotFound("This release has no index.", fix="Run `kennisgraaf build` with this version.")
        return closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro&immutable=1", uri=True))

    @contextmanager
    def _bounded(self) -> Iterator[sqlite3.Connection]:
        end = time.monotonic() + SECONDS
        with self._opened() as file:
            file.execute("PRAGMA temp_store = MEMORY")
            file.set_progress_handler(lambda: time.monotonic() > end, 10_000)
            try:
                yield file
            except sqlite3.OperationalError as error:
                if "interrupted" not in str(error):
                    raise
                what = f"The search took longer than {SECONDS} s."
                raise LimitError(what, fix="Give fewer words.", limit="time", retry_after=5) from error


def _check(text: str, first: int, count: int) -> None:
    if len(text) > LONGEST or sum(1 for _ in words.split(words.plain(text))) > MOST_WORDS:
        what = f"A search is at most {LONGEST} characters and {MOST_WORDS} words long."
        raise QueryError(what, fix="Keep the words that matter most.")
    if not (0 <= first <= 10**9 and 1 <= count <= LARGEST_PAGE):
        raise QueryError(f"A page has 1 to {LARGEST_PAGE} things.", fix="Give other numbers.")


def _local(text: str) -> str:
    """Return the last part of an IRI; any other text as it is."""
    return text.strip().rstrip("/#").replace("#", "/").rpartition("/")[2] if "://" in text else text


def _hit(choices: Choices, row: tuple[int, str, str, str, int, float], wanted: set[str], lang: str) -> Hit:
    number, kind, iri, labels, withdrawn, score = row
    thing, stored = choices.file.execute("SELECT iri, texts FROM thing WHERE id = ?", (number,)).fetchone()
    texts = [tuple(text) for text in json.loads(stored)]
    names: dict[str, str] = {}
    for role, tongue, value in texts:
        if role == "name":
            names.setdefault(tongue, value)
    code = next((value for role, _, value in texts if role == "code"), "")
    snippet = best(pick(names, lang)[0], [text for text in texts if text[0] != "hidden"], wanted, lang)
    of = Kind(kind, iri, json.loads(labels))
    return Hit(thing, names, of, snippet, round(score, 3), bool(withdrawn), code, choices.of(number))
