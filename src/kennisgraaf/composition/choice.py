"""What somebody chose, as the text in an address and back: scw-4a~mbo-4.k3x9z.

Things are parted by a dot, the levels of a thing follow it after a tilde. Equal choices have equal texts, whatever the
order they were made in. What a text holds that is not (or no more) there is told and left out; it is never fatal.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kennisgraaf.composition.stock import Stock
from kennisgraaf.errors import InputError, Wrong
from kennisgraaf.near import nearest

MOST, LONGEST_TITLE, LONGEST_NOTE = 200, 120, 600
_HELPED = 5  # unknown names that get near ones: looking for them takes a while
# Control characters, half characters, what XML cannot hold, and what turns the direction of the text around it.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Remark:
    """Something about a text that its reader should know.

    kind: unknown, withdrawn, gone, level, scale, twice, title, note, since; text: what stood there; things: IRIs of
    what is meant now; near: names that look like it.
    """

    kind: str
    text: str
    things: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """Things → their levels (IRIs, in the one order), a title and a note of one's own, and the release it rests on."""

    things: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""
    note: str = ""
    since: str = ""


def write(stock: Stock, choice: Choice) -> str:
    """Return the text of what was chosen."""
    return ".".join(
        "~".join([stock.codes.of(thing), *map(stock.level_codes.of, levels)]) for thing, levels in choice.things.items()
    )


def read(stock: Stock, text: str) -> tuple[dict[str, tuple[str, ...]], list[Remark]]:
    """Return things → levels in the one order, and what is to be told of the text.

    InputError: it has more parts than anybody chooses.
    """
    parts = [part for part in text.split(".") if part.strip("~ ")]
    if len(parts) > MOST:
        what = f"{len(parts)} things are chosen; a profile from here has at most {MOST}."
        raise InputError([Wrong("keuze", what, f"Choose at most {MOST}.")])
    remarks: list[Remark] = []
    found: dict[str, list[str]] = {}
    for part in parts:
        name, *levels = part.split("~")
        things = _things(stock, name, remarks)
        own = _levels(stock, levels, remarks)
        for thing in things:
            if thing in found:
                remarks.append(Remark("twice", name[:60], (thing,)))
            found.setdefault(thing, []).extend(own)
    ordered = sorted(found, key=lambda iri: stock.rank[iri])
    return {thing: _one_per_scale(stock, found[thing], remarks) for thing in ordered}, _once(remarks)


def levelled(stock: Stock, levels: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return levels, with those of more whose scale has none among them yet; what is no level is left out."""
    return _one_per_scale(stock, [iri for iri in (*levels, *more) if iri in stock.levels], [])


def clean(text: str, longest: int, kind: str, remarks: list[Remark]) -> str:
    """Return a text of the reader's own without what cannot be seen or kept; a text that is cut is told."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).split("\n")
    told = "\n".join(" ".join(_UNSEEN.sub("", line).split()) for line in lines).strip()
    if kind == "title":
        told = " ".join(told.split())
    if len(told) > longest:
        remarks.append(Remark(kind, str(longest)))
    return told[:longest].strip()


def _things(stock: Stock, name: str, remarks: list[Remark]) -> tuple[str, ...]:
    """Return what a name means today."""
    iri = stock.codes.find(name)
    if iri in stock.places:
        return (iri,)
    if not iri:
        helped = sum(one.kind == "unknown" for one in remarks) < _HELPED
        near = nearest(name[:60].lower(), stock.codes.names) if helped else []
        remarks.append(Remark("unknown", _UNSEEN.sub("", name)[:60], near=tuple(near)))
        return ()
    heirs = stock.heirs[iri]
    remarks.append(Remark("withdrawn" if heirs else "gone", iri, heirs))
    return tuple(heir for heir in heirs if heir in stock.places)


def _levels(stock: Stock, names: Iterable[str], remarks: list[Remark]) -> list[str]:
    """Return the levels of these names."""
    found = [(name, stock.level_codes.find(name)) for name in names if name.strip()]
    remarks += [Remark("level", _UNSEEN.sub("", name)[:60]) for name, iri in found if not iri]
    return [iri for _, iri in found if iri]


def _one_per_scale(stock: Stock, levels: list[str], remarks: list[Remark]) -> tuple[str, ...]:
    """Return the first level of each scale, in the order of the scales."""
    kept: dict[str, str] = {}
    for level in levels:
        first = kept.setdefault(stock.levels[level].scale, level)
        if first != level:
            remarks.append(Remark("scale", level, (first,)))
    return tuple(kept[scale] for scale in stock.scales if scale in kept)


def _once(remarks: list[Remark]) -> list[Remark]:
    return list(dict.fromkeys(remarks))
