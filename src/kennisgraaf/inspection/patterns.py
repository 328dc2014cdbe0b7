"""Addresses: every IRI of ours follows the pattern that links of others rely on."""

import re
from collections.abc import Iterator

from rdflib import RDF, RDFS, SKOS, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding, Statement
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import BASE, GRAPH, ID, KG
from kennisgraaf.rules import objection, remark, rule

_CODE = r"[a-z0-9]+(-[a-z0-9]+)*"
_OURS = re.compile(
    rf"{re.escape(BASE)}(def(/[a-z0-9.-]+|\#[A-Za-z][A-Za-z0-9]*)?|shapes(\#[A-Za-z][\w-]*)?|id/[a-z]+/{_CODE}(\#{_CODE})?)?",
    re.ASCII,
)
_ALIKE = re.compile(r"(https?://)?(www\.)?w3id\.org/+kennisgraaf\b/*", re.IGNORECASE)


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each IRI of ours that does not follow the pattern."""
    yield from _written(view)
    yield from _kinds(view)
    yield from _numbers(view)


def _written(view: View) -> Iterator[Finding]:
    """Yield one finding for each IRI with a wrong form, at the thing itself or else where it is first used."""
    for node, statement in view.first.items():
        if broken := _broken(node):
            yield _misformed(broken, node, statement)


def _misformed(broken: str, node: URIRef, statement: Statement) -> Finding:
    detail = {"near": f"<{_ALIKE.sub(BASE, node, count=1)}>"} if broken == "Iri-basis" else None
    if node == statement[0]:
        return remark(broken, (node, "", node), (statement,), detail)
    return objection(broken, statement, detail=detail)


def fits(iri: str) -> bool:
    """Tell whether an IRI under our address follows the pattern."""
    return _OURS.fullmatch(iri) is not None


def _broken(iri: URIRef) -> str:
    if iri.startswith(BASE):
        return "" if fits(iri) else "Iri-patroon"
    return "Iri-basis" if _ALIKE.match(iri) else ""


def _kinds(view: View) -> Iterator[Finding]:
    """Yield the things of which the IRI names a class of theirs, but not the most specific one."""
    above = _ancestors(view)
    for thing, classes in view.types.items():
        if len(classes) > 1 and str(thing).startswith(ID):
            word = str(thing)[len(ID) :].partition("/")[0]
            named = {c for c in classes if _word(c) == word}
            lower = sorted((c for c in classes if str(c).startswith(KG) and named & above.get(c, set())), key=str)
            if lower:
                detail = {"near": ", ".join(f"id/{_word(c)}/" for c in lower)}
                statements = tuple((thing, RDF.type, c) for c in lower)
                yield remark("Iri-soort", (thing, str(RDF.type), lower[0]), statements, detail)


def _numbers(view: View) -> Iterator[Finding]:
    """Yield the things that are numbered per graph whose IRI is not the code of their graph, -p and a number."""
    (numbered,) = rule("Iri-nummer").about
    for iri, files in view.data.items():
        code = re.compile(rf".*/{re.escape(iri.removeprefix(GRAPH))}-p\d{{3,}}", re.ASCII)
        for s, p, o in (statement for document in files for statement in document.triples):
            if o == numbered and p == RDF.type and not code.fullmatch(str(s)):
                near = f"{str(s).rpartition('/')[0]}/{iri.removeprefix(GRAPH)}-p001"
                yield objection("Iri-nummer", (s, p, o), detail={"near": f"<{near}>"})


def _word(kind: Node) -> str:
    return str(kind).rpartition("#")[2].lower() if kind != SKOS.ConceptScheme else ""


def _ancestors(view: View) -> dict[Node, set[Node]]:
    """Return class → the classes above it, without itself."""
    up: dict[Node, list[Node]] = {}
    for s, _, o in view.by_path[RDFS.subClassOf]:
        up.setdefault(s, []).append(o)
    found: dict[Node, set[Node]] = {}
    for kind, first in up.items():
        waiting, reached = list(first), set()
        while waiting:
            if (one := waiting.pop()) not in reached:
                reached.add(one)
                waiting += up.get(one, [])
        found[kind] = reached - {kind}
    return found
