"""Links: what is referred to under our address is described, and what is valid does not lean on what is withdrawn."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from rdflib import DCTERMS, OWL, PROV, URIRef
from rdflib.term import Node

from kennisgraaf.findings import Finding
from kennisgraaf.inspection.near import nearest
from kennisgraaf.inspection.patterns import fits
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import GRAPH, ID, KGS
from kennisgraaf.rules import objection, remark, rules

# What the past of a thing is told with; an owl:Axiom and its parts are about a statement, wherever that points.
_HISTORY = {DCTERMS.replaces, DCTERMS.isReplacedBy, DCTERMS.isVersionOf, PROV.wasRevisionOf, OWL.priorVersion}


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each link, in a statement or in a query, to nothing or to something withdrawn."""
    known = _Known(view)
    for statement in view.links:
        s, p, o = statement
        if known.missing(o):
            yield objection("Verwijzing-onbekend", statement, detail=known.meant(o))
        elif o in view.withdrawn and s not in view.withdrawn and p not in _HISTORY:
            yield objection("Verwijzing-vervallen", statement, detail=_heir(view.withdrawn[o]))
    for one in view.mentions:
        if known.missing(one.iri):
            yield remark("Verwijzing-onbekend", one.fault, one.place, known.meant(one.iri))
        elif one.iri in view.withdrawn:
            yield remark("Verwijzing-vervallen", one.fault, one.place, _heir(view.withdrawn[one.iri]))


def _heir(replaced_by: str) -> dict[str, str] | None:
    return {"near": ", ".join(f"<{iri}>" for iri in replaced_by.split())} if replaced_by else None


class _Known:
    """What exists under our address, without the terms: those have a rule of their own."""

    def __init__(self, view: View) -> None:
        self._view = view
        made = {URIRef(f"{GRAPH}{name}") for name in ("afgeleid", "meta")}
        graphs = {URIRef(iri) for iri in view.sources.documents}
        asked = {URIRef(f"{ID}vraag/{path.stem}") for path in view.where.files("queries", ".rq")}
        self._others = made | graphs | asked | {URIRef(iri) for iri in rules()}

    def missing(self, node: Node) -> bool:
        """Tell whether this is an IRI of a thing, a graph, a question or a shape that does not exist."""
        if not str(node).startswith((ID, KGS)) or node in self._view.described or node in self._others:
            return False
        return node not in self._view.withdrawn and fits(str(node))

    def meant(self, node: Node) -> dict[str, str] | None:
        """Return the name near to what is missing: of the same kind, or with the same code under another kind."""
        kind, _, code = str(node).rpartition("#" if str(node).startswith(KGS) else "/")
        near = nearest(str(node), self._kinds.get(kind, ())) or next(iter(self._codes.get(code, ())), "")
        return {"near": f"<{near}>"} if near else None

    @cached_property
    def _kinds(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(map(str, self._view.described)):
            if iri.startswith((ID, KGS)):
                found[iri.rpartition("#" if iri.startswith(KGS) else "/")[0]].append(iri)
        return found

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for names in self._kinds.values():
            for iri in names:
                found[iri.rpartition("/")[2]].append(iri)
        return found
