"""All things that can be found, with their names and classes, read once per release and then held in memory."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kennisgraaf.description import Texts, Vocabulary
from kennisgraaf.description.succession import last
from kennisgraaf.engine import Engine
from kennisgraaf.index import words
from kennisgraaf.namespaces import BASE, DEF, EXTERNAL, ID, SHAPES, short
from kennisgraaf.search import Entry

_TYPES = (Path(__file__).parent / "types.rq").read_text(encoding="utf-8")
_ABOVE = EXTERNAL["rdfs"] + "subClassOf"
_SECURE, _PLAIN = "https://", "http://"


@dataclass(frozen=True)
class Name:
    """A name of a thing; role is "name", "other", "hidden" or "code"; key is what it shares with other spellings."""

    key: str
    text: str
    lang: str
    role: str
    iri: str


@dataclass(frozen=True)
class Entity:
    """A thing: its names and what it is by language, codes, closest class and all classes, whether it is withdrawn."""

    iri: str
    labels: Texts
    codes: tuple[str, ...]
    kind: str
    classes: frozenset[str]
    withdrawn: bool
    about: Texts


class Entities:
    """The things of a release by IRI, and their names by key."""

    def __init__(
        self,
        engine: Engine,
        entries: Iterable[Entry],
        heirs: Mapping[str, tuple[str, ...]],
        prefixes: Mapping[str, str],
    ) -> None:
        """Take them in; what belongs to the ontology, or is a statement, is no thing. heirs: IRI → what replaces it."""
        self.heirs, self.prefixes = heirs, prefixes
        classes = {row["thing"].value: row["classes"].value.split() for row in engine.rows(_TYPES)}
        self.all: dict[str, Entity] = {}
        self.names: list[Name] = []
        for entry in entries:
            if not (entry.iri.startswith((DEF, SHAPES)) or entry.kind.startswith(EXTERNAL["owl"])):
                self._add(entry, frozenset(classes.get(entry.iri, ())))

    def _add(self, entry: Entry, classes: frozenset[str]) -> None:
        labels: Texts = {}
        named = [(role, lang, text) for role, lang, text in entry.texts if role != "text"]
        for role, lang, text in named:
            if role == "name":
                labels.setdefault(lang, text)
        about = {lang: text for role, lang, text in reversed(entry.texts) if role == "text"}  # the first one stays
        codes = tuple(text for role, _, text in named if role == "code")
        path = self.path(entry.iri)
        named += [("code", "", code) for code in dict.fromkeys([path, path.rpartition("/")[2]]) if code not in codes]
        withdrawn = entry.withdrawn or entry.iri in self.heirs
        self.all[entry.iri] = Entity(entry.iri, labels, codes, entry.kind, classes, withdrawn, about)
        self.names += [Name(key, text, lang, role, entry.iri) for role, lang, text in named if (key := words.key(text))]

    @cached_property
    def exact(self) -> dict[str, list[Name]]:
        """Return the names by key."""
        found: dict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            found[name.key].append(name)
        return dict(found)

    def path(self, iri: str) -> str:
        """Return an IRI of ours as type/code, another one as it is."""
        return iri.removeprefix(ID)

    def heirs_of(self, iri: str) -> tuple[str, ...]:
        """Return what replaces a withdrawn thing in the end."""
        return last(self.heirs, iri)

    def resolve(self, text: str) -> str:
        """Return the IRI that a text is: written in full, with a prefix, as id/type/code or type/code; "" if none."""
        wanted = text.strip().strip("<>").rstrip("/")
        if wanted.startswith(_PLAIN):
            wanted = _SECURE + wanted.removeprefix(_PLAIN) if wanted not in self.all else wanted
        prefix, colon, local = wanted.partition(":")
        whole = self.prefixes[prefix] + local if colon and prefix in self.prefixes else ""
        ways = (wanted, whole, BASE + wanted.removeprefix("/"), ID + wanted, _document(wanted))
        return next((way for way in ways if way in self.all or way in self.heirs), "")

    def short(self, iri: str) -> str:
        """Return an IRI with its prefix, or as it is."""
        return short(iri, self.prefixes) or iri


class Types:
    """The classes that can be asked for, and the words by which people name them."""

    def __init__(self, words_: Vocabulary, entities: Entities) -> None:
        """Take the classes that things have."""
        used = {kind for entity in entities.all.values() for kind in entity.classes | {entity.kind} if kind}
        self.labels = {iri: words_.labels(iri) for iri in sorted(used)}
        self._words, self._entities = words_, entities
        self._named: dict[str, str] = {}
        for iri, labels in self.labels.items():
            local = entities.short(iri).partition(":")[2] or iri
            for name in (local, entities.short(iri), *labels.values()):
                self._named.setdefault(name.casefold(), iri)
            self._named[iri] = iri

    def find(self, name: str) -> str:
        """Return the class of an IRI, a name with a prefix, a word of our IRIs or a label; "" when there is none."""
        return self._named.get(name) or self._named.get(name.strip().casefold(), "")

    def above(self, iri: str) -> list[str]:
        """Return the classes right above one that things have too."""
        direct = {term.value for term in self._words.facts.get(iri, {}).get(_ABOVE, [])}
        return sorted(direct & self.labels.keys())


def _document(address: str) -> str:
    """Return the thing that one of our pages is about."""
    return address.replace(f"{BASE}doc/", ID, 1)
