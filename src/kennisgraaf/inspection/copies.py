"""Copies: no text repeats the wording of a publication, when the texts of the publications are at hand.

Eight words in a row are no chance. Names, titles, citations and anchors do repeat what is printed, and so may a text
that quotes such a name. The folder with the texts is no source: it never counts in the name of a release.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import DCTERMS, RDFS, SDO, SKOS, Literal, URIRef

from kennisgraaf.findings import Finding, Place, Statement
from kennisgraaf.inspection.rules import objection
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import EXTERNAL, SHAPES
from kennisgraaf.project import Project
from kennisgraaf.turtle import Document

SETTING = "KENNISGRAAF_PUBLICATIONS"
WORDS = 8
_NAMES: set[URIRef] = {
    *(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, RDFS.label, SDO.name),
    *(DCTERMS.title, DCTERMS.bibliographicCitation, URIRef(EXTERNAL["oa"] + "exact")),
}
_WORD = re.compile(r"[^\W_]+")


def folder(where: Project) -> Path | None:
    """Return the folder with the publications: that of the environment, else ../shared/seeds if it is there."""
    named = os.environ.get(SETTING)
    found = Path(named) if named else where.root.parent / "shared" / "seeds"
    return found if found.is_dir() else None


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each run of eight words or more that a text shares with a publication."""
    if view.publications is None:
        return
    printed = _printed(view.publications)
    names = [" ".join(_words(str(o))) for path in sorted(_NAMES) for _, _, o in view.by_path.get(path, ())]
    for document in (document for iri, files in view.own.items() if iri != SHAPES for document in files):
        for statement in document.triples:
            if isinstance(statement[2], Literal) and statement[2].language and statement[1] not in _NAMES:
                words = _words(statement[2])
                for start, length, source in _runs(words, printed):
                    run = " ".join(words[start : start + length])
                    if not any(run in name for name in names):
                        place = _place(view, document, statement, run)
                        detail = {"words": str(length), "source": source, "run": run}
                        yield objection("Tekst-overgenomen", statement, place=place, detail=detail)


def _place(view: View, document: Document, statement: Statement, run: str) -> Place:
    """Return where the copied words stand in the file, at or after the line of their statement."""
    text = (view.where.root / document.name).read_text(encoding="utf-8", errors="replace")
    line = document.lines[statement]  # type: ignore[index]
    begin = len("".join(text.splitlines(keepends=True)[: line - 1]))
    match = re.compile(r"[\W_]+".join(run.split()), re.IGNORECASE).search(text, begin)
    if match is None:  # a word is written with an escape
        return Place(document.name, line)
    start = match.start() - text.rfind("\n", 0, match.start())
    return Place(document.name, text.count("\n", 0, match.start()) + 1, start, start + len(match[0]))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _printed(publications: Path) -> dict[tuple[str, ...], str]:
    """Return every row of eight words in the publications, with the file in which it stands first."""
    found: dict[tuple[str, ...], str] = {}
    for path in sorted(publications.glob("*.txt")):
        words = _words(re.sub(r"<[^<>\n]{1,40}>", " ", path.read_text(encoding="utf-8", errors="replace")))
        for row in zip(*(words[i:] for i in range(WORDS)), strict=False):
            found.setdefault(row, path.name)
    return found


def _runs(words: list[str], printed: dict[tuple[str, ...], str]) -> Iterator[tuple[int, int, str]]:
    """Yield (first word, number of words, file) of each run that the publications have too."""
    start = 0
    while start + WORDS <= len(words):
        if source := printed.get(tuple(words[start : start + WORDS])):
            end = start + WORDS
            while end < len(words) and tuple(words[end - WORDS + 1 : end + 1]) in printed:
                end += 1
            yield start, end - start, source
            start = end
        else:
            start += 1
