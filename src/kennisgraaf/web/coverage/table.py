"""Coverage as rows: one table per framework, the links with their reasons, and the rules; for CSV and spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from kennisgraaf.coverage import STATES, Cell, Link, Pair, Scheme, Thing
from kennisgraaf.coverage.record import BUNDLE, FILE
from kennisgraaf.engine import Term
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.web import spreadsheet
from kennisgraaf.web.coverage import heat
from kennisgraaf.web.coverage.choice import Choice
from kennisgraaf.web.coverage.words import Words
from kennisgraaf.web.spreadsheet import Sheet

_TOPIC = ("framework", "code", "topic", "topicId", "withdrawn", "successor")
_CELL = ("state", "best", "mean", "number", "parts")
_OTHER = tuple("other" + name.capitalize() for name in _CELL)
_FILE = ("fileCode", "file", "fileId")
_LINK = ("code", "topic", "topicId", *_FILE, "kind", "confidence", "reason", "day", "statement")
Row = dict[str, str | float | None]


def rows(words: Words, choice: Choice) -> tuple[tuple[str, ...], list[Row]]:
    """Return the names of the columns and a row for every topic; without a thing for every file and topic."""
    found = [row for scheme in choice.schemes for row in _rows(words, choice, scheme)]
    if choice.thing is None:
        return (*_TOPIC, *_FILE, *_CELL), found
    return ((*_TOPIC, *_CELL, *_OTHER, "verdict", "surer") if choice.other else (*_TOPIC, *_CELL)), found


def as_csv(words: Words, choice: Choice) -> bytes:
    """Return the rows as CSV (RFC 4180), each value as it is; a number has a point."""
    columns, found = rows(words, choice)
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow([words.word("columns", name) for name in columns])
    writer.writerows([["" if row[name] is None else row[name] for name in columns] for row in found])
    return output.getvalue().encode("utf-8", "replace")


def as_workbook(words: Words, choice: Choice) -> bytes:
    """Return a workbook: a sheet for each framework, the links with their reasons, and the rules.

    LimitError: it is more than a spreadsheet holds.
    """
    sheets = [_sheet(words, choice, scheme) for scheme in choice.schemes]
    links = _titled(words, words.word("sheets", "links"), _LINK, _links(words, choice))
    rules = _titled(words, words.word("sheets", "rules"), ("sign", "state", "rule"), _rules(words))
    site = words.site
    return spreadsheet.book([*sheets, links, rules], heat.title(words, choice), site.release.id, site.built)


def _rows(words: Words, choice: Choice, scheme: Scheme) -> Iterator[Row]:
    if choice.thing is None:
        for file in choice.across:
            about = {"fileCode": file.code, "file": words.name(file), "fileId": file.iri}
            for line in choice.lines(file, scheme):
                yield {**_topic(words, scheme, line.topic), **about, **_cell(words, choice, line.cell)}
    elif choice.other is None:
        for line in choice.lines(choice.thing, scheme):
            yield {**_topic(words, scheme, line.topic), **_cell(words, choice, line.cell)}
    else:
        for pair in choice.pairs(scheme):
            yield {**_topic(words, scheme, pair.topic), **_pair(words, choice, pair)}


def _topic(words: Words, scheme: Scheme, topic: Thing) -> Row:
    return {
        "framework": words.reader.plain(scheme.labels) or scheme.code,
        "code": topic.code,
        "topic": words.name(topic),
        "topicId": topic.iri,
        "withdrawn": words.word("texts", "yes") if topic.withdrawn else "",
        "successor": " ".join(topic.successors),
    }


def _cell(words: Words, choice: Choice, cell: Cell) -> Row:
    return {
        "state": words.word("states", cell.state),
        "best": cell.best,
        "mean": None if cell.mean is None else round(cell.mean, 3),
        "number": len(cell.links),
        "parts": "; ".join(part(words, choice, link) for link in cell.links),
    }


def part(words: Words, choice: Choice, link: Link) -> str:
    """Return the name of the part that a link begins at, behind its file where more files are in sight.

    A code of a part is unique within its file alone.
    """
    thing = choice.survey.things.get(link.part)
    name = (thing.code or words.name(thing)) if thing else words.site.short(link.part)
    if choice.thing and choice.thing.role != BUNDLE:
        return name
    file = next((whole for whole in choice.survey.above(link.part) if whole.role == FILE), None)
    return f"{file.code or words.name(file)} {name}" if file else name


def _pair(words: Words, choice: Choice, pair: Pair) -> Row:
    there = dict(zip(_OTHER, _cell(words, choice, pair.there).values(), strict=True))
    verdict = words.word("verdicts", pair.verdict)
    return {**_cell(words, choice, pair.here), **there, "verdict": verdict, "surer": pair.surer}


def _links(words: Words, choice: Choice) -> Iterator[Row]:
    """Yield every link behind the tables, with its reason."""
    topics = {topic.iri: topic for scheme in choice.schemes for topic in choice.topics(scheme)}
    wholes = [choice.thing, choice.other] if choice.thing else choice.across
    every = [link for whole in wholes if whole for link in choice.survey.links(whole.iri) if link.topic in topics]
    for link in {(link.part, link.topic, link.kind): link for link in every}.values():
        topic, thing = topics[link.topic], choice.survey.things.get(link.part) or Thing(link.part)
        file = next((whole.code for whole in choice.survey.above(thing.iri) if whole.role == FILE), "")
        about = {"code": topic.code, "topic": words.name(topic), "topicId": topic.iri}
        whole = {
            "fileCode": f"{file} {thing.code}".strip(),
            "file": words.name(thing),
            "fileId": thing.iri,
            "kind": words.word("states", link.kind),
        }
        reason = {"confidence": link.confidence, "reason": words.reader.plain(link.reason), "day": link.day}
        yield {**about, **whole, **reason, "statement": link.statement}


def _rules(words: Words) -> Iterator[Row]:
    for state in STATES:
        yield {
            name: words.word(form, state) for name, form in (("sign", "signs"), ("state", "states"), ("rule", "rules"))
        }


def _sheet(words: Words, choice: Choice, scheme: Scheme) -> Sheet:
    """Return the sheet of a framework; of all files it is the picture in letters."""
    name = words.reader.raw(scheme.labels) or scheme.code
    if choice.thing is not None:
        return _titled(words, name, rows(words, choice)[0][1:], _rows(words, choice, scheme))
    files = {_unique(words, at, file): file for at, file in enumerate(choice.across)}
    cells = {(file.iri, line.topic.iri): line.cell for file in files.values() for line in choice.lines(file, scheme)}
    nobody = {gap.topic.iri for one in choice.overviews if one.scheme == scheme for gap in one.gaps}
    head = [words.word("columns", key) for key in ("code", "topic", "topicId", "nobody")]
    found = []
    for topic in choice.topics(scheme):
        values = (topic.code, words.name(topic), topic.iri, words.word("texts", "yes") if topic.iri in nobody else "")
        own = {column: cells.get((file.iri, topic.iri)) for column, file in files.items()}
        signs = {column: words.sign(cell) for column, cell in own.items() if cell}
        found.append({name: _term(value) for name, value in {**dict(zip(head, values, strict=True)), **signs}.items()})
    return Sheet(name, [*head, *files], found)


def _unique(words: Words, at: int, file: Thing) -> str:
    """Return the heading of a file's column; two files may have one name."""
    return words.coded(file) if file.code else f"{words.name(file)} ({at + 1})"


def _titled(
    words: Words, name: str, columns: Iterable[str], found: Iterable[Mapping[str, str | float | None]]
) -> Sheet:
    """Return rows as a sheet, the columns by the names that people read."""
    heads = {key: words.word("columns", key) for key in columns}
    listed = [{head: _term(row[key]) for key, head in heads.items() if row[key] not in {None, ""}} for row in found]
    return Sheet(name, list(heads.values()), listed)


def _term(value: str | float | None) -> Term:
    """Return a value as a term, for the cell that holds it exactly."""
    if isinstance(value, str) or value is None:
        return Term("literal", value or "")
    return Term("literal", repr(value), datatype=EXTERNAL["xsd"] + ("integer" if isinstance(value, int) else "double"))
