"""Forms: what may and must be said of a thing of one class, read from the shapes, the ontology and what is there.

For whoever lets people fill in, look up or ask something: `read` gives the fields of a class with labels, rules, kinds
of values and candidates. A new shape is a new rule on the form, without a line of Python.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kennisgraaf.forms import rules as shape_rules
from kennisgraaf.forms.constraint import Constraint
from kennisgraaf.forms.field import LINK, TEXT, VALUE, Demand, Field, Form, Part, Values, curie
from kennisgraaf.forms.rules import Rule, Step, texts
from kennisgraaf.namespaces import KG

__all__ = ["LINK", "TEXT", "VALUE", "Demand", "Field", "Form", "Part", "Rule", "Values", "classes", "curie", "read"]
_LANGUAGES = ("nl", "en")
_SAMPLE = 100  # values of other things that show how a property is used
_FIRST = [SKOS.prefLabel, SKOS.notation, SKOS.definition]
_WORD, _INFERRED = URIRef(KG + "soortwoord"), URIRef(KG + "alleenAfgeleid")


def classes(facts: Graph) -> dict[URIRef, str]:
    """Return every class that things of ours can have, with the word for it in their IRIs."""
    found = {
        kind: str(kind)[len(KG) :].lower()
        for kind in facts.subjects(RDF.type, OWL.Class)
        if isinstance(kind, URIRef) and kind.startswith(KG)
    }
    claimed = {kind: str(word) for kind, word in facts.subject_objects(_WORD) if isinstance(kind, URIRef)}
    return dict(sorted({**found, **claimed}.items()))


def read(kind: URIRef, shapes: Graph, facts: Graph) -> Form:
    """Return the form of a class; facts are the ontology and the data, as asserted."""
    word = classes(facts).get(kind, "x")
    reader = _Reader(kind, word, shapes, facts)
    own, parts = reader.fields(), reader.parts()
    demands = reader.demands(own)
    for part in parts:
        own = [one for one in own if one.predicate != part.predicate]
        demands = [demand for demand in demands if demand.fields[0].predicate != part.predicate]
    for part in parts:
        within = _Reader(part.types[0], word, shapes, facts)
        inner = [replace(one, part=part.name) for one in within.fields()]
        own += inner
        demands += within.demands(inner)
    return Form(
        kind=kind,
        word=word,
        labels=texts(kind, SKOS.prefLabel, facts) or texts(kind, RDFS.label, facts),
        types=reader.types(),
        fields=tuple(_in_order(own)),
        demands=tuple(demands),
        parts=tuple(parts),
        things=tuple(reader.things),
        refused=reader.refusal(),
        pattern=next((str(p) for s in reader.aims for p in shapes.objects(s, SH.pattern) if not _path(s, shapes)), ""),
    )


def _path(shape: Node, shapes: Graph) -> bool:
    return (shape, SH.path, None) in shapes


def _in_order(fields: Iterable[Field]) -> list[Field]:
    """Put names first, then what is required, then what is used most."""
    place = {name: number for number, name in enumerate(_FIRST)}

    def key(one: Field) -> tuple[object, ...]:
        language = _LANGUAGES.index(one.language) if one.language in _LANGUAGES else len(_LANGUAGES)
        rank = place.get(one.predicate, len(place))
        return bool(one.part), one.part, rank, not one.required, -one.used, one.label(), one.predicate, language

    # Languages of one text stand together: what is required or used in one of them counts for all.
    groups: dict[tuple[str, URIRef], list[Field]] = {}
    for one in sorted(fields, key=key):
        groups.setdefault((one.part, one.predicate), []).append(one)
    return [one for group in groups.values() for one in sorted(group, key=lambda one: (one.kind, key(one)[-1]))]


@dataclass
class _Reader:
    """Reads one class: the rules that hold for it, and what its things have."""

    kind: URIRef
    word: str
    shapes: Graph
    facts: Graph

    def __post_init__(self) -> None:
        self.aims = shape_rules.aimed(self.kind, self.word, self.shapes, self.facts)
        self.above = shape_rules.above(self.kind, self.facts)
        self.things = sorted(s for s in self.facts.subjects(RDF.type, self.kind) if isinstance(s, URIRef))
        self.used = Counter(p for s in self.things for p in set(self.facts.predicates(s)) if isinstance(p, URIRef))
        self.rules = shape_rules.rules(self.aims, self.shapes)
        steps = self._steps()
        extra = {s for p, back in steps if not back for s in self.shapes.subjects(SH.targetSubjectsOf, p)} - self.aims
        self.rules += [rule for rule in shape_rules.rules(extra, self.shapes) if set(rule.steps) & steps]
        self.steps = sorted(self._steps())

    def _steps(self) -> set[Step]:
        """Return every property that a thing of the class can have."""
        found = {step for rule in self.rules for step in rule.steps}
        domain = (p for kind in self.above for p in self.facts.subjects(RDFS.domain, kind))
        found |= {(p, False) for p in domain if isinstance(p, URIRef)}
        found |= {(p, False) for p in self.used}
        allowed = self._closed()
        return {
            (p, back)
            for p, back in found
            if p != RDF.type and (p, _INFERRED, None) not in self.facts and (back or allowed is None or p in allowed)
        }

    def _closed(self) -> set[Node] | None:
        """Return the only properties that a closed shape leaves, None where no shape is closed."""
        closed = [shape for shape in self.aims if str(self.shapes.value(shape, SH.closed)) == "true"]
        if not closed:
            return None
        lists = (self.shapes.value(shape, SH.ignoredProperties) for shape in closed)
        return {item for listed in lists if listed for item in Collection(self.shapes, listed)}

    def types(self) -> tuple[URIRef, ...]:
        """Return the types beside the class that the shapes ask for or that all its things have, and then the class."""
        typing = [rule for rule in self.rules if (RDF.type, False) in rule.steps]
        asked = {value for rule in typing for value in rule.fixed if isinstance(value, URIRef)}
        shared = [{t for t in self.facts.objects(s, RDF.type) if isinstance(t, URIRef)} for s in self.things]
        asked |= set.intersection(*shared) if shared else set()
        return (*sorted(asked - {self.kind, OWL.NamedIndividual}), self.kind)

    def refusal(self) -> dict[str, str]:
        """Say why nobody may state this class: a shape forbids it, or the reasoner infers it."""
        for rule in self.rules:
            if (RDF.type, False) in rule.steps and self.kind in rule.refused:
                return dict(rule.messages)
        if (self.kind, OWL.equivalentClass, None) in self.facts:
            wider = [curie(str(own)) for own in sorted(self.above - {self.kind}, key=str) if str(own).startswith(KG)]
            return {"en": f"The reasoner infers this class from its definition. State {' or '.join(wider)} instead."}
        return {}

    def parts(self) -> list[Part]:
        """Return the fragments that every thing of the class has of its own."""
        found: dict[tuple[URIRef, str], list[tuple[URIRef, ...]]] = {}
        for thing in self.things:
            for p, o in self.facts.predicate_objects(thing):
                if isinstance(p, URIRef) and isinstance(o, URIRef) and o.startswith(f"{thing}#"):
                    types = tuple(sorted(t for t in self.facts.objects(o, RDF.type) if isinstance(t, URIRef)))
                    found.setdefault((p, o[len(thing) + 1 :]), []).append(types)
        sure = {key: types for key, types in found.items() if len(types) == len(self.things) and len({*types}) == 1}
        return [Part(p, name, types[0]) for (p, name), types in sorted(sure.items()) if types[0]]

    def fields(self) -> list[Field]:
        """Return the fields, those that must be filled in marked."""
        own = [one for step in self.steps for one in self._forms(step)]
        needed = {demand.fields[0] for demand in self.demands(own) if len(demand.fields) == 1}
        return [replace(one, required=one in needed) for one in own]

    def demands(self, fields: list[Field]) -> list[Demand]:
        """Return what must be there; a rule that asks for a language is met by the field of that language."""
        found = []
        for rule in self.rules:
            languages = rule.inner.languages if rule.inner else ()
            fitting = [
                one
                for one in fields
                if (one.predicate, one.inverse) in rule.steps and (not languages or one.language in languages)
            ]
            if fitting and (rule.least or rule.inner_least):
                found.append(Demand(rule, tuple(fitting)))
        return found

    def _forms(self, step: Step) -> Iterator[Field]:
        """Yield the fields of one property: links, a text per language, values."""
        name, back = step
        rules = tuple(rule for rule in self.rules if step in rule.steps)
        values = [v for s in self.things for v in self._values(s, step)]
        narrow = [rule for rule in rules if len(rule.steps) == 1]
        asked = [part for rule in rules for c in (rule.outer, rule.inner) if c for part in c.parts()]
        datatypes = [d for c in asked for d in c.datatypes]
        tags = {tag for c in asked for tag in c.languages}
        tags |= {v.language for v in values if isinstance(v, Literal) and v.language}
        if RDF.langString in datatypes or any(rule.unique_language for rule in rules):
            tags |= set(_LANGUAGES)
        links = any(c.classes or SH.IRI in c.kinds for c in asked) or any(isinstance(v, URIRef) for v in values) or back
        plain = [d for d in datatypes if d != RDF.langString]
        plain += [v.datatype or XSD.string for v in values if isinstance(v, Literal) and not v.language]
        if not (tags or links or plain):
            tags, links, plain = self._elsewhere(name)
        base = Field(
            predicate=name,
            kind=VALUE,
            inverse=back,
            labels=next((r.names for r in narrow if not r.inner), {}) or texts(name, RDFS.label, self.facts),
            definitions=texts(name, SKOS.definition, self.facts),
            rules=rules,
            listed=name != OWL.deprecated
            and bool(narrow or self.used[name] or any(r.least or r.inner_least for r in rules)),
        )
        if links:
            yield self._finish(replace(base, kind=LINK, classes=self._classes(step, asked)), rules)
        for tag in sorted(tags):
            yield self._finish(replace(base, kind=TEXT, language=tag), rules)
        if plain:
            yield self._finish(replace(base, datatypes=tuple(dict.fromkeys(plain))), rules)

    def _elsewhere(self, name: URIRef) -> tuple[set[str], bool, list[URIRef]]:
        """Return languages, whether there are links, and datatypes, as the ontology says or other things have them."""
        values = list(islice(self.facts.objects(None, name), _SAMPLE))
        links = (name, RDF.type, OWL.ObjectProperty) in self.facts or any(isinstance(v, URIRef) for v in values)
        tags = {v.language for v in values if isinstance(v, Literal) and v.language}
        found = [r for r in self.facts.objects(name, RDFS.range) if isinstance(r, URIRef) and r.startswith(str(XSD))]
        return tags, links, found or ([] if links or tags else [XSD.string])

    def _classes(self, step: Step, asked: list[Constraint]) -> tuple[URIRef, ...]:
        own = [rule.outer for rule in self.rules if rule.steps == (step,)]
        narrow = [kind for outer in own for c in outer.parts() for kind in c.classes]
        found = narrow or [kind for c in asked for kind in c.classes]
        role = RDFS.domain if step[1] else RDFS.range
        given = [kind for kind in self.facts.objects(step[0], role) if isinstance(kind, URIRef)]
        return tuple(dict.fromkeys(found or given))

    def _values(self, thing: URIRef, step: Step) -> list[Node]:
        name, back = step
        return list(self.facts.subjects(name, thing) if back else self.facts.objects(thing, name))

    def _finish(self, one: Field, rules: tuple[Rule, ...]) -> Field:
        """Add what follows from the rules and from the things there are."""
        having = [[v for v in self._values(s, (one.predicate, one.inverse)) if one.holds(v)] for s in self.things]
        having = [values for values in having if values]
        listed = [v for rule in rules if not rule.inner for v in rule.outer.values if one.holds(v)]
        single = any(rule.most == 1 or (rule.unique_language and one.kind == TEXT) for rule in rules)
        own = tuple(rule for rule in rules if _about(rule, one))
        return replace(
            one,
            rules=own,
            choices=tuple(listed),
            single=single,
            used=len(having),
            example=tuple(sorted(having[0], key=str)) if having else (),
        )


def _about(rule: Rule, one: Field) -> bool:
    """Tell whether a rule has something to say of this field: one of another language has not."""
    return not (rule.inner and rule.inner.languages and one.language not in rule.inner.languages)
