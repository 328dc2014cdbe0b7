"""The words of the review sheet in two languages: headings, decisions, what is wrong; read from review.toml."""

import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kennisgraaf.errors import Fault

_READ: dict[str, Any] = tomllib.loads(Path(__file__).with_name("review.toml").read_text(encoding="utf-8"))
SHEETS: dict[str, list[str]] = _READ["sheets"]
CHOICES: dict[str, list[str]] = _READ["choices"]
HEADINGS: dict[str, dict[str, Any]] = _READ["headings"]
LEGEND: dict[str, list[str]] = _READ["legend"]
MESSAGES: dict[str, list[str]] = _READ["messages"]
MACHINE = ("key", "subject", "link", "check")
FILLED_IN = ("decision", "confidence", "reason", "role")


@dataclass(frozen=True)
class Decision:
    """One of the decisions: its words by language, and what it states (a CURIE, "" for nothing); least confidence."""

    nl: str
    en: str
    predicate: str = ""
    modifier: str = ""
    least: float = 0.0


DECISIONS = {name: Decision(**about) for name, about in _READ["decisions"].items()}


def decision(written: str) -> Decision | None:
    """Return the decision that a word means in either language, None if it means none."""
    plain = " ".join(written.casefold().split())
    return next((one for one in DECISIONS.values() if plain in (one.nl, one.en)), None)


def fault(kind: str, place: str, lang: str, **given: str) -> Fault:
    """Return what is wrong at a place; near, where given, becomes "did you mean"."""
    near = given.pop("near", "")
    meant = {"nl": f" Bedoelt u {near}?", "en": f" Did you mean {near}?"}[lang] if near else ""
    what, fix = _READ["faults"][kind][lang]
    return Fault(place, what.format(near=meant, **given), fix)


def seal(key: str, subject: str, target: str) -> str:
    """Return a check on the cells that nobody fills in; it guards against slips, not against forgery."""
    return sha256(f"{key}\n{subject}\n{target}".encode()).hexdigest()[:16]
