"""Are two lists of findings the same? Each finding once, with all that a report says of it.

Texts and causes are compared where both sides have them: pyshacl writes a sentence of its own where a shape has no
message, loses the language of messages in which it fills something in, and unfolds causes for some components only.
"""

from collections.abc import Callable, Iterable

from rdflib import Graph
from rdflib.term import Node
from shacl import copy

from kennisgraaf import validation
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.findings import Finding

Engine = Callable[[Graph, Graph], list[Finding]]
Key = tuple[str, ...]
reference: Engine = getattr(validation, "reference", validation.validate)


def outcome(engine: Engine, data: Graph, shapes: Graph) -> list[Finding] | None:
    """Return what an engine finds in copies of these graphs; None when it refuses to run the shapes."""
    try:
        return engine(copy(data), copy(shapes))
    except KennisgraafError:
        return None


def differences(ours: Iterable[Finding] | None, theirs: Iterable[Finding] | None) -> list[str]:
    """Return how two outcomes differ, a line each; empty when they are the same."""
    if ours is None or theirs is None:
        return [] if ours is theirs else [f"only {'we' if ours is None else 'they'} refuse"]
    mine, other = _by_key(ours), _by_key(theirs)
    found = [f"missing: {key}" for key in sorted(other.keys() - mine.keys())]
    found += [f"too much: {key}" for key in sorted(mine.keys() - other.keys())]
    return found + [
        f"{what} differ: {key}"
        for key in sorted(mine.keys() & other.keys())
        for what in _unlike(mine[key], other[key])
    ]


def _unlike(mine: list[Finding], other: list[Finding]) -> Iterable[str]:
    """Yield what differs between findings that are the same by their key."""
    texts = [{text for one in found for text in one.messages.values()} for found in (mine, other)]
    if all(texts) and not texts[0] >= texts[1] and not texts[0] <= texts[1]:
        yield f"messages {texts}"
    causes = [[one.causes for one in found if one.causes] for found in (mine, other)]
    if all(causes) and differences(causes[0][0], causes[1][0]):
        yield f"causes {differences(causes[0][0], causes[1][0])}"


def _by_key(findings: Iterable[Finding]) -> dict[Key, list[Finding]]:
    found: dict[Key, list[Finding]] = {}
    for finding in findings:
        found.setdefault(_key(finding), []).append(finding)
    return found


def _key(finding: Finding) -> Key:
    nodes = (finding.thing, finding.shape, finding.source, finding.value)
    return (*map(_name, nodes), finding.path, finding.component, finding.severity)


def _name(node: Node | None) -> str:
    return "" if node is None else node.n3()
