"""What goes into a picture: the rows of an answer, each value a node with a name; the table beside it has the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kennisgraaf.engine import Term
from kennisgraaf.pictures.drawing import Node
from kennisgraaf.pictures.plan import Column

MOST = 160  # nodes in one picture
Row = tuple[Node | None, ...]
Name = Callable[[str], tuple[str, str]]


@dataclass(frozen=True)
class Content:
    """Columns and rows; more: how many nodes are in the rows that were left out; subject: what it is all about."""

    columns: tuple[Column, ...]
    rows: list[Row]
    lang: str = "nl"
    more: int = 0
    subject: Node | None = None

    def nodes(self, column: int) -> list[Node]:
        """Return the nodes of a column, each once, in the order of the rows."""
        return list(dict.fromkeys(node for row in self.rows if (node := row[column])))


def read(columns: tuple[Column, ...], found: Iterable[Mapping[str, Term]], name: Name, lang: str) -> Content:
    """Return the rows of an answer with names; name gives (name, language) of an IRI. Rows that are alike come once."""
    node = cache(lambda term: _node(term, name))
    rows = [tuple(_cell(column, row, node) for column in columns) for row in found]
    return Content(columns, [row for row in dict.fromkeys(rows) if any(row)], lang)


def bounded(content: Content, most: int = MOST) -> Content:
    """Return the first rows, with no more nodes than a picture holds."""
    seen: set[Node] = set()
    every = {node for row in content.rows for node in row if node}
    kept: list[Row] = []
    for row in content.rows:
        added = {node for node in row if node}
        if len(seen | added) > most:
            break
        seen |= added
        kept.append(row)
    return Content(content.columns, kept, content.lang, len(every - seen), content.subject)


def _cell(column: Column, row: Mapping[str, Term], made: Callable[[Term | None], Node | None]) -> Node | None:
    node, code = made(row.get(column.variable)), row.get(column.code)
    return replace(node, text=_clean(f"{code.value} {node.text}")) if node and code else node


def _node(term: Term | None, name: Name) -> Node | None:
    if term is None:
        return None
    if term.kind != "iri":
        return Node(_clean(term.value), "", term.lang)
    text, lang = name(term.value)
    return Node(_clean(text), term.value, lang)


def _clean(text: str) -> str:
    """Return a text without what XML cannot hold (XML 1.0, section 2.2), on one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
