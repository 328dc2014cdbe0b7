"""Mappings as statements of our graph and back: a stated one is a triple with its reason beside it, as SSSOM/RDF says.

A rejected one is no owl:Axiom but a thing of its own kind: tools that read OWL take every axiom for a fact. Which
properties carry which slots stands in form.toml.
"""

import tomllib
from collections import abc, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.errors import DraftError
from kennisgraaf.findings import Statement
from kennisgraaf.layout import amend
from kennisgraaf.namespaces import EXTERNAL, ID, KG, prefixes
from kennisgraaf.sssom import NOT, Mapping, MappingSet, slots_of
from kennisgraaf.sssom.slots import SLOTS, Curies, value_of
from kennisgraaf.sssom.writing import curies_of
from kennisgraaf.turtle.terms import native

LANGUAGE = "nl"
_FORM = tomllib.loads(Path(__file__).with_name("form.toml").read_text(encoding="utf-8"))
_SPACES = Curies({**EXTERNAL, "kg": KG})
_LABEL = URIRef(_SPACES.expand("skos:prefLabel"))
_TEXTS = {slot: [URIRef(_SPACES.expand(one)) for one in curies] for slot, curies in _FORM["texts"].items()}
_OWN = ("record_id", "predicate_modifier", "mapping_set_id")  # what the statement itself says
Names = abc.Mapping[str, abc.Mapping[str, str]]
_NO_NAMES: Names = {}
_Facts = dict[Node, dict[Node, list[Node]]]


def _iri(curie: str) -> URIRef:
    return URIRef(_SPACES.expand(curie))


def _property(slot: str) -> URIRef:
    return _iri(_FORM["slots"].get(slot, f"sssom:{slot}"))


def statements(
    found: MappingSet, lang: str = LANGUAGE, names: Names = _NO_NAMES, parts: Iterable[str] = ()
) -> Iterator[Statement]:
    """Yield what a set says: its own statements, each mapping, and each mapping that is not rejected as a triple.

    lang: of reasons; names: of things in other languages, IRI → language → text; parts: IRIs of what else the source of
    the subjects has. DraftError: a mapping from or to a text instead of a thing, which no statement can say.
    """
    for number, one in enumerate(found.mappings, 1):
        if not (one.subject_id and one.object_id):
            what = f"Mapping {number} ({one.subject_label or one.subject_id}) maps a text, not a thing"
            raise DraftError(what, fix="Give the thing an IRI, or keep this mapping in SSSOM/TSV.")
        yield from _mapping(one, lang, names)
        if found.mapping_set_id:
            yield URIRef(found.mapping_set_id), _iri(_FORM["mappings"]), URIRef(identifier(one))
    yield from _whole(found, parts)
    if found.mapping_set_id:
        node = URIRef(found.mapping_set_id)
        yield node, RDF.type, _iri(_FORM["set"])
        yield from _slots(node, found, lang)


def turtle(found: MappingSet, lang: str = LANGUAGE, names: Names = _NO_NAMES, parts: Iterable[str] = ()) -> str:
    """Return a set as Turtle in the fixed form of this project. DraftError: as in `statements`."""
    triples = list(statements(found, lang, names, parts))
    ours = {str(node).removeprefix(ID).split("/")[0] for one in triples for node in one if str(node).startswith(ID)}
    return amend("", add=map(native, triples), prefixes={**prefixes(sorted(ours)), **curies_of(found).spaces})


def identifier(one: Mapping) -> str:
    """Return the IRI of a mapping: the one it has, or one that follows from its subject and object."""
    codes = [iri.rstrip("/#").replace("#", "/").rpartition("/")[2] for iri in (one.subject_id, one.object_id)]
    return one.record_id or _FORM["identifier"]["rejected" if one.rejected else "stated"] + "-".join(codes)


