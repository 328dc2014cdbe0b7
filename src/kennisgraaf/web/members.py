"""The list of all things of one kind: to filter, to sort by name or code, to leaf through by letter or page.

Without a wish the things stand in the order of a person: by scheme, and within it below what is above them.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import request

from kennisgraaf import description
from kennisgraaf.description import Facts, Texts
from kennisgraaf.description.order import natural
from kennisgraaf.engine import Term
from kennisgraaf.errors import QueryError
from kennisgraaf.namespaces import EXTERNAL, ID
from kennisgraaf.web import labels, pages
from kennisgraaf.web.language import Reader, reader
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site

SORTS = ("", "naam", "code")
_SKOS = EXTERNAL["skos"]
_ALL_AT_ONCE, _AT_ONCE = 150, 100
_LONGEST, _LONGEST_NUMBER = 100, 4
Found = list[tuple[str, Texts, Texts, Facts]]


@dataclass(frozen=True)
class Member:
    """A row: its names, definitions, code, scheme, what is above it, and the values of the columns."""

    iri: str
    labels: Texts
    notes: Texts
    code: str
    scheme: str
    above: str
    cells: list[list[Term]]

    def letter(self, who: Reader) -> str:
        """Return the first letter of the name as the reader sees it, "#" when it begins with something else."""
        first = _folded(who.raw(self.labels))[:1].upper()
        return first if first.isalpha() else "#"


@dataclass(frozen=True)
class Wish:
    """What the address asks for: words in the name or the code, an order, a letter, a part."""

    words: str
    sort: str
    letter: str
    part: int

    @classmethod
    def read(cls) -> "Wish":
        """Return what the address asks for; QueryError when it is no order or no part."""
        sort, part = request.args.get("op", ""), request.args.get("deel", "1")
        if sort not in SORTS:
            raise QueryError(f"op is {sort[:20]!r}.", fix="Give op=naam or op=code, or leave op out.")
        if not (part.isascii() and part.isdigit() and len(part) <= _LONGEST_NUMBER and int(part)):
            raise QueryError(f"deel is {part[:20]!r}.", fix="Give a whole number from 1, or leave deel out.")
        return cls(request.args.get("q", "")[:_LONGEST].strip(), sort, request.args.get("letter", "")[:1], int(part))

    def of(self, who: Reader, rows: list[Member]) -> list[Member]:
        """Return the rows with these words, in this order."""
        wanted = _folded(self.words).split()
        kept = [one for one in rows if all(word in _hay(one) for word in wanted)] if wanted else rows
        if self.sort == "naam":
            return sorted(kept, key=lambda one: (_folded(who.raw(one.labels)), natural(one.iri)))
        if self.sort == "code":
            return sorted(kept, key=lambda one: (not one.code, natural(one.code or one.iri)))
        return kept


def known(site: Site, kind: str, *, everything: bool) -> Found:
    """Return the things of a kind, read once; NotFound when there is no such kind."""
    return site.kept(
        f"members {kind} {everything}",
        lambda: description.members(site.engine, kind, site.kinds, withdrawn=everything),
    )


def page(site: Site, kind: str, resource: Resource) -> str:
    """Return the page of a kind. NotFound: there is no such kind. QueryError: the address asks for what cannot be."""
    who, wish = reader(request), Wish.read()
    everything = request.args.get("vervallen", "") == "1"
    withdrawn = sum(iri.startswith(f"{ID}{kind}/") for iri in site.withdrawn)
    only_withdrawn = withdrawn and not everything and kind not in site.kinds
    columns = description.columns(site.engine, kind)
    rows = [] if only_withdrawn else _rows(known(site, kind, everything=everything), columns)
    fitting = wish.of(who, rows)
    letters = sorted({one.letter(who) for one in fitting}) if wish.sort == "naam" else []
    fitting = [one for one in fitting if not (letters and wish.letter) or one.letter(who) == wish.letter]
    size = _AT_ONCE if len(fitting) > _ALL_AT_ONCE else _ALL_AT_ONCE
    last = max(1, -(-len(fitting) // size))
    shown = fitting[(wish.part - 1) * size : wish.part * size]
    context = {"rows": len(rows), "total": len(fitting), "withdrawn": withdrawn, "everything": everything}
    order = {"wish": wish, "letters": letters, "last": last, "address": _address, "resource": resource}
    groups = _grouped(shown, flat=bool(wish.sort))
    names = labels.find(site.engine, _mentioned(shown))
    return pages.html(site, "members.html", kind=kind, groups=groups, columns=columns, names=names, **context, **order)


def _rows(found: Found, columns: list[str]) -> list[Member]:
    """Return the members in the order of a person."""
    rows = []
    for iri, names, notes, facts in found:
        own = facts[iri]
        cells = [[term for term in own.get(name, []) if not term.lang] for name in columns]
        code, scheme, above = (_first(own, _SKOS + name) for name in ("notation", "inScheme", "broader"))
        rows.append(Member(iri, names, notes, code, scheme, above, cells))
    return sorted(rows, key=lambda one: (one.scheme, natural(one.above)))


def _grouped(rows: Iterable[Member], *, flat: bool) -> list[tuple[str, str, list[Member]]]:
    """Return (scheme, what is above, rows); all in one group when flat."""
    if flat:
        return [("", "", list(rows))]
    return [(*key, list(own)) for key, own in groupby(rows, key=lambda one: (one.scheme, one.above))]


def _address(**changed: str) -> list[tuple[str, str]]:
    """Return the query of the address of this list with other wishes; a new wish begins at the first part."""
    now = {name: request.args.get(name, "") for name in ("q", "op", "letter", "vervallen")}
    return [(name, value) for name, value in {**now, **changed}.items() if value]


def _mentioned(rows: Iterable[Member]) -> set[str]:
    """Return the IRIs that rows name."""
    found: set[str] = set()
    for one in rows:
        found |= {term.value for cell in one.cells for term in cell if term.kind == "iri"}
        found |= {iri for iri in (one.scheme, one.above) if iri}
    return found


def _first(facts: Mapping[str, list[Term]], name: str) -> str:
    """Return the first value of a property, "" where there is none."""
    return next((term.value for term in facts.get(name, [])), "")


def _hay(one: Member) -> str:
    return _folded(" ".join([*one.labels.values(), one.code, one.iri.rpartition("/")[2]]))


def _folded(text: str) -> str:
    """Return a text without capitals and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
