"""Findings as the report that SHACL itself describes (section 3.6), in Turtle, the same text for the same findings.

A rule that is no shape stands as its own constraint component. What SHACL has no word for (place, remedy) is left out.
"""

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.reports.outcome import Entry, Outcome
from kennisgraaf.reports.path import rewrite

_COMPONENT = EXTERNAL["sh"] + "{}ConstraintComponent"


def render(outcome: Outcome) -> Iterator[str]:
    """Yield the text: conforms is true if nothing objects (known findings object too) and every file could be read."""
    conforms = str(not outcome.entries and not outcome.errors).lower()
    yield f"PREFIX sh: <{EXTERNAL['sh']}>\nPREFIX rdfs: <{EXTERNAL['rdfs']}>\n\n"
    yield f"[] a sh:ValidationReport ;\n  sh:conforms {conforms}"
    for error in outcome.errors:
        yield f" ;\n  rdfs:comment {Literal(str(error), lang='en').n3()}"
    before = " ;\n  sh:result"
    for entry in outcome.entries:
        yield f"{before} {_result(entry.finding, 2, _messages(entry))}"
        before = " ,"
    for finding in outcome.following:
        yield f"{before} {_result(finding, 2, dict(finding.messages))}"
    yield " .\n"


def _messages(entry: Entry) -> dict[str, str]:
    return dict(entry.finding.messages) or dict(entry.explanation.found)


def _result(finding: Finding, depth: int, messages: dict[str, str]) -> str:
    """Write one result, the results within it as its details."""
    space = "\n" + "  " * depth
    component = _COMPONENT.format(finding.component) if finding.component else str(finding.shape)
    pairs: list[tuple[str, Iterable[str]]] = [
        ("sh:focusNode", [_term(finding.thing)]),
        ("sh:resultSeverity", [_severity(finding.severity)]),
        ("sh:sourceConstraintComponent", [f"<{component}>"]),
        ("sh:sourceShape", [_term(finding.source if isinstance(finding.source, URIRef) else finding.shape)]),
        ("sh:resultPath", _path(finding.path)),
        ("sh:value", [] if finding.value is None else [_term(finding.value)]),
        ("sh:resultMessage", [_term(Literal(text, lang=lang)) for lang, text in sorted(messages.items())]),
        ("sh:detail", [_result(cause, depth + 1, dict(cause.messages)) for cause in finding.causes]),
    ]
    lines = [f"{space}{predicate} {' , '.join(objects)} ;" for predicate, objects in pairs if objects]
    return f"[ a sh:ValidationResult ;{''.join(lines)} ]"


def _path(path: str) -> list[str]:
    """Return the path; nothing where there is none, or one that SHACL has no words for."""
    try:
        return [rewrite(path)] if path else []
    except ValueError:
        return []


def _severity(severity: str) -> str:
    return f"sh:{severity}" if severity.isalpha() else f"<{severity}>"


def _term(node: Node) -> str:
    return node.n3()
