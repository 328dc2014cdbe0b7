"""The card of a thing: the little that search engines, signposts and tombstones need, in the words of schema.org.

Which of our classes and properties are which of theirs stands in card.rq alone.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kennisgraaf.description.facts import query
from kennisgraaf.engine import Engine, Term
from kennisgraaf.engine.values import bind, term_iri
from kennisgraaf.namespaces import EXTERNAL

SCHEMA = EXTERNAL["schema"]
_TYPE, _DEPRECATED = EXTERNAL["rdf"] + "type", EXTERNAL["owl"] + "deprecated"
_REPLACED, _AT_LAST = EXTERNAL["dct"] + "isReplacedBy", EXTERNAL["dct"] + "replaces"
_CONCEPTS = {SCHEMA + "DefinedTerm", SCHEMA + "DefinedTermSet"}
_MOST_ITEMS = 6  # each takes a hundred bytes of the Link header


@dataclass(frozen=True)
class Card:
    """What is known of a thing, by property of schema.org (whole IRIs)."""

    iri: str
    facts: Mapping[str, list[Term]] = field(default_factory=dict)

    @property
    def types(self) -> list[str]:
        """Return the types of schema.org, sorted; Thing when there is no closer one."""
        return self.iris(_TYPE) or [SCHEMA + "Thing"]

    @property
    def is_concept(self) -> bool:
        """Tell whether it is a concept or a concept scheme of SKOS."""
        return bool(_CONCEPTS & set(self.types))

    @property
    def schemes(self) -> list[str]:
        """Return the concept schemes that it belongs to."""
        return self.iris(SCHEMA + "inDefinedTermSet")

    @property
    def items(self) -> list[str]:
        """Return the concepts of a small scheme; none of a large one."""
        found = self.iris(SCHEMA + "hasDefinedTerm")
        return found if len(found) <= _MOST_ITEMS else []

    @property
    def status(self) -> list[str]:
        """Return its editorial status; none for what is established, or was never anything else."""
        return self.iris(SCHEMA + "creativeWorkStatus")

    @property
    def withdrawn(self) -> bool:
        """Tell whether it should not be used any more (owl:deprecated)."""
        return any(term.value in {"true", "1"} for term in self.facts.get(_DEPRECATED, []))

    @property
    def replaced_by(self) -> list[str]:
        """Return what it was replaced by at once, which may be withdrawn itself by now."""
        return [iri for iri in self.iris(_REPLACED) if iri != self.iri] if self.withdrawn else []

    @property
    def successors(self) -> list[str]:
        """Return what to use today: the ends of every chain of replacements that are not withdrawn."""
        return [iri for iri in self.iris(_AT_LAST) if iri != self.iri] if self.withdrawn else []

    def iris(self, name: str) -> list[str]:
        """Return the values of a property that are IRIs, sorted."""
        return sorted(term.value for term in self.facts.get(name, []) if term.kind == "iri")


def card(engine: Engine, iri: str) -> Card:
    """Return the card of a thing; an empty one when nothing is said of it."""
    found: dict[str, list[Term]] = defaultdict(list)
    for row in engine.rows(bind(query("card"), {"thing": term_iri(iri)})):
        found[row["property"].value].append(row["value"])
    if SCHEMA + "DefinedTermSet" in Card(iri, found).types:
        rows = engine.rows(bind(query("items"), {"thing": term_iri(iri)}))
        found[SCHEMA + "hasDefinedTerm"] = [row["value"] for row in rows]
    return Card(iri, found)
