"""The columns of one kind of things, as the data have them: one per property, and per language where it is text.

Nothing is chosen by hand: a new property in the data is a new column in the next release.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kennisgraaf.namespaces import EXTERNAL, ID, KG

Things = Mapping[str, Mapping[str, list[ox.NamedNode | ox.Literal]]]
Texts = Mapping[str, Mapping[str, str]]
LANGUAGES = ("nl", "en")
KEY = "iri"
_SKOS, _RDF = EXTERNAL["skos"], EXTERNAL["rdf"]
_FIRST = [_SKOS + "prefLabel", _SKOS + "notation", _SKOS + "definition", _RDF + "type"]
_SEPARATORS = ("|", "¦", "‖", "\n")


@dataclass(frozen=True)
class Column:
    """One column of a table: the values of a property that are links (datatype "link"), texts in lang, or of a type.

    of_links: not the values themselves but their labels in lang, for people. separator is "" when no cell has more than
    one value. target is the kind of all things that are linked to, if it is one kind.
    """

    name: str
    property: str
    datatype: str = "string"
    lang: str = ""
    separator: str = ""
    target: str = ""
    of_links: bool = False


def kind_of(iri: str) -> str:
    """Return the {type} part of an IRI of ours that can be a file's name, else ""."""
    found = re.fullmatch(re.escape(ID) + r"([a-z0-9-]+)/[^/]+", iri)
    return found[1] if found else ""


def columns(things: Things, labels: Texts) -> list[Column]:
    """Return the columns of things, without the key: label, notation and definition first, the rest by name."""
    used = {name for facts in things.values() for name in facts}
    order = {name: place for place, name in enumerate(_FIRST)}
    ordered = sorted(used, key=lambda name: (order.get(name, len(_FIRST)), _local(name), name))
    twins = {local for local in map(_local, used) if sum(_local(name) == local for name in used) > 1}
    found = []
    for name in ordered:
        word = _local(name) + (f"_{_space(name)}" if _local(name) in twins and not name.startswith(KG) else "")
        cells = [facts[name] for facts in things.values() if name in facts]
        found += [*_literals(word, name, cells), *_links(word, name, cells, labels)]
    return _apart(found)


def select(column: Column, values: Iterable[ox.NamedNode | ox.Literal], labels: Texts) -> list[str]:
    """Return what a cell of a column says, in the order of the values."""
    if column.of_links:
        links = (value.value for value in values if isinstance(value, ox.NamedNode))
        return [labels.get(iri, {}).get(column.lang, "") for iri in links]
    return [value.value for value in values if _group(value) == ("link" if column.datatype == "link" else column.lang)]


def _apart(found: list[Column]) -> list[Column]:
    """Return the columns with a number behind each name that is taken already."""
    taken: Counter[str] = Counter({KEY: 1})
    for place, column in enumerate(found):
        taken[column.name] += 1
        if taken[column.name] > 1:
            found[place] = replace(column, name=f"{column.name}_{taken[column.name]}")
    return found


def _group(value: ox.NamedNode | ox.Literal) -> str:
    """Return "link", the language of a text, or "" for another literal."""
    return "link" if isinstance(value, ox.NamedNode) else value.language or ""


def _literals(word: str, name: str, cells: list[list[ox.NamedNode | ox.Literal]]) -> Iterable[Column]:
    groups: dict[str, list[list[ox.Literal]]] = defaultdict(list)
    for cell in cells:
        own = [value for value in cell if isinstance(value, ox.Literal)]
        for lang in {_group(value) for value in own}:
            groups[lang].append([value for value in own if _group(value) == lang])
    for lang in sorted(groups, key=lambda tag: (LANGUAGES.index(tag) if tag in LANGUAGES else len(LANGUAGES), tag)):
        found = groups[lang]
        types = {value.datatype.value for cell in found for value in cell}
        separator = _separator([[value.value for value in cell] for cell in found])
        yield Column(f"{word}_{_plain(lang)}" if lang else word, name, _datatype(types), lang, separator)


def _links(word: str, name: str, cells: list[list[ox.NamedNode | ox.Literal]], labels: Texts) -> Iterable[Column]:
    own = [[value.value for value in cell if isinstance(value, ox.NamedNode)] for cell in cells]
    own = [cell for cell in own if cell]
    if not own:
        return
    kinds = {kind_of(iri) for cell in own for iri in cell}
    yield Column(word, name, "link", "", _separator(own), kinds.pop() if len(kinds) == 1 else "")
    for lang in LANGUAGES:
        texts = [[labels.get(iri, {}).get(lang, "") for iri in cell] for cell in own]
        if any(any(cell) for cell in texts):
            yield Column(f"{word}_label_{lang}", name, "string", lang, _separator(texts), of_links=True)


def _datatype(types: set[str]) -> str:
    """Return the datatype that all values share, by its name in XML Schema; "string" where there is none."""
    shared = types.pop().removeprefix(EXTERNAL["xsd"]) if len(types) == 1 else "string"
    return shared if re.fullmatch("[A-Za-z]+", shared) and shared != "langString" else "string"


def _separator(cells: list[list[str]]) -> str:
    """Return what stands between the values of a cell: a mark that is in none of them; "" if there is one at most."""
    if all(len(cell) <= 1 for cell in cells):
        return ""
    return next(mark for mark in _SEPARATORS if not any(mark in value for cell in cells for value in cell))


def _local(iri: str) -> str:
    return _plain(re.split(r"[/#]", iri)[-1]) or "value"


def _space(iri: str) -> str:
    """Return a word for the namespace of a property: its published prefix, else the last part of its address."""
    fitting = [prefix for prefix, space in EXTERNAL.items() if iri.startswith(space)]
    return fitting[0] if fitting else _plain(re.split(r"[/#]", iri)[-2])


def _plain(word: str) -> str:
    """Return a word as CSVW allows it in a name (Metadata Vocabulary for Tabular Data, 6.4)."""
    return re.sub(r"[^A-Za-z0-9]+", "_", word).strip("_")
