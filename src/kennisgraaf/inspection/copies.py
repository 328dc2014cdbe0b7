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
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import EXTERNAL, SHAPES
from kennisgraaf.project import Project
from kennisgraaf.rules import objection
from kennisgraaf.turtle import Document

SETTING = "KENNISGRAAF_PUBLICATIONS"
WORDS = 8
_HALF = WORDS // 2
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
    printed = _Printed(view.publications)
    names = [" ".join(_words(str(o))) for path in sorted(_NAMES) for _, _, o in view.by_path.get(path, ())]
    for document in (document for iri, files in view.own.items() if iri != SHAPES for document in files):
        for statement in document.triples:
            text = statement[2]
            if isinstance(text, Literal) and text.language and statement[1] not in _NAMES:
                for run, source in printed.runs(_words(text)):
                    if not any(run in name for name in names):
                        place = _place(view, document, statement, run)
                        detail = {"words": str(len(run.split())), "source": source, "run": run}
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


class _Printed:
    """The wording of the publications: each row of eight words, with the file in which it stands first.

    Of any eight words in a row four begin at a multiple of four, so most texts are done with a few looks.
    """

    def __init__(self, publications: Path) -> None:
        self._rows: dict[tuple[str, ...], str] = {}
        self._halves: set[tuple[str, ...]] = set()
        for path in sorted(publications.glob("*.txt")):
            words = _words(re.sub(r"<[^<>\n]{1,40}>", " ", path.read_text(encoding="utf-8", errors="replace")))
            self._halves.update(zip(*(words[i:] for i in range(_HALF)), strict=False))
            for row in zip(*(words[i:] for i in range(WORDS)), strict=False):
                self._rows.setdefault(row, path.name)

    def runs(self, words: list[str]) -> Iterator[tuple[str, str]]:
        """Yield each longest run of words that is printed, with the file."""
        if self._halves.isdisjoint(tuple(words[i : i + _HALF]) for i in range(0, len(words), _HALF)):
            return
        start = 0
        while start + WORDS <= len(words):
            end = start + WORDS
            if source := self._rows.get(tuple(words[start:end])):
                while end < len(words) and tuple(words[end - WORDS + 1 : end + 1]) in self._rows:
                    end += 1
                yield " ".join(words[start:end]), source
                start = end
            else:
                start += 1
