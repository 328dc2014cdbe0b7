"""What else a change touches: questions that mention it, mappings that rest on it, other things that point to it.

Nothing is asked or inferred: a question is touched when its text mentions what changed, or a property whose values did;
another thing when it points to what changed. They are grouped by graph and kind, so that a graph of qualifications or a
kind called profile is a group without any code that knows of it. What changed itself is not counted as touched.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyoxigraph as ox
from rdflib import RDF

from kennisgraaf.history import query
from kennisgraaf.history.difference import Difference
from kennisgraaf.history.judgement import LABELS, NOTES
from kennisgraaf.history.markdown import escape
from kennisgraaf.history.state import TYPE, State, Texts
from kennisgraaf.history.telling import Teller
from kennisgraaf.namespaces import EXTERNAL, ID, KG, prefixes

_MAPPING = ox.NamedNode(EXTERNAL["sssom"] + "mapping_justification")
_WORDS = LABELS | NOTES | {str(RDF.type)}
_SHOWN = 20


@dataclass(frozen=True)
class Touched:
    """One thing or question that a change touches: its IRI and labels, and which of the changed IRIs it mentions.

    dangling tells that one of these is gone: the link leads nowhere.
    """

    iri: str
    labels: Texts
    by: tuple[str, ...]
    dangling: bool = False


@dataclass(frozen=True)
class Impact:
    """What a difference touches: questions, mappings, and other things by the labels of their graph and their kind."""

    questions: tuple[Touched, ...]
    mappings: tuple[Touched, ...]
    things: dict[tuple[str, str], tuple[Touched, ...]]
    names: dict[str, Texts]
    spaces: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON: the key impact, with questions, mappings, and things by graph and kind."""
        groups = [
            {"graph": graph, "kind": kind, "count": len(found), "things": [_plain(one) for one in found]}
            for (graph, kind), found in self.things.items()
        ]
        lists = {"questions": self.questions, "mappings": self.mappings}
        return {"impact": {name: [_plain(o) for o in found] for name, found in lists.items()} | {"things": groups}}


def of(before: State, after: State, difference: Difference) -> Impact:
    """Return what the changes between two states touch, as things are after them."""
    changed = {c.iri for c in difference.changes if c.kind != "moved"}
    gone = {c.iri for c in difference.changes if c.kind == "removed"}
    kinds = {iri.removeprefix(ID).partition("/")[0] for iri in after.about if iri.startswith(ID)}
    spaces = prefixes(sorted({"vraag", *(kind for kind in kinds if kind.isidentifier())}))
    mappings: list[Touched] = []
    groups: dict[tuple[str, str], list[Touched]] = defaultdict(list)
    for iri, graph, found in _pointing(after, changed):
        touched = Touched(iri, after.labels(iri), tuple(sorted(found)), bool(found & gone))
        if after.values(iri, _MAPPING):
            mappings.append(touched)
        else:
            groups[graph, _kind(after, iri)].append(touched)
    things = {key: tuple(sorted(groups[key], key=lambda one: one.iri)) for key in sorted(groups)}
    names = {iri: after.labels(iri) or before.labels(iri) for key in groups for iri in key}
    questions = tuple(_questions(after, changed, gone, _properties(difference), spaces))
    return Impact(questions, tuple(sorted(mappings, key=lambda one: one.iri)), things, names, spaces)


def _pointing(state: State, changed: set[str]) -> Iterator[tuple[str, str, set[str]]]:
    """Yield each thing that did not change and points to what did: its IRI, the graph, and to what it points."""
    for graph, triples in state.graphs.items():
        found: dict[str, set[str]] = defaultdict(set)
        for triple in triples:
            if isinstance(triple.object, ox.NamedNode) and triple.object.value in changed and triple.predicate != TYPE:
                for owner in _owners(state, triple.subject):
                    found[owner].add(triple.object.value)
        yield from ((iri, graph, by) for iri, by in sorted(found.items()) if iri not in changed)


def _owners(state: State, subject: Any) -> list[str]:
    """Return the thing that a statement is about; of a blank node, those on which it hangs."""
    if isinstance(subject, ox.NamedNode):
        return [subject.value]
    return sorted(_hangers(state, subject))


def _hangers(state: State, node: Any) -> set[str]:
    found: set[str] = set()
    seen, waiting = {node}, [node]
    while waiting:
        one = waiting.pop()
        for triple in state.upward.get(one, ()):
            if isinstance(triple.subject, ox.NamedNode):
                found.add(triple.subject.value)
            elif triple.subject not in seen:
                seen.add(triple.subject)
                waiting.append(triple.subject)
    return found


def _kind(state: State, iri: str) -> str:
    """Return the class by which people know a thing: one of ours before another."""
    types = state.iris(iri, TYPE)
    return min(types, key=lambda type_: (not type_.startswith(KG), type_), default="")


def _properties(difference: Difference) -> set[str]:
    """Return the properties whose values changed, without names and notes: most questions show those.

    Of what is new only our own properties count: the general ones are in every question.
    """
    found = {
        detail.property
        for change in difference.changes
        for detail in change.details
        if change.role == "thing" and (change.kind != "added" or detail.property.startswith(KG))
    }
    return found - _WORDS


def _questions(
    state: State, changed: set[str], gone: set[str], properties: set[str], spaces: dict[str, str]
) -> Iterator[Touched]:
    for name, text in sorted(state.questions.items()):
        iri = f"{ID}vraag/{name}"
        mentions = query.form(text, spaces).mentions
        by = mentions & (changed | properties)
        if by and iri not in changed:
            yield Touched(iri, query.summary(text), tuple(sorted(by)), bool(mentions & gone))


def _plain(one: Touched) -> dict[str, Any]:
    return {"iri": one.iri, "labels": one.labels, "by": list(one.by), "dangling": one.dangling}


def write(impact: Impact, lang: str, form: str) -> str:
    """Return the impact as text or markdown, with counts and labels."""
    words = Teller(lang, impact.spaces)
    line = partial(_line, words, escape if form == "markdown" else str)
    mark = "###" if form == "markdown" else "*"
    groups = [(words.frame("questions"), impact.questions), (words.frame("mappings"), impact.mappings)]
    for (graph, kind), found in impact.things.items():
        names = [words.say(impact.names[iri]) or words.short(iri) for iri in (kind, graph) if iri]
        groups.append((escape(" in ".join(names)) if form == "markdown" else " in ".join(names), found))
    title = words.frame("What this touches")
    lines = ["", f"## {title}" if form == "markdown" else title]
    lines += [] if any(found for _, found in groups) else ["", words.frame("Nothing else.")]
    for name, found in groups:
        if found:
            lines += ["", f"{mark} {len(found)} {name}", *([""] if form == "markdown" else [])]
            lines += [line(one) for one in found[:_SHOWN]]
            lines += [f"- {words.frame('and {0} more', len(found) - _SHOWN)}"] if len(found) > _SHOWN else []
    return "\n".join(lines) + "\n"


def _line(words: Teller, safe: Callable[[str], str], one: Touched) -> str:
    why = ", ".join(words.short(iri) for iri in one.by[:3])
    why = words.frame("{0} and more", why) if len(one.by) > 3 else why  # noqa: PLR2004
    why = words.frame("{0}, which is gone", safe(why)) if one.dangling else safe(why)
    return f"- {safe(words.short(one.iri))} {safe(words.say(one.labels))} ({why})"
