"""Faults to seed: for each rule of the shapes and each component in it, how a thing of the template can break it.

The shapes say what is right, so they also say how to be wrong: one value too few, one too many, of another class, in
another language. A change is what leaves the template and what comes in, and the statements on which the fault stands
then; with none, the thing itself lacks something.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kennisgraaf.findings import Statement


@dataclass(frozen=True)
class Change:
    """One way to break one rule (shape and component) at one thing of the template."""

    rule: URIRef
    component: str
    thing: Node
    away: frozenset[Statement]
    into: tuple[Statement, ...]
    at: tuple[Statement, ...]


class Faults:
    """The changes that shapes allow in a template; ontology is what the template does not say itself."""

    def __init__(self, template: Graph, ontology: Graph, shapes: Graph) -> None:
        """Look at nothing yet."""
        self._data, self._ontology, self._shapes = template, ontology, shapes
        self._things = sorted({s for s in template.subjects() if isinstance(s, URIRef)})
        self._store = ox.Store()
        text = "".join(graph.serialize(format="nt") for graph in (template, ontology))
        self._store.bulk_load(text, format=ox.RdfFormat.N_TRIPLES)
        self._prefixes = {
            str(shapes.value(one, SH.prefix)): str(shapes.value(one, SH.namespace))
            for one in shapes.objects(None, SH.declare)
        }

    def __iter__(self) -> Iterator[Change]:
        """Yield the changes, by rule, component and thing."""
        for rule in sorted({rule for rule in self._shapes.subjects(SH.path) if isinstance(rule, URIRef)}):
            path = self._shapes.value(rule, SH.path)
            if isinstance(path, URIRef):
                for thing in self._aimed(rule):
                    yield from self._changes(rule, path, thing)

    def _aimed(self, rule: URIRef) -> list[Node]:
        """Return the things that a property shape looks at, as far as classes and properties say."""
        found: set[Node] = set()
        for shape in {rule, *self._shapes.subjects(SH.property, rule)}:
            for kind in self._shapes.objects(shape, SH.targetClass):
                for narrow in self._ontology.transitive_subjects(RDFS.subClassOf, kind):
                    found.update(self._data.subjects(RDF.type, narrow))
            for has in self._shapes.objects(shape, SH.targetSubjectsOf):
                found.update(self._data.subjects(has))
            for target in self._shapes.objects(shape, SH.target):
                found.update(self._asked(target))
        return sorted(found)

    def _asked(self, target: Node) -> set[Node]:
        """Return what a target in SPARQL finds in the template."""
        rows: Any = self._store.query(str(self._shapes.value(target, SH.select)), prefixes=self._prefixes)
        found = {URIRef(row["this"].value) for row in rows if isinstance(row["this"], ox.NamedNode)}
        return found & set(self._things)

    def _vital(self, rule: URIRef, path: URIRef) -> bool:
        """Tell whether a thing without this property is no longer aimed at."""
        shapes = {rule, *self._shapes.subjects(SH.property, rule)}
        aims = [self.query(target) for shape in shapes for target in self._shapes.objects(shape, SH.target)]
        aims += [f":{has} " for shape in shapes for has in self._shapes.objects(shape, SH.targetSubjectsOf)]
        local = re.split("[#/]", path)[-1]
        return any(re.search(rf"[:#/]{re.escape(local)}\b", aim) for aim in aims)

    def _changes(self, rule: URIRef, path: URIRef, thing: Node) -> Iterator[Change]:
        had = [(thing, path, value) for value in sorted(self._data.objects(thing, path))]
        for parameter, break_it in _BREAKS.items():
            if (limit := self._shapes.value(rule, SH[parameter])) is not None:
                if parameter == "qualifiedMinCount":
                    limit = self._shapes.value(rule, SH.qualifiedValueShape)
                made = break_it(self, had, (thing, path), limit)
                if made is not None and (made[1] or not self._vital(rule, path)):
                    component = "SPARQL" if parameter == "sparql" else parameter[0].upper() + parameter[1:]
                    yield Change(rule, component, thing, frozenset(made[0]), tuple(made[1]), tuple(made[2]))

    def elsewhere(self, *kinds: Node) -> URIRef:
        """Return a thing of the template that has none of these classes."""
        wrong = {narrow for kind in kinds for narrow in self._ontology.transitive_subjects(RDFS.subClassOf, kind)}
        return next(thing for thing in self._things if not wrong & set(self._data.objects(thing, RDF.type)))

    def query(self, limit: Node) -> str:
        """Return the text of a constraint in SPARQL."""
        return str(self._shapes.value(limit, SH.select))

    def languages(self, limit: Node) -> list[str]:
        """Return the languages that a shape wants."""
        return [str(tag) for tags in self._shapes.objects(limit, SH.languageIn) for tag in self.listed(tags)]

    def listed(self, limit: Node) -> list[Node]:
        """Return the members of a list in the shapes."""
        return list(Collection(self._shapes, limit))


Made = tuple[list[Statement], list[Statement], list[Statement]] | None  # away, into, at
Break = Callable[[Faults, list[Statement], tuple[Node, URIRef], Node], Made]


def _instead(wrong: Callable[[Faults, Node], Node | None]) -> Break:
    """Return the change that puts a wrong value in the place of the first one."""

    def break_it(faults: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
        value = wrong(faults, limit)
        if not had or value is None or place[1] == RDF.type:
            return None
        return had[:1], [(*place, value)], [(*place, value)]

    return break_it


def _none(_: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
    """Take all values away."""
    return (had, [], []) if had and place[1] != RDF.type else None


def _too_many(_: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
    """Give the first value a double with another last sign, or another thing."""
    if not had or len(had) != int(str(limit)) or not isinstance(had[0][2], Literal):
        return None
    first = had[0][2]
    more = Literal(f"{first}9", lang=first.language, datatype=first.datatype, normalize=False)
    return [], [(*place, more)], [*had, (*place, more)]


def _twice(_: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
    """Say the first text with a language once more in other words."""
    for statement in had:
        if isinstance(statement[2], Literal) and (language := statement[2].language):
            more = (*place, Literal("nog eens", lang=language))
            return [], [more], [more, *(one for one in had if getattr(one[2], "language", "") == language)]
    return None


def _not_one(faults: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
    """Take the text in the language away that a qualified shape wants; its list of languages has one."""
    away = [one for one in had if getattr(one[2], "language", None) in faults.languages(limit)]
    return (away, [], []) if away else None


def _of_other(faults: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
    """Give the value to the property that must differ as well."""
    return ([], [(place[0], URIRef(limit), had[0][2])], had[:1]) if had else None


def _beyond(faults: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
    """Make the smaller one large."""
    value = Literal("999999999", datatype=had[0][2].datatype) if had and isinstance(had[0][2], Literal) else None
    return (had[:1], [(*place, value)], [(*place, value)]) if value else None


def _ring(faults: Faults, had: list[Statement], place: tuple[Node, URIRef], limit: Node) -> Made:
    """Let a thing come back to itself, where the query looks for that."""
    if not re.search(r"\*\s+[?$]this", faults.query(limit)):
        return None
    return had, [(*place, place[0])], [(*place, place[0])]


def _number(text: str) -> Break:
    return _instead(lambda _, limit: Literal(text, datatype=getattr(limit, "datatype", None), normalize=False))


_BREAKS: dict[str, Break] = {
    "class": _instead(lambda faults, limit: faults.elsewhere(limit)),
    "datatype": _instead(lambda _, __: Literal("onjuist", datatype=URIRef("https://example.org/soort"))),
    "nodeKind": _instead(lambda _, limit: Literal("geen IRI") if limit == SH.IRI else None),
    "minCount": _none,
    "maxCount": _too_many,
    "minInclusive": _number("-7"),
    "maxInclusive": _number("7777777"),
    "pattern": _instead(lambda _, __: Literal(" \u00a7 ")),
    "languageIn": _instead(lambda _, __: Literal("autre", lang="fr")),
    "uniqueLang": _twice,
    "in": _instead(lambda _, __: Literal("buiten de lijst")),
    "hasValue": _none,
    "lessThan": _beyond,
    "disjoint": _of_other,
    "or": _instead(lambda _, __: Literal("true", datatype=URIRef("http://www.w3.org/2001/XMLSchema#boolean"))),
    "qualifiedMinCount": _not_one,
    "sparql": _ring,
}
