"""What there is to object to in rows, one by one and all together: told with a remedy, proposed, never just changed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from kennisgraaf.linking import codes
from kennisgraaf.linking.known import Known, near
from kennisgraaf.linking.rows import FIELDS, Row, some
from kennisgraaf.sheets.grids import Remark

_NUMBER = re.compile(r"[0-9]{5}")
_NAMED = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
_LEVEL = re.compile(r"(?:mbo|niveau|level|[\s:-])*([1-4])(?:\.0)?", re.IGNORECASE)
_NEARLY, _SAME = 90, 75  # how alike two names are: one slip of the pen, the same thing in other words
_COMPARED = 20  # rows with the same code
_Said = tuple[list[Row], list[Remark]]


def judge(found: Sequence[Row], known: Known, file: str) -> _Said:
    """Return the rows with proposals, each process once, and all remarks; file is the name of the file."""
    judge_ = _Judge(known, file)
    rows = [judge_.row(row) for row in found]
    rows = judge_.numbers(rows)
    rows = list(judge_.once(rows))
    judge_.hidden()
    return rows, judge_.remarks


class _Judge:
    """Looks at the rows; remarks has what was found."""

    def __init__(self, known: Known, file: str) -> None:
        self.known, self.file = known, file
        self.remarks: list[Remark] = []
        self._unseen: list[str] = []
        self._met: set[tuple[str, ...]] = set()

    def say(self, kind: str, place: str, **words: str) -> None:
        """Remember a remark."""
        self.remarks.append(Remark(kind, place, words))

    def row(self, row: Row) -> Row:
        """Return a row with proposals for its texts, codes and level."""
        cleaned = {name: codes.clean(getattr(row, name)) for name in FIELDS}
        if any(text != getattr(row, name) for name, text in cleaned.items()):
            self._unseen.append(row.place)
        return self._level(self._name(self._codes(row.propose(**cleaned))))

    def hidden(self) -> None:
        """Tell once where characters were left out that nobody sees."""
        if self._unseen:
            self.say("unseen", self._unseen[0], which=some(self._unseen))

    def _codes(self, row: Row) -> Row:
        written, above = row.best("process"), codes.whole(row.best("task"))
        code = codes.whole(written) or codes.short(written, above.normal if above else "")
        if not code or not code.is_process:
            if written:
                self.say("nocode", row.place, written=written)
            return row
        if code.normal != written:
            self.say("code", row.place, written=written, read=code.normal)
        if above and above.normal != code.task:
            self.say("task", row.place, code=code.normal, written=above.normal, read=code.task)
            return row.propose(process=code.normal, task=code.task, task_name="")
        return row.propose(process=code.normal, task=code.task)

    def _name(self, row: Row) -> Row:
        if not row.best("name"):
            part = self.known.parts.get((row.best("number"), row.best("process")))
            self.say("missing_name", row.place, written=row.best("process"), near=part.name if part else "")
        return row

    def _level(self, row: Row) -> Row:
        written = row.best("level")
        found = _LEVEL.fullmatch(written)
        if written and not found:
            self._once("level", row.place, written=written)
        return row.propose(level=found[1]) if found else row

    def _once(self, kind: str, place: str, **words: str) -> None:
        """Say the same of the same words only once: a number is repeated in every row."""
        if (kind, *words.values()) not in self._met:
            self._met.add((kind, *words.values()))
            self.say(kind, place, **words)

    def numbers(self, rows: list[Row]) -> list[Row]:
        """Return the rows with proposals for their numbers, held against the name of the file and what is known."""
        named = [number for number in _NAMED.findall(self.file) if not number.startswith("20")]
        rows = [self._names(self._number(row)) for row in rows]
        missing = [row for row in rows if not row.best("number")]
        if missing:
            self.say("missing_number", missing[0].place, number=str(len(missing)), near=some(named))
            if len(set(named)) == 1:
                rows = [row if row.best("number") else row.propose(number=named[0]) for row in rows]
        inside = list(dict.fromkeys(row.best("number") for row in rows if row.best("number")))
        if inside and named and not {*named} & {*inside, *(row.best("file") for row in rows)}:
            self.say("file_name", self.file, named=some(named), written=some(inside))
        return [self._part(row) for row in rows]

    def _number(self, row: Row) -> Row:
        written = re.sub(r"\.0$", "", row.best("number"))
        row = row.propose(number=written)
        self._file(row)
        if not written or written in self.known.qualifications:
            return row
        if written in self.known.files:
            kind, meant = "number_of_file", list(self.known.files[written])
        else:
            kind, meant = "number", near(written, self.known.qualifications)
            kind += "" if _NUMBER.fullmatch(written) else "_shape"
        same = self._by_name(row, meant)
        if kind != "number" or self.known.qualifications:
            self._once(kind, row.place, written=written, near=some(same or meant))
        # a number of the right shape may well be right and only unknown here: then a likeness alone says too little
        sure = same or (meant if kind != "number" or not row.best("qualification") else [])
        return row.propose(number=sure[0]) if len(sure) == 1 else row

    def _file(self, row: Row) -> None:
        written = row.best("file")
        if written and self.known.files and written not in self.known.files:
            self._once("file", row.place, written=written, near=some(near(written, self.known.files)))

    def _by_name(self, row: Row, numbers: Sequence[str]) -> list[str]:
        """Return those of some numbers whose qualification has the name that the row gives."""
        name = row.best("qualification").casefold()
        return [number for number in numbers if self.known.qualifications.get(number, "").casefold() == name]

    def _names(self, row: Row) -> Row:
        number, written = row.best("number"), row.best("qualification")
        known = self.known.qualifications.get(number, "")
        if known and written and fuzz.ratio(known.casefold(), written.casefold()) < _NEARLY:
            self._once("qualification", row.place, number=number, known=known, written=written)
        return row

    def _part(self, row: Row) -> Row:
        """Hold a process against the one that is known under its number and code, or look for its code."""
        number, code, name = (row.best(field) for field in ("number", "process", "name"))
        part = self.known.parts.get((number, code))
        if part and name and fuzz.token_set_ratio(part.name.casefold(), name.casefold()) < _SAME:
            self.say("known_name", row.place, code=code, number=number, known=part.name, written=name)
        if not code:
            own = {code: part.name for (other, code), part in self.known.parts.items() if other == number}
            found = process.extractOne(name, own, scorer=fuzz.ratio, score_cutoff=_NEARLY)
            self.say("missing_code", row.place, near=str(found[2]) if found else "")
            return row.propose(process=str(found[2])) if found else row
        return row

    def once(self, rows: list[Row]) -> Iterator[Row]:
        """Yield each process once; the same code with another name stays, and is told."""
        by_code: dict[tuple[str, str], list[Row]] = defaultdict(list)
        by_name: dict[tuple[str, str], Row] = {}
        for row in rows:
            number, code, name = (row.best(field) for field in ("number", "process", "name"))
            if code and self._repeats(row, by_code[number, code]):
                continue
            by_code[number, code].append(row)
            first = by_name.setdefault((number, name.casefold()), row)
            if name and code and first.best("process") not in ("", code):
                self.say("same_name", row.place, first=first.place, other=first.best("process"))
            yield row

    def _repeats(self, row: Row, others: list[Row]) -> bool:
        """Tell whether a row says again what another of its code said; say so, and say what differs."""
        name = row.best("name")
        for other in others[:_COMPARED]:
            before = other.best("name")
            if before == name:
                self.say("repeated", row.place, first=other.place)
                return True
            if name and fuzz.ratio(before.casefold(), name.casefold()) >= _NEARLY:
                self.say("nearly", row.place, first=other.place, other=before)
                return True
            self.say("twice", row.place, code=row.best("process"), first=other.place, other=before)
        return False
