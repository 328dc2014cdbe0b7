"""A composition as an Excel workbook (ECMA-376): a sheet for each of its parts, for who counts and sorts.

Nothing in it can act: every text is written as a text, so "=1+1" stays what it is.
"""

import io
from collections.abc import Iterable, Iterator, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from kennisgraaf.composition.composition import Composition
from kennisgraaf.composition.wording import licence, made, plain, title, words

_LONGEST = 32_767  # of a cell in Excel
_WIDE, _NARROW = 60, 8
Cell = str | int | float


def write(composed: Composition) -> bytes:
    """Return the workbook; the same composition gives the same bytes."""
    output, said = io.BytesIO(), words(composed.lang)
    with Workbook(output, {"in_memory": True}) as book:
        about = {"title": plain(title(composed)), "comments": made(composed), "author": "Kennisgraaf"}
        book.set_properties({**about, "created": composed.built.replace(tzinfo=None)})
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "part": book.add_format({"num_format": "0 %", "valign": "top"}),
        }
        for name, (heads, rows) in _sheets(composed).items():
            _fill(book.add_worksheet(said[name][:31]), styles, [said.get(head, head) for head in heads], list(rows))
    return output.getvalue()


def _sheets(composed: Composition) -> dict[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]:
    """Return word → headings and rows of its sheet; a heading that is no word stands as it is."""
    scales = [composed.name(scale).capitalize() for scale in composed.stock.scales]
    overlaps = ("bearer", "kind", "shared", "missing", "extra", "likeness")
    return {
        "profile": (("profile", "title"), _about(composed)),
        "things": (("code", "thing", "scheme", "group", *scales, "definition", "IRI"), _things(composed)),
        "indicators": (("code", "thing", "kind", "indicator"), _indicators(composed)),
        "overlap": ((*overlaps, "shared", "missing", "extra", "IRI"), _overlaps(composed)),
        "hanging": (("kind", "hanging", "with", "IRI"), _hanging(composed)),
        "sources": (("source", "with", "IRI"), _sources(composed)),
    }


def _about(composed: Composition) -> Iterator[Sequence[Cell]]:
    said, choice = words(composed.lang), composed.choice
    yield said["title"], title(composed)
    yield said["note"], choice.note
    yield said["link"], composed.link
    yield said["about"], f"{made(composed)} {licence(composed)}"
    yield said["likeness"], said["overlap_about"]


def _things(composed: Composition) -> Iterator[Sequence[Cell]]:
    stock = composed.stock
    for iri, levels in composed.choice.things.items():
        scheme, groups = stock.places[iri]
        at = {stock.levels[level].scale: composed.name(level) for level in levels}
        group = "; ".join(map(composed.name, groups))
        own = [at.get(scale, "") for scale in stock.scales]
        in_scheme = composed.name(scheme) if scheme else ""
        yield stock.code(iri), composed.name(iri), in_scheme, group, *own, composed.text("definition", iri), iri


def _indicators(composed: Composition) -> Iterator[Sequence[Cell]]:
    said = words(composed.lang)
    for iri in composed.choice.things:
        for role, lines in composed.indicators(iri):
            for line in lines:
                yield composed.stock.code(iri), composed.name(iri), said[role], line


def _overlaps(composed: Composition) -> Iterator[Sequence[Cell]]:
    for one in composed.overlaps:
        parts = (one.shared, one.missing, one.extra)
        named = ("; ".join(composed.name(iri) for iri in part) for part in parts)
        kind = composed.name(one.bearer.kind)
        yield composed.full(one.bearer), kind, *map(len, parts), one.likeness, *named, one.bearer.iri


def _hanging(composed: Composition) -> Iterator[Sequence[Cell]]:
    for role, found in composed.hanging.items():
        for iri, things in found.items():
            yield words(composed.lang)[role], composed.name(iri), "; ".join(map(composed.name, things)), iri


def _sources(composed: Composition) -> Iterator[Sequence[Cell]]:
    for iri, things in composed.sources.items():
        yield composed.text("citation", iri) or composed.name(iri), "; ".join(map(composed.name, things)), iri


def _fill(sheet: Worksheet, styles: dict[str, Style], heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    for column, head in enumerate(heads):
        longest = max([len(head) + 2, *(len(str(row[column])) for row in rows)])
        sheet.set_column(column, column, min(_WIDE, max(_NARROW, longest)))
        sheet.write_string(0, column, head, styles["head"])
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, styles, (number, column), value)


def _write(sheet: Worksheet, styles: dict[str, Style], at: tuple[int, int], value: Cell) -> None:
    if isinstance(value, int):
        sheet.write_number(*at, value, styles["text"])
    elif isinstance(value, float):
        sheet.write_number(*at, value, styles["part"])
    elif value.startswith("<r>") and value.endswith("</r>"):
        # xlsxwriter takes such a text for markup of its own and writes it as it is; in two parts it escapes it.
        sheet.write_rich_string(*at, value[:1], styles["text"], plain(value[1:]), styles["text"])
    else:
        sheet.write_string(*at, plain(value)[:_LONGEST], styles["text"])
