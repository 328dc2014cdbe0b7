"""Things below things: the concepts of a scheme, and what qualifications consist of.

A thing with more than one whole stands below each of them. A circle is cut where it closes, so nothing is lost from the
tree and no reader walks for ever.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kennisgraaf.browsing.way import found, text
from kennisgraaf.description import Facts, Texts, order
from kennisgraaf.description.facts import LABELS, texts
from kennisgraaf.engine import Engine, Term, term_iri
from kennisgraaf.namespaces import EXTERNAL, ID, KG

BROADER = EXTERNAL["skos"] + "broader"
WHOLE = KG + "isOnderdeelVan"
_CODE = EXTERNAL["skos"] + "notation"
_GONE = EXTERNAL["owl"] + "deprecated"
_NOTES = (EXTERNAL["skos"] + "definition", KG + "uitleg", EXTERNAL["dct"] + "description")
_SUCCESSOR = KG + "opgevolgdDoor"


@dataclass(frozen=True)
class Node:
    """A thing in a tree with what stands below it, in the order of a person; labels and notes by language.

    kind is the word in its IRI, "" for a thing of others; heirs are the IRIs of what came after it.
    """

    iri: str
    labels: Texts
    notes: Texts
    code: str
    kind: str
    withdrawn: bool
    heirs: tuple[str, ...] = ()
    parts: list["Node"] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return how many places there are in the tree below and with this thing."""
        return 1 + sum(part.size for part in self.parts)


@dataclass(frozen=True)
class Scheme:
    """A scheme: how many concepts it has, and how many of those stand below another one of it."""

    iri: str
    labels: Texts
    notes: Texts
    size: int
    below: int

    @property
    def ours(self) -> bool:
        """Tell whether the scheme has a page here."""
        return self.iri.startswith(ID)


def schemes(engine: Engine) -> list[Scheme]:
    """Return every scheme that has concepts, ours before those of others, by name."""
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    for row in engine.rows(text("schemes-counted")):
        numbers[row["scheme"].value][row["what"].value] = int(row["number"].value)
    known = found(engine, "schemes-named")
    made = [
        Scheme(iri, texts(known[iri], LABELS), texts(known[iri], _NOTES), own["size"], own.get("below", 0))
        for iri, own in numbers.items()
    ]
    return sorted(made, key=lambda one: (not one.ours, one.labels.get("nl", one.iri).casefold(), one.iri))


def concepts(engine: Engine, scheme: str) -> list[Node]:
    """Return the trees of a scheme, what stands under nothing first; none where nothing is in it."""
    return grow(found(engine, "concepts", {"scheme": term_iri(scheme)}), BROADER)


def qualifications(engine: Engine) -> list[Node]:
    """Return every qualification with its parts, below the whole that it belongs to."""
    return grow(found(engine, "qualifications"), WHOLE)


def grow(facts: Facts, up: str) -> list[Node]:
    """Return the trees of all subjects; up is the property that leads from a part to its whole among them."""
    below: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(facts, key=lambda iri: order.by_name(facts[iri], iri)):
        for whole in [one for one in _iris(facts[iri], up) if one in facts and one != iri] or [""]:
            below[whole].append(iri)
    roots = below[""]
    reached = set(_reached(roots, below))
    for iri in facts:  # a circle that hangs on nothing
        if iri not in reached:
            roots.append(iri)
            reached.update(_reached([iri], below))
    return [_node(facts, below, iri, frozenset()) for iri in roots]


def _reached(start: list[str], below: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield everything at and below some things, each once."""
    seen, waiting = set(start), list(start)
    while waiting:
        iri = waiting.pop()
        yield iri
        fresh = [one for one in below.get(iri, ()) if one not in seen]
        seen.update(fresh)
        waiting += fresh


def _node(facts: Facts, below: Mapping[str, list[str]], iri: str, above: frozenset[str]) -> Node:
    own, path = facts[iri], above | {iri}
    return Node(
        iri,
        texts(own, LABELS),
        texts(own, _NOTES),
        next((term.value for term in own.get(_CODE, [])), ""),
        iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else "",
        any(term.value == "true" for term in own.get(_GONE, [])),
        tuple(sorted(_iris(own, _SUCCESSOR))),
        [_node(facts, below, part, path) for part in below.get(iri, ()) if part not in path],
    )


def _iris(facts: Mapping[str, list[Term]], name: str) -> list[str]:
    return [term.value for term in facts.get(name, []) if term.kind == "iri"]
