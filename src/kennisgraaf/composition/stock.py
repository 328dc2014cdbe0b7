"""All that can be chosen in one release, and what hangs on it: read once, then looked up.

A release never changes, so whoever serves one keeps its stock.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kennisgraaf.composition.codes import Codes
from kennisgraaf.description import Texts
from kennisgraaf.description.order import natural
from kennisgraaf.engine import Engine

_HERE = Path(__file__).parent
Roles = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True)
class Level:
    """One rung: the IRI of its scale, and the property by which a requirement names it."""

    iri: str
    scale: str
    relation: str


@dataclass(frozen=True)
class Bearer:
    """Something that asks for things or covers them, and the whole that it is a part of ("" for what stands alone).

    kind: the IRI of its class; levels: of the things that it has one for.
    """

    iri: str
    kind: str
    things: frozenset[str]
    levels: Mapping[str, tuple[str, ...]]
    whole: str = ""


@dataclass(frozen=True)
class Stock:
    """What a release has to choose from; every name is an IRI.

    places: thing → its scheme and its groups, in the order of a person; levels: in the order of their scales; roles:
    "process", "result", "elaboration", "knowledge", "interest", "tension", "source" → thing → what hangs on it; texts:
    "name", "definition", "other", "code", "citation" → thing → texts by language; heirs: withdrawn thing → what is now.
    """

    places: Mapping[str, tuple[str, tuple[str, ...]]]
    levels: Mapping[str, Level]
    bearers: Mapping[str, Bearer]
    roles: Roles
    texts: Mapping[str, Mapping[str, Texts]]
    heirs: Mapping[str, tuple[str, ...]]

    @cached_property
    def codes(self) -> Codes:
        """Return the short names of what can be chosen, withdrawn things included."""
        return Codes([*self.places, *self.heirs])

    @cached_property
    def level_codes(self) -> Codes:
        """Return the short names of the levels."""
        return Codes(self.levels)

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Return the place of each thing in the one order."""
        return {iri: place for place, iri in enumerate(self.places)}

    @cached_property
    def scales(self) -> dict[str, list[str]]:
        """Return scale → its levels, the lowest first."""
        found: dict[str, list[str]] = {}
        for level in self.levels.values():
            found.setdefault(level.scale, []).append(level.iri)
        return found

    def names(self, iri: str) -> Texts:
        """Return what something is called, by language; its IRI where it has no name."""
        return self.texts["name"].get(iri) or {"": iri}

    def code(self, iri: str) -> str:
        """Return the code that is printed with a thing, "" where there is none or its name has it."""
        code = next(iter(self.texts["code"].get(iri, {}).values()), "")
        return "" if code in self.names(iri).get("nl", "") else code

    def hanging(self, role: str, things: Iterable[str]) -> dict[str, list[str]]:
        """Return what hangs on some of these things → on which, by number of things and name."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing in things:
            for other in self.roles[role].get(thing, []):
                found[other].append(thing)
        return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), self.by_name(pair[0]))))

    def by_name(self, iri: str) -> tuple[object, ...]:
        """Return what sorts things by their Dutch name."""
        names = self.names(iri)
        return natural(names.get("nl", iri).casefold()), iri


def read(engine: Engine) -> Stock:
    """Return the stock of a release."""
    rows = {path.stem: engine.rows(path.read_text(encoding="utf-8")) for path in _queries()}
    plain = {name: [{key: term.value for key, term in row.items()} for row in found] for name, found in rows.items()}
    texts: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows["texts"]:
        texts[row["role"].value][row["thing"].value].setdefault(row["text"].lang, row["text"].value)
    roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in plain["surroundings"]:
        roles[one["role"]][one["thing"]].append(one["other"])
    heirs: dict[str, list[str]] = defaultdict(list)
    for one in plain["withdrawn"]:
        heirs[one["thing"]] += [one["heir"]] if "heir" in one else []
    return Stock(
        _places(plain["choices"]),
        {one["level"]: Level(one["level"], one["scale"], one["relation"]) for one in plain["levels"]},
        _bearers(plain["bearers"]),
        defaultdict(
            dict, {role: {thing: _sorted(others) for thing, others in own.items()} for role, own in roles.items()}
        ),
        defaultdict(dict, {role: dict(own) for role, own in texts.items()}),
        {thing: tuple(dict.fromkeys(found)) for thing, found in heirs.items()},
    )


def _queries() -> list[Path]:
    return [path for path in sorted(_HERE.glob("*.rq")) if path.stem != "profile"]


def _sorted(iris: list[str]) -> list[str]:
    return sorted(iris, key=natural)


def _places(rows: list[dict[str, str]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return thing → (scheme, groups), by scheme and then by the number that is printed with it."""
    found: dict[str, tuple[str, str, list[str]]] = {}
    for row in rows:
        _, _, groups = found.setdefault(row["thing"], (row.get("scheme", ""), row["order"], []))
        groups += [row["group"]] if "group" in row and row["group"] not in groups else []
    ordered = sorted(found, key=lambda iri: (found[iri][0], natural(found[iri][1]), natural(iri)))
    return {iri: (found[iri][0], tuple(found[iri][2])) for iri in ordered}


def _bearers(rows: list[dict[str, str]]) -> dict[str, Bearer]:
    """Return what asks for things or covers them; of the kinds of one, the first."""
    things: dict[str, set[str]] = defaultdict(set)
    levels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    about: dict[str, tuple[str, str]] = {}
    for row in rows:
        bearer, thing = row["bearer"], row["thing"]
        about.setdefault(bearer, (row["kind"], row.get("whole", "")))
        things[bearer].add(thing)
        if "level" in row and row["level"] not in levels[bearer][thing]:
            levels[bearer][thing].append(row["level"])
    found = {}
    for iri, own in things.items():
        kind, whole = about[iri]
        at = {thing: tuple(named) for thing, named in levels[iri].items()}
        found[iri] = Bearer(iri, kind, frozenset(own), at, whole)
    return found
