"""From what people write to values: a text for a link is an IRI, a code or a name, and must fit the field at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.forms import LINK, TEXT, Field, Form, curie
from kennisgraaf.forms.constraint import well_formed
from kennisgraaf.forms.rules import texts
from kennisgraaf.namespaces import EXTERNAL, ID
from kennisgraaf.near import nearest

_NEAR = 5
_NAMES = (SKOS.prefLabel, SKOS.notation, RDFS.label)


class WrongAnswer(Exception):
    """A text that does not fit a field: what was expected, what to do, and what may have been meant."""

    def __init__(self, expected: str, mend: str, near: tuple[str, ...] = ()) -> None:
        """Keep the parts: a prompt and a report of cells show them in their own way."""
        super().__init__(f"expected {expected}")
        self.expected, self.mend, self.near = expected, mend, near


@dataclass
class Answers:
    """Reads answers with the things there are (facts: ontology and data)."""

    facts: Graph
    _names: dict[URIRef, dict[str, list[URIRef]]] = field(default_factory=dict)
    _members: dict[URIRef, list[URIRef]] = field(default_factory=dict)

    def values(self, one: Field, text: str, separator: str = "") -> list[Node]:
        """Return the values that a text gives, one, or several with a separator between them.

        WrongAnswer: a value does not fit, or there are more than the field takes.
        """
        parts = [text] if not separator or (one.single and one.kind != LINK) else text.split(separator)
        found = [self.value(one, part.strip()) for part in parts if part.strip()]
        if one.single and len(found) > 1:
            rule = next((rule for rule in one.rules if rule.most == 1), one.rules[0])
            raise WrongAnswer("one value", _message(rule.messages))
        return list(dict.fromkeys(found))

    def value(self, one: Field, text: str) -> Node:
        """Return the value that a text gives; WrongAnswer if it does not fit the field."""
        if one.kind == LINK:
            return self._link(one, text)
        if one.kind == TEXT:
            made = Literal(text, lang=one.language)
            return self._allowed(one, made)
        plain, datatype = _typed(one, text)
        if datatype is None:
            raise WrongAnswer(expected(one, self.facts), _mend(one))
        known = None if datatype == XSD.string else datatype
        return self._allowed(one, Literal(plain, datatype=known, normalize=False))

    def candidates(self, one: Field, words: str = "") -> list[URIRef]:
        """Return the things that a field may link to, by name; with words, those that have all of them in it."""
        wanted = words.casefold().split()
        listed = [value for value in one.choices if isinstance(value, URIRef)]
        pool = listed or [thing for kind in one.classes for thing in self.members(kind)]
        found = [thing for thing in dict.fromkeys(pool) if one.objection(thing, self.facts) is None]
        named = sorted((self.name(thing).casefold(), thing) for thing in found)
        return [thing for text, thing in named if all(word in f"{text} {thing.casefold()}" for word in wanted)]

    def members(self, kind: URIRef) -> list[URIRef]:
        """Return the things of a class and its subclasses."""
        if kind not in self._members:
            below = set(self.facts.transitive_subjects(RDFS.subClassOf, kind))
            found = {s for own in below for s in self.facts.subjects(RDF.type, own) if isinstance(s, URIRef)}
            self._members[kind] = sorted(found)
        return self._members[kind]

    def name(self, thing: URIRef) -> str:
        """Return the name of a thing, Dutch first."""
        found = texts(thing, SKOS.prefLabel, self.facts) or texts(thing, RDFS.label, self.facts)
        return found.get("nl") or next(iter(found.values()), code(thing))

    def learn(self, triples: list[tuple[Node, Node, Node]]) -> None:
        """Take in things that are being made, so that others can link to them."""
        for triple in triples:
            self.facts.add(triple)
        self._names.clear()
        self._members.clear()

    def _link(self, one: Field, text: str) -> Node:
        plain = text.removeprefix("<").removesuffix(">")
        prefix, colon, rest = plain.partition(":")
        if colon and (rest.startswith("//") or prefix in EXTERNAL):
            return self._allowed(one, URIRef(plain if rest.startswith("//") else EXTERNAL[prefix] + rest))
        kind = "/".join(plain.split(":", 1)) if colon else plain
        things = self._by_name(one)
        found = things.get(plain.casefold()) or things.get(kind.casefold()) or []
        if len(found) == 1:
            return self._allowed(one, found[0])
        if found:
            told = ", ".join(short(thing) for thing in found)
            raise WrongAnswer("a name that one thing has", f"Give the IRI or code: {told}.", tuple(map(short, found)))
        near = nearest(plain, things, _NEAR)
        meant = dict.fromkeys(f"{short(thing)} ({self.name(thing)})" for name in near for thing in things[name])
        raise WrongAnswer(expected(one, self.facts), _mend(one), tuple(meant)[:_NEAR])

    def _by_name(self, one: Field) -> dict[str, list[URIRef]]:
        """Return the things that a field may link to by code, kind/code, notation and name, in lower case."""
        kinds = one.classes or (RDFS.Resource,)
        found: dict[str, list[URIRef]] = defaultdict(list)
        for kind in kinds:
            for name, things in self._index(kind).items():
                found[name] += [thing for thing in things if thing not in found[name]]
        return found

    def _index(self, kind: URIRef) -> dict[str, list[URIRef]]:
        if kind not in self._names:
            names: dict[str, list[URIRef]] = defaultdict(list)
            pool = self.members(kind) if kind != RDFS.Resource else self._everything()
            for thing in pool:
                own = {code(thing), short(thing).replace(":", "/")}
                own |= {str(text) for name in _NAMES for text in self.facts.objects(thing, name)}
                for name in {name.casefold() for name in own}:
                    names[name].append(thing)
            self._names[kind] = names
        return self._names[kind]

    def _everything(self) -> list[URIRef]:
        return sorted({s for s in self.facts.subjects() if isinstance(s, URIRef) and s.startswith(ID) and "#" not in s})

    def _allowed(self, one: Field, node: Node) -> Node:
        """Return a value that breaks no rule of the field by itself."""
        if (broken := one.objection(node, self.facts)) is not None:
            raise WrongAnswer(expected(one, self.facts), _message(broken.messages) or _mend(one))
        return node


def code(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rstrip("/").rsplit("/", 1)[-1]


def expected(one: Field, facts: Graph) -> str:
    """Say what belongs in a field, in English."""
    if one.choices:
        return "one of " + ", ".join(short(str(value)) for value in one.choices)
    if one.kind == LINK:
        kinds = [texts(kind, RDFS.label, facts).get("nl") or curie(kind) for kind in one.classes]
        return "the IRI, code or exact name of a thing" + (f" ({' or '.join(kinds)})" if kinds else "")
    if one.kind == TEXT:
        return f"a text in the language {one.language}"
    return "a value of the type " + " or ".join(curie(kind) for kind in one.datatypes)


def written(one: Field, value: Node) -> str:
    """Return a value as one writes it in a form; with its datatype behind ^^ where another would be guessed."""
    if one.kind == LINK or not isinstance(value, Literal):
        return short(str(value))
    own = value.datatype or XSD.string
    guessed = one.kind == TEXT or _typed(one, str(value)) == (str(value), own)
    return str(value) if guessed else f"{value}^^{curie(own)}"


def _typed(one: Field, text: str) -> tuple[str, URIRef | None]:
    """Return a text and the datatype of the field that it has: the one it names, else the first that fits."""
    plain, mark, name = text.rpartition("^^")
    for datatype in one.datatypes:
        if mark and name in {curie(datatype), str(datatype)} and well_formed(plain, datatype):
            return plain, datatype
    ordered = sorted(one.datatypes, key=lambda kind: kind == XSD.string)
    return text, next((datatype for datatype in ordered if well_formed(text, datatype)), None)


def told(form: Form, one: Field, language: str = "nl") -> str:
    """Return the rules of a field in plain words, each once."""
    said = dict.fromkeys(rule.messages.get(language, "") for rule in one.rules)
    wanted = [demand.rule.messages.get(language, "") for demand in form.demands if one in demand.fields]
    return " ".join(filter(None, dict.fromkeys([*wanted, *said])))


def short(iri: str) -> str:
    """Return kind:code for a thing of ours, else the IRI with a prefix where one fits."""
    if iri.startswith(ID) and iri[len(ID) :].count("/") == 1:
        return iri[len(ID) :].replace("/", ":")
    return curie(iri).removeprefix("<").removesuffix(">")


def _mend(one: Field) -> str:
    return " ".join(dict.fromkeys(_message(rule.messages) for rule in one.rules)) or "Give a value of that kind."


def _message(messages: Mapping[str, str]) -> str:
    return messages.get("en") or next(iter(messages.values()), "")
