"""The index of a release: one SQLite file with all words of all names and texts, written once and then only read.

Which properties count, and how much, stands in texts.rq. The same graph always gives the same file, byte for byte.
"""

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kennisgraaf.errors import MachineError
from kennisgraaf.index import words
from kennisgraaf.namespaces import EXTERNAL, ID, KG

__all__ = ["Text", "words", "write"]

_HERE = Path(__file__).parent
_CODE = "zxx"  # the language of what is in none (ISO 639-2): it has no stems
_WEIGHT = 8  # bits: no word weighs more than 255
_OF_KIND = 8  # what a word weighs that only names the kind of a thing


@dataclass(frozen=True, order=True, slots=True)
class Text:
    """Something that is said of a thing; role is "name", "other", "hidden", "code" or "text"."""

    weight: int
    role: str
    lang: str
    value: str


@dataclass(slots=True)
class _Thing:
    """What the index knows of a thing."""

    iri: str
    texts: list[Text] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    withdrawn: bool = False

    @property
    def code(self) -> str:
        """Return the last part of the IRI; of a thing of ours with its type before it."""
        return self.iri.removeprefix(ID) if self.iri.startswith(ID) else self.iri.rstrip("/#").replace("#", "/")

    @property
    def closest(self) -> str:
        """Return its class, one of ours first and a mere word of OWL last; "" when it has none."""
        ranked = ((not name.startswith(KG), name.startswith(EXTERNAL["owl"]), name) for name in self.classes)
        return min(ranked, default=(True, True, ""))[2]

    @property
    def kind(self) -> str:
        """Return the word for its kind: the {type} in our IRIs, else the local name of its class in lower case."""
        if self.iri.startswith(ID):
            return self.iri.removeprefix(ID).partition("/")[0]
        return self.closest.rstrip("/#").replace("#", "/").rpartition("/")[2].lower()


def write(store: ox.Store, path: Path, texts: str = "texts", links: Mapping[str, int] | None = None) -> None:
    """Write the index of what the default graph of a store names; path must not exist.

    texts: the query beside this module that says what can be searched ("elsewhere": what others made and we map to).
    links: how often each IRI is a value there, for who knows that already.

    MachineError: the file cannot be written.
    """
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    things = _things(store, labels, texts, links)
    try:
        with closing(sqlite3.connect(path)) as file:
            file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            file.executescript((_HERE / "schema.sql").read_text(encoding="utf-8"))
            _write_things(file, things, labels)
            _write_words(file, things, labels)
            _write_facets(file, store, things)
            file.commit()
    except sqlite3.Error as error:
        raise MachineError(f"The index cannot be written: {error}", fix="Free room, or check the rights.") from error


def _things(
    store: ox.Store, labels: dict[str, dict[str, str]], said: str, links: Mapping[str, int] | None
) -> list[_Thing]:
    """Return what has a name, by the number of links to it; labels gets those of the classes."""
    found: dict[str, _Thing] = {}
    for iri, role, weight, text in _rows(store, said):
        thing = found.setdefault(iri.value, _Thing(iri.value))
        if role.value == "withdrawn":
            thing.withdrawn = text.value == "true"
        else:
            lang = cast("ox.Literal", text).language or ""
            thing.texts.append(Text(int(weight.value), role.value, lang, words.plain(text.value)))
    named = {iri: thing for iri, thing in found.items() if any(text.role == "name" for text in thing.texts)}
    for iri, name, label in _rows(store, "kinds"):
        if iri.value in named:
            named[iri.value].classes.add(name.value)
        if label:
            labels[name.value][cast("ox.Literal", label).language or ""] = label.value
    if links is None:
        found_there = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        links = Counter(quad.object.value for quad in found_there if isinstance(quad.object, ox.NamedNode))
    return sorted(named.values(), key=lambda thing: (-links.get(thing.iri, 0), thing.iri))


