"""The IRIs that are written in queries, of questions and of shapes, each with the place where it stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import SH, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Place
from kennisgraaf.namespaces import ID, SHAPES, declared, prefixes
from kennisgraaf.project import Project
from kennisgraaf.sources import Sources

_QUERIES = (SH.select, SH.ask, SH.construct)
_NAME = re.compile(
    r"""\"{3}.*?\"{3} | '{3}.*?'{3} | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    | <(?P<iri>[^\x00-\x20<>"{}|^`]*)>
    | (?P<input>^\#\+\ input:) | \#[^\n]*
    | (?P<declared>(?<![\w?$])PREFIX\s+[\w-]*:\s*<[^>]*>)
    | (?<![\w?$:-])(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>[\w-]+(?:[.][\w-]+)*)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """An IRI in a query: thing is the question or the shape; path is "" for a question."""

    iri: URIRef
    thing: Node
    path: str
    place: Place

    @property
    def fault(self) -> tuple[Node, str, Node]:
        """Return thing, path and value, as a finding has them."""
        return self.thing, self.path, self.iri


def mentions(where: Project, sources: Sources) -> list[Mention]:
    """Return the IRIs in all queries, in the order of files and lines; comments and strings say nothing."""
    known = {**sources.prefixes(), **prefixes(sources.kinds())}
    found: list[Mention] = []
    for path in where.files("queries", ".rq"):
        text = path.read_text(encoding="utf-8", errors="replace")
        asked = URIRef(f"{ID}vraag/{path.stem}")
        found += (Mention(URIRef(iri), asked, "", place) for iri, place in names(text, known, where.name(path)))
    for document in sources.documents.get(SHAPES, []):
        for (s, p, o), line in document.lines.items():
            if p in _QUERIES and isinstance(o, Literal):
                written = names(str(o), known, document.name, line)
                found += (Mention(URIRef(iri), s, str(p), place) for iri, place in written)
    return found


def names(text: str, known: Mapping[str, str], file: str, line: int = 1) -> Iterator[tuple[str, Place]]:
    """Yield each IRI in a query with its place; the text begins on this line of the file.

    In a text that begins on a later line than the first, columns of that first line are not known: they are 0.
    """
    known = {**known, **declared(text)}
    for match in _NAME.finditer(text):
        if match["iri"] is not None:
            iri = match["iri"]
        elif match["local"] and (match["prefix"] or "") in known:
            iri = known[match["prefix"] or ""] + match["local"]
        else:
            continue
        yield iri, _place(text, match, file, line)


def _place(text: str, match: re.Match[str], file: str, line: int) -> Place:
    down = text.count("\n", 0, match.start())
    column = match.start() - text.rfind("\n", 0, match.start())
    if down == 0 and line > 1:
        return Place(file, line)
    return Place(file, line + down, column, column + len(match[0]))
