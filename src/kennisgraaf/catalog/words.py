"""The words of the description: IRIs by prefixed name, and literals."""

from datetime import datetime

import pyoxigraph as ox

from kennisgraaf.namespaces import BASE, EXTERNAL, GRAPH, KG

Node = ox.NamedNode | ox.BlankNode
Statement = tuple[Node, ox.NamedNode, Node | ox.Literal]
DATASET = BASE + "dataset"
VOID_DOCUMENT = BASE + ".well-known/void"
PREFIXES = {
    **{name: EXTERNAL[name] for name in ("dcat", "dct", "foaf", "org", "owl", "rdf", "skos", "xsd")},
    "dataset": DATASET + "#",
    "graaf": GRAPH,
    "kg": KG,
    "prof": "http://www.w3.org/ns/dx/prof/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
EU = "http://publications.europa.eu/resource/authority/"


def iri(name: str) -> ox.NamedNode:
    """Return a node by its IRI or by a name with one of PREFIXES."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else name)


def text(value: str, lang: str = "") -> ox.Literal:
    """Return a text, in a language if one is given."""
    return ox.Literal(value, language=lang) if lang else ox.Literal(value)


def typed(value: str, datatype: str) -> ox.Literal:
    """Return a literal of a datatype of XML Schema ("date")."""
    return ox.Literal(value, datatype=iri(f"xsd:{datatype}"))


def on_day(moment: datetime) -> ox.Literal:
    """Return the day of a moment as xsd:date."""
    return typed(moment.date().isoformat(), "date")
