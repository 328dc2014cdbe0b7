"""Checking the graph against the shapes: what is missing or wrong, as a sorted list of findings.

What shapes find are values, not errors. A finding says what was checked (the thing), by which rule (the shape that has
a name) and what to do about it (the shape's own messages), so no text for people is written here.
"""

from typing import cast

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins import sparql
from rdflib.term import Node

from kennisgraaf.errors import BuildError
from kennisgraaf.findings import Finding

sparql.SPARQL_LOAD_GRAPHS = False  # a FROM in a shape would fetch addresses and read files
_FIX = "Correct its Turtle or its query: SHACL-SPARQL knows no VALUES, MINUS or SERVICE, and a shape never uses itself."


def validate(data: Graph, shapes: Graph) -> list[Finding]:
    """Return what the shapes (SHACL, SHACL-SPARQL and the targets of SHACL-AF) object to, each once, in a fixed order.

    data: the asserted statements and the ontology in one graph; add the shapes to have them checked as well.
    BuildError: a shape cannot be run.
    """
    report = _run(data, shapes)
    if not isinstance(report, Graph):
        raise BuildError(f"{_culprit(data, shapes)} cannot be run: {report}", fix=_FIX)
    found = {_finding(report, result, shapes) for result in report.subjects(RDF.type, SH.ValidationResult)}
    return sorted(found, key=lambda finding: finding.order)


def _run(data: Graph, shapes: Graph, only: list[str | URIRef] | None = None) -> Graph | Exception:
    """Return pySHACL's report, or the failure there is instead.

    Only SHACL rules write into the data, and we have none; the shapes are copied, because pySHACL adds facts to them.
    """
    from pyshacl import validate as check  # noqa: PLC0415 - loading it takes a quarter of a second

    try:
        _, report, _ = check(
            data,
            shacl_graph=Graph() + shapes,
            inference="none",
            advanced=True,
            inplace=True,
            do_owl_imports=False,
            js=False,
            meta_shacl=False,
            abort_on_first=False,
            use_shapes=only,
        )
    except Exception as failure:  # noqa: BLE001 - a shape is a program: what its queries and paths raise is a fault in it
        return failure
    return cast("Graph | Exception", report)


def _culprit(data: Graph, shapes: Graph) -> str:
    """Return the name of a shape that fails when run alone, found by halving."""
    suspects: list[str | URIRef] = sorted(
        node
        for kind in (SH.NodeShape, SH.PropertyShape)
        for node in shapes.subjects(RDF.type, kind)
        if isinstance(node, URIRef)
    )
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        suspects = half if isinstance(_run(data, shapes, half), Exception) else suspects[len(half) :]
    return f"The shape <{suspects[0]}>" if suspects else "A shape without a name"


def _finding(report: Graph, result: Node, shapes: Graph) -> Finding:
    shape = _named(report.value(result, SH.sourceShape), shapes)
    texts = list(shapes.objects(shape, SH.message)) or list(report.objects(result, SH.resultMessage))
    return Finding(
        thing=report.value(result, SH.focusNode) or result,
        shape=shape,
        path=_path(report.value(result, SH.resultPath), shapes),
        value=report.value(result, SH.value),
        severity=str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        messages={text.language or "en": str(text) for text in sorted(texts, key=str) if isinstance(text, Literal)},
    )


def _named(shape: Node | None, shapes: Graph) -> Node:
    """Climb from a shape without a name to the one that contains it."""
    while isinstance(shape, BNode) and (above := next(shapes.subjects(None, shape), None)):
        shape = above
    return shape or SH.Shape


def _path(path: Node | None, shapes: Graph) -> str:
    """Write a SHACL path (section 2.3.1) as a SPARQL property path; a single IRI stays as it is."""
    if path is None or isinstance(path, URIRef):
        return str(path or "")
    if (inverse := shapes.value(path, SH.inversePath)) is not None:
        return f"^{_step(inverse, shapes)}"
    if (steps := shapes.value(path, SH.alternativePath)) is not None:
        return "|".join(_step(step, shapes) for step in Collection(shapes, steps))
    for repeated, mark in ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?")):
        if (step := shapes.value(path, repeated)) is not None:
            return _step(step, shapes) + mark
    return "/".join(_step(step, shapes) for step in Collection(shapes, path))


def _step(path: Node, shapes: Graph) -> str:
    return f"<{path}>" if isinstance(path, URIRef) else f"({_path(path, shapes)})"