def sets(triples: Iterable[Statement], lang: str = LANGUAGE) -> list[MappingSet]:
    """Return the mapping sets among statements, by IRI, each with its mappings by IRI; lang as in `statements`."""
    facts = _index(triples)
    kind, inside = _iri(_FORM["set"]), _iri(_FORM["mappings"])
    nodes = sorted(node for node, said in facts.items() if isinstance(node, URIRef) and kind in said.get(RDF.type, []))
    return [
        replace(
            _read(MappingSet, facts[node], lang),
            mapping_set_id=str(node),
            mappings=tuple(_mappings(facts, sorted(facts[node].get(inside, []), key=str), lang)),
        )
        for node in nodes
    ]


def mappings(triples: Iterable[Statement], lang: str = LANGUAGE) -> list[Mapping]:
    """Return every mapping among statements, by IRI, in a set or not. An axiom that maps nothing is none."""
    facts = _index(triples)
    return list(_mappings(facts, sorted(facts, key=str), lang))


def _mapping(one: Mapping, lang: str, names: Names) -> Iterator[Statement]:
    node = URIRef(identifier(one))
    form = _FORM["rejected" if one.rejected else "stated"]
    yield node, RDF.type, _iri(form["type"])
    ends = [URIRef(iri) for iri in (one.subject_id, one.predicate_id, one.object_id)]
    for slot, value in zip(("subject_id", "predicate_id", "object_id"), ends, strict=True):
        yield node, _iri(form[slot]), value
    if not one.rejected:
        yield ends[0], ends[1], ends[2]
    yield from _foreign(one, names)
    for curie, value in _FORM["always"].items():
        yield node, _iri(curie), URIRef(value)
    yield from _slots(node, one, lang)
    if one.rejected and one.subject_label and one.object_label:
        yield from ((node, _LABEL, Literal(_label(one, tag, names), lang=tag)) for tag in _FORM["label"])


def _foreign(one: Mapping, names: Names) -> Iterator[Statement]:
    """Yield what a subject that is not ours is, where the property asks for it, and its name."""
    kind = _FORM["foreign"].get(_SPACES.contract(one.predicate_id))
    if kind and not one.subject_id.startswith(ID):
        node = URIRef(one.subject_id)
        yield node, RDF.type, _iri(kind)
        yield from ((node, _iri(curie), URIRef(value)) for curie, value in _FORM["always"].items())
        for tag in _FORM["label"] if one.subject_label else ():
            yield node, _LABEL, Literal(names.get(one.subject_id, {}).get(tag, one.subject_label), lang=tag)


def _whole(found: MappingSet, parts: Iterable[str]) -> Iterator[Statement]:
    """Yield what the subjects of a set are parts of, where that is not ours and the properties ask for it."""
    whole, kinds = (
        found.subject_source,
        {_FORM["foreign"].get(_SPACES.contract(o.predicate_id)) for o in found.mappings},
    )
    if not whole or whole.startswith(ID) or kinds == {None}:
        return
    node = URIRef(whole)
    yield from ((node, RDF.type, _iri(kind)) for kind in kinds if kind)
    yield from ((node, _iri(curie), URIRef(value)) for curie, value in _FORM["always"].items())
    yield from ((node, _LABEL, Literal(found.mapping_set_title, lang=tag)) for tag in _FORM["label"])
    inside = {*parts, *(one.subject_id for one in found.mappings)}
    yield from ((node, _iri(_FORM["part"]), URIRef(iri)) for iri in sorted(inside))


def _label(one: Mapping, tag: str, names: Names) -> str:
    words = _FORM["label"][tag]
    how = words.get(_SPACES.contract(one.predicate_id), words["other"])
    subject = names.get(one.subject_id, {}).get(tag, one.subject_label)
    label = how.format(subject=subject, object=names.get(one.object_id, {}).get(tag, one.object_label))
    return str(words["rejected"].format(label=label)) if one.rejected else str(label)


