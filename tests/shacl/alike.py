"""Are two lists of findings the same? Each finding once, with all that a report says of it.

Causes are compared where both sides have them: pyshacl unfolds them for some components only. Texts are compared with
its report itself (`untold`), as it loses the language of a message in which it fills something in.
"""

from collections.abc import Callable, Iterable

from rdflib import SH, Graph
from rdflib.term import Node

from kennisgraaf import validation
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.findings import Finding
from shacl import copy

Engine = Callable[[Graph, Graph], list[Finding]]
Key = tuple[str, ...]
reference: Engine = validation.reference


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
        f"{what} differ: {key}" for key in sorted(mine.keys() & other.keys()) for what in _unlike(mine[key], other[key])
    ]


def untold(findings: Iterable[Finding], report: Graph) -> list[tuple[Node, str]]:
    """Return thing and text of each message of a finding that a report of pyshacl does not have about that thing."""
    told: dict[Node | None, set[str]] = {}
    for result, thing in report.subject_objects(SH.focusNode):
        told.setdefault(thing, set()).update(str(text) for text in report.objects(result, SH.resultMessage))
    return [(one.thing, text) for one in findings for text in one.messages.values() if text not in told[one.thing]]


def _unlike(mine: list[Finding], other: list[Finding]) -> Iterable[str]:
    """Yield what differs between findings that are the same by their key."""
    causes = [[one.causes for one in found if one.causes] for found in (mine, other)]
    if all(causes) and not any(differences(causes[0][0], others) == [] for others in causes[1]):
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
