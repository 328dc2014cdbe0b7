"""Whether a value meets a shape within a shape, as far as that can be told from the files without running anything.

For sentences only: it says which alternative of an sh:or fails and why; what is a finding is decided elsewhere.
"""

from collections.abc import Callable

from rdflib import RDF, SH, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.explanation.background import Background
from kennisgraaf.location.path import of_shape, walk

_KINDS: dict[str, tuple[type, ...]] = {
    "IRI": (URIRef,),
    "Literal": (Literal,),
    "BlankNode": (BNode,),
    "BlankNodeOrIRI": (BNode, URIRef),
    "BlankNodeOrLiteral": (BNode, Literal),
    "IRIOrLiteral": (URIRef, Literal),
}


def typed(value: Node, datatype: Node) -> bool:
    """Tell whether a value is a literal of this datatype, with a form that the datatype knows."""
    if not isinstance(value, Literal):
        return False
    own = value.datatype or (RDF.langString if value.language else XSD.string)
    return own == datatype and not value.ill_typed


def meets(background: Background, value: Node, shape: Node, name: str) -> bool | None:
    """Tell whether a value meets one parameter ("class", "in", ...) of a shape; None: that is not known here."""
    wanted = background.values(shape, SH[name])
    path = background.shapes.value(shape, SH.path)
    if path is not None:
        return _on_path(background, value, shape, name, path)
    check = _CHECKS.get(name)
    return check(background, value, wanted) if check and wanted else None


def holds(background: Background, value: Node, shape: Node) -> bool | None:
    """Tell whether a value meets a whole shape; None: that is not known here."""
    names = {
        str(p).removeprefix(str(SH))
        for p in background.shapes.predicates(shape)
        if str(p).startswith(str(SH)) and p != SH.path
    }
    told = [meets(background, value, shape, name) for name in sorted(names - _SAID_BESIDE)]
    return False if False in told else None if None in told else True


_SAID_BESIDE = {"name", "description", "message", "severity", "order", "group", "defaultValue", "flags", "deactivated"}


def _on_path(background: Background, thing: Node, shape: Node, name: str, path: Node) -> bool | None:
    """Judge a parameter of a property shape: how many values, or each of them."""
    found = {node for node, _ in walk(of_shape(path, background.shapes), background.locator, thing)}
    wanted = background.values(shape, SH[name])
    if name in {"minCount", "maxCount"} and wanted:
        limit = int(str(wanted[0]))
        return len(found) >= limit if name == "minCount" else len(found) <= limit
    if name == "hasValue":
        return set(wanted) <= found
    check = _CHECKS.get(name)
    told = [check(background, one, wanted) if check else None for one in found]
    return False if False in told else None if None in told else True


def _all(shapes: list[bool | None]) -> bool | None:
    return False if False in shapes else None if None in shapes else True


def _any(shapes: list[bool | None]) -> bool | None:
    return True if True in shapes else None if None in shapes else False


def _one(shapes: list[bool | None]) -> bool | None:
    return None if None in shapes else shapes.count(True) == 1


def _none(shapes: list[bool | None]) -> bool | None:
    return None if None in shapes else True not in shapes


def _each(judge: Callable[[list[bool | None]], bool | None]) -> "Check":
    return lambda background, value, wanted: judge([holds(background, value, shape) for shape in wanted])


def _spoken(_: Background, value: Node, wanted: list[Node]) -> bool:
    language = (value.language or "").lower() if isinstance(value, Literal) else ""
    return any(language == str(one).lower() or language.startswith(f"{one}-".lower()) for one in wanted if language)


def _sized(sign: int) -> "Check":
    """Make the check of a length: -1 at least, 1 at most."""
    return lambda _, value, wanted: not isinstance(value, BNode) and sign * (len(str(value)) - int(str(wanted[0]))) <= 0


Check = Callable[[Background, Node, list[Node]], bool | None]
_CHECKS: dict[str, Check] = {
    "class": lambda background, value, wanted: set(wanted) <= background.types(value),
    "datatype": lambda _, value, wanted: typed(value, wanted[0]),
    "nodeKind": lambda _, value, wanted: isinstance(value, _KINDS.get(str(wanted[0]).removeprefix(str(SH)), ())),
    "in": lambda _, value, wanted: value in wanted,
    "hasValue": lambda _, value, wanted: wanted == [value],
    "languageIn": _spoken,
    "minLength": _sized(-1),
    "maxLength": _sized(1),
    "and": _each(_all),
    "node": _each(_all),
    "property": _each(_all),
    "or": _each(_any),
    "xone": _each(_one),
    "not": _each(_none),
}
