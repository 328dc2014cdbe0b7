"""The components of SHACL Core that look at each value by itself (sections 4.1, 4.3, 4.4 and 4.8.3)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.validation.checks import Check, Look, Maker, Run, Shape, each, number, only
from kennisgraaf.validation.paths import Unsupported, items


def instance_of(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:class (4.1.1): each value is an instance of the class."""
    return [
        ("Class", each(lambda run, value, cls=cls: value not in run.facts.instances(cls)))  # type: ignore[misc]
        for cls in graph.objects(shape.node, SH["class"])
    ]


_TYPES: dict[Node, type | tuple[type, ...]] = {
    XSD.string: (str, bytes),
    RDF.langString: (str, bytes),
    XSD.integer: int,
    XSD.float: float,
    XSD.decimal: Decimal,
    XSD.boolean: bool,
    XSD.date: date,
    XSD.time: time,
    XSD.dateTime: datetime,
}


def datatype(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:datatype (4.1.2): each value is a literal of the datatype, and well typed."""
    wanted = only(shape, graph, SH.datatype)

    def wrong(_: Run, value: Node) -> bool:
        if not isinstance(value, Literal):
            return True
        if value.datatype == wanted:
            return value.ill_typed is True or not isinstance(value.value, _TYPES.get(wanted, object))
        if wanted == RDFS.Literal or (wanted == RDFS.Datatype and value.datatype):
            return False
        untagged = wanted == XSD.string and value.datatype is None and value.language is None
        return not (untagged or (wanted == RDF.langString and value.language))

    return [("Datatype", each(wrong))]


_KINDS: dict[Node, tuple[type, ...]] = {
    SH.IRI: (URIRef,),
    SH.Literal: (Literal,),
    SH.BlankNode: (BNode,),
    SH.IRIOrLiteral: (URIRef, Literal),
    SH.BlankNodeOrIRI: (BNode, URIRef),
    SH.BlankNodeOrLiteral: (BNode, Literal),
}


def node_kind(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:nodeKind (4.1.3): each value is a node of that kind."""
    kinds = _KINDS.get(only(shape, graph, SH.nodeKind), ())
    return [("NodeKind", each(lambda _, value: not isinstance(value, kinds)))]


def compare(left: Literal, right: Literal) -> int | None:
    """Return how two literals compare: below 0, 0, above 0; None if they do not."""
    if isinstance(left.value, str) != isinstance(right.value, str):
        return None
    try:
        if left.eq(right):
            return 0
        if isinstance(left.value, (datetime, time)):
            order = int(left.value > right.value) - int(left.value < right.value)
        else:
            order = 1 if left > right else -1
    except (TypeError, NotImplementedError):
        return None
    except ArithmeticError as error:  # not a number, for one
        raise Unsupported(str(error)) from error
    return order


def limit(parameter: URIRef, name: str, fits: Callable[[int], bool]) -> Maker:
    """sh:minExclusive and its kin (4.3): each value compares well with the limit."""

    def make(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
        return [(name, each(_outside(limit, fits))) for limit in graph.objects(shape.node, parameter)]

    return make


def _outside(limit: Node, fits: Callable[[int], bool]) -> Callable[[Run, Node], bool]:
    if not isinstance(limit, Literal):
        raise Unsupported("a limit that is no literal")

    def wrong(_: Run, value: Node) -> bool:
        order = compare(value, limit) if isinstance(value, Literal) else None
        return order is None or not fits(order)

    return wrong


# Strings


def length(parameter: URIRef, name: str, *, least: bool) -> Maker:
    """sh:minLength, sh:maxLength (4.4.1, 4.4.2): the text of each value is long, or short, enough."""

    def make(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
        limit = number(shape, graph, parameter)

        def wrong(_: Run, value: Node) -> bool:
            if isinstance(value, BNode):
                return not least or limit > 0
            return len(str(value)) < limit if least else len(str(value)) > limit

        return [(name, each(wrong))]

    return make


def pattern(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:pattern, sh:flags (4.4.3): the text of each value has a match."""
    flags = list(graph.objects(shape.node, SH.flags))
    patterns = list(graph.objects(shape.node, SH.pattern))
    if len(flags) > 1 or not all(isinstance(node, Literal) for node in [*flags, *patterns]):
        raise Unsupported("a pattern or flags of unknown form")
    letters = str(flags[0]).lower() if flags else ""
    mode = (re.IGNORECASE if "i" in letters else 0) | (re.MULTILINE if "m" in letters else 0)
    try:
        found = [re.compile(str(pattern), mode) for pattern in patterns]
    except re.error as error:
        raise Unsupported(str(error)) from error
    return [
        ("Pattern", each(lambda _, value, rx=rx: isinstance(value, BNode) or not rx.search(str(value))))  # type: ignore[misc]
        for rx in found
    ]


def language_in(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:languageIn (4.4.4): the language of each value is among these."""
    members = items(graph, only(shape, graph, SH.languageIn))
    if not all(isinstance(one, Literal) and isinstance(one.value, str) for one in members):
        raise Unsupported("a language that is no text")
    wanted = {str(one).lower() for one in members}

    def wrong(_: Run, value: Node) -> bool:
        if not isinstance(value, Literal) or not value.language:
            return True
        tag = value.language.lower()
        return not ("*" in wanted or tag in wanted or tag.split("-")[0] in wanted)

    return [("LanguageIn", each(wrong))]


def member_of(shape: Shape, graph: Graph, _: Look) -> list[tuple[str, Check]]:
    """sh:in (4.8.3): each value is among these."""
    allowed = set(items(graph, only(shape, graph, SH["in"])))
    return [("In", each(lambda _, value: value not in allowed))]