def _slots(node: URIRef, holder: Mapping | MappingSet, lang: str) -> Iterator[Statement]:
    """Yield the slots in use that are properties of the mapping or the set itself."""
    for slot in slots_of(type(holder)):
        value = getattr(holder, slot)
        if value in ("", (), None) or slot in (*_OWN, *_FORM["stated"]):
            continue
        for one in value if SLOTS[slot].several else [value]:
            yield (node, *_said(slot, one, lang))
    for name, text in holder.extensions.items():
        slot, _, tag = name.removeprefix("ext_").rpartition("_")
        if slot in _TEXTS and tag.isalpha():
            yield node, _TEXTS[slot][0], Literal(text, lang=tag)


def _said(slot: str, value: Any, lang: str) -> tuple[URIRef, Node]:
    kind = SLOTS[slot].kind
    if slot in _TEXTS:
        return _TEXTS[slot][0], Literal(value, lang=lang)
    if kind in ("entity", "justification", "address"):
        return _property(slot), URIRef(value)
    if kind == "number":
        return _property(slot), Literal(repr(float(value)), datatype=XSD.double, normalize=False)
    return _property(slot), Literal(str(value), datatype=XSD.date if kind == "date" else None)


def _index(triples: Iterable[Statement]) -> _Facts:
    facts: _Facts = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        facts[subject][predicate].append(value)
    return facts


def _mappings(facts: _Facts, nodes: Iterable[Node], lang: str) -> Iterator[Mapping]:
    for node in nodes:
        said = facts.get(node, {})
        for name in ("stated", "rejected"):
            if _iri(_FORM[name]["type"]) not in said.get(RDF.type, []) or not said.get(_property(_REASON)):
                continue
            ends = {slot: str(said[_iri(_FORM[name][slot])][0]) for slot in _ENDS if said.get(_iri(_FORM[name][slot]))}
            labels = _labels(facts, ends, lang)
            modifier = NOT if name == "rejected" else ""
            found = _read(Mapping, said, lang)
            ends |= {slot: text for slot, text in labels.items() if not getattr(found, slot)}
            yield replace(found, record_id=str(node), predicate_modifier=modifier, **ends)


_REASON = "mapping_justification"
_ENDS = ("subject_id", "predicate_id", "object_id")


def _labels(facts: _Facts, ends: dict[str, str], lang: str) -> dict[str, str]:
    """Return the labels of subject and object where the statements have them in this language."""
    found: dict[str, str] = {}
    for slot in ("subject_id", "object_id"):
        given = facts.get(URIRef(ends.get(slot, "")), {}).get(_LABEL, [])
        texts = [str(one) for one in given if isinstance(one, Literal) and one.language == lang]
        found |= {slot.replace("_id", "_label"): texts[0]} if texts else {}
    return found


def _read(kind: Any, said: dict[Node, list[Node]], lang: str) -> Any:
    """Return a mapping or a set with the slots that are properties of it; a value that no slot holds is left out."""
    found: dict[str, Any] = {}
    own: dict[str, str] = {}
    for slot in slots_of(kind):
        if slot in _TEXTS:
            texts = _spoken(slot, said)
            found |= {slot: texts.pop(lang)} if lang in texts else {}
            own |= {f"ext_{slot}_{tag}": text for tag, text in sorted(texts.items())}
        elif slot not in (*_OWN, *_ENDS) and (values := tuple(_values(slot, said.get(_property(slot), [])))):
            found[slot] = values if SLOTS[slot].several else values[0]
    return kind(**found, extensions=own)


def _values(slot: str, nodes: Iterable[Node]) -> Iterator[Any]:
    for node in sorted(nodes, key=str):
        with suppress(ValueError):
            yield value_of(SLOTS[slot], str(node), _SPACES)


def _spoken(slot: str, said: dict[Node, list[Node]]) -> dict[str, str]:
    """Return language → text of a slot, from the first of its properties that is used."""
    given = next((said[one] for one in _TEXTS[slot] if said.get(one)), [])
    return {one.language or LANGUAGE: str(one) for one in sorted(given, key=str) if isinstance(one, Literal)}
