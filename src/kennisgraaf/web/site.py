"""What every page of one application shares: the release, its engine, and what is read from them once.

A release never changes, so what is computed from it may be kept. Two threads that come first at the same time compute
the same value twice, which does no harm.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from kennisgraaf import browsing, comparison, coverage, description, exchange, manual, proof, questions, record
from kennisgraaf.browsing import Node, Party, Publication, Scheme, Topic, Untranslated
from kennisgraaf.comparison import Akin, Side
from kennisgraaf.composition import Stock, stock
from kennisgraaf.coverage import Survey
from kennisgraaf.description import Card, Texts, Vocabulary, succession
from kennisgraaf.description.card import SCHEMA
from kennisgraaf.engine import Engine, term_iri
from kennisgraaf.errors import KennisgraafError, NotFound
from kennisgraaf.exchange import Member
from kennisgraaf.manual import Manual
from kennisgraaf.namespaces import BASE, DEF, ID, short
from kennisgraaf.near import nearest
from kennisgraaf.patterns import Patterns
from kennisgraaf.project import HISTORY
from kennisgraaf.proof import Axioms
from kennisgraaf.questions import Question
from kennisgraaf.reconciliation import Reconciliation
from kennisgraaf.record import Record
from kennisgraaf.release import Release
from kennisgraaf.search import Index
from kennisgraaf.upkeep import Register
from kennisgraaf.web import glossary, guidebook, suggestions
from kennisgraaf.web.glossary import Entry

_HERE = Path(__file__).parent
Made = TypeVar("Made")


@dataclass(frozen=True)
class Site:
    """One release as it is served; subpath is "" or begins with a slash and does not end with one.

    public is the address of the front page as the world knows it, without a slash at its end; only what must hold whole
    addresses (a sitemap, a linkset) uses it. Without one that is the base of our IRIs, which redirects to the server.
    report: where readers report a mistake, "" for a page of ours.
    """

    release: Release
    engine: Engine
    subpath: str = ""
    public: str = BASE.rstrip("/")
    report: str = ""

    @cached_property
    def stamp(self) -> str:
        """Return 16 hex digits that change with the release and with the code and the templates of this package."""
        digest = sha256(f"{self.release.id}\n{self.report}".encode())
        for path in _code():
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def built(self) -> datetime:
        """Return when the release was built."""
        return datetime.fromisoformat(self.release.about["built"])

    @cached_property
    def modified(self) -> datetime:
        """Return when a page can last have changed, in whole seconds: with the release, or with newer code."""
        newest = max(path.stat().st_mtime for path in _code())
        return max(self.built, datetime.fromtimestamp(newest, UTC)).replace(microsecond=0)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the terms of the ontology."""
        return description.vocabulary(self.engine)

    @cached_property
    def axioms(self) -> Axioms:
        """Return the axioms of the ontology, from which the reasoner's statements follow."""
        return proof.axioms.read(self.engine)

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Return the kinds of things with their numbers."""
        return description.kinds(self.engine)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Return the named questions."""
        return questions.load(self.release.queries)

    @cached_property
    def records(self) -> list[Record]:
        """Return what changed in each release, the newest first."""
        return record.read(self.release.folder / HISTORY)

    @cached_property
    def index(self) -> Index:
        """Return the search index."""
        return Index(self.release.index)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """Return what cells of tables are compared with."""
        return Reconciliation.read(self.release, self.engine, self.vocabulary)

    @cached_property
    def register(self) -> Register:
        """Return every IRI that ever meant something here."""
        return Register.read(self.release, self.engine, self.vocabulary, (self.public,))

    @cached_property
    def stock(self) -> Stock:
        """Return what a profile can be composed of."""
        return stock.read(self.engine)

    @cached_property
    def patterns(self) -> Patterns:
        """Return what a query can be built of."""
        return Patterns(self.engine, self.vocabulary, self.release.prefixes)

    @cached_property
    def coverage(self) -> Survey:
        """Return what every programme does with every topic."""
        return coverage.read(self.engine)

    @cached_property
    def heirs(self) -> succession.Heirs:
        """Return each withdrawn IRI with those that replace it directly."""
        return succession.read(self.engine)

    @cached_property
    def akin(self) -> Akin:
        """Return each thing that is linked to things of other frameworks here, with those."""
        return comparison.akin(self.engine)

    @cached_property
    def compared(self) -> dict[str, dict[str, Texts]]:
        """Return kind → thing → labels of what people compare most."""
        return comparison.choices(self.engine)

    def side(self, iri: str) -> Side:
        """Return what is compared of a thing. NotFound: nothing is said of it."""
        if iri not in self._sides:
            self._sides[iri] = comparison.side(self.engine, self.vocabulary, iri)
        return self._sides[iri]

    @cached_property
    def _sides(self) -> dict[str, Side]:
        return {}

    @cached_property
    def terms(self) -> list[Entry]:
        """Return an entry for each term of ours."""
        return glossary.terms(self.vocabulary)

    @cached_property
    def shapes(self) -> list[Entry]:
        """Return an entry for each shape that has a name."""
        return glossary.shapes(self.engine)

    @cached_property
    def manual(self) -> Manual:
        """Return what there is to say of every term beside what it means."""
        return manual.read(self.release, self.engine, self.questions)

    def example(self, iri: str) -> str:
        """Return what the sources state of a thing, as Turtle."""
        if iri not in self._examples:
            self._examples[iri] = manual.example(self.engine, iri, self.release.prefixes)
        return self._examples[iri]

    @cached_property
    def _examples(self) -> dict[str, str]:
        return {}

    def covers(self, iri: str) -> bool:
        """Tell whether there is coverage to show of a thing; its page does without where that cannot be read."""
        try:
            return self.coverage.shows(iri)
        except KennisgraafError:
            return False

    @cached_property
    def schemes(self) -> list[Scheme]:
        """Return every scheme that has concepts."""
        return browsing.schemes(self.engine)

    @cached_property
    def publications(self) -> list[Publication]:
        """Return every publication that something here comes from."""
        return browsing.publications(self.engine)

    @cached_property
    def parties(self) -> list[Party]:
        """Return every party, with what it wants, asks and pays."""
        return browsing.parties(self.engine)

    @cached_property
    def programmes(self) -> list[Node]:
        """Return every qualification with its parts."""
        return browsing.qualifications(self.engine)

    @cached_property
    def topics(self) -> list[Topic]:
        """Return the topics with their kinds."""
        return browsing.topics(self.engine, self.kinds)

    @cached_property
    def untranslated(self) -> Untranslated:
        """Return the texts that are missing in a language."""
        return browsing.untranslated(self.engine)

    def kept(self, key: str, make: Callable[[], Made]) -> Made:
        """Return what make gives, made once for a release and a key."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("Made", self._kept[key])

    @cached_property
    def _kept(self) -> dict[str, object]:
        return {}

    @cached_property
    def everything(self) -> dict[str, bool]:
        """Return every thing, sorted, and whether it is withdrawn; at most 49,000."""
        return description.things(self.engine)

    def exchanged(self, iri: str) -> list[str]:
        """Return the tokens of the forms for exchange that a thing has; none while that cannot be read."""
        try:
            return [token for token, things in self._exchanged.items() if iri in things]
        except KennisgraafError:
            return []

    @cached_property
    def members(self) -> dict[str, list[Member]]:
        """Return token of a form for exchange → the things that it means something for, each with its whole."""
        source = exchange.Source(self.engine, self.release)
        return {token: exchange.members(source, profile) for token, profile in exchange.profiles.known().items()}

    @cached_property
    def _exchanged(self) -> dict[str, frozenset[str]]:
        return {token: frozenset(one.thing for one in found) for token, found in self.members.items()}

    @property
    def license(self) -> str:
        """Return the IRI of the licence of the ontology, "" when it has none."""
        return self._header("license")

    @property
    def author(self) -> str:
        """Return the IRI of who made the ontology and the descriptions, "" when it does not say."""
        return self._header("creator")

    @cached_property
    def header(self) -> Card:
        """Return the card of the whole: what the ontology says of itself."""
        return description.card(self.engine, DEF)

    def check(self, iri: str) -> None:
        """Raise NotFound, with near names, when nothing is said of an IRI."""
        if not self.engine.rows(f"SELECT ?p {{ {term_iri(iri)} ?p ?o }} LIMIT 1"):
            raise self.missing(iri)

    def missing(self, iri: str) -> NotFound:
        """Return the error for an IRI (or an address after our base) that nothing goes by, with near names."""
        path = iri.removeprefix(BASE)
        near = [BASE + name for name in nearest(path.removesuffix("/"), self._names())]
        shown = ", ".join(name.removeprefix(ID).removeprefix(BASE) for name in near)
        fix = f"Did you mean: {shown}?" if near else "See /doc for everything that is here."
        return NotFound(f"Nothing here is called {path.removeprefix('id/')}.", fix=fix, near=near)

    def _names(self) -> list[str]:
        """Return all that somebody may look for, as our IRIs have it after the base; nothing if that cannot be read."""
        try:
            things = [*self.everything, *(f"{ID}{kind}" for kind in self.kinds), *self.vocabulary.facts]
        except KennisgraafError:
            return []
        things += [f"{ID}vraag/{name}" for name in self.questions]
        return [iri.removeprefix(BASE) for iri in things if iri.startswith(BASE)]

    def _header(self, name: str) -> str:
        return next(iter(self.header.iris(SCHEMA + name)), "")

    def things(self, of: str) -> dict[str, Texts]:
        """Return IRI → labels by language of each thing of a class ("kg:Competentie")."""
        if of not in self._things:
            self._things[of] = suggestions.read(self.engine, of)
        return self._things[of]

    @cached_property
    def _things(self) -> dict[str, dict[str, Texts]]:
        return {}

    def long(self, name: str) -> str:
        """Return a name with a published prefix as an IRI."""
        prefix, _, local = name.partition(":")
        return self.release.prefixes.get(prefix, f"{prefix}:") + local

    def short(self, iri: str) -> str:
        """Return an IRI with its longest published prefix, or as it is."""
        return self._short(iri)

    @cached_property
    def _short(self) -> Callable[[str], str]:
        return lru_cache(4096)(lambda iri: short(iri, self.release.prefixes) or iri)


def _code() -> list[Path]:
    """Return the files that decide how a page looks."""
    own = {".py", ".html", ".xml", ".css", ".js", ".json", ".rq"}
    return [*(path for path in sorted(_HERE.rglob("*")) if path.suffix in own), *guidebook.files()]
