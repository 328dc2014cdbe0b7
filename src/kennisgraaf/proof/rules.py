"""The rules of OWL 2 RL read backwards: from a statement to the statements that would give it (OWL 2 Profiles, 4.3).

Each rule is a small generator. It yields every way in which it could have given the statement: its name, the terms of
the axiom that it uses, and the premises. Rules about owl:sameAs are left out: the graph has none, by its own rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.proof.axioms import TYPE, Axioms, Triple
from kennisgraaf.proof.statements import Statements

_THING = EXTERNAL["owl"] + "Thing"


@dataclass(frozen=True)
class Way:
    """One use of a rule (its name in OWL 2 Profiles): terms of the axiom, and the premises in its order."""

    rule: str
    terms: tuple[str, ...]
    premises: tuple[Triple, ...]


def ways(said: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    """Yield how a statement could follow in one step, the plainest rules first."""
    for rule in _OF_CLASSES if goal[1] == TYPE else _OF_PROPERTIES:
        yield from rule(said, axioms, goal)


def _narrower(_: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    s, p, o = goal
    for q in axioms.subjects("subPropertyOf", p):
        if q != p:
            yield Way("prp-spo1", (q, p), ((s, q, o),))
    for q in axioms.either("equivalentProperty", p):
        yield Way("prp-eqp", (q, p), ((s, q, o),))


def _inverse(_: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    s, p, o = goal
    for q in axioms.either("inverseOf", p):
        yield Way("prp-inv", (q, p), ((o, q, s),))
    if axioms.has(p, "SymmetricProperty"):
        yield Way("prp-symp", (p,), ((o, p, s),))


def _value(_: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    s, p, o = goal
    for restriction in axioms.subjects("hasValue", o):
        if p in axioms.values(restriction, "onProperty"):
            yield Way("cls-hv1", (restriction, p, o), ((s, TYPE, restriction),))


def _transitive(said: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    s, p, o = goal
    if axioms.has(p, "TransitiveProperty"):
        for middle in sorted(said.values(s, p) & said.subjects(p, o)):
            yield Way("prp-trp", (p,), ((s, p, middle), (middle, p, o)))


def _chain(said: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    s, p, o = goal
    for head in axioms.values(p, "propertyChainAxiom"):
        steps = axioms.members(head)
        for path in _paths(said, s, steps, o):
            nodes = (s, *path, o)
            links = tuple((nodes[i], step, nodes[i + 1]) for i, step in enumerate(steps))
            yield Way("prp-spo2", (*steps, p), links)


def _paths(said: Statements, start: str, steps: tuple[str, ...], end: str) -> Iterator[tuple[str, ...]]:
    """Yield what stands between the ends of a chain."""
    if len(steps) == 1:
        if end in said.values(start, steps[0]):
            yield ()
        return
    last = said.subjects(steps[-1], end) if len(steps) == 2 else None  # noqa: PLR2004 - from both ends
    for middle in sorted(said.values(start, steps[0]) if last is None else said.values(start, steps[0]) & last):
        for rest in _paths(said, middle, steps[1:], end) if last is None else [()]:
            yield (middle, *rest)


def _below(_: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    s, _p, kind = goal
    for narrower in axioms.subjects("subClassOf", kind):
        if narrower != kind:
            yield Way("cax-sco", (narrower, kind), ((s, TYPE, narrower),))
    for same in axioms.either("equivalentClass", kind):
        yield Way("cax-eqc", (same, kind), ((s, TYPE, same),))
    for cell in axioms.subjects("first", kind):
        for whole in axioms.subjects("intersectionOf", _head(axioms, cell)):
            yield Way("cls-int2", (whole, kind), ((s, TYPE, whole),))


def _made(said: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    """Yield what makes something a member of a class that is described, not named."""
    s, _, kind = goal
    for head in axioms.values(kind, "intersectionOf"):
        parts = axioms.members(head)
        yield Way("cls-int1", (kind, *parts), tuple((s, TYPE, part) for part in parts))
    for head in axioms.values(kind, "unionOf"):
        for part in axioms.members(head):
            yield Way("cls-uni", (part, kind), ((s, TYPE, part),))
    for p in axioms.values(kind, "onProperty"):
        yield from _restricted(said, axioms, (s, p, kind))


def _restricted(said: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    s, p, kind = goal
    for value in axioms.values(kind, "hasValue"):
        yield Way("cls-hv2", (p, value, kind), ((s, p, value),))
    for filler in axioms.values(kind, "someValuesFrom"):
        for value in sorted(said.values(s, p)):
            typed = () if filler == _THING else ((value, TYPE, filler),)
            yield Way("cls-svf", (p, filler, kind), ((s, p, value), *typed))


def _ends(said: Statements, axioms: Axioms, goal: Triple) -> Iterator[Way]:
    """Yield what gives a class to one end of a property."""
    s, _, kind = goal
    for p in axioms.subjects("domain", kind):
        for value in sorted(said.values(s, p))[:1]:
            yield Way("prp-dom", (p, kind), ((s, p, value),))
    for p in axioms.subjects("range", kind):
        for subject in sorted(said.subjects(p, s)):
            yield Way("prp-rng", (p, kind), ((subject, p, s),))
    for restriction in axioms.subjects("allValuesFrom", kind):
        for p in axioms.values(restriction, "onProperty"):
            for subject in sorted(said.subjects(p, s)):
                yield Way("cls-avf", (p, kind, restriction), ((subject, TYPE, restriction), (subject, p, s)))


def _head(axioms: Axioms, cell: str) -> str:
    """Return the first cell of the list in which a cell stands."""
    met = {cell}
    while (before := next(iter(axioms.subjects("rest", cell)), cell)) not in met:
        cell = before
        met.add(cell)
    return cell


_Rule = Callable[[Statements, Axioms, Triple], Iterator[Way]]
_OF_PROPERTIES: tuple[_Rule, ...] = (_inverse, _narrower, _value, _chain, _transitive)
_OF_CLASSES: tuple[_Rule, ...] = (_below, _ends, _made)
