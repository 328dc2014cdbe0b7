"""A field: one thing to fill in about a thing, as values that a form, a table or a query builder can show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.forms.rules import Rule
from kennisgraaf.namespaces import EXTERNAL, KG, short

LINK, TEXT, VALUE = "link", "text", "value"
Values = Mapping["Field", list[Node]]


@dataclass(frozen=True)
class Field:
    """A property in one of its forms: links to things (kind "link"), texts in a language ("text"), values ("value").

    inverse: the other thing points to this one. part: the fragment of the thing that has the property, "" for the thing
    itself. labels, definitions: by language. classes: what may be linked to is a thing of one of them; choices: the
    closed list, if there is one. required: without it nothing is valid; single: at most one value; listed: worth asking
    for. used: how many things of the class have it; example: the values of one of them.
    """

    predicate: URIRef
    kind: str
    language: str = ""
    inverse: bool = False
    part: str = ""
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)
    definitions: Mapping[str, str] = field(default_factory=dict, compare=False)
    rules: tuple[Rule, ...] = field(default=(), compare=False)
    datatypes: tuple[URIRef, ...] = field(default=(), compare=False)
    classes: tuple[URIRef, ...] = field(default=(), compare=False)
    choices: tuple[Node, ...] = field(default=(), compare=False)
    required: bool = field(default=False, compare=False)
    single: bool = field(default=False, compare=False)
    listed: bool = field(default=True, compare=False)
    used: int = field(default=0, compare=False)
    example: tuple[Node, ...] = field(default=(), compare=False)

    @property
    def curie(self) -> str:
        """Return the name that is never ambiguous: skos:prefLabel@nl, ^kg:heeftDeel, citaat/oa:exact."""
        name = curie(self.predicate)
        before = (f"{self.part}/" if self.part else "") + ("^" if self.inverse else "")
        return before + name + (f"@{self.language}" if self.language else "")

    @property
    def names(self) -> list[str]:
        """Return all names under which people may give this field, the one of our tables first; in lower case."""
        local = re.split(r"[/#:]", curie(self.predicate))[-1]
        before = f"{self.part}." if self.part else ""
        stems = [re.sub(r"[^A-Za-z0-9]+", "_", local), local, *self.labels.values()]
        marks = [f"_{self.language}", f"@{self.language}", f" ({self.language})"] if self.language else [""]
        plain = [before + stem + mark for stem in stems for mark in marks]
        whole = str(self.predicate) + (f"@{self.language}" if self.language else "")
        return [name.lower() for name in dict.fromkeys([*plain, self.curie, whole])]

    def holds(self, value: Node) -> bool:
        """Tell whether a value belongs in this field and not in another of the same property."""
        if isinstance(value, Literal):
            return self.kind == (TEXT if value.language else VALUE) and (value.language or "") == self.language
        return self.kind == LINK

    def label(self, language: str = "nl") -> str:
        """Return the heading for people, with the language of the text if it has one."""
        text = self.labels.get(language) or next(iter(self.labels.values()), curie(self.predicate))
        text = f"{self.part}.{text}" if self.part else text
        return f"{text} ({self.language})" if self.language else text

    def objection(self, value: Node, facts: Graph) -> Rule | None:
        """Return the first rule that a value breaks by itself."""
        return next((rule for rule in self.rules if not rule.outer.accepts(value, facts)), None)


@dataclass(frozen=True)
class Demand:
    """Of these fields together there are at least so many values that meet the rule."""

    rule: Rule
    fields: tuple[Field, ...]

    def met(self, values: Values, facts: Graph) -> bool:
        """Tell whether there is enough."""
        inner = self.rule.inner
        found = [value for one in self.fields for value in values.get(one, [])]
        good = [value for value in found if inner is None or inner.accepts(value, facts)]
        return len(found) >= self.rule.least and len(good) >= self.rule.inner_least


@dataclass(frozen=True)
class Part:
    """A fragment that belongs to a thing, such as the place within a passage: thing#name, of these types."""

    predicate: URIRef
    name: str
    types: tuple[URIRef, ...]


@dataclass(frozen=True)
class Form:
    """All there is to fill in about a thing of a class, in the order in which people fill it in.

    word: the {type} part of its IRI. types: what is stated beside the class itself, of itself. fixed: what is stated of
    every thing. things: those there are. refused: why nobody states this class, by language; empty if one may.
    pattern: what the IRI looks like.
    """

    kind: URIRef
    word: str
    labels: Mapping[str, str]
    types: tuple[URIRef, ...]
    fields: tuple[Field, ...]
    demands: tuple[Demand, ...]
    parts: tuple[Part, ...]
    things: tuple[URIRef, ...]
    refused: Mapping[str, str]
    pattern: str = ""

    def unmet(self, values: Values, facts: Graph) -> list[Demand]:
        """Return the demands that these values do not meet."""
        return [demand for demand in self.demands if not demand.met(values, facts)]

    def named(self, name: str) -> list[Field]:
        """Return the fields that go by a name: the one it names exactly, else all that it could mean."""
        exact = [one for one in self.fields if one.curie.lower() == name.lower().strip()]
        return exact or [one for one in self.fields if name.lower().strip() in one.names]


def curie(iri: str) -> str:
    """Return an IRI with a published prefix where one fits."""
    return short(iri, {"kg": KG, **EXTERNAL}) or f"<{iri}>"
