"""Are the shapes themselves right? Held against SHACL's own shapes, and every query in them against the grammar."""

import pickle
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
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
from kennisgraaf.validation.paths import Unsupported, items
from kennisgraaf.validation.queries import declarations

RUNS = URIRef(KGS + "Shape-uitvoerbaar")
PREFIXES = {
    "nl": "een voorvoegsel bij sh:declare mist zijn naam of naamruimte, of heeft er twee",
    "en": "a prefix of sh:declare lacks its name or namespace, or has two",
}
_PREFIX = re.compile(r"(?<![\w:<?$\"])([A-Za-z][\w-]*):(?=\w)")
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
    """Yield a finding for each query and pattern in the shapes that nobody can run."""
    empty = ox.Store()
    for kind in _QUERIES:
        for node, text in sorted(shapes.subject_objects(kind)):
            try:
                known = declarations(shapes, node)
                empty.query(str(text).replace("$PATH", "<urn:path>"), prefixes=known)
            except Unsupported:
                yield failed(shapes, node, PREFIXES, kind, text)
            except (SyntaxError, ValueError) as error:
                yield failed(shapes, node, _spot(str(text), str(error), known), kind, text)
    for node, pattern in sorted(shapes.subject_objects(SH.pattern)):
        try:
            re.compile(str(pattern))
        except re.error as error:
            place = {"nl": f"het patroon klopt niet bij teken {(error.pos or 0) + 1}"}
            place["en"] = f"the pattern is wrong at character {(error.pos or 0) + 1}"
            yield failed(shapes, node, place, SH.pattern, pattern)


def _spot(text: str, error: str, known: dict[str, str]) -> dict[str, str]:
    """Return in words where a query is no SPARQL; a prefix that nobody declared is the usual cause."""
    used = {word for word in _PREFIX.findall(text) if word not in known and f"PREFIX {word}:" not in text}
    if used:
        names = ", ".join(f"{name}:" for name in sorted(used))
        return {
            "nl": f"de zoekvraag gebruikt {names} en sh:prefixes maakt dat niet bekend",
            "en": f"the query uses {names}, which sh:prefixes does not declare",
        }
    line, column = found.groups() if (found := re.search(r"(\d+):(\d+)", error)) else ("?", "?")
    return {
        "nl": f"de zoekvraag is geen SPARQL: zie regel {line}, teken {column} van de zoekvraag",
        "en": f"the query is no SPARQL: see line {line}, character {column} of the query",
    }


def circular(shapes: Graph) -> Iterator[Finding]:
    """Yield a warning for each shape that uses itself, directly or by others: SHACL leaves open what that means."""
    inner = {node: list(_inner(shapes, node)) for node in set(shapes.subjects()) if (node, None, None) in shapes}
    for node in sorted(inner, key=str):
        seen, todo = set[Node](), list(inner[node])
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += inner.get(one, ())
        if node in seen and isinstance(node, URIRef):
            texts = {
                "nl": "SHACL zegt niet wat een regel betekent die zichzelf gebruikt. Haal een schakel uit de kring.",
                "en": "SHACL does not say what a rule means that uses itself. Take one link of the ring away.",
            }
            yield Finding(node, RUNS, "", None, "Warning", texts, source=node)


def _inner(shapes: Graph, node: Node) -> Iterator[Node]:
    for parameter in (SH.property, SH.node, SH["not"], SH.qualifiedValueShape):
        yield from shapes.objects(node, parameter)
    for parameter in (SH["and"], SH["or"], SH.xone):
        for head in shapes.objects(node, parameter):
            with suppress(Unsupported):
                yield from items(shapes, head)


def failed(
    shapes: Graph, node: Node, why: Mapping[str, str], path: URIRef | None = None, value: Node | None = None
) -> Finding:
    """Return the finding that a shape, its query or its pattern cannot be run, and why (a clause by language)."""
    told = {language: " ".join(clause.split()).rstrip(".") for language, clause in why.items()}
    return Finding(
        thing=node,
        shape=RUNS,
        path=str(path or ""),
        value=value,
        severity="Violation",
        messages={
            "nl": f"Deze regel kan niet worden uitgevoerd: {told['nl']}. Verbeter de Turtle of de zoekvraag.",
            "en": f"This rule cannot be run: {told['en']}. Correct its Turtle or its query.",
        },
        source=named_around(shapes, node),
        statements=((node, path, value),) if path is not None and isinstance(value, Literal) else (),
    )
