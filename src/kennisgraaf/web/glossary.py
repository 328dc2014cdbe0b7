"""The vocabulary and the shapes as entries of a page, each with an anchor: its local name."""

from collections import defaultdict
from dataclasses import dataclass, field

from kennisgraaf.description import Facts, Texts, Vocabulary
from kennisgraaf.engine import Engine, Term
from kennisgraaf.namespaces import EXTERNAL, KG, KGS, SHAPES

_OWL, _RDFS, _SKOS, _SH = (EXTERNAL[name] for name in ("owl", "rdfs", "skos", "sh"))
_TYPE = EXTERNAL["rdf"] + "type"
_DEPRECATED = _OWL + "deprecated"
_BOOLEAN = EXTERNAL["xsd"] + "boolean"
_CLASSES = {_OWL + "Class", _RDFS + "Class"}
_NOTES = ("scopeNote", "example", "editorialNote", "changeNote")
_UP = {"subClassOf": "narrowerClass", "subPropertyOf": "narrowerProperty", "domain": "domainOf", "range": "rangeOf"}
_LINKS = (*_UP, *_UP.values(), "inverseOf", "equivalentClass", "equivalentProperty", "disjointWith")
_SHAPES = f"""SELECT ?subject ?property ?value {{ GRAPH <{SHAPES}> {{ ?subject ?property ?value }} }}
ORDER BY ?subject ?property STR(?value) LANG(?value)"""


@dataclass(frozen=True)
class Entry:
    """A term or a shape: notes and links have the local names of properties as keys, badges are what is true of it.

    A rule says how to mend what breaks it (remedies), and how bad that is (severity: Violation, Warning or Info).
    """

    iri: str
    name: str
    is_class: bool
    labels: Texts
    definitions: Texts
    notes: dict[str, list[Term]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    badges: list[Texts] = field(default_factory=list)
    remedies: Texts = field(default_factory=dict)
    severity: str = ""


def terms(words: Vocabulary) -> list[Entry]:
    """Return an entry for each term of ours."""
    links = _links(words.facts)
    return [_term(words, iri, links[iri]) for iri in words.facts if iri.startswith(KG)]


def shapes(engine: Engine) -> list[Entry]:
    """Return an entry for each shape that has a name, in the order of their IRIs."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(_SHAPES):
        facts[row["subject"].value][row["property"].value].append(row["value"])
    return [_shape(facts, iri) for iri in sorted(facts) if iri.startswith(KGS)]


def _term(words: Vocabulary, iri: str, links: dict[str, list[str]]) -> Entry:
    facts = words.facts[iri]
    kinds = {term.value for term in facts.get(_TYPE, [])}
    return Entry(
        iri,
        iri.removeprefix(KG),
        bool(kinds & _CLASSES),
        words.labels(iri),
        _texts(facts, _SKOS + "definition"),
        {name: facts[_SKOS + name] for name in _NOTES if facts.get(_SKOS + name)},
        {name: sorted(links[name]) for name in _LINKS if links.get(name)},
        [words.labels(name) for name in facts if name.startswith((KG, _DEPRECATED)) and _holds(facts[name])],
    )


def _links(facts: Facts) -> dict[str, dict[str, list[str]]]:
    """Return term → relation → terms, with the relations that are only said from the other side."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri, own in facts.items():
        for name in _LINKS:
            targets = [
                term.value for space in (_RDFS, _OWL) for term in own.get(space + name, []) if term.kind == "iri"
            ]
            found[iri][name] += targets
            for target in targets if name in _UP else ():
                found[target][_UP[name]].append(iri)
    return found


def _shape(facts: Facts, iri: str) -> Entry:
    own = facts[iri]
    rules = {name.removeprefix(_SH): _plain(facts, values) for name, values in own.items() if name.startswith(_SH)}
    notes = {
        name: values
        for name, values in sorted(rules.items())
        if name not in {"name", "message", "description", "severity"}
    }
    links = {name: [term.value for term in values if term.kind == "iri"] for name, values in notes.items()}
    said = {lang: text.partition(". ") for lang, text in _texts(own, _SH + "message").items()}
    told = next((term.value for term in own.get(_SH + "severity", [])), _SH + "Violation").removeprefix(_SH)
    return Entry(
        iri,
        iri.removeprefix(KGS),
        any(term.value == _SH + "NodeShape" for term in own.get(_TYPE, [])),
        _texts(own, _SH + "name") or _texts(own, _RDFS + "label") or {"": iri.removeprefix(KGS)},
        {lang: rule + dot.strip() for lang, (rule, dot, _) in said.items()} or _texts(own, _SH + "description"),
        {name: [term for term in values if term.kind == "literal"] for name, values in notes.items()},
        links,
        remedies={lang: mend for lang, (_, _, mend) in said.items() if mend},
        severity=told if said else "",
    )


def _plain(facts: Facts, values: list[Term]) -> list[Term]:
    """Return the values of a rule; of what has no name (a path, a list) the names in it."""
    found = []
    for term in values:
        inner = facts.get(term.value, {}) if term.kind == "blank" else {}
        found += [part for parts in inner.values() for part in parts if part.kind != "blank"] if inner else [term]
    return found


def _holds(values: list[Term]) -> bool:
    return any(term.datatype == _BOOLEAN and term.value == "true" for term in values)


def _texts(facts: dict[str, list[Term]], name: str) -> Texts:
    return {term.lang: term.value for term in facts.get(name, [])}
