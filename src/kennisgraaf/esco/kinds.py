"""What the files of ESCO are called and which columns they have, in its own packages and where columns were renamed."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """One sort of file: how its name begins, its columns (ours → theirs), and what its IRIs begin with."""

    name: str
    begins: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]] = field(hash=False)
    relation: bool = False
    space: str = ""
    scheme: str = ""
    about: str = ""  # the class in the model of ESCO, "" where it has none of its own here


_CONCEPT = {
    "uri": ("conceptUri", "uri", "conceptSchemeUri"),
    "preferredLabel": ("preferredLabel", "prefLabel", "title"),
    "altLabels": ("altLabels",),
    "hiddenLabels": ("hiddenLabels",),
    "description": ("description",),
    "definition": ("definition",),
    "scopeNote": ("scopeNote",),
    "status": ("status",),
    "code": ("code",),
    "isco": ("iscoGroup",),
    "type": ("skillType",),
    "reuse": ("reuseLevel",),
}
_BROADER = {"from": ("conceptUri",), "to": ("broaderUri",)}
_SKILLS = {
    "from": ("occupationUri", "occupation", "originalSkillUri", "originalSkill"),
    "to": ("skillUri", "skill", "relatedSkillUri", "relatedSkill"),
    "relation": ("relationType",),
}
KINDS = (
    Kind("concept schemes", ("conceptschemes",), _CONCEPT, space="concept-scheme/"),
    Kind("ISCO groups", ("iscogroups", "isco08groups"), _CONCEPT, space="isco/", scheme="isco"),
    Kind("occupations", ("occupations",), _CONCEPT, space="occupation/", scheme="occupations", about="Occupation"),
    Kind("skill groups", ("skillgroups",), _CONCEPT, scheme="skills"),
    Kind("skills", ("skills",), _CONCEPT, space="skill/", scheme="skills", about="Skill"),
    Kind("broader occupations", ("broaderrelationsoccpillar", "broaderoccpillar"), _BROADER, relation=True),
    Kind("broader skills", ("broaderrelationsskillpillar", "broaderskillpillar"), _BROADER, relation=True),
    Kind("skills of occupations", ("occupationskillrelations",), _SKILLS, relation=True),
    Kind("skills for skills", ("skillskillrelations",), _SKILLS, relation=True),
)
TEXTS = ("preferredLabel", "altLabels", "hiddenLabels", "description", "definition", "scopeNote")
MUST = frozenset({"uri", "preferredLabel", "from", "to", "relation"})
