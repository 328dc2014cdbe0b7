"""Terms: what is used is defined, and what is defined is used."""

from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import OWL, URIRef, namespace
from rdflib.namespace import DefinedNamespace, DefinedNamespaceMeta

from kennisgraaf.findings import Finding, Statement
from kennisgraaf.inspection.near import nearest
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import KG
from kennisgraaf.rules import objection, remark

_COMPUTED = (OWL.inverseOf, OWL.propertyChainAxiom, OWL.equivalentClass, OWL.equivalentProperty)


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each place where an unknown term is used, and for each term that nobody uses."""
    yield from _unknown(view)
    yield from _unused(view)


def _unknown(view: View) -> Iterator[Finding]:
    broken = {node: rule for node in view.first if (rule := _broken(node, view.defined))}
    for statement in view.statements() if broken else ():
        for node in statement[1:]:
            if isinstance(node, URIRef) and (rule := broken.get(node, "")):
                yield objection(rule, statement, detail=_meant(rule, node, view.defined))
    for mention in view.mentions:
        if rule := _broken(mention.iri, view.defined):
            yield remark(rule, mention.fault, mention.place, _meant(rule, mention.iri, view.defined))


def _broken(iri: URIRef, defined: frozenset[URIRef]) -> str:
    """Return the rule that a term breaks, "" if there is none."""
    if iri.startswith(KG):
        return "" if iri in defined or str(iri) == KG else "Term-onbekend"
    space, _, name = iri.rpartition("#") if "#" in iri else iri.rpartition("/")
    terms = _closed().get(iri[: len(space) + 1]) if name else None
    return "Term-elders-onbekend" if terms and str(iri) not in terms and not _member(iri, name) else ""


def _member(iri: str, name: str) -> bool:
    """Tell whether this is rdf:_1, rdf:_2, ..., of which there is no list."""
    return name.startswith("_") and name[1:].isdigit() and iri.startswith(str(namespace.RDF))


def _meant(rule: str, iri: str, defined: Iterable[str]) -> dict[str, str] | None:
    space = next((space for space in _closed() if iri.startswith(space)), "")
    near = nearest(iri, defined if rule == "Term-onbekend" else _closed()[space])
    return {"near": f"<{near}>"} if near else None


@cache
def _closed() -> dict[str, frozenset[str]]:
    """Return namespace → terms of the vocabularies that rdflib knows whole: it refuses other names in them."""
    every = [value for value in vars(namespace).values() if isinstance(value, DefinedNamespaceMeta)]
    whole = [space for space in every if space is not DefinedNamespace and getattr(space, "_fail", False)]
    more = {space: [f"{space}{name}" for name in getattr(space, "_extras", ())] for space in whole}
    return {str(space): frozenset([*map(str, dir(space)), *more[space]]) for space in whole}


def _unused(view: View) -> Iterator[Finding]:
    """Yield our terms that appear only in their own definition, unless the reasoner fills them in."""
    used = {str(o) for s, _, o in view.links if o != s} | {str(kind) for kinds in view.types.values() for kind in kinds}
    used.update(map(str, view.by_path), (str(mention.iri) for mention in view.mentions))
    used.update(str(s) for path in _COMPUTED for s, _, _ in view.by_path[path])
    heads = {s: (s, p, o) for s, p, o in _typed(view)}
    for term in sorted(term for term in view.defined if str(term) not in used):
        yield remark("Term-ongebruikt", (term, "", None), (heads[term],))


def _typed(view: View) -> Iterator[Statement]:
    return ((s, p, o) for s, p, o in view.by_path[namespace.RDF.type] if s in view.defined)
