"""A project of any size with faults on purpose, and the truth about each: which rule, which thing, which line.

The real data are copied under new codes, with all their links, as often as they fit; the valid examples, which have a
thing of every class, fill the rest. What shapes and ontology name by its IRI stays what it is.
"""

import random
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from bench.faults import Change, Faults
from bench.peer import HOUSE
from kennisgraaf import turtle
from kennisgraaf.findings import Place, Statement
from kennisgraaf.namespaces import ID, prefixes

SEED = 2026
_PASSAGE = f"{ID}bronpassage/"  # numbered within their graph
_LOCAL = re.compile(r"[a-z0-9][a-z0-9-]*")
_STRING = re.compile(r'[\x00-\x1f"\\]')


@dataclass(frozen=True)
class Fault:
    """One fault that was seeded, and where it stands: any of these places is right."""

    rule: URIRef
    component: str
    thing: Node
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Seeded:
    """A project folder, the faults in it, and how many triples its data have."""

    root: Path
    faults: tuple[Fault, ...]
    triples: int


class Template:
    """Files that are copied: their statements by subject, and the changes that break a rule."""

    def __init__(self, folder: Path, ontology: Graph, shapes: Graph) -> None:
        """Read the folder."""
        self.graph = load(folder)
        described = set(self.graph.subjects())
        named = {node for graph in (ontology, shapes) for triple in graph for node in triple}
        self._copied = {node for node in described if str(node).startswith(ID)} - named
        passages = sorted({str(node).split("#")[0] for node in self._copied if str(node).startswith(_PASSAGE)})
        self._numbers = {base: number for number, base in enumerate(passages, 1)}
        self.once = {node for node in described if node not in self._copied}
        self._words = ontology, shapes

    @cached_property
    def changes(self) -> list[Change]:
        """Return the ways to break a rule at a thing that is copied."""
        return [one for one in Faults(self.graph, *self._words) if one.thing in self._copied]

    def things(self) -> dict[Node, list[Statement]]:
        """Return the things that are copied, each with its statements, without those on what has no name."""
        found: dict[Node, list[Statement]] = {}
        for statement in sorted(self.graph):
            if statement[0] in self._copied and not isinstance(statement[2], BNode):
                found.setdefault(statement[0], []).append(statement)
        return found

    def copy(self, code: str, broken: list[Change], known: set[Node]) -> dict[Node, dict[Node, list[Node]]]:
        """Return subject → property → values of a copy with these changes, without what is known already."""
        away = {statement for change in broken for statement in change.away}
        kept = [statement for statement in sorted(set(self.graph) - away) if statement[0] not in known]
        kept += [statement for change in broken for statement in change.into]
        made: dict[Node, dict[Node, list[Node]]] = {}
        for statement in kept:
            s, p, o = self.renamed(statement, code)
            values = made.setdefault(s, {}).setdefault(p, [])
            if o not in values:
                values.append(o)
        return made

    def renamed(self, statement: Statement, code: str) -> Statement:
        """Return a statement with the names of a copy."""
        s, p, o = (self.name(node, code) for node in statement)
        return s, p, o

    def name(self, node: Node, code: str) -> Node:
        """Return the name of a thing in a copy; what others define keeps its name."""
        if node not in self._copied:
            return node
        base, mark, fragment = str(node).partition("#")
        number = self._numbers.get(base)
        return URIRef((f"{base}-{code}" if number is None else f"{_PASSAGE}{code}-p{number:03}") + mark + fragment)


def make(root: Path, size: int, faults: int, seed: int = SEED) -> Seeded:
    """Write a project of about so many triples of data with so many faults; the same seed, the same project."""
    chance = random.Random(seed)  # noqa: S311 - repeatable is what we want
    for folder in ("ontology", "shapes"):
        shutil.copytree(HOUSE / folder, root / folder)
    (root / "queries").mkdir()  # questions name things that are renamed here
    ontology, shapes = load(root / "ontology"), load(root / "shapes")
    copies = list(_copies(size, ontology, shapes))
    wanted = _spread(copies, faults, chance)
    seeded: list[Fault] = []
    triples, described, known = 0, set[str](), set[Node]()
    for (code, template), broken in zip(copies, wanted, strict=True):
        made = template.copy(code, broken, known)
        known |= template.once
        file = Path("data", code, "kern.ttl")
        places = _write(root / file, file.as_posix(), made)
        seeded += [_fault(change, template, code, places) for change in broken]
        triples += sum(len(values) for properties in made.values() for values in properties.values())
        described |= {str(s).split("#")[0] for s in made if str(s).startswith(ID)}
    _ledger(root / "data" / "identificatoren.csv", described)
    return Seeded(root, tuple(seeded), triples)


