"""What each slot of SSSOM holds, read from slots.toml, and the step from a text to its value.

A text that is no such value gives a ValueError whose words say what was expected.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kennisgraaf.namespaces import EXTERNAL

Value = str | float | date
_ADDRESS = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\x00-\x20]+')
_PART = re.compile(r"(?:[^|\\]|\\.?)*", re.DOTALL)
_SEMAPV = EXTERNAL["semapv"]


@dataclass(frozen=True)
class Slot:
    """A slot: the kind of its values, the list or the bounds they come from; several and propagated as in the file."""

    kind: str
    several: bool = False
    propagated: bool = False
    least: float = 0.0
    most: float = 1.0


_READ = tomllib.loads(Path(__file__).with_name("slots.toml").read_text(encoding="utf-8"))
SLOTS: dict[str, Slot] = {name: Slot(**about) for name, about in _READ["slots"].items()}
LISTS: dict[str, list[str]] = _READ["lists"]
ENTITIES = ("entity", "justification")


class Curies:
    """The prefixes of one file, both ways."""

    def __init__(self, spaces: Mapping[str, str]) -> None:
        """Take prefix → namespace; those that are built into SSSOM need not be there."""
        built = {prefix: EXTERNAL[prefix] for prefix in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")}
        self.spaces = {**built, "linkml": "https://w3id.org/linkml/", **spaces}
        self._longest = sorted(self.spaces.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def expand(self, text: str) -> str:
        """Return the IRI that a CURIE or an IRI stands for. ValueError: an unknown prefix, no IRI."""
        prefix, colon, rest = text.partition(":")
        whole = self.spaces[prefix] + rest if colon and prefix in self.spaces and rest[:2] != "//" else text
        if whole is text and not (rest[:2] == "//" or prefix == "urn"):
            known = f"The prefix {prefix!r} is not in curie_map." if colon else "It has no prefix."
            raise ValueError(f"{text!r} is no CURIE or IRI. {known}")
        if not _ADDRESS.fullmatch(whole):
            raise ValueError(f"{text!r} does not make an IRI.")
        return whole

    def contract(self, iri: str) -> str:
        """Return the CURIE of an IRI; the IRI itself where no prefix fits, or where it would not lead back."""
        for prefix, space in self._longest:
            if iri.startswith(space) and len(iri) > len(space) and re.fullmatch(r"[\w.-]+", iri[len(space) :]):
                return f"{prefix}:{iri[len(space) :]}"
        return iri


def value_of(slot: Slot, text: str, curies: Curies) -> Value:
    """Return the value that a text stands for. ValueError: it stands for none; the words say why."""
    if slot.kind in LISTS and slot.kind != "justification":
        return _listed(slot.kind, text)
    return _READERS[slot.kind](slot, text, curies)


def parts(text: str) -> list[str]:
    r"""Return the values in a cell: | stands between them, \| is a | and \\ a \ within one."""
    found, at = [], 0
    while at <= len(text):
        part = _PART.match(text, at)
        assert part is not None  # noqa: S101 - the pattern fits everywhere
        found.append(re.sub(r"\\([|\\])", r"\1", part[0]))
        at = part.end() + 1
    return found


def joined(values: tuple[str, ...]) -> str:
    r"""Return a cell with values: the other way of `parts`."""
    return "|".join(re.sub(r"([|\\])", r"\\\1", value) for value in values)


def _listed(kind: str, text: str) -> str:
    if text not in LISTS[kind]:
        raise ValueError(f"{text!r} is not in the list: {', '.join(LISTS[kind])}.")
    return text


def _number(slot: Slot, text: str, _: Curies) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is no number (write it with a point, as 0.8).") from None
    if not slot.least <= number <= slot.most:
        raise ValueError(f"{text} is not from {slot.least:g} up to {slot.most:g}.")
    return number


def _date(_: Slot, text: str, __: Curies) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date (write it as 2026-11-22).") from None


def _address(_: Slot, text: str, curies: Curies) -> str:
    prefix, colon, _rest = text.partition(":")
    if colon and prefix in curies.spaces:
        return curies.expand(text)
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"{text!r} is no whole IRI.")
    return text


def _justification(_: Slot, text: str, curies: Curies) -> str:
    whole = curies.expand(text)
    if whole.removeprefix(_SEMAPV) not in LISTS["justification"]:
        raise ValueError(f"{text!r} is no justification: semapv: and one of {', '.join(LISTS['justification'])}.")
    return whole


_READERS: dict[str, Callable[[Slot, str, Curies], Value]] = {
    "address": _address,
    "date": _date,
    "entity": lambda _, text, curies: curies.expand(text),
    "justification": _justification,
    "number": _number,
    "text": lambda _, text, __: text,
}
