"""Drafts: new or changed things on their way into the files, checked as a whole before anything is written.

A draft is tried out on a copy of the project, with the very check that maintainers run; only then do its files change,
all of them or none.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, URIRef
from rdflib.term import Node

from kennisgraaf import edits, ledger, trial
from kennisgraaf.drafts.desk import Desk
from kennisgraaf.edits import Edit
from kennisgraaf.findings import Finding
from kennisgraaf.forms import Form, Values
from kennisgraaf.layout import amend
from kennisgraaf.namespaces import prefixes
from kennisgraaf.turtle.terms import native

__all__ = ["Desk", "Draft", "statements"]
Triple = tuple[Node, Node, Node]


@dataclass
class Draft:
    """What shall change: statements by file that come and that go, and IRIs that are minted with their {type}."""

    desk: Desk
    comes: dict[Path, list[Triple]] = field(default_factory=lambda: defaultdict(list))
    goes: dict[Path, list[Triple]] = field(default_factory=lambda: defaultdict(list))
    minted: dict[str, str] = field(default_factory=dict)

    @property
    def touched(self) -> set[Node]:
        """Return what the draft says something of."""
        triples = (t for part in (self.comes, self.goes) for own in part.values() for t in own)
        return {node for s, _, o in triples for node in (s, o) if isinstance(node, URIRef)}

    def add(self, form: Form, thing: URIRef, values: Values, path: Path) -> None:
        """Put a new thing into a file, with its line in the ledger; what others say of it goes into their files."""
        for triple in statements(form, thing, values):
            own = str(triple[0]).split("#")[0] == str(thing)
            self.comes[path if own else self.desk.home(triple[0], path)].append(triple)
        self.minted[str(thing)] = form.word

    def block(self, form: Form, thing: URIRef, values: Values) -> str:
        """Return a new thing as Turtle, as it will stand in its file."""
        known = prefixes([*self.desk.sources.kinds(), form.word])
        return amend("", add=map(native, statements(form, thing, values)), prefixes=known)

    def changes(self) -> list[Edit]:
        """Return the files with what they shall hold, in the fixed form, and the ledger."""
        known = prefixes([*self.desk.sources.kinds(), *self.minted.values()])
        made = [self._change(path, known) for path in sorted({*self.comes, *self.goes})]
        return [*made, *self._ledger()]

    def findings(self, planned: list[Edit]) -> list[Finding]:
        """Return what a check of the whole would find with these changes and does not find without them.

        SourceError: a file of the project cannot be read.
        """
        return trial.findings(self.desk.where, planned, self.touched)

    def write(self, planned: list[Edit]) -> None:
        """Write the files; MachineError: one of them cannot be written, and then none is."""
        edits.apply(planned)

    def _change(self, path: Path, known: dict[str, str]) -> Edit:
        before = path.read_bytes() if path.exists() else None
        name = self.desk.where.name(path)
        comes, goes = ([native(triple) for triple in part[path]] for part in (self.comes, self.goes))
        after = amend((before or b"").decode("utf-8"), name, add=comes, remove=goes, prefixes=known)
        return Edit(path, before, after.encode())

    def _ledger(self) -> list[Edit]:
        """Return the ledger with a line for each new IRI, in the order of the others."""
        if not self.minted:
            return []
        new = [ledger.Line(str(iri), word, since="", status=ledger.CONCEPT) for iri, word in self.minted.items()]
        return [ledger.change(self.desk.where, [*self.desk.ledger.values(), *new])]


def statements(form: Form, thing: URIRef, values: Values) -> list[Triple]:
    """Return all that is said of a new thing: its types, its fragments and its values."""
    found: list[Triple] = [(thing, RDF.type, kind) for kind in form.types]
    for part in form.parts:
        inner = URIRef(f"{thing}#{part.name}")
        found += [(thing, part.predicate, inner), *((inner, RDF.type, kind) for kind in part.types)]
    for one, own in values.items():
        subject = URIRef(f"{thing}#{one.part}") if one.part else thing
        found += [(value, one.predicate, subject) if one.inverse else (subject, one.predicate, value) for value in own]
    return found