def _copies(size: int, ontology: Graph, shapes: Graph) -> Iterator[tuple[str, Template]]:
    """Yield the code and the template of each copy."""
    small = Template(HOUSE / "tests" / "examples" / "valid", ontology, shapes)
    large = Template(HOUSE / "data", ontology, shapes) if size > len(small.graph) * 20 else small
    yield "k0000", small  # once at least: it has a thing of every class
    number, left = 1, size - len(small.graph)
    for template in (large, small):
        while left > len(template.graph) / 2:
            yield f"k{number:04}", template
            number, left = number + 1, left - len(template.graph)


def _spread(copies: list[tuple[str, Template]], faults: int, chance: random.Random) -> list[list[Change]]:
    """Return the changes for each copy: as many rules and components as there are, one change at a thing.

    The first copy takes part like any other, so each rule has its turn as soon as one of its things is free.
    """
    wanted: list[list[Change]] = [[] for _ in copies]
    touched: list[set[Node]] = [set() for _ in copies]
    kinds: dict[tuple[URIRef, str], list[tuple[int, Change]]] = {}
    for number, (_, template) in enumerate(copies):
        for change in template.changes:
            kinds.setdefault((change.rule, change.component), []).append((number, change))
    waiting = [chance.sample(choices, len(choices)) for _, choices in sorted(kinds.items())]
    done = 0
    while done < faults and any(waiting):
        for choices in waiting:
            while choices and done < faults:
                number, change = choices.pop()
                around = {node for statement in (*change.away, *change.into) for node in statement[::2]} | {
                    change.thing
                }
                if not around & touched[number]:
                    touched[number] |= {node for node in around if isinstance(node, URIRef)}
                    wanted[number].append(change)
                    done += 1
                    break
    return wanted


def _fault(change: Change, template: Template, code: str, places: dict[Statement | Node, Place]) -> Fault:
    thing = template.name(change.thing, code)
    at = [places[template.renamed(statement, code)] for statement in change.at] or [places[thing]]
    return Fault(change.rule, change.component, thing, tuple(at))


def load(folder: Path) -> Graph:
    """Return what all files of a folder say."""
    graph = Graph(bind_namespaces="none")
    for path in sorted(folder.rglob("*.ttl")):
        for triple in turtle.read(path).triples:
            graph.add(triple)
    return graph


def _write(path: Path, name: str, made: dict[Node, dict[Node, list[Node]]]) -> dict[Statement | Node, Place]:
    """Write one file with one value a line; return the place of each statement, and of each subject's first line."""
    kinds = sorted({str(node)[len(ID) :].split("/")[0] for node in made if str(node).startswith(ID)})
    known = {space: prefix for prefix, space in prefixes(kinds).items()}
    lines = [f"PREFIX {prefix}: <{space}>" for space, prefix in sorted(known.items(), key=lambda pair: pair[1])]
    places: dict[Statement | Node, Place] = {}
    for s, properties in made.items():
        lines += ["", term(s, known)]
        places[s] = Place(name, len(lines), 1)
        for p, values in properties.items():
            lines.append(f"    {term(p, known)}")
            for number, o in enumerate(values):
                text = term(o, known)
                lines.append(f"        {text} {',' if number < len(values) - 1 else ';'}")
                places[s, p, o] = Place(name, len(lines), 9, 9 + len(text))
        lines.append(".")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return places


def term(node: Node, known: dict[str, str]) -> str:
    """Write a term of rdflib as Turtle, on one line; known is namespace → prefix."""
    if isinstance(node, Literal):
        text = _STRING.sub(lambda sign: f"\\u{ord(sign[0]):04X}", str(node))
        kind = f"@{node.language}" if node.language else f"^^{term(node.datatype, known)}" if node.datatype else ""
        return f'"{text}"{kind}'
    space, local = re.fullmatch(r"(.*[#/])?(.*)", str(node)).groups()  # type: ignore[union-attr]
    if space in known and _LOCAL.fullmatch(local):
        return f"{known[space]}:{local}"
    return f"<{node}>" if node != RDF.type else "a"


def _ledger(path: Path, iris: Iterable[str]) -> None:
    rows = (f"{iri},{iri[len(ID) :].split('/')[0]},0.1.0,concept,\n" for iri in sorted(iris))
    path.write_text("iri,type,since,status,replaced_by\n" + "".join(rows), encoding="utf-8")
