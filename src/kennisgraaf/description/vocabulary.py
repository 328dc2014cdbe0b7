"""The terms of the ontology in a release: how they are called, and which stands above which."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from kennisgraaf.description.facts import LABELS, Facts, Texts, facts, query, texts
from kennisgraaf.engine import Engine
from kennisgraaf.namespaces import EXTERNAL, KG

# Where the values of a property stand when they refer to the thing: what belongs to it is what it consists of.
_OTHER_WAY = {"is": "omvat", "omvat": "hoort-bij", "hoort-bij": "omvat", "vraagt": "betreft", "rust-op": "draagt"}
_LAST = 999
_RDFS, _OWL = EXTERNAL["rdfs"], EXTERNAL["owl"]


@dataclass
class Vocabulary:
    """The terms of the ontology: property → values for each of them, and which stands above which."""

    facts: Facts = field(default_factory=dict)

    def labels(self, iri: str) -> Texts:
        """Return a term's labels by language; for a foreign term its local name."""
        found = texts(self.facts.get(iri, {}), LABELS)
        return found or {"": re.split(r"[/#]", iri)[-1]}

    def labels_of_kind(self, kind: str) -> Texts:
        """Return the labels of the class that a {type} in our IRIs stands for; without such a class the word itself."""
        return self.labels(self._kinds[kind]) if kind in self._kinds else {"": kind}

    def kinds_of(self, iri: str) -> list[str]:
        """Return the {type} parts of our IRIs that stand for a class, its own word last."""
        return [kind for kind, own in self._kinds.items() if own == iri]

    def above(self, iri: str) -> frozenset[str]:
        """Return all terms above a property or class, without itself."""
        return self._above.get(iri, frozenset())

    def inverses(self, iri: str) -> set[str]:
        """Return the properties that say the same the other way round."""
        return self._inverses.get(iri, set())

    def section(self, iri: str, *, inverse: bool = False) -> tuple[str, int]:
        """Return the group of a page in which a property stands, and its place there; inverse: its other way round."""
        for other in sorted(self.inverses(iri)) if inverse else []:
            if self._text(other, "paginagroep"):
                return self.section(other)
        group, _, place = self._text(iri, "paginagroep").partition(" ")
        return (_OTHER_WAY.get(group, group) if inverse else group), int(place) if place.isdecimal() else _LAST

    def inverse_labels(self, iri: str) -> Texts:
        """Return how a property is called from its other end; its own labels where that has no name."""
        named = sorted(self.inverses(iri))
        own = {term.lang: term.value for term in self.facts.get(iri, {}).get(KG + "omgekeerdeNaam", [])}
        return own or self.labels(named[0] if named else iri)

    def _text(self, iri: str, name: str) -> str:
        return next((term.value for term in self.facts.get(iri, {}).get(KG + name, [])), "")

    @cached_property
    def _kinds(self) -> dict[str, str]:
        own = {
            iri.removeprefix(KG).lower(): iri for iri in self.facts if re.fullmatch(re.escape(KG) + r"[A-Z]\w*", iri)
        }
        words = {term.value: iri for iri, known in self.facts.items() for term in known.get(KG + "soortwoord", [])}
        return own | words

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        parents = {iri: self._values(iri, _RDFS + "subPropertyOf", _RDFS + "subClassOf") for iri in self.facts}

        def climb(iri: str, seen: frozenset[str]) -> frozenset[str]:
            for parent in parents.get(iri, set()) - seen:
                seen = climb(parent, seen | {parent})
            return seen

        return {iri: climb(iri, frozenset()) - {iri} for iri in parents}

    @cached_property
    def _inverses(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for iri in self.facts:
            for other in self._values(iri, _OWL + "inverseOf"):
                found[iri].add(other)
                found[other].add(iri)
            if _OWL + "SymmetricProperty" in self._values(iri, EXTERNAL["rdf"] + "type"):
                found[iri].add(iri)
        return found

    def _values(self, iri: str, *properties: str) -> set[str]:
        return {term.value for name in properties for term in self.facts[iri].get(name, []) if term.kind == "iri"}


def vocabulary(engine: Engine) -> Vocabulary:
    """Return the terms of the ontology in this release."""
    return Vocabulary(facts(engine, query("terms")))
