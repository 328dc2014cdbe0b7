"""What a release says, in the order of its dumps: triples by graph, sorted, blank nodes named by what they say.

It lies in sorted files, not in memory: a graph may be larger than that. Statements with blank nodes are few and are
kept apart, because their order is known only when they have their names.
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kennisgraaf.dump import runs
from kennisgraaf.namespaces import DEF, EXTERNAL, KG

_LABELS = (EXTERNAL["skos"] + "prefLabel", EXTERNAL["rdfs"] + "label")


class Content:
    """A release before it is sealed: its statements, its prefixes, and which of its graphs the reasoner made."""

    def __init__(
        self, store: ox.Store, prefixes: Mapping[str, str], inferred: str, work: Path, whole: Path | None = None
    ) -> None:
        """Sort what a store holds into files in the folder work, which is there as long as this is used.

        whole: the default graph as N-Triples in any order, where that is written already.
        """
        self.prefixes, self.inferred, self._work, self._whole = prefixes, inferred, work, whole
        names = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
        if next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None):
            names.add("")
        self.graphs = sorted(names)
        self._blank = {name: self._sort(store, name) for name in self.graphs}

    def _sort(self, store: ox.Store, name: str) -> list[ox.Triple]:
        """Write the statements of a graph without blank nodes, sorted; return those with blank nodes."""
        raw = self._work / "raw"
        given = self._whole if not name else None
        if not given:
            store.dump(str(raw), format=ox.RdfFormat.N_TRIPLES, from_graph=_graph(name))
        blank: list[bytes] = []
        with (given or raw).open("rb") as stream:
            runs.write(self._file(name), _apart(stream, blank))
        raw.unlink(missing_ok=True)
        return [quad.triple for quad in ox.parse(b"".join(blank), format=ox.RdfFormat.N_TRIPLES)]

    def size(self, name: str) -> int:
        """Return the number of statements of a graph."""
        if name not in self.graphs:
            return 0
        with self._file(name).open("rb") as stream:
            return len(self._blank[name]) + sum(1 for _ in stream)

    def links(self) -> dict[str, int]:
        """Return how often each IRI is the value of a statement of the default graph."""
        values = Counter(value for line in self.lines("") if (value := line.split(b" ", 2)[2]).startswith(b"<"))
        return {value[1:-4].decode(): number for value, number in values.items()}

    def _file(self, name: str) -> Path:
        return self._work / f"{self.graphs.index(name)}.nt"

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the statements of a graph ("" is the default graph) as N-Triples, in order."""
        if name not in self.graphs:
            return iter(())
        named = (f"{quad} .\n".encode() for quad in canonical(self._blank[name]))
        return heapq.merge(runs.merged([self._file(name)]), named)

    def named(self) -> Iterator[bytes]:
        """Yield the statements of all named graphs as N-Quads, in order; a blank node has one name in all of them."""
        names = [name for name in self.graphs if name]
        blank = [(*triple, _graph(name)) for name in names for triple in self._blank[name]]
        parts = (_in_graph(runs.merged([self._file(name)]), name) for name in names)
        return heapq.merge(*parts, (f"{quad} .\n".encode() for quad in canonical(blank)))

    def quads(self, name: str) -> Iterator[bytes]:
        """Yield the statements of a named graph as N-Quads, in order."""
        return _in_graph(self.lines(name), name)

    def asserted(self, start: str) -> Iterator[bytes]:
        """Yield what the files say of things whose IRI starts so, as N-Triples, in order, each once."""
        names = [name for name in self.graphs if name not in {"", self.inferred}]
        first = f"<{start}".encode()
        every = runs.once(runs.merged([self._file(name) for name in names]))
        return (line for line in every if line.startswith(first))

    def triples(self, name: str) -> Iterator[ox.Triple]:
        """Yield the triples of a graph, in order."""
        batches = runs.batches(self.lines(name))
        return (quad.triple for batch in batches for quad in ox.parse(batch, format=ox.RdfFormat.N_TRIPLES))

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Return the label of everything that has one: IRI → language → text, the first one where there are more."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for name in _LABELS if "" in self.graphs else ():
            sign = f" <{name}> ".encode()
            said = b"".join(line for line in self.lines("") if sign in line)
            for quad in ox.parse(said, format=ox.RdfFormat.N_TRIPLES):
                if quad.predicate.value == name and isinstance(quad.object, ox.Literal):
                    found[plain(quad.subject)].setdefault(quad.object.language or "", quad.object.value)
        return found

    @cached_property
    def ontology(self) -> list[ox.Triple]:
        """Return the triples of the ontology, sorted."""
        return list(self.triples(DEF)) if DEF in self.graphs else []

    @cached_property
    def classes(self) -> dict[str, str]:
        """Return the class that the {type} part of our IRIs stands for: by the word it claims, else by its own name."""
        own = {iri[len(KG) :].lower(): iri for iri in self.labels if re.fullmatch(re.escape(KG) + r"[A-Z]\w*", iri)}
        claims = (t for t in self.ontology if t.predicate.value == KG + "soortwoord")
        return own | {plain(t.object): plain(t.subject) for t in claims}

    def said(self, subject: str, predicate: str) -> str:
        """Return the first value that the default graph has, "" when it has none."""
        sign = f"<{subject}> <{predicate}> ".encode()
        line = next((line for line in self.lines("") if line.startswith(sign)), b"") if "" in self.graphs else b""
        return next((plain(quad.object) for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)), "")


def _graph(name: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(name) if name else ox.DefaultGraph()


def _apart(lines: Iterable[bytes], blank: list[bytes]) -> Iterator[bytes]:
    """Yield the lines without blank nodes; the others go into the list."""
    for line in lines:
        if line.startswith(b"_:") or line.split(b" ", 2)[2].startswith(b"_:"):
            blank.append(line)
        else:
            yield line


def _in_graph(lines: Iterable[bytes], name: str) -> Iterator[bytes]:
    end = f"<{name}> .\n".encode()
    return (line[:-2] + end for line in lines)


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return an IRI, a text or the name of a blank node without what marks it as one."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def canonical(statements: Iterable[Iterable[Any]]) -> list[ox.Quad]:
    """Return triples or quads (terms in their order) in a fixed order, blank nodes renamed by what they say.

    W3C, RDF Dataset Canonicalization (RDFC-1.0).
    """
    dataset = ox.Dataset(ox.Quad(*each) for each in statements)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)
