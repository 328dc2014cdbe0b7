"""Obligations: what the shapes of a release ask of the things of each class, property by property."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kennisgraaf.description import Facts, Texts
from kennisgraaf.engine import Engine, Term
from kennisgraaf.namespaces import EXTERNAL, SHAPES

_SH, _RDF = EXTERNAL["sh"], EXTERNAL["rdf"]
_QUERY = f"SELECT ?subject ?property ?value {{ GRAPH <{SHAPES}> {{ ?subject ?property ?value }} }}"
_LISTED = ("class", "datatype", "nodeKind", "hasValue", "in", "pattern", "minLength", "minInclusive", "maxInclusive")


@dataclass(frozen=True)
class Rule:
    """One rule about the values of a property; texts are by language, most is 0 where there is no limit.

    steps: the properties it is about, each with whether it is followed backwards; asks: what a value must be, by the
    local name of the constraint; severity: the local name, such as Violation.
    """

    shape: str
    names: Texts
    messages: Texts
    steps: tuple[tuple[str, bool], ...]
    least: int
    most: int
    asks: dict[str, list[Term]]
    severity: str


def obligations(engine: Engine) -> dict[str, list[Rule]]:
    """Return class → the rules of the shapes that aim at it (sh:targetClass; SHACL, section 2.1.3.2)."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(_QUERY):
        facts[row["subject"].value][row["property"].value].append(row["value"])
    found: dict[str, list[Rule]] = defaultdict(list)
    for shape in sorted(facts):
        for target in facts[shape].get(_SH + "targetClass", []):
            inner = sorted({one.value for one in facts[shape].get(_SH + "property", [])})
            found[target.value] += [rule(facts, one) for one in inner]
    return {name: rules for name, rules in found.items() if rules}


def rule(facts: Facts, shape: str) -> Rule:
    """Return what a property shape asks."""
    own = facts[shape]

    def number(name: str) -> int:
        return int(own[_SH + name][0].value) if own.get(_SH + name) else 0

    severity = own[_SH + "severity"][0].value if own.get(_SH + "severity") else _SH + "Violation"
    return Rule(
        shape,
        _texts(own, "name"),
        _texts(own, "message"),
        tuple(step for path in own.get(_SH + "path", []) for step in _steps(facts, path)),
        number("minCount"),
        number("maxCount"),
        {name: list(_items(facts, own[_SH + name])) for name in _LISTED if own.get(_SH + name)},
        severity.removeprefix(_SH),
    )


def _steps(facts: Facts, path: Term) -> Iterator[tuple[str, bool]]:
    """Yield the properties of a path: one, one backwards, or alternatives; of a longer path each of its steps."""
    if path.kind == "iri":
        yield path.value, False
        return
    inner = facts.get(path.value, {})
    for term in inner.get(_SH + "inversePath", []):
        yield from ((name, not back) for name, back in _steps(facts, term))
    for name in ("alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"):
        for term in inner.get(_SH + name, []):
            yield from _steps(facts, term)
    for term in _list(facts, path):
        yield from _steps(facts, term)


def _items(facts: Facts, terms: list[Term]) -> Iterator[Term]:
    for term in terms:
        yield from _list(facts, term) if term.kind == "blank" else (term,)


def _list(facts: Facts, term: Term) -> Iterator[Term]:
    """Yield the items of an RDF list; nothing if the term is none."""
    while own := facts.get(term.value, {}):
        yield from own.get(_RDF + "first", [])
        rest = own.get(_RDF + "rest", [])
        if not rest:
            return
        term = rest[0]


def _texts(own: dict[str, list[Term]], name: str) -> Texts:
    return {term.lang: term.value for term in own.get(_SH + name, [])}
