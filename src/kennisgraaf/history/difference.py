"""What differs between two states, as plain values: changes by thing, each with its properties and its reasons.

The forms in which it is told, the record that is kept of a release and the feeds are all made from these values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kennisgraaf import version
from kennisgraaf.errors import KennisgraafError
from kennisgraaf.history.state import Texts

VERDICTS = ("", "editorial", "compatible", "breaking")  # from nothing to worst
KINDS = ("added", "changed", "moved", "retired", "removed")
ROLES = ("thing", "term", "shape", "question")


@dataclass(frozen=True, order=True)
class Value:
    """A value of a property: kind is "iri", "literal" or "blank".

    text is the IRI, the lexical form, or for a blank node its content in words; key is what makes it the same value.
    """

    text: str
    lang: str = ""
    datatype: str = ""
    kind: str = "literal"
    key: str = field(default="", repr=False)


@dataclass(frozen=True, order=True)
class Detail:
    """One property whose values differ, for one language: the values that went, and those that came."""

    property: str
    lang: str
    before: tuple[Value, ...]
    after: tuple[Value, ...]


@dataclass(frozen=True, order=True)
class Reason:
    """Why a change weighs what it weighs: the name of a rule, its verdict, and its sentences by language."""

    rule: str
    verdict: str
    texts: Mapping[str, str] = field(compare=False)


@dataclass(frozen=True)
class Change:
    """One thing (term, shape, question) that differs; kind and role are of KINDS and ROLES.

    topic names the group to which it belongs, by language; details are sorted by property; a thing that moved has none,
    but moved has the places before and after; others are its successors when it was retired, or the things of the same
    content when it was removed or added: perhaps it was renamed.
    """

    iri: str
    kind: str
    role: str
    labels: Texts
    topic: Texts
    details: tuple[Detail, ...] = ()
    reasons: tuple[Reason, ...] = ()
    moved: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    others: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """Return the worst verdict of its reasons."""
        return worst(reason.verdict for reason in self.reasons)


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two states, sorted by role, topic and IRI; version is that of before."""

    before: str
    after: str
    changes: tuple[Change, ...] = ()
    version: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.changes)

    @property
    def verdict(self) -> str:
        """Return the worst verdict of all changes, "" where nothing differs."""
        return worst(change.verdict for change in self.changes)

    def next_version(self, current: str) -> str:
        """Return the version that the changes ask for after a released one (Semantic Versioning 2.0.0).

        Breaking asks for a new major version, compatible for a new minor one, editorial for a new patch; nothing for
        the same version. Below 1.0.0, where semver leaves everything open, we promise the usual: breaking asks for a
        new minor version, everything else for a new patch. 1.0.0 itself is a decision that people take.
        KennisgraafError: current is no version.
        """
        numbers = version.parse(current)
        if not numbers:
            raise KennisgraafError(f"{current!r} is no version.", fix="Write three numbers, such as 0.1.0.")
        major, minor, patch = numbers
        weight = VERDICTS.index(self.verdict) - (major == 0)
        if not self.verdict:
            return current
        if weight >= VERDICTS.index("breaking"):
            return f"{major + 1}.0.0"
        return f"{major}.{minor + 1}.0" if weight == VERDICTS.index("compatible") else f"{major}.{minor}.{patch + 1}"

    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind, in the order of KINDS; kinds without any are left out."""
        kinds = [change.kind for change in self.changes]
        return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}

    def to_json(self) -> dict[str, Any]:
        """Return plain values for JSON.

        Keys: before, after, version, verdict, next (the version asked for), counts (by kind), changes. Each change has
        iri, kind, role, verdict, labels and topic (by language), reasons (rule, verdict, text by language), properties
        (property, lang, before, after: terms as in SPARQL 1.1 Query Results JSON; of a blank node, value is its content
        in words), from and to (places of what moved), others (successors, or things of the same content).
        """
        return {
            "before": self.before,
            "after": self.after,
            "version": self.version,
            "verdict": self.verdict,
            "next": self.next_version(self.version) if self.version else "",
            "counts": self.counts(),
            "changes": [_plain(change) for change in self.changes],
        }


def worst(verdicts: Iterator[str]) -> str:
    """Return the heaviest of some verdicts, "" for none."""
    return max(verdicts, key=VERDICTS.index, default="")


def _plain(change: Change) -> dict[str, Any]:
    properties = [
        {
            "property": detail.property,
            "lang": detail.lang,
            "before": [_term(value) for value in detail.before],
            "after": [_term(value) for value in detail.after],
        }
        for detail in change.details
    ]
    return {
        "iri": change.iri,
        "kind": change.kind,
        "role": change.role,
        "verdict": change.verdict,
        "labels": dict(change.labels),
        "topic": dict(change.topic),
        "reasons": [{"rule": r.rule, "verdict": r.verdict, "text": dict(r.texts)} for r in change.reasons],
        "properties": properties,
        "from": list(change.moved[0]),
        "to": list(change.moved[1]),
        "others": list(change.others),
    }


def _term(value: Value) -> dict[str, str]:
    more = {"xml:lang": value.lang, "datatype": value.datatype}
    kind = {"iri": "uri", "blank": "bnode"}.get(value.kind, "literal")
    return {"type": kind, "value": value.text, **{name: text for name, text in more.items() if text}}
