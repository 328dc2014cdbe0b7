"""Verdicts as plain values for JSON, and as lines for the terminal."""

import re
from typing import Any

from kennisgraaf.description import Texts
from kennisgraaf.upkeep import wording
from kennisgraaf.upkeep.columns import Checked
from kennisgraaf.upkeep.verdict import TO_DO, Verdict

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def to_json(found: Checked) -> dict[str, Any]:
    """Return keys column, counts (by state) and links (see `plain`)."""
    return {"column": found.column, "counts": found.counts, "links": [plain(one) for one in found.verdicts]}


def plain(verdict: Verdict) -> dict[str, Any]:
    """Return keys link, state, toDo, iri, label and note (by language), successors, near and changes."""
    return {
        "link": verdict.link,
        "state": verdict.state,
        "toDo": verdict.state in TO_DO,
        "iri": verdict.iri,
        "label": dict(verdict.labels),
        "successors": [_thing(*one) for one in verdict.heirs],
        "near": [_thing(*one) for one in verdict.near],
        "changes": [{"version": version, "reason": dict(why)} for version, why in verdict.changes],
        "note": {lang: wording.note(verdict, lang) for lang in ("nl", "en")},
    }


def _thing(iri: str, labels: Texts) -> dict[str, Any]:
    return {"iri": iri, "label": dict(labels)}


def table(found: Checked, lang: str) -> str:
    """Return a block of lines for each link that asks for something, each link told once, and one line at the end."""
    lines: list[str] = []
    told = dict.fromkeys(_lines(one, lang) for one in found.verdicts if one.state in TO_DO)
    for block in told:
        lines += [*block, ""]
    alive = found.counts["alive"]
    lines.append(f"{len(found.verdicts)} links: {alive} {wording.LABELS['alive'][lang]}")
    lines += sorted({wording.note(one, lang) for one in found.verdicts if one.state == "alive" and one.unsaid})
    return "\n".join(lines) + "\n"


def _lines(one: Verdict, lang: str) -> tuple[str, ...]:
    label = wording.LABELS[one.state][lang]
    shown = [f"{one.link}: {label}", f"  {wording.note(one, lang)}"]
    shown += [f"  → {wording.things([heir], lang)}" for heir in one.heirs]
    shown += [f"  ≈ {wording.things([thing], lang)}" for thing in one.near]
    return tuple(_CONTROL.sub(" ", line) for line in shown)
