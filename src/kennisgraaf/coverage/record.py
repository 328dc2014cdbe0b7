"""What coverage is worked out from, as it stands in the graph: things, frameworks with their topics, and links."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kennisgraaf.description import Texts
from kennisgraaf.description.order import natural
from kennisgraaf.engine import Engine, Term

FILE, BUNDLE, PART, ASKS = "file", "bundle", "part", "asks"  # the roles of things.rq
_TRUE = {"true", "1"}
Row = dict[str, Term]


@dataclass(frozen=True)
class Thing:
    """Something that covers topics or asks for them, or such a topic (role "").

    successors: what to use today instead of it, where it is withdrawn; earlier: what it is the successor of.
    """

    iri: str
    role: str = ""
    labels: Texts = field(default_factory=dict)
    code: str = ""
    number: str = ""
    withdrawn: bool = False
    successors: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[object, ...]:
        """Return what sorts it as a person would: by its number or code, else by its name."""
        return natural(self.number or self.code or "~"), self.labels.get("nl", self.iri).casefold(), self.iri


@dataclass(frozen=True)
class Scheme:
    """A framework with its topics, in their order."""

    iri: str
    labels: Texts
    topics: tuple[Thing, ...]

    @property
    def code(self) -> str:
        """Return the last part of its IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True)
class Link:
    """One part that does something with one topic: kind is "covered", "touched" or "asked".

    confidence is from 0 to 1, None where nobody said how sure it is; statement: the IRI of the reasons, "" without any.
    """

    part: str
    topic: str
    kind: str
    confidence: float | None = None
    statement: str = ""
    reason: Texts = field(default_factory=dict)
    day: str = ""


def things(engine: Engine) -> dict[str, Thing]:
    """Return by IRI all that covers topics or asks for them."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in engine.rows(query("things")):
        found[row["thing"].value].append(row)
    return {iri: _thing(iri, rows) for iri, rows in found.items()}


def schemes(engine: Engine) -> dict[str, Scheme]:
    """Return every framework by its IRI."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(query("topics")):
        found[row["scheme"].value][row["thing"].value].append(row)
    return {iri: _scheme(iri, topics) for iri, topics in found.items()}


def links(engine: Engine) -> list[Link]:
    """Return every link, sorted; where reasons were given twice, with those of who is the surest."""
    found: dict[tuple[str, str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.rows(query("links")):
        statement = row["statement"].value if "statement" in row else ""
        found[row["part"].value, row["topic"].value, row["kind"].value][statement].append(row)
    return [max((_link(key, one) for one in given.items()), key=_sure) for key, given in sorted(found.items())]


def pairs(engine: Engine, name: str) -> list[tuple[str, str]]:
    """Return the rows of a query of two columns as pairs of IRIs."""
    return [tuple(term.value for term in row.values()) for row in engine.rows(query(name))]  # type: ignore[misc]


@cache
def query(name: str) -> str:
    """Return the text of a query that lies beside this module."""
    return Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")


def _thing(iri: str, rows: list[Row]) -> Thing:
    roles, codes = _values(rows, "role"), _values(rows, "code")
    return Thing(
        iri,
        next(iter(roles), ""),
        _texts(rows, "label"),
        next(iter(codes), ""),
        next(iter(_values(rows, "number")), ""),
        bool(_TRUE & set(_values(rows, "withdrawn"))),
        _values(rows, "successor"),
        _values(rows, "earlier"),
    )


def _scheme(iri: str, topics: Mapping[str, list[Row]]) -> Scheme:
    listed = sorted((_thing(topic, rows) for topic, rows in topics.items()), key=lambda topic: topic.place)
    return Scheme(iri, _texts([row for rows in topics.values() for row in rows], "title"), tuple(listed))


def _link(key: tuple[str, str, str], given: tuple[str, list[Row]]) -> Link:
    statement, rows = given
    days = _values(rows, "day")
    return Link(*key, _number(_values(rows, "confidence")), statement, _texts(rows, "reason"), next(iter(days), ""))


def _sure(link: Link) -> float:
    return -1 if link.confidence is None else link.confidence


def _number(values: Iterable[str]) -> float | None:
    """Return the largest of the values that are a number from 0 to 1."""
    found = []
    for value in values:
        try:
            found.append(float(value))
        except ValueError:
            continue
    return max((number for number in found if 0 <= number <= 1), default=None)


def _values(rows: list[Row], name: str) -> tuple[str, ...]:
    return tuple(sorted({row[name].value for row in rows if name in row}))


def _texts(rows: list[Row], name: str) -> Texts:
    """Return the texts of a column by language; of two in one language the first of the alphabet."""
    found = sorted({(row[name].lang, row[name].value) for row in rows if name in row}, reverse=True)
    return dict(found)