def _rows(store: ox.Store, name: str) -> Iterator[ox.QuerySolution]:
    query = (_HERE / f"{name}.rq").read_text(encoding="utf-8")
    return iter(cast("ox.QuerySolutions", store.query(query, prefixes={**EXTERNAL, "kg": KG})))


def _write_things(file: sqlite3.Connection, things: list[_Thing], labels: Mapping[str, dict[str, str]]) -> None:
    kinds = {pair: number for number, pair in enumerate(sorted({(thing.kind, thing.closest) for thing in things}))}
    rows = ((number, *pair, _json(labels.get(pair[1], {}))) for pair, number in kinds.items())
    file.executemany("INSERT INTO kind VALUES (?, ?, ?, ?)", rows)
    for number, thing in enumerate(things):
        texts = [[text.role, text.lang, text.value] for text in sorted(set(thing.texts), key=_order)]
        kind = kinds[thing.kind, thing.closest]
        row = (number, thing.iri, kind, thing.withdrawn, _json(texts))
        file.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", row)
        file.executemany("INSERT INTO name VALUES (?, ?, ?)", ((key, number, w) for key, w in _keys(thing)))


def _write_facets(file: sqlite3.Connection, store: ox.Store, things: list[_Thing]) -> None:
    numbers = {thing.iri: number for number, thing in enumerate(things)}
    rows = (
        (facet.value, numbers.get(iri.value), numbers.get(value.value)) for iri, facet, value in _rows(store, "facets")
    )
    file.executemany("INSERT INTO facet VALUES (?, ?, ?)", sorted(row for row in rows if None not in row))


def _order(text: Text) -> tuple[int, str, str]:
    return -text.weight, text.lang, text.value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _keys(thing: _Thing) -> list[tuple[str, int]]:
    """Return the folded names and codes of a thing, each with the most that it weighs."""
    found = {words.key(thing.code.rpartition("/")[2]): 90, words.key(thing.code): 90}
    for text in sorted(thing.texts):
        if text.role != "text":
            found[words.key(text.value)] = text.weight
    return sorted((key, weight) for key, weight in found.items() if key)


def _write_words(file: sqlite3.Connection, things: list[_Thing], labels: Mapping[str, dict[str, str]]) -> None:
    postings: dict[str, array[int]] = defaultdict(lambda: array("Q"))  # number of a thing << 8 | what the word weighs
    spoken: set[tuple[str, str]] = set()
    for number, thing in enumerate(things):
        weights: dict[str, int] = {}
        for word, lang, weight in _weights(thing, labels):
            spoken.add((word, lang))
            weights[word] = max(weight, weights.get(word, 0))
        for word, weight in weights.items():
            postings[word].append(number << _WEIGHT | weight)
    numbers = {word: number for number, word in enumerate(sorted(postings))}
    counted = ((number, word, len(postings[word])) for word, number in numbers.items())
    file.executemany("INSERT INTO word VALUES (?, ?, ?)", counted)
    stems = {(stem, numbers[word]) for word, lang in spoken if lang != _CODE for stem in words.stems(word, lang)}
    file.executemany("INSERT INTO stem VALUES (?, ?)", sorted(stems))
    weighed = (
        (numbers[word], pair >> _WEIGHT, pair & (1 << _WEIGHT) - 1) for word in numbers for pair in postings[word]
    )
    file.executemany("INSERT INTO posting VALUES (?, ?, ?)", weighed)


def _weights(thing: _Thing, labels: Mapping[str, dict[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Yield (word, language, weight): in a short text a word weighs a little more than in a long one."""
    of_kind = [Text(_OF_KIND, "kind", lang, value) for lang, value in labels.get(thing.closest, {}).items()]
    code = Text(30, "code", _CODE, thing.code.rpartition("/")[2])
    for text in [*thing.texts, *of_kind, code]:
        found = [word for word, _, _ in words.split(text.value)]
        share = round(text.weight * (0.7 + 0.3 / max(1, len(found))))
        for word in _once([*found, *words.joined(text.value)]):
            yield word, text.lang, share


def _once(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
