"""What a shape asks, in words: a phrase per constraint, that follows on "the value" or "this thing".

The parameters are those of SHACL Core (section 4); what stands within (sh:or, sh:node, ...) is told in the same way.
"""

from collections.abc import Sequence

from rdflib import SH, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.explanation.background import Background
from kennisgraaf.location.path import of_shape, parse

_MANY = 8  # values of a list that a sentence can hold
_DEEP = 3
WORDS = {
    "class": ("is een {x}", "is a {x}"),
    "datatype": ("heeft het type {x}", "has the type {x}"),
    "nodeKind": ("is {x}", "is {x}"),
    "minCount": ("heeft minstens {x} keer {path}", "has {path} at least {x} times"),
    "maxCount": ("heeft hoogstens {x} keer {path}", "has {path} at most {x} times"),
    "minInclusive": ("is minstens {x}", "is at least {x}"),
    "minExclusive": ("is meer dan {x}", "is more than {x}"),
    "maxInclusive": ("is hoogstens {x}", "is at most {x}"),
    "maxExclusive": ("is minder dan {x}", "is less than {x}"),
    "minLength": ("heeft minstens {x} tekens", "has at least {x} characters"),
    "maxLength": ("heeft hoogstens {x} tekens", "has at most {x} characters"),
    "pattern": ("past bij het patroon {x}", "matches the pattern {x}"),
    "languageIn": ("is een tekst in een van deze talen: {x}", "is a text in one of these languages: {x}"),
    "uniqueLang": ("heeft voor {path} per taal hoogstens één tekst", "has at most one text per language for {path}"),
    "equals": ("heeft voor {path} dezelfde waarden als voor {x}", "has the same values for {path} as for {x}"),
    "disjoint": ("heeft voor {path} geen waarde die ook bij {x} staat", "has no value for {path} that {x} has too"),
    "lessThan": ("heeft voor {path} een kleinere waarde dan voor {x}", "has a smaller value for {path} than for {x}"),
    "lessThanOrEquals": (
        "heeft voor {path} geen grotere waarde dan voor {x}",
        "has no greater value for {path} than for {x}",
    ),
    "in": ("is een van: {x}", "is one of: {x}"),
    "hasValue": ("heeft {x}", "has {x}"),
    "node": ("voldoet aan {x}", "meets {x}"),
    "property": ("{x}", "{x}"),
    "not": ("voldoet níet hieraan: {x}", "does not meet this: {x}"),
    "and": ("voldoet aan al deze: {x}", "meets all of these: {x}"),
    "or": ("voldoet aan minstens een van deze: {x}", "meets at least one of these: {x}"),
    "xone": ("voldoet aan precies een van deze: {x}", "meets exactly one of these: {x}"),
    "qualifiedMinCount": (
        "heeft voor {path} minstens {x} keer een waarde die hieraan voldoet: {q}",
        "has at least {x} times a value for {path} that meets this: {q}",
    ),
    "qualifiedMaxCount": (
        "heeft voor {path} hoogstens {x} keer een waarde die hieraan voldoet: {q}",
        "has at most {x} times a value for {path} that meets this: {q}",
    ),
    "closed": ("heeft geen andere eigenschappen dan {x}", "has no other properties than {x}"),
    "sparql": ("voldoet aan een eigen regel van de vorm", "meets a rule of the shape's own"),
}
KINDS = {
    "IRI": ("een IRI", "an IRI"),
    "Literal": ("een tekst, getal of datum", "a text, number or date"),
    "BlankNode": ("een ding zonder naam", "a thing without a name"),
    "BlankNodeOrIRI": ("een ding (met of zonder naam)", "a thing (with or without a name)"),
    "BlankNodeOrLiteral": ("een ding zonder naam of een tekst", "a thing without a name or a text"),
    "IRIOrLiteral": ("een IRI of een tekst", "an IRI or a text"),
}
LANGUAGES = ("nl", "en")
_NESTED = {"not", "and", "or", "xone", "node", "property"}
_ON_PROPERTY = {"minCount", "maxCount", "uniqueLang", "equals", "disjoint", "lessThan", "lessThanOrEquals", "hasValue"}
_ON_PROPERTY |= {"qualifiedMinCount", "qualifiedMaxCount"}


