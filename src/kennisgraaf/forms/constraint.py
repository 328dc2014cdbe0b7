"""What one rule asks of one value: its kind, datatype, language, class, length, pattern or list (SHACL, section 4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_ANY = re.compile(r".*", re.DOTALL)
_ZONE, _DAY = r"(Z|[+-][0-9]{2}:[0-9]{2})?", "([0-9]{4})-([0-9]{2})-([0-9]{2})"
_LEXICAL = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.nonNegativeInteger: re.compile(r"\+?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    XSD.double: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
    XSD.boolean: re.compile("true|false|0|1"),
    XSD.gYear: re.compile(rf"-?[0-9]{{4,}}{_ZONE}"),
    XSD.gYearMonth: re.compile(rf"[0-9]{{4}}-(0[1-9]|1[0-2]){_ZONE}"),
    XSD.date: re.compile(_DAY + _ZONE),
    XSD.dateTime: re.compile(rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?{_ZONE}"),
    XSD.anyURI: re.compile(r"[^\s<>\"{}|^`]+"),
}


@dataclass(frozen=True)
class Constraint:
    """What SHACL says of a value; empty fields ask nothing, options are alternatives of which one must hold."""

    datatypes: tuple[URIRef, ...] = ()
    classes: tuple[URIRef, ...] = ()
    kinds: tuple[URIRef, ...] = ()
    values: tuple[Node, ...] = ()
    languages: tuple[str, ...] = ()
    pattern: str = ""
    shortest: int = 0
    low: Node | None = None
    high: Node | None = None
    options: "tuple[Constraint, ...]" = ()

    def parts(self) -> Iterator["Constraint"]:
        """Yield this and all that stands in it."""
        yield self
        for option in self.options:
            yield from option.parts()

    def accepts(self, node: Node, facts: Graph) -> bool:
        """Tell whether a value is right; facts say what class a thing has."""
        return (
            self._form(node)
            and (not self.values or node in self.values)
            and (not self.classes or all(_is_a(node, kind, facts) for kind in self.classes))
            and (not self.options or any(option.accepts(node, facts) for option in self.options))
        )

    def _form(self, node: Node) -> bool:
        """Tell whether the value alone, whatever it refers to, is right."""
        text = str(node)
        language = node.language if isinstance(node, Literal) else None
        return (
            all(_is_kind(node, kind) for kind in self.kinds)
            and (not self.datatypes or (_datatype(node) in self.datatypes and well_formed(text, _datatype(node))))
            and (not self.languages or bool(language and language.split("-")[0] in self.languages))
            and len(text) >= self.shortest
            and (not self.pattern or re.search(self.pattern, text) is not None)
            and (self.low is None or _less(self.low, node))
            and (self.high is None or _less(node, self.high))
        )


def read(shape: Node, shapes: Graph) -> Constraint:
    """Return what a shape asks of a value, as far as a form can use it; the rest is for the validation."""

    def all_of(name: URIRef) -> tuple[URIRef, ...]:
        return tuple(sorted(value for value in shapes.objects(shape, name) if isinstance(value, URIRef)))

    listed, either, languages = (shapes.value(shape, name) for name in (SH["in"], SH["or"], SH.languageIn))
    return Constraint(
        datatypes=all_of(SH.datatype),
        classes=all_of(SH["class"]),
        kinds=all_of(SH.nodeKind),
        values=tuple(Collection(shapes, listed)) if listed else (),
        languages=tuple(str(tag) for tag in Collection(shapes, languages)) if languages else (),
        pattern=str(shapes.value(shape, SH.pattern) or ""),
        shortest=int(str(shapes.value(shape, SH.minLength) or 0)),
        low=shapes.value(shape, SH.minInclusive),
        high=shapes.value(shape, SH.maxInclusive),
        options=tuple(read(option, shapes) for option in Collection(shapes, either)) if either else (),
    )


def well_formed(text: str, datatype: URIRef | None) -> bool:
    """Tell whether a text is a value of a datatype of XML Schema: 2020-13-45 is no date. Unknown datatypes take all."""
    if not (found := _LEXICAL.get(datatype or XSD.string, _ANY).fullmatch(text)):
        return False
    if datatype not in {XSD.date, XSD.dateTime}:
        return True
    try:
        date(*(int(number) for number in found.group(1, 2, 3)))
    except ValueError:
        return False
    return True


def _datatype(node: Node) -> URIRef | None:
    if not isinstance(node, Literal):
        return None
    return RDF.langString if node.language else node.datatype or XSD.string


def _is_kind(node: Node, kind: URIRef) -> bool:
    wanted = {SH.IRI: URIRef, SH.Literal: Literal, SH.BlankNode: BNode}
    return isinstance(node, wanted.get(kind, Node))


def _is_a(node: Node, kind: URIRef, facts: Graph) -> bool:
    return any(kind in facts.transitive_objects(own, RDFS.subClassOf) for own in facts.objects(node, RDF.type))


def _less(one: Node, other: Node) -> bool:
    """Tell whether one number is at most the other; what is no number has no place among them."""
    try:
        return Decimal(str(one)) <= Decimal(str(other))
    except InvalidOperation:
        return False
