"""pySHACL, plain: what the fast engine is held to, and who does what that one leaves.

Slower by a factor of ten and more, but it knows all of SHACL-AF: components, functions and rules of one's own.
"""

from collections.abc import Iterator
from typing import cast

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.plugins import sparql
from rdflib.term import Node

from kennisgraaf.errors import BuildError
from kennisgraaf.findings import Finding
from kennisgraaf.validation.outline import TARGETS, class_types, named_around, texts
from kennisgraaf.validation.paths import Unsupported, compile_path

sparql.SPARQL_LOAD_GRAPHS = False  # a FROM in a shape would fetch addresses and read files
_FIX = "Correct its Turtle or its query: SHACL-SPARQL knows no VALUES, MINUS or SERVICE, and a shape never uses itself."


def reference(data: Graph, shapes: Graph, only: list[Node] | None = None) -> list[Finding]:
    """Return what pySHACL finds, unsorted; only: the shapes whose targets count, all if None.

    BuildError: a shape cannot be run.
    """
    chosen = shapes if only is None else _aimed(shapes, set(only))
    report = _run(data, chosen)
    if not isinstance(report, Graph):
        raise failure(data, chosen, report)
    inner = set(report.objects(None, SH.detail))
    results = (result for result in report.subjects(RDF.type, SH.ValidationResult) if result not in inner)
    return [_finding(report, result, shapes) for result in results]


def _aimed(shapes: Graph, only: set[Node]) -> Graph:
    """Return the shapes with no targets but those of some shapes."""
    graph = Graph() + shapes
    for target in TARGETS:
        for node in set(graph.subjects(target)) - only:
            graph.remove((node, target, None))
    for kind in class_types(shapes):
        for node in set(graph.subjects(RDF.type, kind)) - only:
            graph.remove((node, RDF.type, kind))
    return graph


def _run(data: Graph, shapes: Graph, only: list[str | URIRef] | None = None) -> Graph | Exception:
    """Return pySHACL's report, or the failure there is instead.

    Rules write into the data, so they get a copy; the shapes are copied, because pySHACL adds facts to them.
    """
    from pyshacl import validate as check  # noqa: PLC0415 - loading it takes a quarter of a second

    try:
        _, report, _ = check(
            data,
            shacl_graph=Graph() + shapes,
            inference="none",
            advanced=True,
            inplace=not any(shapes.subjects(SH.rule)),
            do_owl_imports=False,
            js=False,
            meta_shacl=False,
            abort_on_first=False,
            use_shapes=only,
        )
    except Exception as failure:  # noqa: BLE001 - a shape is a program: what its queries and paths raise is a fault in it
        return failure
    return cast("Graph | Exception", report)


def failure(data: Graph, shapes: Graph, why: Exception) -> BuildError:
    """Return the error that names the shape which cannot be run, found by halving, and why it cannot."""
    suspects: list[str | URIRef] = sorted(
        node
        for kind in (SH.NodeShape, SH.PropertyShape)
        for node in shapes.subjects(RDF.type, kind)
        if isinstance(node, URIRef)
    )
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        suspects = half if isinstance(_run(data, shapes, half), Exception) else suspects[len(half) :]
    name = f"The shape <{suspects[0]}>" if suspects else "A shape without a name"
    return BuildError(f"{name} cannot be run: {why}", fix=_FIX, thing=suspects[0] if suspects else "")


def _finding(report: Graph, result: Node, shapes: Graph) -> Finding:
    thing = report.value(result, SH.focusNode)
    source = report.value(result, SH.sourceShape) or SH.Shape
    named = named_around(shapes, source)
    component = str(report.value(result, SH.sourceConstraintComponent) or "")
    return Finding(
        thing=result if thing is None else thing,  # the empty text is a thing too
        shape=named,
        path=_path(report.value(result, SH.resultPath), shapes),
        value=report.value(result, SH.value),
        severity=str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        messages=texts(shapes, source) or texts(shapes, named) or dict(_told(report, result)),
        component=component.removeprefix(str(SH)).removesuffix("ConstraintComponent"),
        source=source,
        causes=tuple(_finding(report, cause, shapes) for cause in sorted(report.objects(result, SH.detail), key=str)),
    )


def _told(report: Graph, result: Node) -> Iterator[tuple[str, str]]:
    """Yield what pySHACL says itself, by language."""
    for text in sorted(report.objects(result, SH.resultMessage), key=str):
        if isinstance(text, Literal):
            yield text.language or "en", str(text)


def _path(path: Node | None, shapes: Graph) -> str:
    """Write a SHACL path (section 2.3.1) as a SPARQL property path; a single IRI stays as it is."""
    if path is None or isinstance(path, URIRef):
        return str(path or "")
    try:
        return compile_path(path, shapes).text
    except Unsupported:
        return str(path)
