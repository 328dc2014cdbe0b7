"""A query as an engine of others gets it: our graphs by the names that they bear there, and nothing else of its data.

It works on tokens, as the gate does. FROM and FROM NAMED become parameters of the protocol; GRAPH <published> gets the
stored name, and GRAPH ?g a table of both names before it, so that whatever else is said of ?g sees the published one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from kennisgraaf.engine.gate import absolute
from kennisgraaf.engine.gateway import Dataset
from kennisgraaf.engine.lexer import Token, place, tokens
from kennisgraaf.engine.remote.dialect import PROGRAMS
from kennisgraaf.errors import QueryError

NOTHING = "urn:kennisgraaf:nothing"  # a graph that no engine holds
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_QUOTED = {'"': '\\"', "'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')

Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Sent:
    """A query for the engine, with the graphs that make its dataset there."""

    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]


class Translator:
    """Translates for one release."""

    def __init__(self, stored: Mapping[str, str], prefixes: Mapping[str, str]) -> None:
        """Know published name → name in the engine ("" for the whole), and the prefixes declared beforehand."""
        self._stored, self._prefixes = dict(stored), prefixes

    def translate(self, text: str, *, parts: bool, dataset: Dataset | None = None) -> Sent:
        """Return the query to send; dataset replaces its own FROM. parts: whether it may look into named graphs.

        QueryError: it calls what only one engine has.
        """
        found = list(tokens(text))
        names, base = _names(found, self._prefixes)
        _no_programs(text, found, names, base)
        edits, default, named = _sources(found, names, base)
        graphs = dataset or self._dataset(default, named, parts=parts)
        edits += self._graphs(text, found, graphs, (names, base))
        edits += _unescaped(text, found)
        for start, end, instead in sorted(edits, reverse=True):
            text = text[:start] + instead + text[end:]
        seen = self._there(graphs.named) if parts or dataset else ()
        return Sent(self._declarations(found) + text, self._there(graphs.default), seen)

    def _dataset(self, default: Sequence[str], named: Sequence[str], *, parts: bool) -> Dataset:
        """Return the dataset that a query names itself, or the store's own."""
        if default or named:
            return Dataset(tuple(default), tuple(named))
        return Dataset(("",), tuple(graph for graph in self._stored if graph) if parts else ())

    def _there(self, graphs: Sequence[str]) -> tuple[str, ...]:
        """Return names in the engine; a graph that is not there where there is none, lest it takes all it has."""
        return tuple(dict.fromkeys(self._stored.get(graph, NOTHING) for graph in graphs)) or (NOTHING,)

    def _graphs(
        self, text: str, found: list[Token], dataset: Dataset, base: tuple[Mapping[str, str], str]
    ) -> list[Edit]:
        """Return the edits that give GRAPH the names of the engine."""
        stem = "kg"
        while stem in text:
            stem += "_"
        here = {graph: self._stored[graph] for graph in dataset.named if graph in self._stored}
        pairs = here or {NOTHING: NOTHING}  # Virtuoso reads no table without rows
        rows = " ".join(f"(<{graph}> <{name}>)" for graph, name in pairs.items())
        edits = []
        for number, (word, token) in enumerate(pairwise(found)):
            if word.kind != "word" or word.text.upper() != "GRAPH":
                continue
            if token.kind == "variable":
                own = f"?{stem}{number}"
                edits += [(word.at, word.at, f"VALUES ({token.text} {own}) {{ {rows} }} "), (token.at, token.end, own)]
            elif token.kind in {"iri", "name"}:
                edits.append((token.at, token.end, f"<{here.get(absolute(token, *base), NOTHING)}>"))
        return edits

    def _declarations(self, found: list[Token]) -> str:
        """Return the prefixes that a query uses and does not declare, on its first line, so that lines keep count."""
        own = {name.text.removesuffix(":") for word, name in pairwise(found) if word.text.upper() == "PREFIX"}
        used = dict.fromkeys(token.text.partition(":")[0] for token in found if token.kind == "name")
        idle = (name for name in used if name not in own and name in self._prefixes)
        return "".join(f"PREFIX {name}: <{self._prefixes[name]}> " for name in idle)


def _names(found: list[Token], prefixes: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the prefixes and the base of a query."""
    names, base = dict(prefixes), ""
    for word, name, iri in zip(found, found[1:], [*found[2:], *found[:1]], strict=False):
        keyword = word.text.upper() if word.kind == "word" else ""
        if keyword == "BASE" and name.kind == "iri":
            base = urljoin(base, _plain(name.text[1:-1]))
        elif keyword == "PREFIX" and iri.kind == "iri":
            names[name.text.removesuffix(":")] = urljoin(base, _plain(iri.text[1:-1]))
    return names, base


def _sources(found: list[Token], names: Mapping[str, str], base: str) -> tuple[list[Edit], list[str], list[str]]:
    """Return the edits that take FROM out, and the graphs that it names: default and named."""
    edits: list[Edit] = []
    default: list[str] = []
    named: list[str] = []
    for number, word in enumerate(found[:-1]):
        if word.kind != "word" or word.text.upper() != "FROM":
            continue
        only = found[number + 1].text.upper() == "NAMED" and number + 2 < len(found)
        token = found[number + 1 + only]
        if token.kind in {"iri", "name"}:
            (named if only else default).append(absolute(token, names, base))
            edits.append((word.at, token.end, " "))
    return edits, default, named


def _no_programs(text: str, found: list[Token], names: Mapping[str, str], base: str) -> None:
    """Refuse IRIs by which an engine runs a program; our own engine has none either."""
    for token in found:
        if token.kind in {"iri", "name"}:
            named = _plain(absolute(token, names, base))
            if PROGRAMS.match(named):
                line, column = place(text, token.at)
                raise QueryError(
                    f"Line {line}, column {column}: <{named}> is a function of one engine.",
                    fix="Use what SPARQL 1.1 has.",
                    line=line,
                    column=column,
                )


def _plain(iri: str) -> str:
    r"""Return an IRI without \u escapes."""
    return _ESCAPE.sub(lambda found: _letter(found) or found.group(), iri)


def _letter(found: re.Match[str]) -> str:
    r"""Return the character of a \u escape, "" for any other escape."""
    digits = found[1] or found[2]
    return chr(int(digits, 16)) if digits and int(digits, 16) < 0x110000 else ""  # noqa: PLR2004 - the end of Unicode


def _unescaped(text: str, found: list[Token]) -> Iterator[Edit]:
    r"""Yield edits that write \u escapes as characters.

    An engine may decode them before it looks where a string ends (SPARQL 1.1, 19.2): what we read as a string could be
    a clause to it.
    """
    for token in found:
        if token.kind not in {"string", "iri"} or not ("\\u" in token.text or "\\U" in token.text):
            continue
        forbidden = token.kind == "iri" and _NOT_IN_IRI.search(_plain(token.text[1:-1]))
        written = _ESCAPE.sub(_written, token.text)
        if forbidden or re.search(r"[\ud800-\udfff\x00]", written):
            line, column = place(text, token.at)
            raise QueryError(
                f"Line {line}, column {column}: this escape stands for no character that may be here.",
                fix="Write the character itself.",
                line=line,
                column=column,
            )
        yield token.at, token.end, written


def _written(found: re.Match[str]) -> str:
    r"""Write the character of a \u escape, itself escaped where it would mean something."""
    letter = _letter(found)
    return _QUOTED.get(letter, letter) if letter else found.group()
