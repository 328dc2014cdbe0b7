"""Comparing two states: which things differ, in what, where they stand, and what that weighs.

Whole graphs are subtracted first, so that only what differs is looked at again; two states without a difference have
isomorphic graphs and the same questions.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyoxigraph as ox
from rdflib import OWL, SH

from kennisgraaf.history import content, judgement, query, strictness
from kennisgraaf.history.difference import ROLES, Change, Detail, Difference, Value
from kennisgraaf.history.judgement import Case
from kennisgraaf.history.rules import reasons
from kennisgraaf.history.state import REPLACED_BY, TYPE, State, Texts, unspelled
from kennisgraaf.namespaces import DEF, ID, KG, KGS, SHAPES, prefixes

_SHAPES = {str(SH.NodeShape), str(SH.PropertyShape), str(SH.SPARQLConstraint), str(SH.PrefixDeclaration)}
_TOPICS = {
    "term": {"nl": "termen", "en": "terms"},
    "shape": {"nl": "regels", "en": "shapes"},
    "question": {"nl": "vragen", "en": "questions"},
    "": {"nl": "overige", "en": "other"},
}
Properties = dict[tuple[str, str], set[Value]]


def compare(before: State, after: State) -> Difference:
    """Return what differs between two states; nothing when they say the same."""
    if before.spelled != after.spelled:
        before, after = unspelled(before), unspelled(after)
    pair = _Pair(before, after)
    changes = [*pair.things(), *pair.questions()]
    ordered = sorted(_alike(pair, changes), key=lambda c: (ROLES.index(c.role), c.topic.get("nl", ""), c.iri, c.kind))
    return Difference(before.name, after.name, tuple(ordered), before.version)


@dataclass
class _Pair:
    """Two states, and where their statements differ by thing: the graphs that lost some, and those that got some."""

    before: State
    after: State
    lost: dict[str, dict[str, set[ox.Triple]]] = field(default_factory=lambda: defaultdict(dict))
    got: dict[str, dict[str, set[ox.Triple]]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        nothing: frozenset[ox.Triple] = frozenset()
        for iri in sorted(self.before.graphs.keys() | self.after.graphs.keys()):
            old, new = self.before.graphs.get(iri, nothing), self.after.graphs.get(iri, nothing)
            went, came = content.subtract(old, new)
            _share(self.before, iri, went, self.lost)
            _share(self.after, iri, came, self.got)

    @cached_property
    def orphans(self) -> tuple[dict[str, list[ox.BlankNode]], dict[str, list[ox.BlankNode]]]:
        """Return the blank nodes that hang on nothing, before and after, by who adopts them."""
        return content.orphans(self.before), content.orphans(self.after)

    def things(self) -> Iterator[Change]:
        """Yield the changes of things, terms and shapes."""
        for iri in sorted(self.lost.keys() | self.got.keys()):
            kind = self.kind(iri)
            details = self.details(iri)
            moved = self.places(iri)
            if kind != "changed" or details or not any(moved):
                yield self.change(iri, kind, details)
            if any(moved) and kind == "changed":
                yield self.moved(iri, moved, "moved-graph")
        for iri, (old, new) in self.resettled():
            yield self.moved(iri, (old, new), "moved-file")

    def kind(self, iri: str) -> str:
        """Tell what happened to a thing."""
        if not self.known(self.before, 0, iri):
            return "added"
        if not self.known(self.after, 1, iri):
            return "removed"
        return "retired" if self.after.withdrawn(iri) and not self.before.withdrawn(iri) else "changed"

    def known(self, state: State, side: int, iri: str) -> bool:
        """Tell whether a state says anything of a thing."""
        return iri in state.about or iri in self.orphans[side]

    def details(self, iri: str) -> tuple[Detail, ...]:
        """Return the properties of a thing whose values differ, whatever graph they stand in."""
        old, new = (self.properties(side, iri) for side in (0, 1))
        return tuple(
            Detail(*key, tuple(sorted(went)), tuple(sorted(came)))
            for key in sorted(old.keys() | new.keys())
            for went, came in [(old.get(key, set()) - new.get(key, set()), new.get(key, set()) - old.get(key, set()))]
            if went or came
        )

    def properties(self, side: int, iri: str) -> Properties:
        """Return what is said of a thing, by property and language."""
        state = (self.before, self.after)[side]
        found: Properties = defaultdict(set)
        for _, triple in state.about.get(iri, ()):
            one = content.value(state, triple.object)
            found[triple.predicate.value, one.lang].add(one)
        for node in self.orphans[side].get(iri, ()):
            types = [t.object.value for t in state.nested.get(node, ()) if t.predicate == TYPE]  # type: ignore[union-attr]
            found[min(types, default=str(OWL.members)), ""].add(content.value(state, node))
        return found

    def places(self, iri: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the graphs from which and to which statements of a thing went as they are."""
        lost, got = self.lost.get(iri, {}), self.got.get(iri, {})
        kept = {t for t in set().union(*lost.values()) & set().union(*got.values()) if not content.is_nested(t)}
        old, new = (tuple(sorted(g for g, triples in side.items() if triples & kept)) for side in (lost, got))
        return old, new

    def resettled(self) -> Iterator[tuple[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
        """Yield the things that stand in another file of the same graph."""
        for iri in sorted(self.before.homes.keys() & self.after.homes.keys()):
            old, new = self.before.homes[iri], self.after.homes[iri]
            if old - new and new - old and not any(self.places(iri)):
                yield iri, (tuple(sorted(old - new)), tuple(sorted(new - old)))

    def change(self, iri: str, kind: str, details: tuple[Detail, ...]) -> Change:
        """Return the change of one thing, with what it weighs."""
        role = self.role(iri)
        case = Case(iri, self.before, self.after, details)
        heirs = tuple(self.after.iris(iri, REPLACED_BY)) if kind == "retired" else ()
        rules = _rules(case, kind, role, heirs=bool(heirs))
        return Change(iri, kind, role, self.labels(iri), self.topic(iri, role), details, reasons(rules), others=heirs)

    def moved(self, iri: str, places: tuple[tuple[str, ...], tuple[str, ...]], rule: str) -> Change:
        """Return the change of a thing that stands somewhere else."""
        role = self.role(iri)
        topic = self.topic(iri, role)
        return Change(iri, "moved", role, self.labels(iri), topic, reasons=reasons({rule}), moved=places)

    def role(self, iri: str) -> str:
        """Tell what something is, from where it is described and what its type is."""
        state = self.after if iri in self.after.about else self.before
        graphs = {graph for graph, _ in state.about.get(iri, ())}
        if SHAPES in graphs and (iri.startswith(KGS) or _SHAPES & set(state.iris(iri, TYPE))):
            return "shape"
        return "term" if DEF in graphs or iri == DEF or iri.startswith(KG) else "thing"

    def labels(self, iri: str) -> Texts:
        """Return the names of a thing, those it has now before those it had."""
        return {**self.before.labels(iri), **self.after.labels(iri)}

    def topic(self, iri: str, role: str) -> Texts:
        """Return the name of the group in which people look for a thing: that of its class."""
        if role in _TOPICS:
            return _TOPICS[role]
        kind = iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""
        class_ = self.classes.get(kind.casefold(), "")
        return self.labels(class_) or ({"": kind} if kind else _TOPICS[""])

    @cached_property
    def classes(self) -> dict[str, str]:
        """Return our terms by their local name in lower case, which is how the IRIs of things begin."""
        states = (self.before, self.after)
        return {iri.removeprefix(KG).casefold(): iri for one in states for iri in one.about if iri.startswith(KG)}

    def questions(self) -> Iterator[Change]:
        """Yield the changes of named questions."""
        old, new = self.before.questions, self.after.questions
        known = self.prefixes
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) == new.get(name):
                continue
            kind = "added" if name not in old else "removed" if name not in new else "changed"
            details: tuple[Detail, ...] = ()
            rules = {kind}
            if kind == "changed":
                details, rules = query.compare(query.form(old[name], known), query.form(new[name], known))
            labels = query.summary(new.get(name) or old[name])
            yield Change(f"{ID}vraag/{name}", kind, "question", labels, _TOPICS["question"], details, reasons(rules))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Return the published prefixes of both states."""
        ours = {iri.removeprefix(ID).partition("/")[0] for state in (self.before, self.after) for iri in state.about}
        return prefixes(sorted(kind for kind in ours if kind.isidentifier()))


def _share(state: State, graph: str, triples: set[ox.Triple], into: dict[str, dict[str, set[ox.Triple]]]) -> None:
    """Give each statement of a graph to the thing that it is about."""
    loose = []
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            into[triple.subject.value].setdefault(graph, set()).add(triple)
        else:
            loose.append(triple)
    if loose:
        for iri in content.owners(state, graph, triples):
            into[iri].setdefault(graph, set())


def _rules(case: Case, kind: str, role: str, *, heirs: bool) -> set[str]:
    if kind == "added":
        return {strictness.of_new(case)} if role == "shape" else {"added"}
    if kind == "removed":
        return {"removed"}
    if kind == "retired":
        return {"retired" if heirs else "retired-alone"}
    if not case.details:
        return {"structure"}
    judge = {"shape": strictness.of_shape, "term": judgement.of_term}.get(role, judgement.of_thing)
    return judge(case)


def _alike(pair: _Pair, changes: list[Change]) -> Iterator[Change]:
    """Yield the changes; what was removed and what was added with the same content name each other."""
    sides: tuple[dict[object, list[str]], ...] = (defaultdict(list), defaultdict(list))
    for change in changes:
        if change.kind in {"removed", "added"} and change.role != "question":
            side = change.kind == "added"
            sides[side][_signature(pair, side, change.iri)].append(change.iri)
    for change in changes:
        if change.kind in {"removed", "added"} and change.role != "question":
            side = change.kind == "added"
            twins = sides[not side].get(_signature(pair, side, change.iri), [])
            yield replace(change, others=tuple(twins))
        else:
            yield change


def _signature(pair: _Pair, side: int, iri: str) -> object:
    """Return what is said of a thing, whatever it is called."""
    return frozenset(
        (key, replace(value, text="") if value.text == iri else value)
        for key, values in pair.properties(side, iri).items()
        for value in values
    )
