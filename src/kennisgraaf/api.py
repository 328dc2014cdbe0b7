"""For programs: open a release, ask it, search it, describe a thing.

import kennisgraaf

with kennisgraaf.open() as graph:
    for row in graph.ask("indicatoren-van-competentie", competentie="scw-4b"):
        print(row["indicator"].value)
"""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from kennisgraaf import build, description, engine, project, questions, release
from kennisgraaf.description import Description
from kennisgraaf.engine import Answer, Term
from kennisgraaf.errors import NotFound
from kennisgraaf.formats import GRAPHS, TABLES, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.release import Release
from kennisgraaf.search import Hit, Index

FORMATS: Mapping[str, Format] = {form.name: form for form in (*TABLES, *GRAPHS)}


class Graph:
    """An open release; use it in a `with` block, or close it."""

    def __init__(self, made: Release) -> None:
        """Open the release; each query runs in a process of its own, bounded in time and memory."""
        self.release = made
        self.questions = questions.load(made.queries)
        self._engine = engine.open_store(made.store, made.prefixes, frozenset(made.graphs))
        self._index = Index(made.index)
        self._words = description.vocabulary(self._engine)

    def ask(self, question: str, **inputs: str) -> list[dict[str, Term]]:
        """Return the rows of a named question: column → term (kind, value, lang, datatype), in the question's order.

        NotFound: no such question. QueryError: the inputs do not fit, or it answers with a graph or yes or no.
        """
        asked = questions.find(self.questions, question)
        return self._engine.rows(questions.fill(self._engine, asked, inputs))

    def query(self, sparql: str, form: str | None = None) -> Answer:
        """Return the whole answer to any SPARQL 1.1 query: answer.body is bytes in answer.format.

        form: json, xml, csv or tsv for SELECT and ASK (default json); turtle, jsonld, ntriples or rdfxml for CONSTRUCT
        and DESCRIBE (default turtle). QueryError: not valid, not allowed. LimitError: it took too much.
        """
        return self._engine.query(sparql, FORMATS[form] if form else None)

    def describe(self, thing: str) -> Description:
        """Return what is said of a thing, named by IRI or by type and code ("competentie/scw-4b").

        NotFound: nothing is said of it; the message has near names.
        """
        iri = thing if thing.startswith(("http://", "https://")) else ID + thing
        return description.describe(self._engine, self._words, iri)

    def search(self, text: str, lang: str = "nl", *, limit: int = 20) -> list[Hit]:
        """Return at most limit things (1 to 100) that a text is about, the best first; lang is for the snippets.

        QueryError: the text is too long.
        """
        return self._index.search(text, lang, count=limit).hits

    def close(self) -> None:
        """End the processes that answer queries."""
        self._engine.close()

    def __enter__(self) -> Self:
        """Return the open release."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def open_release(where: Path | str | None = None) -> Graph:
    """Open a release: a release's folder, a project's root, or by default what `kennisgraaf serve` would serve.

    The first release of a project is built when there is none. MachineError: it is damaged. NotFound: none there.
    """
    path = Path(where) if where else None
    if path and (path / release.MARKER).is_file():
        return Graph(release.load(path))
    found = project.find(path)
    try:
        return Graph(release.current(found.releases))
    except NotFound:
        return Graph(build.compile(found))
