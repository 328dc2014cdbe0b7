"""Are the shapes themselves right? Held against SHACL's own shapes, and every query in them against the grammar."""

import pickle
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.errors import MachineError
from kennisgraaf.findings import Finding
from kennisgraaf.namespaces import KGS
from kennisgraaf.validation.outline import named_around
from kennisgraaf.validation.paths import Unsupported
from kennisgraaf.validation.queries import declarations

RUNS = URIRef(KGS + "Shape-uitvoerbaar")
_QUERIES = (SH.select, SH.ask)


@cache
def shacl() -> Graph:
    """Return SHACL's shapes for shapes (appendix C of the specification), as pySHACL brings them along.

    MachineError: this pySHACL does not bring them.
    """
    found = find_spec("pyshacl")
    places = found.submodule_search_locations if found else None
    try:
        with (Path((places or [""])[0]) / "assets" / "shacl-shacl.pickle").open("rb") as stream:
            store, name = pickle.load(stream)  # noqa: S301 - a file of an installed package
        return Graph(store, name)
    except (OSError, ValueError, pickle.UnpicklingError) as error:
        raise MachineError(
            f"SHACL's own shapes cannot be read: {error}", fix="Install the package again; it pins the right pySHACL."
        ) from error


def unparsed(shapes: Graph) -> Iterator[Finding]:
    """Yield a finding for each query in the shapes that is not SPARQL, or lacks a prefix."""
    empty = ox.Store()
    for kind in _QUERIES:
        for node, text in sorted(shapes.subject_objects(kind)):
            try:
                known = declarations(shapes, node)
                empty.query(str(text).replace("$PATH", "<urn:path>"), prefixes=known)
            except (SyntaxError, ValueError, Unsupported) as error:
                yield failed(shapes, node, str(error), kind, text)


def failed(shapes: Graph, node: Node, why: str, path: URIRef | None = None, value: Node | None = None) -> Finding:
    """Return the finding that a shape or its query cannot be run, and why (an English clause of who tried)."""
    why = " ".join(why.split()).rstrip(".")
    return Finding(
        thing=node,
        shape=RUNS,
        path=str(path or ""),
        value=value,
        severity="Violation",
        messages={
            "nl": f"Deze regel kan niet worden uitgevoerd: {why}. Verbeter de Turtle of de zoekvraag van de regel.",
            "en": f"This rule cannot be run: {why}. Correct its Turtle or its query.",
        },
        source=named_around(shapes, node),
        statements=((node, path, value),) if path is not None and isinstance(value, Literal) else (),
    )
