"""The register: every IRI that ever meant something here, as one release knows it, and what changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from kennisgraaf import description, record
from kennisgraaf.description import Texts, Vocabulary, succession
from kennisgraaf.engine import Engine
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.near import Names
from kennisgraaf.project import HISTORY
from kennisgraaf.record import Record
from kennisgraaf.release import Release
from kennisgraaf.search import Index


@dataclass(frozen=True)
class Register:
    """What is known: names by IRI ("" and no name for what has none), heirs of what is withdrawn, prefixes, records.

    homes: addresses under which the site is served, without a slash at the end; records: the newest first.
    """

    labels: Mapping[str, Texts]
    heirs: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, str]
    records: list[Record]
    homes: tuple[str, ...] = ()

    @classmethod
    def read(cls, made: Release, engine: Engine, words: Vocabulary, homes: Iterable[str] = ()) -> Self:
        """Read a release. NotFound: it has no index. SourceError: a record in it is none."""
        labels: dict[str, Texts] = {iri: {} for iri in [*description.things(engine), *made.graphs]}
        labels |= {iri: words.labels(iri) for iri in words.facts}
        for entry in Index(made.index).entries():
            labels[entry.iri] = {lang: text for role, lang, text in reversed(entry.texts) if role == "name"}
        heirs, records = succession.read(engine), record.read(made.folder / HISTORY)
        return cls(labels, heirs, made.prefixes, records, tuple(home.rstrip("/") for home in homes if home))

    def __contains__(self, iri: str) -> bool:
        """Tell whether an IRI means something here, or did."""
        return iri in self.labels or iri in self.heirs

    def near(self, iri: str) -> list[str]:
        """Return the IRIs in use that look most like one, the best first."""
        return [BASE + name for name in self._names.nearest(iri.removeprefix(BASE))]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the {type} parts of our IRIs."""
        return frozenset(iri.removeprefix(ID).partition("/")[0] for iri in self.labels if iri.startswith(ID))

    @cached_property
    def _names(self) -> Names:
        used = (iri.removeprefix(BASE) for iri in self.labels if iri.startswith(BASE) and iri not in self.heirs)
        return Names(used)
