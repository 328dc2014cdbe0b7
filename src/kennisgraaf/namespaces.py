"""The names of everything: the one base IRI and the published prefixes.

Identity is not configuration: BASE is a constant, and no address is ever built from a request.
"""

import re
from collections.abc import Mapping

BASE = "https://w3id.org/kennisgraaf/"
ID = BASE + "id/"
DEF = BASE + "def"
KG = DEF + "#"
SHAPES = BASE + "shapes"
KGS = SHAPES + "#"
GRAPH = ID + "graaf/"

PREFIX = re.compile(r"(?<![\w?$@])@?prefix\s+(?P<prefix>[^\s:]*):\s*<(?P<space>[^>\s]*)>", re.IGNORECASE)
LOCAL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")  # what stands after a prefix

# Prefixes of vocabularies that we use but did not make.
EXTERNAL = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "voaf": "http://purl.org/vocommons/voaf#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def short(iri: str, spaces: Mapping[str, str]) -> str:
    """Return an IRI with the prefix (prefix → namespace) of its longest namespace, "" where none gives a name.

    The name is one that Turtle and SPARQL read without escapes.
    """
    fitting = [
        (space, prefix)
        for prefix, space in spaces.items()
        if iri.startswith(space) and (iri == space or LOCAL.fullmatch(iri, len(space)))
    ]
    space, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
    return f"{prefix}:{iri[len(space) :]}" if space else ""


def declared(text: str) -> dict[str, str]:
    """Return prefix → namespace as the PREFIX lines of a Turtle or SPARQL text say."""
    return {match["prefix"]: match["space"] for match in PREFIX.finditer(text)}


def prefixes(kinds: list[str]) -> dict[str, str]:
    """Return prefix → namespace for our terms, our shapes, each kind of thing and the vocabularies we use.

    kinds: the {type} parts of our IRIs ("competentie", "beroep", ...).
    """
    ours = {"graaf": GRAPH, "kg": KG, "kgs": KGS, "id": ID, **{kind: f"{ID}{kind}/" for kind in kinds}}
    return dict(sorted({**EXTERNAL, **ours}.items()))
