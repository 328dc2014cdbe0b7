"""A reviewed sheet as decisions: mappings with their reasons, what is still open, and every fault with its cell.

Only rows that somebody decided count. A fault anywhere means that nothing is taken over.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kennisgraaf import sheets, sssom
from kennisgraaf.errors import DraftError, Fault, TableError
from kennisgraaf.linking.known import Known, Target
from kennisgraaf.linking.words import DECISIONS, FILLED_IN, HEADINGS, MACHINE, Decision, decision, fault, seal
from kennisgraaf.namespaces import EXTERNAL, ID, KG
from kennisgraaf.near import nearest
from kennisgraaf.sheets import Cell, bare
from kennisgraaf.sheets.packing import body
from kennisgraaf.sssom.rdf import identifier
from kennisgraaf.sssom.slots import Curies

_SPACES = Curies({"kg": KG})
_NEEDED = ("target", *FILLED_IN, *MACHINE)


@dataclass(frozen=True)
class Open:
    """A pair on which nobody has decided yet: its place, the key of its row, target and subject (IRIs, "" if none)."""

    place: str
    key: str
    target: str
    subject: str = ""


@dataclass(frozen=True)
class Decisions:
    """What a reviewed sheet says; faults is empty where all of it can be taken over."""

    mappings: tuple[sssom.Mapping, ...]
    open: tuple[Open, ...]
    faults: tuple[Fault, ...] = ()

    def collected(self, about: sssom.MappingSet) -> sssom.MappingSet:
        """Return a set with these mappings; about says the rest of it. TableError: there are faults."""
        if self.faults:
            raise TableError(self.faults)
        return replace(about, mappings=self.mappings)

    @property
    def known(self) -> set[str]:
        """Return the IRIs of ours on which nothing was decided here: what is known of them goes on to hold."""
        return {one.subject for one in self.open if one.subject.startswith(ID)}


@dataclass(frozen=True)
class Reviewer:
    """On whose behalf a sheet comes back, and in which language faults are told.

    author: the IRI of who answers for the decisions; base: what the IRIs of processes that the graph does not know, and
    of all records, begin with ("": records are ours); day: when it was decided.
    """

    author: str
    base: str = ""
    lang: str = "nl"
    day: date = field(default_factory=lambda: datetime.now(UTC).date())


def decide(path: Path, known: Known, by: Reviewer) -> Decisions:
    """Return what people decided in a reviewed sheet (XLSX, CSV). DraftError: no table, or as in `weigh`."""
    return weigh(path.name, body(path), known, by)


def weigh(name: str, raw: bytes, known: Known, by: Reviewer) -> Decisions:
    """Return what people decided in a sheet that is already here; name is what people call it.

    DraftError: no table; a base that is no address of one's own.
    """
    base = by.base
    if base and (not base.startswith(("http://", "https://")) or base.startswith(ID) or base != "".join(base.split())):
        fix = "Give an address of your own that ends in / or #, such as https://school.example/process/."
        raise DraftError(f"--base {base!r} is no address to name things under.", fix=fix)
    sheet = sheets.parse(name, raw)
    columns = _columns(sheet.heading)
    missing = [HEADINGS[one][by.lang] for one in _NEEDED if one not in columns]
    if missing:
        return Decisions((), (), (fault("columns", sheet.heading[0].place, by.lang, which=", ".join(missing)),))
    reader = _Reader(known, by)
    rows = [{key: row[at] for key, at in columns.items() if at < len(row)} for row in sheet.rows]
    mappings = tuple(reader.mappings(rows))
    return Decisions(() if reader.faults else mappings, tuple(reader.open), tuple(reader.faults))


def _columns(heading: list[Cell]) -> dict[str, int]:
    """Return column → where it stands, by its heading in either language."""
    named = {cell.text.casefold(): at for at, cell in enumerate(heading)}
    words = {name: [str(about[lang]).casefold() for lang in ("nl", "en")] for name, about in HEADINGS.items()}
    return {name: named[word] for name, either in words.items() for word in either if word in named}


class _Reader:
    """Reads rows; open and faults have what is not decided and what is wrong."""

    def __init__(self, known: Known, by: Reviewer) -> None:
        self.known, self.base, self.lang, self._by = known, by.base, by.lang, by
        self.open: list[Open] = []
        self.faults: list[Fault] = []
        self._subjects = {part.iri: part.name for part in known.parts.values()}
        self._choices = {one.label: one for one in known.targets.values()}
        self._met: dict[tuple[str, str], str] = {}

    def mappings(self, rows: list[dict[str, Cell]]) -> Iterator[sssom.Mapping]:
        """Yield a mapping for each row that is decided and has no fault."""
        for row in rows:
            before = len(self.faults)
            given = {name: cell.text for name, cell in row.items()}
            for cell in row.values():
                if cell.fault:
                    self._say("unreadable", cell, why=cell.fault)
            chosen = self._decision(row, given)
            if chosen is None or not chosen.predicate:
                self._leave(row, given, before)
                continue
            made = self._mapping(row, given, chosen)
            if made and len(self.faults) == before:
                yield made

    def _leave(self, row: Mapping[str, Cell], given: Mapping[str, str], before: int) -> None:
        """Remember a row as open, unless it is wrong, or a free one that nobody used."""
        if len(self.faults) == before and given.get("key") and (given.get("link") or given.get("decision")):
            subject = given.get("subject", "")
            self.open.append(Open(row["decision"].place, given["key"], given.get("link", ""), subject))

    def _say(self, kind: str, cell: Cell, **words: str) -> None:
        self.faults.append(fault(kind, cell.place, self.lang, **words))

    def _decision(self, row: dict[str, Cell], given: dict[str, str]) -> Decision | None:
        written = given.get("decision", "")
        found = decision(written)
        if written and not found:
            near = nearest(written, [getattr(one, self.lang) for one in DECISIONS.values()], 1)
            self._say("decision", row["decision"], written=f"“{written}”", near=", ".join(near))
        elif not written and (given.get("confidence") or given.get("reason")):
            self._say("undecided", row["decision"])
        return found

    def _mapping(self, row: dict[str, Cell], given: dict[str, str], chosen: Decision) -> sssom.Mapping | None:
        key, subject = given.get("key", ""), given.get("subject", "")
        if seal(key, subject, given.get("link", "")) != given.get("check"):
            self._say("machine", row.get("check", row["decision"]))
            return None
        confidence = self._confidence(row, given, chosen)
        if not given.get("reason"):
            self._say("reason", row.get("reason", row["decision"]))
        target, subject = self._target(row, given), self._subject(row, key, subject)
        if not target or not subject:
            return None
        first = self._met.setdefault((subject, target.iri), row["decision"].place)
        if first != row["decision"].place:
            self._say("repeated", row["decision"], first=first)
        return self._record(subject, target, chosen, given, confidence)

    def _record(
        self, subject: str, target: Target, chosen: Decision, given: Mapping[str, str], confidence: float | None
    ) -> sssom.Mapping:
        about: dict[str, Any] = {"comment": given.get("reason", ""), "confidence": confidence}
        made = sssom.Mapping(
            subject_id=subject,
            subject_label=self._subjects.get(subject) or bare(given.get("process", "")),
            predicate_id=_SPACES.expand(chosen.predicate),
            predicate_modifier=chosen.modifier,
            object_id=target.iri,
            object_label=target.name,
            mapping_justification=EXTERNAL["semapv"] + "ManualMappingCuration",
            author_id=(self._by.author,),
            reviewer_label=(given["role"],) if given.get("role") else (),
            mapping_date=self._by.day,
            **about,
        )
        own = self.base + identifier(made).rpartition("/")[2] if self.base else identifier(made)
        return replace(made, record_id=own)

    def _confidence(self, row: dict[str, Cell], given: dict[str, str], chosen: Decision) -> float | None:
        written = given.get("confidence", "")
        cell = row.get("confidence", row["decision"])
        try:
            number = float(written.replace(",", "."))
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            self._say("confidence", cell, written=f"“{written}”")
            return None
        if number < chosen.least:
            self._say("weak", cell, written=written, least=f"{chosen.least:g}")
        return number

    def _target(self, row: dict[str, Cell], given: dict[str, str]) -> Target | None:
        """Return what a row is about: what was suggested, or in a free row what was chosen."""
        iri, written = given.get("link", ""), bare(given.get("target", ""))
        cell = row.get("target", row["decision"])
        found = self.known.targets.get(iri) if iri else self._choices.get(written)
        if not found:
            near = ", ".join(nearest(written, self._choices, 3))
            self._say("target" if iri else "choice", cell, written=f"“{iri or written}”", near=near)
        elif found.withdrawn:
            successor = self.known.targets.get(found.successor)
            self._say("withdrawn", cell, written=found.label, near=successor.label if successor else found.successor)
            return None
        return found

    def _subject(self, row: dict[str, Cell], key: str, subject: str) -> str:
        """Return the IRI of the process; one that the graph does not know gets its own under base."""
        if subject.startswith(ID) and subject not in self._subjects:
            self._say("subject", row["decision"], written=subject)
            return ""
        if not subject and not self.base:
            self._say("unknown", row["decision"], written=key)
        return subject or (self.base + key if self.base else "")
