"""What every page of one application shares: one release as it is served, and how its things are found and called."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from kennisgraaf import description, project
from kennisgraaf.description import Card, Texts
from kennisgraaf.description.card import SCHEMA
from kennisgraaf.engine import term_iri
from kennisgraaf.errors import NotFound, QueryError
from kennisgraaf.namespaces import BASE, DEF, ID, short
from kennisgraaf.near import nearest
from kennisgraaf.upkeep import Register
from kennisgraaf.web import guidebook, suggestions
from kennisgraaf.web.holdings import Holdings

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Site(Holdings):
    """One release as it is served; subpath is "" or begins with a slash and does not end with one.

    public is the address of the front page as the world knows it, without a slash at its end; only what must hold whole
    addresses (a sitemap, a linkset) uses it. Without one that is the base of our IRIs, which redirects to the server.
    report: where readers report a mistake, "" for a page of ours.
    """

    subpath: str = ""
    public: str = BASE.rstrip("/")
    report: str = ""

    @cached_property
    def stamp(self) -> str:
        """Return 16 hex digits that follow from the release, the code and the settings, and from nothing else.

        So they are the same in every process and on every machine that serves the same.
        """
        settings = (self.public, self.report, *self.engine.limits.table())
        digest = sha256(f"{self.release.id}\n{self.release.about['built']}\n{settings}".encode())
        for path in _code():
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def built(self) -> datetime:
        """Return when the release was built."""
        return datetime.fromisoformat(self.release.about["built"])

    @cached_property
    def dated(self) -> bool:
        """Tell whether the date of the release is that of its pages too: no code on this machine is younger."""
        return max(path.stat().st_mtime for path in _code()) <= self.built.timestamp()

    @cached_property
    def register(self) -> Register:
        """Return every IRI that ever meant something here."""
        return Register.read(self.release, self.engine, self.vocabulary, (self.public,))

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
        """Raise NotFound, with near names, when nothing is said of an IRI. QueryError: it is none."""
        term_iri(iri)
        if not self.has(iri):
            raise self.missing(iri)

    def has(self, iri: str) -> bool:
        """Tell whether anything is said of an IRI; nothing is of what is no IRI."""
        try:
            return bool(self.engine.rows(f"SELECT ?p {{ {term_iri(iri)} ?p ?o }} LIMIT 1"))
        except QueryError:
            return False

    def missing(self, iri: str) -> NotFound:
        """Return the error for an IRI (or an address after our base) that nothing goes by, with near names."""
        path = iri.removeprefix(BASE)
        near = [BASE + name for name in nearest(path.removesuffix("/"), self._names())]
        shown = ", ".join(name.removeprefix(ID).removeprefix(BASE) for name in near)
        fix = f"Did you mean: {shown}?" if near else "See /doc for everything that is here."
        return NotFound(f"Nothing here is called {path.removeprefix('id/')}.", fix=fix, near=near)

    def _names(self) -> list[str]:
        """Return all that somebody may look for, as our IRIs have it after the base; nothing if that cannot be read."""
        everything = self._tried("everything", lambda: self.everything) or {}
        things = [*everything, *(self._tried("words", lambda: self.vocabulary.facts) or {})]
        things += [*(f"{ID}{kind}" for kind in self.kinds), *(f"{ID}vraag/{name}" for name in self.questions)]
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
    mistakes = sorted((project.packaged().root / "tests/examples/invalid").glob("*.ttl"))  # shown beside the shapes
    return [*(path for path in sorted(_HERE.rglob("*")) if path.suffix in own), *guidebook.files(), *mistakes]
