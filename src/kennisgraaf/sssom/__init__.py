"""Mappings between things of two vocabularies, each with its reason, in the form that the world exchanges: SSSOM 1.1.

A mapping and a set are plain values with the names of the standard's own slots. In them every identifier is a whole
IRI; prefixes belong to files. "" , () and None say that nothing is said.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date

from kennisgraaf.sssom.slots import SLOTS

NOT = "Not"
LITERAL = "rdfs literal"


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """One mapping (https://w3id.org/sssom/Mapping); predicate_modifier NOT: it was considered and rejected.

    extensions: what a file says in slots of its own, name → text.
    """

    record_id: str = ""
    subject_id: str = ""
    subject_label: str = ""
    subject_category: str = ""
    predicate_id: str = ""
    predicate_label: str = ""
    predicate_modifier: str = ""
    object_id: str = ""
    object_label: str = ""
    object_category: str = ""
    mapping_justification: str = ""
    author_id: tuple[str, ...] = ()
    author_label: tuple[str, ...] = ()
    reviewer_id: tuple[str, ...] = ()
    reviewer_label: tuple[str, ...] = ()
    creator_id: tuple[str, ...] = ()
    creator_label: tuple[str, ...] = ()
    license: str = ""
    subject_type: str = ""
    subject_source: str = ""
    subject_source_version: str = ""
    object_type: str = ""
    object_source: str = ""
    object_source_version: str = ""
    predicate_type: str = ""
    mapping_provider: str = ""
    mapping_source: str = ""
    mapping_cardinality: str = ""
    cardinality_scope: tuple[str, ...] = ()
    mapping_tool: str = ""
    mapping_tool_id: str = ""
    mapping_tool_version: str = ""
    mapping_date: date | None = None
    publication_date: date | None = None
    review_date: date | None = None
    confidence: float | None = None
    reviewer_agreement: float | None = None
    curation_rule: tuple[str, ...] = ()
    curation_rule_text: tuple[str, ...] = ()
    subject_match_field: tuple[str, ...] = ()
    object_match_field: tuple[str, ...] = ()
    match_string: tuple[str, ...] = ()
    subject_preprocessing: tuple[str, ...] = ()
    object_preprocessing: tuple[str, ...] = ()
    similarity_score: float | None = None
    similarity_measure: str = ""
    see_also: tuple[str, ...] = ()
    issue_tracker_item: str = ""
    other: str = ""
    comment: str = ""
    extensions: dict[str, str] = field(default_factory=dict)

    @property
    def rejected(self) -> bool:
        """Tell whether it was considered and rejected."""
        return self.predicate_modifier == NOT


@dataclass(frozen=True)
class Extension:
    """What a slot of a file's own means: the property (an IRI), and what its values are (an IRI); "" where unsaid."""

    name: str
    property: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class MappingSet:
    """Mappings that belong together (https://w3id.org/sssom/MappingSet); curie_map: the prefixes of its file."""

    sssom_version: str = ""
    curie_map: dict[str, str] = field(default_factory=dict)
    mappings: tuple[Mapping, ...] = ()
    mapping_set_id: str = ""
    mapping_set_version: str = ""
    mapping_set_source: tuple[str, ...] = ()
    mapping_set_title: str = ""
    mapping_set_description: str = ""
    mapping_set_confidence: float | None = None
    creator_id: tuple[str, ...] = ()
    creator_label: tuple[str, ...] = ()
    license: str = ""
    subject_type: str = ""
    subject_source: str = ""
    subject_source_version: str = ""
    object_type: str = ""
    object_source: str = ""
    object_source_version: str = ""
    predicate_type: str = ""
    mapping_provider: str = ""
    cardinality_scope: tuple[str, ...] = ()
    mapping_tool: str = ""
    mapping_tool_id: str = ""
    mapping_tool_version: str = ""
    mapping_date: date | None = None
    publication_date: date | None = None
    subject_match_field: tuple[str, ...] = ()
    object_match_field: tuple[str, ...] = ()
    subject_preprocessing: tuple[str, ...] = ()
    object_preprocessing: tuple[str, ...] = ()
    similarity_measure: str = ""
    curation_rule: tuple[str, ...] = ()
    curation_rule_text: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    issue_tracker: str = ""
    other: str = ""
    comment: str = ""
    extension_definitions: tuple[Extension, ...] = ()
    extensions: dict[str, str] = field(default_factory=dict)


def slots_of(kind: type[Mapping | MappingSet]) -> list[str]:
    """Return the slots that a mapping or a set has for plain values, in the order of the standard."""
    return [one.name for one in fields(kind) if one.name in SLOTS]


def propagated(found: MappingSet) -> tuple[Mapping, ...]:
    """Return the mappings with what the set says for all of them (SSSOM 1.1, propagation of mapping set slots).

    A slot that even one mapping fills itself is not propagated.
    """
    shared = {name: getattr(found, name) for name in slots_of(MappingSet) if SLOTS[name].propagated}
    given = {name: value for name, value in shared.items() if value and hasattr(Mapping, name)}
    own = {name for name in given for one in found.mappings if getattr(one, name)}
    return tuple(replace(one, **{name: given[name] for name in given.keys() - own}) for one in found.mappings)
