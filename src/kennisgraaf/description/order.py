"""The order of a person: by number or notation, else by name; p2 before p10."""

import re

from kennisgraaf.description.facts import LABELS, texts
from kennisgraaf.engine import Term
from kennisgraaf.namespaces import EXTERNAL, KG

_NUMBERS = (KG + "volgnummer", EXTERNAL["skos"] + "notation")
Place = tuple[object, ...]


def by_name(facts: dict[str, list[Term]], iri: str) -> Place:
    """Return what sorts a thing as a person would: its number or notation, else its name."""
    numbers = [term.value for name in _NUMBERS for term in facts.get(name, [])]
    label = texts(facts, LABELS)
    return (natural(numbers[0]) if numbers else ((1, 0, "~"),), label.get("nl", iri).lower(), natural(iri))


def in_list(facts: dict[str, list[Term]], iri: str) -> Place:
    """Sort concepts by scheme and by their place in it, other things by their code (which keeps parts together)."""
    schemes = [term.value for term in facts.get(EXTERNAL["skos"] + "inScheme", [])]
    return (min(schemes), *by_name(facts, iri)) if schemes else ("", (), "", natural(iri))


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Split into numbers and words, so that p2 comes before p10."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
