"""Which texts of the graph stand on a page without saying their language (WCAG 3.1.2), and which lack a translation.

A text that the graph has in one language only, and not in that of the place where it stands, is a fault. Texts that are
the same in both languages are none, and neither are those that the templates say themselves.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

from crawl.page import Page
from kennisgraaf import web
from kennisgraaf.engine import Engine

if TYPE_CHECKING:
    from lxml import etree

_TEXTS = """SELECT DISTINCT ?text (LANG(?text) AS ?lang) {
{ ?thing ?property ?text } UNION { GRAPH ?graph { ?thing ?property ?text } } FILTER(ISLITERAL(?text)) }"""
_SILENT = {"script", "style", "title", "textarea", "pre", "option", "code"}
_QUOTED = re.compile(r"""t\(\s*(?:"([^"]*)"|'([^']*)')\s*,\s*(?:"([^"]*)"|'([^']*)')""")


class Tongues:
    """The texts of one graph with their languages; "" is that of a code, which may stand anywhere."""

    def __init__(self, texts: dict[str, set[str]]) -> None:
        """Begin with text → languages."""
        self._of, self._ours = texts, set(_ours())

    @classmethod
    def read(cls, engine: Engine) -> Self:
        """Read all texts of the graph."""
        found: dict[str, set[str]] = {}
        for row in engine.rows(_TEXTS):
            found.setdefault(_plain(row["text"].value), set()).add(row["lang"].value.partition("-")[0])
        return cls(found)

    def faults(self, page: Page) -> Iterator[str]:
        """Yield each text of the graph that stands in another language than the page says."""
        for text, lang in _texts(page):
            spoken = self._of.get(text)
            if spoken and not spoken & {"", lang} and text not in self._ours:
                yield f"{text[:60]!r} is {'/'.join(sorted(spoken))} and stands in {lang}"

    def untranslated(self, page: Page) -> set[str]:
        """Return the texts of the graph on a page that say that they are in another language than the page."""
        return {text for text, lang in _texts(page, quoted=False) if lang != page.lang and text in self._of}


def _texts(page: Page, *, quoted: bool = True) -> Iterator[tuple[str, str]]:
    """Yield each piece of text with the language of its place; the words of others may be left out."""
    stack = [(page.tree.find("body"), page.lang)]
    while stack:
        one, around = stack.pop()
        if one.tag in _SILENT or (one.tag == "q" and not quoted) or _made(one):
            continue
        lang = (one.get("lang") or around).partition("-")[0]
        if one.tag == "text":  # of a picture, in lines
            yield _plain("".join(one.itertext())), lang
            continue
        pieces = [(one.text, lang), *((inner.tail, lang) for inner in one)]
        yield from ((_plain(text), tongue) for text, tongue in pieces if text and text.strip())
        stack.extend((inner, lang) for inner in one if isinstance(inner.tag, str))


def _made(one: "etree._Element") -> bool:
    """Tell whether this is in no language: what a query made, as `STR()` does, or a part that goes by its fragment."""
    if one.tag == "a" and one.text and one.get("href", "").endswith(f"#{one.text}"):
        return True
    above = one.getparent()
    return one.tag == "bdi" and "lang" not in one.attrib and above is not None and above.tag in {"td", "th"}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _ours() -> Iterator[str]:
    """Yield what the templates say, in each language: `t("...", "...")`."""
    for path in sorted((Path(web.__file__).parent / "templates").iterdir()):
        for found in _QUOTED.findall(path.read_text(encoding="utf-8")):
            yield from map(_plain, filter(None, found))
    yield from ("Nederlands", "English")
