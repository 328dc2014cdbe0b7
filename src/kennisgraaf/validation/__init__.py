"""Checking data against shapes (SHACL, SHACL-SPARQL and the targets of SHACL-AF), fast and to the letter of pySHACL.

Shapes are made into functions once and run over all their focus nodes; queries run once instead of once for each thing;
what this engine does not know to the letter is left to pySHACL, shape by shape. tests/shacl holds both to each other.
What shapes find are values, not errors: a finding says what was checked, by which rule and what the rule says, so no
text for people is written here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from time import perf_counter

from rdflib import Graph
from rdflib.term import Node

from kennisgraaf.errors import BuildError
from kennisgraaf.findings import Finding, Statement
from kennisgraaf.validation.checks import Objection, Shape
from kennisgraaf.validation.facts import Facts
from kennisgraaf.validation.paths import Unsupported
from kennisgraaf.validation.reach import Reach
from kennisgraaf.validation.reference import failure, reference
from kennisgraaf.validation.shapes import Shapes
from kennisgraaf.validation.soundness import circular, failed, shacl, unparsed

__all__ = ["Facts", "Outcome", "examine", "failed", "reference", "sound", "validate"]


@dataclass(frozen=True)
class Outcome:
    """What the shapes object to, each once and in a fixed order; seconds per shape; the shapes left to pySHACL."""

    findings: list[Finding]
    seconds: dict[Node, float]
    left: dict[Node, str]


def validate(data: Iterable[Statement], shapes: Graph) -> list[Finding]:
    """Return what the shapes object to, each once, in a fixed order.

    data: the asserted statements and the ontology; add the shapes to have them checked as well.
    BuildError: a shape cannot be run.
    """
    return examine(Facts(data), shapes).findings


def examine(facts: Facts, shapes: Graph, change: Collection[Statement] | None = None) -> Outcome:
    """Return what `validate` does, and how long it took.

    change: the statements that came or went since some moment; then only what they can affect is looked at: every
    finding that is new since then is among the findings. BuildError: a shape cannot be run.
    """
    made = Shapes(shapes)
    run = _Run(facts, made, None if change is None else Reach(change, facts, made))
    left: dict[Node, str] = {}
    try:
        roots = made.roots
    except Unsupported as unsupported:
        return Outcome(_sorted(_by_reference(facts, shapes, None)), {}, {shapes.identifier: str(unsupported)})
    for node in roots:
        before = len(run.found)
        try:
            run.root(node)
        except Unsupported as unsupported:
            del run.found[before:]
            left[node] = str(unsupported)
    if left:
        start = perf_counter()
        run.found += _by_reference(facts, shapes, list(left))
        run.seconds |= dict.fromkeys(left, (perf_counter() - start) / len(left))
    return Outcome(_sorted(run.found), run.seconds, left)


def sound(shapes: Graph) -> list[Finding]:
    """Return what is wrong with the shapes themselves, by SHACL's own shapes and by the grammar of SPARQL.

    A violation means that they cannot be run; a warning, that others may run them otherwise.
    """
    found = examine(Facts(shapes), shacl()).findings
    return _sorted([*found, *unparsed(shapes), *circular(shapes)])


def _by_reference(facts: Facts, shapes: Graph, only: list[Node] | None) -> list[Finding]:
    try:
        return reference(facts.graph, shapes, only)
    except BuildError:
        raise
    except Exception as why:
        raise failure(facts.graph, shapes, why) from why


def _sorted(found: list[Finding]) -> list[Finding]:
    """Return each finding once: two shapes may share a property shape."""
    once = {(finding.order, str(finding.source), finding.component, finding.severity): finding for finding in found}
    return [once[key] for key in sorted(once)]


class _Run:
    """One pass of shapes over the facts."""

    def __init__(self, facts: Facts, shapes: Shapes, reach: Reach | None) -> None:
        self.facts = facts
        self.found: list[Finding] = []
        self.seconds: dict[Node, float] = {}
        self._shapes, self._reach = shapes, reach

    def root(self, node: Node) -> None:
        """Run one shape over its targets, or over those that a change can affect."""
        start = perf_counter()
        things = self._things(node)
        self._took(node, start)
        if things:
            self._shape(self._shapes.shape(node), things)

    def _things(self, node: Node) -> list[Node]:
        reached = None if self._reach is None else self._reach.things(node)
        if reached is not None and not reached:
            return []
        things = self._shapes.targets(node, self.facts)
        return things if reached is None else [thing for thing in things if thing in reached]

    def _took(self, node: Node, start: float) -> None:
        self.seconds[node] = self.seconds.get(node, 0.0) + perf_counter() - start

    def _shape(self, shape: Shape, things: Collection[Node]) -> None:
        """Run a shape over things, then the property shapes in it over their values."""
        if not shape.active:
            return
        start = perf_counter()
        reached = self._checked(shape, things)
        self._took(shape.named, start)
        for inner in shape.properties:
            self._shape(inner, reached)

    def _checked(self, shape: Shape, things: Collection[Node]) -> Collection[Node]:
        """Run the checks of one shape; return the values that its property shapes go on with."""
        if shape.path is None:
            for thing in things if shape.checks else ():
                self.found += self._found(shape, thing, (thing,))
            return things
        reached: dict[Node, None] = {}
        for thing in things:
            values = shape.path.values(self.facts, thing)
            if shape.checks:
                self.found += self._found(shape, thing, values)  # type: ignore[arg-type]
            if shape.properties:
                reached.update(dict.fromkeys(values))
        return reached

    def _found(self, shape: Shape, thing: Node, values: Collection[Node]) -> list[Finding]:
        return [
            _finding(shape, component, thing, objection)
            for component, check in shape.checks
            for objection in check(self, thing, values)
        ]

    def objections(self, shape: Shape, thing: Node) -> list[Finding]:
        """Return what a shape objects to in one thing, with the property shapes in it."""
        if not shape.active:
            return []
        values = (thing,) if shape.path is None else shape.path.values(self.facts, thing)
        found = self._found(shape, thing, values)  # type: ignore[arg-type]
        for inner in shape.properties:
            for value in values:
                found += self.objections(inner, value)
        return found


def _finding(shape: Shape, component: str, thing: Node, objection: Objection) -> Finding:
    messages = objection.messages or shape.messages
    if objection.bound:
        messages = {language: _filled(text, objection.bound) for language, text in messages.items()}
    return Finding(
        thing=thing,
        shape=shape.named,
        path=objection.path or (shape.path.text if shape.path else ""),
        value=objection.value,
        severity=shape.severity,
        messages=messages,
        component=component,
        source=shape.node,
        causes=objection.causes,
        statements=objection.statements,
    )


def _filled(text: str, bound: dict[str, Node]) -> str:
    """Put values in the place of {?name} and {$name} (section 5.3.2 of SHACL)."""
    for name, value in bound.items():
        text = text.replace(f"{{?{name}}}", str(value)).replace(f"{{${name}}}", str(value))
    return text
