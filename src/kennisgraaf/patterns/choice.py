"""What somebody chose, as it stands in an address: soort=kg:X&p=kg:y&is.kg:y=IRI.

p names what to see, as steps with a slash between; is.PATH is + (must be there), - (must not), or the thing that it
must be; bevat.PATH is a part of a text, van.PATH and tot.PATH are bounds; tel asks for a number of things.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kennisgraaf.errors import InputError, Wrong
from kennisgraaf.near import nearest
from kennisgraaf.patterns.steps import Patterns, Step

MOST, DEEPEST = 24, 3
_BOUND = {"number": re.compile(r"-?\d{1,12}(\.\d{1,6})?"), "date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?")}


@dataclass(frozen=True)
class Row:
    """One thing to see: the steps to it, the class they start from, and what must hold of it.

    must: True for there, False for not there, None for either; equal: an IRI, or "true" or "false"; part: a piece of
    text; least, most: bounds as typed.
    """

    steps: tuple[Step, ...]
    start: str
    must: bool | None = None
    equal: str = ""
    part: str = ""
    least: str = ""
    most: str = ""

    @property
    def path(self) -> str:
        """Return the steps as the address has them."""
        return "/".join(step.path for step in self.steps)

    @property
    def last(self) -> Step:
        """Return the step that leads to the value."""
        return self.steps[-1]

    @property
    def strict(self) -> bool:
        """Tell whether a thing without such a value is left out."""
        return self.must is True or bool(self.equal or self.part or self.least or self.most)


@dataclass(frozen=True)
class Choice:
    """A class with the rows to see of its things, a parent before its children; ignored: paths that lead nowhere."""

    kind: str
    rows: tuple[Row, ...] = ()
    count: bool = False
    ignored: tuple[str, ...] = field(default=())


def read(patterns: Patterns, kind: str, paths: Sequence[str], given: Mapping[str, str]) -> Choice:
    """Return what was chosen; kind: a class with its prefix, given: the rest of the address.

    InputError: there is no such class, or a value cannot be read.
    """
    known = {patterns.name(iri): iri for iri in patterns.kinds}
    if kind not in known:
        near = ", ".join(nearest(kind, list(known))) or "the kinds that the page lists"
        raise InputError([Wrong("soort", f"There is no kind of thing {kind[:80]!r} here.", f"Choose one of: {near}.")])
    wanted = {prefix for path in paths[:MOST] for prefix in _prefixes(path)}
    traced = {path: _trace(patterns, known[kind], path) for path in sorted(wanted)}
    rows = tuple(_row(path, steps, known[kind], given) for path, steps in traced.items() if steps)
    ignored = tuple(path for path, steps in traced.items() if not steps)
    order = {path: place for place, path in enumerate(patterns.steps(known[kind]))}
    ordered = sorted(rows, key=lambda row: (order[row.steps[0].path], row.path))
    return Choice(known[kind], tuple(ordered), bool(given.get("tel")), ignored)


def _prefixes(path: str) -> list[str]:
    parts = [part for part in path.split("/") if part][:DEEPEST]
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def _trace(patterns: Patterns, kind: str, path: str) -> tuple[tuple[Step, str], ...]:
    """Return each step of a path with the class that it starts from; nothing when one does not exist."""
    found: list[tuple[Step, str]] = []
    for part in path.split("/"):
        step = patterns.steps(kind).get(part) if kind else None
        if not step:
            return ()
        found.append((step, kind))
        kind = step.of
    return tuple(found)


def _row(path: str, traced: tuple[tuple[Step, str], ...], kind: str, given: Mapping[str, str]) -> Row:
    steps, (last, start) = tuple(step for step, _ in traced), traced[-1]
    asked = given.get(f"is.{path}", "").strip()
    must = {"+": True, "-": False}.get(asked)
    equal = "" if must is not None else asked
    if equal:
        _check_equal(path, last, equal)
    part = given.get(f"bevat.{path}", "").strip()[:200] if last.values == "text" else ""
    least, most = (_bound(f"{word}.{path}", last, given) for word in ("van", "tot"))
    return Row(steps, start or kind, must, equal, part, least, most)


def _check_equal(path: str, step: Step, value: str) -> None:
    fits = value in {"true", "false"} if step.values == "boolean" else step.values == "thing" and urlsplit(value).scheme
    if not fits or re.search(r'[\x00-\x20<>"{}|^`\\]', value):
        fix = (
            "Choose a value from the list." if step.values in {"thing", "boolean"} else "Leave it out, or give + or -."
        )
        raise InputError([Wrong(f"is.{path}", f"{value[:80]!r} cannot be a value of {path}.", fix)])


def _bound(name: str, step: Step, given: Mapping[str, str]) -> str:
    value = given.get(name, "").strip().replace(",", ".")
    if not value or step.values not in _BOUND:
        return ""
    if not _BOUND[step.values].fullmatch(value):
        fix = "Give a number." if step.values == "number" else "Give a year, or a date such as 2013-05-01."
        raise InputError([Wrong(name, f"{value[:40]!r} is no {step.values}.", fix)])
    return value