class Phrases:
    """Shapes in words, in one language."""

    def __init__(self, background: Background, language: str) -> None:
        """Keep what shapes and names are looked up in."""
        self._background, self._language = background, language
        self._at = LANGUAGES.index(language)

    def of(self, shape: Node, only: str = "", depth: int = 0) -> list[str]:
        """Return a phrase for each constraint of a shape; only: just for this parameter ("class", "minCount", ...)."""
        background = self._background
        parameters = [only] if only else [name for name in WORDS if (shape, SH[name], None) in background.shapes]
        found = [self._phrase(shape, name, depth) for name in parameters]
        return [phrase for phrase in found if phrase]

    def about(self, shape: Node, name: str, path: str, thing: Node | None = None) -> str:
        """Return the sentence that says what a constraint asks of the values of a path, or of the thing itself."""
        phrase = self._phrase(shape, name, 0)
        if path and name not in _ON_PROPERTY | {"closed"}:
            each = ("Elke waarde van {p} {x}.", "Each value of {p} {x}.")[self._at]
            return each.format(p=self.path(shape, path), x=phrase)
        if isinstance(thing, Literal):
            return ("De regel: een waarde {x}.", "The rule: a value {x}.")[self._at].format(x=phrase)
        return ("Dit ding {x}.", "This thing {x}.")[self._at].format(x=phrase)

    def path(self, shape: Node, path: str = "") -> str:
        """Return the path of a shape with our prefixes, and its label where it is one property."""
        node = self._background.shapes.value(shape, SH.path)
        if not path and node is None:
            return ""
        walked = parse(path) if path or node is None else of_shape(node, self._background.shapes)
        if walked.predicate is not None:
            return self._background.named(walked.predicate, self._language)
        return walked.written(self._background.short)

    def _phrase(self, shape: Node, name: str, depth: int) -> str:
        values = self._background.values(shape, SH[name])
        if name == "closed":
            values = [*self.allowed(shape)]
        if not values or name not in WORDS or (name in {"closed", "uniqueLang"} and str(values[0]) == "false"):
            return ""
        path = self.path(shape)
        words = WORDS[name][self._at].format(
            x=self._said(name, values, depth), path=path, q=self._qualified(shape, depth)
        )
        if name == "hasValue" and path:
            words += (" voor {p}", " for {p}")[self._at].format(p=path)
        return words

    def allowed(self, shape: Node) -> Sequence[Node]:
        """Return the properties that a closed shape allows."""
        shapes = self._background.shapes
        own = [shapes.value(one, SH.path) for one in shapes.objects(shape, SH.property)]
        named = {*own, *self._background.values(shape, SH.ignoredProperties)}
        return sorted((path for path in named if isinstance(path, URIRef)), key=str)

    def _qualified(self, shape: Node, depth: int) -> str:
        return "; ".join(self._inner(s, depth) for s in self._background.values(shape, SH.qualifiedValueShape))

    def _said(self, name: str, values: Sequence[Node], depth: int) -> str:
        if name in _NESTED:
            return "; ".join(self._inner(value, depth) for value in values)
        if name == "nodeKind":
            return KINDS.get(str(values[0]).removeprefix(str(SH)), ("", ""))[self._at]
        more = [] if len(values) <= _MANY else ["…"]
        return ", ".join([*(self._value(value) for value in values[:_MANY]), *more])

    def _value(self, value: Node) -> str:
        if isinstance(value, Literal):
            return str(value)
        return self._background.named(value, self._language)

    def _inner(self, shape: Node, depth: int) -> str:
        """Tell a shape within a shape in one piece: by its name, else by what it asks."""
        name = self._background.label(shape, self._language)
        if isinstance(shape, URIRef) and (name or depth >= _DEEP):
            return f"{self._background.shown(shape)}" + (f' ("{name}")' if name else "")
        if depth >= _DEEP:
            return "…"
        both = (" en ", " and ")[self._at].join(self.of(shape, depth=depth + 1))
        path = self.path(shape)
        on_values = path and not any((shape, SH[one], None) in self._background.shapes for one in _ON_PROPERTY)
        return (f"{path} " if on_values else "") + both
