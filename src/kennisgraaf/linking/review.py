"""The sheet in which people decide: a row per process and suggestion, drop-downs, and columns that only machines read.

Every text is written as a text and made safe for who saves the sheet as CSV; nothing in it can act.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kennisgraaf.dump.cells import neutral
from kennisgraaf.linking.known import Known, Target
from kennisgraaf.linking.rows import Row
from kennisgraaf.linking.words import (
    CHOICES,
    DECISIONS,
    FILLED_IN,
    HEADINGS,
    LEGEND,
    MACHINE,
    MESSAGES,
    SHEETS,
    seal,
)

_LONGEST = 32_000  # characters in a cell; Excel holds a few more
_WIDE = 110
_ALLOWED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True, "select_locked_cells": True}


@dataclass(frozen=True)
class Suggestion:
    """A target that may fit a process: subject is the key of its row, rank counts from 1, words made the match."""

    subject: str
    target: str
    score: float
    rank: int
    words: tuple[str, ...] = ()


def review(
    rows: Sequence[Row], suggestions: Iterable[Suggestion], known: Known, *, lang: str = "nl", base: str = ""
) -> bytes:
    """Return the workbook to decide in: XLSX, its words in one language ("nl" or "en").

    The last row of each process is free: there any target in use can be chosen. base: what the IRI of a process that
    the graph does not know begins with. A suggestion for a row or target that is not there is left out.
    """
    output = io.BytesIO()
    with Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page, choices, legend = (book.add_worksheet(name) for name in SHEETS[lang])
        free, made = _fill(book, page, list(_lines(rows, list(suggestions), known, base)), lang)
        _list(book, choices, known.targets.values(), lang)
        _legend(book, legend, lang)
        _ask(page, made, free, sum(not one.withdrawn for one in known.targets.values()), lang)
    return output.getvalue()


def _lines(
    rows: Sequence[Row], suggestions: list[Suggestion], known: Known, base: str
) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield each line of the sheet by column, and whether it is a free one."""
    ordered = sorted(suggestions, key=lambda one: (one.subject, one.rank))
    given = {subject: list(group) for subject, group in groupby(ordered, lambda one: one.subject)}
    for row in rows:
        part = known.parts.get((row.best("number"), row.best("process")))
        subject = part.iri if part else base + row.key if base else ""
        about = _about(row)
        for one in given.get(row.key, []):
            target = known.targets.get(one.target)
            if target:
                suggested = {**_shown(target), "rank": one.rank, "words": ", ".join(one.words)}
                yield {**about, **suggested, **_machine(row.key, subject, target.iri)}, False
        yield {**about, **_machine(row.key, subject, "")}, True


def _about(row: Row) -> dict[str, str]:
    task = f"{row.best('task')} {row.best('task_name')}".strip()
    said = {"number": row.best("number"), "qualification": row.best("qualification"), "task": task}
    return {**said, "code": row.best("process"), "process": row.best("name")}


def _shown(target: Target) -> dict[str, str]:
    return {"target_code": target.code, "target": target.name, "definition": target.definition}


def _machine(key: str, subject: str, target: str) -> dict[str, str]:
    return {"key": key, "subject": subject, "link": target, "check": seal(key, subject, target)}


def _fill(
    book: Workbook, page: Worksheet, lines: list[tuple[dict[str, Any], bool]], lang: str
) -> tuple[list[int], int]:
    """Write the lines; return the numbers of the free ones, and of the last one."""
    plain = {"valign": "top", "text_wrap": True, "num_format": "@"}
    shown = book.add_format({**plain, "bg_color": "#F2F2F2"})
    open_, number = (
        book.add_format({**plain, "locked": False}),
        book.add_format({**plain, "locked": False, "num_format": "0.00"}),
    )
    names = [*HEADINGS]
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for at, name in enumerate(names):
        page.write_string(0, at, HEADINGS[name][lang], bold)
        page.set_column(at, at, HEADINGS[name].get("width", 10), None, {"hidden": name in MACHINE})
    for line, (cells, free) in enumerate(lines, 1):
        for at, name in enumerate(names):
            style = number if name == "confidence" else open_ if name in FILLED_IN else shown
            _cell(page, line, at, cells.get(name, ""), open_ if free and name == "target" else style)
    page.freeze_panes(1, names.index("rank"))
    page.autofilter(0, 0, max(len(lines), 1), len(names) - len(MACHINE) - 1)
    page.protect("", _ALLOWED)
    return [line for line, (_, free) in enumerate(lines, 1) if free], len(lines)


def _cell(page: Worksheet, line: int, at: int, value: str | int, style: Any) -> None:
    if isinstance(value, int):
        page.write_number(line, at, value, style)
    elif value:
        page.write_string(line, at, neutral(value)[:_LONGEST], style)
    else:
        page.write_blank(line, at, None, style)


def _ask(page: Worksheet, last: int, free: list[int], choices: int, lang: str) -> None:
    """Let the cells that people fill in take only what fits."""
    names = [*HEADINGS]
    title, decide, sure, how_sure, choose = MESSAGES[lang]
    if not last:
        return
    column = names.index("decision")
    words = [getattr(one, lang) for one in DECISIONS.values()]
    told = {"input_title": title, "input_message": decide, "error_title": title, "error_message": decide}
    page.data_validation(1, column, last, column, {"validate": "list", "source": words, **told})
    column = names.index("confidence")
    told = {"input_title": sure, "input_message": how_sure, "error_title": sure, "error_message": how_sure}
    between = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    page.data_validation(1, column, last, column, {**between, **told})
    column = names.index("target")
    source = f"='{SHEETS[lang][1]}'!$A$2:$A${choices + 1}"
    for line in free if choices else []:
        told = {"input_message": choose, "error_message": choose}
        page.data_validation(line, column, line, column, {"validate": "list", "source": source, **told})


def _list(book: Workbook, page: Worksheet, targets: Iterable[Target], lang: str) -> None:
    """Write the targets in use, to choose from."""
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, (name, width) in enumerate(zip(CHOICES[lang], (50, _WIDE, 60), strict=True)):
        page.write_string(0, at, name, bold)
        page.set_column(at, at, width)
    for line, one in enumerate((one for one in targets if not one.withdrawn), 1):
        for at, text in enumerate((one.label, one.definition, one.iri)):
            page.write_string(line, at, neutral(text)[:_LONGEST])
    page.freeze_panes(1, 0)
    page.protect()


def _legend(book: Workbook, page: Worksheet, lang: str) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, _WIDE)
    for line, text in enumerate(LEGEND[lang]):
        page.write_string(line, 0, text, wrapped)
    page.protect()
