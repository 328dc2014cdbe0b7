"""What is read from a release once: vocabulary, questions, ways in, and what comparing and coverage rest on.

A release never changes, so what is computed from it may be kept. Two threads that come first at the same time compute
the same value twice, which does no harm.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from kennisgraaf import browsing, comparison, coverage, description, exchange, manual, proof, questions, record
from kennisgraaf.browsing import Foreign, Node, Party, Publication, Scheme, Topic, Untranslated
from kennisgraaf.comparison import Akin, Side
from kennisgraaf.composition import Stock, stock
from kennisgraaf.coverage import Survey
from kennisgraaf.description import Description, Texts, Vocabulary, succession
from kennisgraaf.engine import Engine
from kennisgraaf.errors import KennisgraafError, LimitError, UnavailableError
from kennisgraaf.exchange import Member
from kennisgraaf.manual import Manual
from kennisgraaf.patterns import Patterns
from kennisgraaf.project import HISTORY
from kennisgraaf.proof import Axioms
from kennisgraaf.questions import Question
from kennisgraaf.reconciliation import Reconciliation
from kennisgraaf.record import Record
from kennisgraaf.release import Release
from kennisgraaf.search import Index
from kennisgraaf.web import glossary
from kennisgraaf.web.glossary import Entry

_WHILE = 600.0  # seconds until what was too much is tried again
_HUB, _HUBS = 200, 16  # values on the page of a thing that is kept, and how many such things
Made = TypeVar("Made")


@dataclass(frozen=True)
class Holdings:
    """A release with its engine, and all that is read from them when somebody first asks."""

    release: Release
    engine: Engine

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
        return self.index.kinds()

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
    def abroad(self) -> Index | None:
        """Return the search index of what others made; None for a release of before."""
        return Index(self.release.elsewhere) if self.release.elsewhere.is_file() else None

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """Return what cells of tables are compared with."""
        return Reconciliation.read(self.release, self.engine, self.vocabulary)

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

    def described(self, iri: str) -> Description:
        """Return what the page of a thing shows; it is kept for the few things to which hundreds of others refer.

        NotFound: nothing is said of it.
        """
        if found := self._hubs.get(iri):
            return found
        found = description.describe(self.engine, self.vocabulary, iri)
        if len(self._hubs) < _HUBS and sum(len(group.values) for group in found.groups) > _HUB:
            self._hubs[iri] = found
        return found

    @cached_property
    def _hubs(self) -> dict[str, Description]:
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
        return self._tried("coverage", lambda: self.coverage.shows(iri)) or False

    def composable(self, iri: str) -> bool:
        """Tell whether a profile can begin with a thing; its page does without where that cannot be read."""
        return self._tried("stock", lambda: iri in self.stock.bearers) or False

    @cached_property
    def schemes(self) -> list[Scheme]:
        """Return every scheme that has concepts."""
        return browsing.schemes(self.engine)

    @cached_property
    def elsewhere(self) -> dict[str, Foreign]:
        """Return every concept and scheme of others that we hold."""
        return browsing.foreign(self.engine)

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
        return browsing.topics(self.engine, self.kinds, self.index.classes(), self.vocabulary)

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

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Return every thing that should not be used any more."""
        return description.withdrawn(self.engine)

    def exchanged(self, iri: str) -> list[str]:
        """Return the tokens of the forms for exchange that a thing has; none where that cannot be read."""
        every = self._tried("exchange", lambda: self._exchanged) or {}
        return [token for token, things in every.items() if iri in things]

    def _tried(self, name: str, make: Callable[[], Made]) -> Made | None:
        """Return what make gives, None where it cannot; what is too much for the limits is left for a while.

        LimitError ("load"), UnavailableError: it may be read in a moment, and a page without it would be kept.
        """
        if time.monotonic() < self._too_much.get(name, 0.0):
            return None
        try:
            return make()
        except UnavailableError:
            raise
        except LimitError as error:
            if error.limit == "load":
                raise
            self._too_much[name] = time.monotonic() + _WHILE
        except KennisgraafError:
            pass
        return None

    @cached_property
    def _too_much(self) -> dict[str, float]:
        return {}

    @cached_property
    def members(self) -> dict[str, list[Member]]:
        """Return token of a form for exchange → the things that it means something for, each with its whole."""
        source = exchange.Source(self.engine, self.release)
        return {token: exchange.members(source, profile) for token, profile in exchange.profiles.known().items()}

    @cached_property
    def _exchanged(self) -> dict[str, frozenset[str]]:
        return {token: frozenset(one.thing for one in found) for token, found in self.members.items()}
