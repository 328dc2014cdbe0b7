"""The verdict on one link: what became of the thing that it points to, since somebody wrote it down."""

from dataclasses import dataclass, field
from datetime import date

from kennisgraaf import version
from kennisgraaf.description import Texts
from kennisgraaf.description.succession import last
from kennisgraaf.record import Record
from kennisgraaf.upkeep.address import recognise
from kennisgraaf.upkeep.register import Register

ALIVE, CHANGED, REPLACED, ENDED, UNKNOWN, FOREIGN = STATES = (
    "alive",
    "changed",
    "replaced",
    "ended",
    "unknown",
    "foreign",
)
TO_DO = (CHANGED, REPLACED, ENDED, UNKNOWN)
_EDITORIAL = ("", "editorial")
_DATE = 10  # characters of 2026-01-31


@dataclass(frozen=True)
class Verdict:
    """What became of a link; state is one of STATES.

    heirs: what replaces it in the end; near: what looks like it; changes: (version, why it changed the meaning, by
    language), the newest first. compared: whether the records could say if the meaning changed; unsaid: why not.
    """

    link: str
    state: str
    iri: str = ""
    labels: Texts = field(default_factory=dict)
    heirs: tuple[tuple[str, Texts], ...] = ()
    near: tuple[tuple[str, Texts], ...] = ()
    changes: tuple[tuple[str, Texts], ...] = ()
    unsaid: str = ""


def judge(register: Register, link: str, since: str = "") -> Verdict:
    """Return the verdict on a link that somebody holds since a version (0.1.0) or a day (2026-01-31 or 31-01-2026)."""
    iri = recognise(link, register)
    if not iri:
        return Verdict(link, FOREIGN)
    labels = register.labels.get(iri, {})
    if iri in register.heirs:
        heirs = _named(register, last(register.heirs, iri))
        return Verdict(link, REPLACED if heirs else ENDED, iri, labels, heirs=heirs)
    if iri not in register:
        return Verdict(link, UNKNOWN, iri, near=_named(register, register.near(iri)))
    newer, unsaid = _since(register, since)
    changes = tuple(one for record in newer for one in _changes(record, iri))
    return Verdict(link, CHANGED if changes else ALIVE, iri, labels, changes=changes, unsaid=unsaid)


def day(text: str) -> date | None:
    """Return the day that a text says, year first or day first; None when it says none."""
    parts = text.strip()[:_DATE].replace("/", "-").replace(".", "-").split("-")
    if len(parts) != len(("day", "month", "year")) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    first, month, third = (int(part) for part in parts)
    year, number = (first, third) if len(parts[0]) == len("2026") else (third, first)
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _since(register: Register, since: str) -> tuple[list[Record], str]:
    """Return the records of after a moment, and "" or why none can be chosen: "none", "when" or "strange"."""
    if not register.records:
        return [], "none"
    wanted = since.strip()
    if not wanted:
        return [], "when"
    if numbers := version.parse(wanted.removeprefix("v")):
        newest = max(version.parse(one.version) for one in register.records)
        newer = [one for one in register.records if version.parse(one.version) > numbers]
        return newer, "strange" if numbers > newest else ""
    moment = day(wanted)
    if moment is None:
        return [], "strange"
    return [one for one in register.records if one.released.date() >= moment], ""


def _changes(record: Record, iri: str) -> list[tuple[str, Texts]]:
    """Return why a release changed the meaning of a thing."""
    return [
        (record.version, dict(reason["text"]))
        for change in record.changes.get(iri, [])
        if change["kind"] != "added"
        for reason in change["reasons"]
        if reason["verdict"] not in _EDITORIAL
    ]


def _named(register: Register, iris: list[str] | tuple[str, ...]) -> tuple[tuple[str, Texts], ...]:
    return tuple((iri, register.labels.get(iri, {})) for iri in iris)
