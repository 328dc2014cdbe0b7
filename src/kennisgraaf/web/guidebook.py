"""Guides: the same Markdown files that lie in docs/, as pages, so that the site and the project never differ.

HTML in them is not let through, except a line that says in which language the text goes on: `<!-- lang: nl -->`. A
guide is English; one in docs/nl/ is Dutch. A link to another guide leads there; one to another file of the project is
only a name, because a site does not have that file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from kennisgraaf import project

_LANGUAGE = re.compile(r"^<!-- lang: ([a-z]{2}) -->$\n?", re.MULTILINE)
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_WEB = ("http://", "https://", "#")


@dataclass(frozen=True)
class Guide:
    """One guide: its name in an address, its language, its title, and its file."""

    name: str
    lang: str
    title: str
    path: Path


@dataclass(frozen=True)
class Part:
    """A piece of a guide in one language, as HTML without the title of the whole."""

    lang: str
    html: Markup


@dataclass(frozen=True)
class Heading:
    """A heading of the second level: where it is on the page, what it says and in which language."""

    anchor: str
    text: str
    lang: str


def files(root: Path | None = None) -> list[Path]:
    """Return the files of all guides, sorted; none where the program came without them. root: a project's folder."""
    return sorted(((root or project.packaged().root) / "docs").glob("**/*.md"))


def find(root: Path | None = None) -> dict[str, Guide]:
    """Return the guides by name; root: the folder of a project (default: that which came with the program)."""
    return {path.stem: _guide(path) for path in files(root)}


def render(guide: Guide, address: Callable[[str], str]) -> tuple[list[Part], list[Heading]]:
    """Return a guide as HTML, in pieces of one language, and its headings of the second level.

    address gives the place of another guide by its name (with a fragment), "" where there is none.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("fence", _fence)
    cut = _LANGUAGE.split(guide.path.read_text(encoding="utf-8"))
    texts = zip([guide.lang, *cut[1::2]], cut[::2], strict=True)
    parts, headings, taken = [], [], set[str]()
    for lang, text in texts:
        tokens = _untitled(parser.parse(text))
        headings += [Heading(*pair, lang) for pair in _anchored(tokens, taken)]
        for token in tokens:
            _lead(token.children or [], address)
            _align(token)
        parts.append(Part(lang, Markup(parser.renderer.render(tokens, parser.options, {}))))  # noqa: S704 - html is off
    return [part for part in parts if part.html.strip()], headings


def _guide(path: Path) -> Guide:
    title = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    lang = "en" if path.parent.name == "docs" else path.parent.name
    return Guide(path.stem, lang, title[1] if title else path.stem, path)


def _untitled(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the title, which the page has already."""
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"]
    return [token for place, token in enumerate(tokens) if not any(start <= place < start + 3 for start in starts)]


def _anchored(tokens: list[Token], taken: set[str]) -> list[tuple[str, str]]:
    """Give each heading the anchor that it has on GitHub; return (anchor, text) of those of the second level."""
    found = []
    for token, inner in pairwise(tokens):
        if token.type == "table_open":
            token.attrSet("tabindex", "0")
        if token.type != "heading_open":
            continue
        text = "".join(part.content for part in inner.children or [])
        plain = slug = _NOT_IN_SLUG.sub("", text.lower()).replace(" ", "-")
        number = 0
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        taken.add(slug)
        token.attrSet("id", slug)
        found += [(slug, text)] if token.tag == "h2" else []
    return found


def _lead(tokens: list[Token], address: Callable[[str], str]) -> None:
    """Point links to other guides at their pages; what leads to a file that a site has not becomes plain text."""
    opened: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            where = str(token.attrs.get("href", ""))
            path, hash_, fragment = where.partition("#")
            led = where if where.startswith(_WEB) else address(Path(path).stem + hash_ + fragment)
            opened.append(bool(led))
            token.attrSet("href", led)
            _hide(token, hidden=not led)
        elif token.type == "link_close":
            _hide(token, hidden=not opened.pop())


def _align(token: Token) -> None:
    """Say with a class, not a style, that the cell of a table is a number; the content policy forbids styles."""
    if token.attrs.pop("style", "") == "text-align:right":
        token.attrSet("class", "number")


def _hide(token: Token, *, hidden: bool) -> None:
    """Make a token one that renders as nothing."""
    if hidden:
        token.type, token.tag, token.content = "text", "", ""


def _fence(_: object, tokens: list[Token], place: int, *__: object) -> str:
    """Render a block of code so that a keyboard can scroll it."""
    return f'<pre class="code" tabindex="0"><code>{escape(tokens[place].content)}</code></pre>\n'
