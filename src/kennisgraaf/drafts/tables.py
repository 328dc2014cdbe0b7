"""A filled-in table as a draft: a row is a thing, a column a field, and every fault has its cell.

All faults are found before anything is tried; what the shapes then say of a thing is told at the cell it comes from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.drafts import Draft
from kennisgraaf.drafts.desk import Desk
from kennisgraaf.dump.columns import KEY
from kennisgraaf.errors import DraftError
from kennisgraaf.findings import Finding
from kennisgraaf.forms import TEXT, Field, Form, Values
from kennisgraaf.forms.answers import WrongAnswer, code, expected
from kennisgraaf.namespaces import ID
from kennisgraaf.near import nearest
from kennisgraaf.sheets import Cell, Sheet
from kennisgraaf.sheets.template import MARK, SEPARATOR

_TYPE = "type"
_NOTHING = "-"  # in an update: take the values of this cell away


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell: what was expected there, what was found, how to mend it, what may have been meant."""

    place: str
    expected: str
    found: str
    mend: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write it on one line."""
        meant = f" Did you mean {', '.join(self.near)}?" if self.near else ""
        return f"{self.place}: expected {self.expected}; found {self.found!r}. {self.mend}{meant}"


@dataclass
class Table:
    """Reads one sheet for one class; faults has what is wrong so far, remarks what was left out."""

    desk: Desk
    form: Form
    sheet: Sheet
    separator: str = SEPARATOR
    update: bool = False
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    rows: dict[URIRef, dict[str, Cell]] = field(default_factory=dict)

    def draft(self, graph: str | None) -> Draft:
        """Return what the table changes; DraftError with all faults, if there are any."""
        columns = self._columns()
        things = self._things()
        self._introduce(things, columns)
        draft = Draft(self.desk)
        for thing, row in things:
            values = self._values(row, columns)
            self.rows[thing] = {one.curie: row[at] for at, one in columns.items() if at < len(row)} | {"": row[0]}
            if str(thing) in self.desk.codes:
                self._change(draft, thing, values)
            else:
                self._demand(row, columns, values)
                path = self.desk.file(self.form, self.desk.graph(self.form, graph))
                draft.add(self.form, thing, {one: own for one, own in values.items() if own}, path)
                draft.comes[path] += [(thing, RDF.type, kind) for kind in self._types(row)]
        self.refuse()
        return draft

    def refuse(self) -> None:
        """DraftError with all faults, in the order of the table, if there are any."""
        if self.faults:
            told = list(dict.fromkeys(map(str, self.faults)))
            what = "\n".join([f"{len(told)} faults in the table, so nothing is written:", *told])
            raise DraftError(what, fix="Correct these cells and give the table again.")

    def blame(self, findings: Iterable[Finding]) -> None:
        """Turn the violations that a check found into faults of the cells they come from."""
        for finding in findings:
            if finding.severity == "Violation":
                said = finding.messages.get("en") or " ".join(finding.messages.values())
                found = "" if finding.value is None else str(finding.value)
                self.faults.append(Fault(self._place(finding), "what the rule asks", found, said))

    def _place(self, finding: Finding) -> str:
        row = self.rows.get(URIRef(str(finding.thing).split("#")[0]))
        if row is None:
            return f"<{finding.thing}>"
        language = finding.value.language if isinstance(finding.value, Literal) else None
        for one in self.form.fields:
            if str(one.predicate) in finding.path and (not language or one.language == language) and one.curie in row:
                return row[one.curie].place
        return row[""].place

    def _columns(self) -> dict[int, Field]:
        """Return the field of each column; the key and what repeats other columns have none."""
        found: dict[int, Field] = {}
        for at, cell in enumerate(self.sheet.heading):
            name = cell.text.removesuffix(MARK.strip()).strip()
            if not name or self._ignored(at, name):
                continue
            fields = self.form.named(name)
            if len(fields) == 1 and fields[0] not in found.values():
                found[at] = fields[0]
            else:
                self.faults.append(self._no_field(cell, name, fields))
        if self.sheet.heading[0].text.lower() != KEY:
            mend = "The first column holds the code or the IRI of each thing."
            self.faults.append(
                Fault(self.sheet.heading[0].place, f"the heading {KEY!r}", self.sheet.heading[0].text, mend)
            )
        self.refuse()
        return found

    def _types(self, row: list[Cell]) -> list[URIRef]:
        """Return the types that a row of one of our own tables gives beside those that the form gives."""
        at = next((at for at, cell in enumerate(self.sheet.heading) if cell.text == _TYPE), len(row))
        given = [URIRef(iri) for iri in row[at].text.split(self.separator) if iri] if at < len(row) else []
        for kind in given:
            if not set(self.desk.facts.triples((kind, None, None))):
                self.faults.append(
                    Fault(row[at].place, "the IRI of a class", str(kind), "Correct it, or leave it out.")
                )
        return [kind for kind in given if kind not in self.form.types]

    def _ignored(self, at: int, name: str) -> bool:
        """Tell whether a column is the key, the types, or the labels of another column (our own tables have those)."""
        stem, _, rest = name.partition("_label_")
        if at == 0 or name == _TYPE:
            return True
        if rest and (stem == _TYPE or self.form.named(stem)) and not self.form.named(name):
            self.remarks.append(f"column {name!r} was not read: it repeats {stem!r} in words")
            return True
        return False

    def _no_field(self, cell: Cell, name: str, fields: list[Field]) -> Fault:
        if len(fields) == 1:
            return Fault(cell.place, "each column once", name, "Put the values together in one column.")
        if fields:
            return Fault(
                cell.place, "the name of one field", name, "Write one of these.", tuple(f.curie for f in fields)
            )
        known = [text for one in self.form.fields for text in one.names]
        near = tuple(nearest(name, known, 3))
        return Fault(
            cell.place, f"a field of a {self.form.word}", name, "Correct the heading, or leave the column out.", near
        )

    def _things(self) -> list[tuple[URIRef, list[Cell]]]:
        """Return each row with its thing; a row without one, or that comes twice, is a fault."""
        found: dict[URIRef, list[Cell]] = {}
        for row in self.sheet.rows:
            key = row[0]
            thing = self._thing(key)
            if thing in found:
                first = found[thing][0].place
                mend = f"It stands in {first} too. Keep one row, and put several values into one cell."
                self.faults.append(Fault(key.place, "each thing once", key.text, mend))
            elif thing:
                found[thing] = row
        return list(found.items())

    def _thing(self, key: Cell) -> URIRef | None:
        """Return the thing of a row; an existing one only in an update."""
        start = f"{ID}{self.form.word}/"
        short = key.text.removeprefix(start).removeprefix(f"{self.form.word}:")
        if key.fault or not short or "://" in short:
            mend = f"Write a code, or an IRI that begins with {start}."
            self.faults.append(Fault(key.place, f"the code of a {self.form.word}", key.fault or key.text, mend))
            return None
        if self.update and start + short in self.desk.codes:
            return URIRef(start + short)
        try:
            return self.desk.mint(self.form, short)
        except DraftError as error:
            mend = error.fix + (
                " Or give --update to change what is there." if start + short in self.desk.codes else ""
            )
            self.faults.append(Fault(key.place, "a new code", key.text, f"{error.what} {mend}"))
            return None

    def _introduce(self, things: list[tuple[URIRef, list[Cell]]], columns: Mapping[int, Field]) -> None:
        """Let rows link to things of other rows, by code and by name."""
        names = [at for at, one in columns.items() if one.predicate == SKOS.prefLabel and one.kind == TEXT]
        for thing, row in things:
            known: list[tuple[Node, Node, Node]] = [(thing, RDF.type, kind) for kind in self.form.types]
            given = ((at, row[at].text) for at in names if at < len(row) and row[at].text)
            known += [(thing, SKOS.prefLabel, Literal(text, lang=columns[at].language)) for at, text in given]
            self.desk.answers.learn(known if str(thing) not in self.desk.codes else [])

    def _values(self, row: list[Cell], columns: Mapping[int, Field]) -> dict[Field, list[Node]]:
        """Return what a row says; in an update a dash takes away, and an empty cell changes nothing."""
        found: dict[Field, list[Node]] = {}
        for at, one in columns.items():
            cell = row[at] if at < len(row) else Cell(row[0].place, "")
            if cell.fault:
                self.faults.append(Fault(cell.place, expected(one, self.desk.facts), cell.fault, ""))
            elif self.update and cell.text == _NOTHING:
                found[one] = []
            elif cell.text:
                try:
                    found[one] = self.desk.answers.values(one, cell.text, self.separator)
                except WrongAnswer as error:
                    self.faults.append(Fault(cell.place, error.expected, cell.text, error.mend, error.near))
        return found

    def _demand(self, row: list[Cell], columns: Mapping[int, Field], values: Values) -> None:
        """Find fault with a row of a new thing in which something required is missing."""
        filled = {one for at, one in columns.items() if at < len(row) and (row[at].text or row[at].fault)}
        for demand in self.form.unmet(values, self.desk.facts):
            if not filled & set(demand.fields) or demand.rule.inner:
                at = next((at for at, one in columns.items() if one in demand.fields and at < len(row)), 0)
                wanted = " or ".join(one.label() for one in demand.fields)
                mend = demand.rule.messages.get("en", "") + ("" if at else f" Add a column {wanted!r}.")
                self.faults.append(Fault(row[at].place, wanted, row[at].text if at else "", mend))

    def _change(self, draft: Draft, thing: URIRef, values: Values) -> None:
        """Edit an existing thing: only the fields of the table, and only what differs."""
        said = self.desk.said(thing, self.form)
        for one, given in values.items():
            old = said.get(one, [])
            alike = {(str(value), one.kind): value for value in old}  # a table does not show each datatype
            new = [alike.get((str(value), one.kind), value) for value in given]
            for value in (value for value in old if value not in new):
                triple = self._triple(thing, one, value)
                for path in self.desk.stating(triple):
                    draft.goes[path].append(triple)
            for value in (value for value in new if value not in old):
                triple = self._triple(thing, one, value)
                draft.comes[self.desk.describing(triple[0])].append(triple)

    def _triple(self, thing: URIRef, one: Field, value: Node) -> tuple[Node, Node, Node]:
        subject = URIRef(f"{thing}#{one.part}") if one.part else thing
        return (value, one.predicate, subject) if one.inverse else (subject, one.predicate, value)


def kind_of(sheet: Sheet, name: str) -> str:
    """Return the word of the class of which a table has things: from the IRIs in it, else from the name of its file."""
    words = {c.text.removeprefix(ID).split("/")[0] for row in sheet.rows for c in row[:1] if c.text.startswith(ID)}
    return words.pop() if len(words) == 1 else code(name)
