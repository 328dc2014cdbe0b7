"""A table of links, read as somebody keeps it and given back whole with columns added."""

from collections.abc import Sequence
from dataclasses import dataclass

from kennisgraaf.errors import QueryError
from kennisgraaf.sheets import Cell, Sheet
from kennisgraaf.upkeep import wording
from kennisgraaf.upkeep.address import recognise, split
from kennisgraaf.upkeep.register import Register
from kennisgraaf.upkeep.verdict import STATES, TO_DO, Verdict, judge

_ADDED = {
    "nl": ("link: toestand", "link: IRI", "link: naam", "link: opvolgers", "link: lijkt op", "link: toelichting"),
    "en": ("link: state", "link: IRI", "link: name", "link: successors", "link: near", "link: note"),
}
_SINCE = {"since", "sinds", "versie", "version", "datum", "date", "sinds versie", "since version"}
_SAMPLE = 1000  # rows that decide which column holds the links
_BETWEEN = " | "


@dataclass(frozen=True)
class Checked:
    """A table with its verdicts: heading and rows as they were with columns added; remarks are for who gave it.

    column: the heading of the column that held the links; verdicts: of all links, in the order of the rows.
    """

    heading: list[str]
    rows: list[list[str]]
    verdicts: list[Verdict]
    column: str
    remarks: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many links there are of each state, in the order of STATES, none left out."""
        found = [verdict.state for verdict in self.verdicts]
        return {state: found.count(state) for state in STATES}

    @property
    def clear(self) -> bool:
        """Tell whether there is nothing to do."""
        return not any(verdict.state in TO_DO for verdict in self.verdicts)


def check(register: Register, sheet: Sheet, since: str = "", *, column: str = "", lang: str = "nl") -> Checked:
    """Return the table with its verdicts.

    since: for rows that do not say it themselves; column: the heading of the links, found out if it is not given.
    QueryError: no column holds links to our IRIs, or there is no column of that name.
    """
    heading, rows = _headed(sheet, register)
    heading, rows = _without_earlier(heading, rows)
    at = _column(heading, rows, register, column)
    when = next((place for place, name in enumerate(heading) if name.casefold() in _SINCE), -1)
    out, verdicts = [], []
    for row in rows:
        own = row[when].text if when >= 0 else ""
        found = [judge(register, link, own or since) for link in split(row[at].text, register)] if row[at].text else []
        verdicts += found
        out.append([*(cell.text for cell in row), *_cells(found, row[at], lang)])
    return Checked([*heading, *_ADDED[lang]], out, verdicts, heading[at], (*sheet.told, *_faults(rows)))


def _headed(sheet: Sheet, register: Register) -> tuple[list[str], list[list[Cell]]]:
    """Return heading and rows of one width; a first row with a link in it is no heading."""
    width = max(len(row) for row in [sheet.heading, *sheet.rows])
    blank = Cell("", "")
    rows = [[*row, *[blank] * (width - len(row))] for row in sheet.rows]
    first = [*sheet.heading, *[blank] * (width - len(sheet.heading))]
    if any("/" in cell.text and recognise(cell.text, register) for cell in first):
        return [f"kolom {place}" for place in range(1, width + 1)], [first, *rows]
    return [cell.text for cell in first], rows


def _without_earlier(heading: list[str], rows: list[list[Cell]]) -> tuple[list[str], list[list[Cell]]]:
    """Leave out the columns that an earlier check added."""
    ours = {name for names in _ADDED.values() for name in names}
    kept = [place for place, name in enumerate(heading) if name not in ours]
    return [heading[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _column(heading: list[str], rows: list[list[Cell]], register: Register, name: str) -> int:
    """Return the place of the column with the links: the named one, else the one with most of them."""
    if name:
        places = [place for place, one in enumerate(heading) if one.casefold() == name.casefold()]
        if not places:
            there = ", ".join(one for one in heading if one)
            raise QueryError(f"There is no column {name!r}.", fix=f"Here are: {there}.", line=1)
        return places[0]
    scores = [sum(1 for row in rows[:_SAMPLE] if _holds(row[place], register)) for place in range(len(heading))]
    best = max(scores, default=0)
    if not best:
        fix = (
            "Give a table with a column of addresses, such as https://w3id.org/kennisgraaf/id/..., or name the column."
        )
        raise QueryError("No column holds links to this graph.", fix=fix)
    return scores.index(best)


def _holds(cell: Cell, register: Register) -> bool:
    return bool(cell.text) and any(recognise(link, register) for link in split(cell.text, register))


def _cells(found: Sequence[Verdict], cell: Cell, lang: str) -> list[str]:
    """Return what is added to a row."""
    if not found:
        return ["", "", "", "", "", cell.fault]
    columns = (
        [wording.LABELS[one.state][lang] for one in found],
        [one.iri for one in found],
        [wording.text(one.labels, lang) for one in found],
        [wording.things(one.heirs, lang) for one in found],
        [wording.things(one.near, lang) for one in found],
        [wording.note(one, lang) for one in found],
    )
    notes = list(dict.fromkeys(columns[-1]))
    return [_BETWEEN.join(part for part in parts if part) for parts in (*columns[:-1], notes)]


def _faults(rows: list[list[Cell]]) -> list[str]:
    faults = [cell for row in rows for cell in row if cell.fault]
    return [f"{len(faults)} cells were left empty; {faults[0].place}: {faults[0].fault}"] if faults else []
