"""What every page of one application shares: the release, its engine, and what is read from them once.

A release never changes, so what is computed from it may be kept. Two threads that come first at the same time compute
the same value twice, which does no harm.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kennisgraaf import description, questions
from kennisgraaf.description import Texts, Vocabulary
from kennisgraaf.engine import Engine
from kennisgraaf.namespaces import DEF
from kennisgraaf.questions import Question
from kennisgraaf.release import Release
from kennisgraaf.search import Index
from kennisgraaf.web import suggestions

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Site:
    """One release as it is served; subpath is "" or begins with a slash and does not end with one."""

    release: Release
    engine: Engine
    subpath: str = ""

    @cached_property
    def stamp(self) -> str:
        """Return 16 hex digits that change with the release and with the code and the templates of this package."""
        digest = sha256(self.release.id.encode())
        for path in sorted(_HERE.rglob("*")):
            if path.suffix in {".py", ".html", ".xml", ".css", ".js", ".json", ".rq"}:
                digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the terms of the ontology."""
        return description.vocabulary(self.engine)

    @cached_property
    def kinds(self) -> dict[str, int]:
        """Return the kinds of things with their numbers."""
        return description.kinds(self.engine)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Return the named questions."""
        return questions.load(self.release.queries)

    @cached_property
    def index(self) -> Index:
        """Return the search index."""
        return Index(self.release.index)

    @cached_property
    def license(self) -> str:
        """Return the IRI of the licence of the ontology, "" when it has none."""
        rows = self.engine.rows(f"SELECT ?license {{ <{DEF}> dct:license ?license }} LIMIT 1")
        return rows[0]["license"].value if rows else ""

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
        fitting = [(space, name) for name, space in self.release.prefixes.items() if iri.startswith(space)]
        space, name = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
        return f"{name}:{iri.removeprefix(space)}" if space else iri
