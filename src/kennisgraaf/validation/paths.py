"""Property paths of SHACL (section 2.3.1), made into functions once and followed many times."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kennisgraaf.validation.facts import Facts

Walk = Callable[[Facts, Node], Iterable[Node]]
_DEEP = 8  # steps within steps; pySHACL stops at ten


class Unsupported(Exception):
    """This engine leaves that to pySHACL, which also says what is wrong with it, if anything is."""


@dataclass(frozen=True)
class Path:
    """A path that can be walked: values(facts, thing) gives each value once; text is the path in SPARQL.

    predicates are the properties in it; single is the property where the path is no more than that, else None.
    """

    values: Walk
    text: str
    predicates: frozenset[URIRef]
    single: URIRef | None = None


def items(graph: Graph, head: Node) -> list[Node]:
    """Return the members of an RDF list; Unsupported if it is not well formed."""
    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = list(graph.objects(head, RDF.first)), list(graph.objects(head, RDF.rest))
        if head in seen or len(first) != 1 or len(rest) != 1:
            raise Unsupported(f"{head} is no list")
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return found


def compile_path(node: Node, graph: Graph, depth: int = 0) -> Path:
    """Return the path that a node of the shapes graph describes; Unsupported if it describes none for sure."""
    if isinstance(node, URIRef):
        return _property(node)
    facts = {(p, o) for p, o in graph.predicate_objects(node) if p != RDF.type}
    predicates = {p for p, _ in facts}
    if depth > _DEEP:
        raise Unsupported("a path too deep")
    if predicates == {RDF.first, RDF.rest}:
        return _sequence([compile_path(step, graph, depth + 1) for step in items(graph, node)])
    if len(facts) != 1:
        raise Unsupported("a path of unknown form")
    ((kind, inner),) = facts
    if kind == SH.alternativePath:
        return _alternative([compile_path(step, graph, depth + 1) for step in items(graph, inner)])
    step = compile_path(inner, graph, depth + 1)
    if kind == SH.inversePath:
        return _inverse(step)
    if kind in _REPEATED:
        least, most, mark = _REPEATED[kind]
        return _repeated(step, least, most, mark)
    raise Unsupported(f"a path with {kind}")


_REPEATED: dict[Node, tuple[int, int, str]] = {
    SH.zeroOrMorePath: (0, 0, "*"),
    SH.oneOrMorePath: (1, 0, "+"),
    SH.zeroOrOnePath: (0, 1, "?"),
}


def _property(iri: URIRef) -> Path:
    return Path(lambda facts, thing: facts.values(thing, iri), str(iri), frozenset([iri]), iri)


def _step(path: Path) -> str:
    return f"<{path.text}>" if path.single else f"({path.text})"


def _predicates(steps: Iterable[Path]) -> frozenset[URIRef]:
    return frozenset(iri for step in steps for iri in step.predicates)


def _inverse(step: Path) -> Path:
    if not (iri := step.single):
        raise Unsupported("the inverse of more than one step")
    return Path(lambda facts, thing: facts.holders(iri).get(thing, ()), f"^{_step(step)}", step.predicates)


def _sequence(steps: list[Path]) -> Path:
    if not 1 < len(steps) <= _DEEP:
        raise Unsupported("a sequence of one step, or of very many")

    def walk(facts: Facts, thing: Node) -> Iterable[Node]:
        found: Iterable[Node] = (thing,)
        for step in steps:
            found = dict.fromkeys(value for node in found for value in step.values(facts, node))
        return found

    return Path(walk, "/".join(map(_step, steps)), _predicates(steps))


def _alternative(steps: list[Path]) -> Path:
    if len(steps) < 2:  # noqa: PLR2004
        raise Unsupported("an alternative of one step")

    def walk(facts: Facts, thing: Node) -> Iterable[Node]:
        return dict.fromkeys(value for step in steps for value in step.values(facts, thing))

    return Path(walk, "|".join(map(_step, steps)), _predicates(steps))


def _repeated(step: Path, least: int, most: int, mark: str) -> Path:
    def walk(facts: Facts, thing: Node) -> Iterable[Node]:
        found: dict[Node, None] = {} if least else {thing: None}
        todo = [thing]
        while todo:
            fresh = [value for value in step.values(facts, todo.pop()) if value not in found]
            found.update(dict.fromkeys(fresh))
            if not most:
                todo += fresh
        return found

    return Path(walk, _step(step) + mark, step.predicates)
