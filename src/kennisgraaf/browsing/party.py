"""The parties of the field: what each wants, what each asks for and what each pays for, as a publication says it."""

from dataclasses import dataclass, field

from kennisgraaf.browsing.way import text
from kennisgraaf.description import Texts
from kennisgraaf.engine import Engine
from kennisgraaf.namespaces import ID

ROLES = ("wants", "asks", "pays")


@dataclass
class Party:
    """A party; groups are the IRIs of what sort of party it is, roles: wants, asks or pays → property → IRIs."""

    iri: str
    labels: Texts = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    roles: dict[str, dict[str, list[str]]] = field(default_factory=lambda: {role: {} for role in ROLES})

    @property
    def kind(self) -> str:
        """Return the word in its IRI."""
        return self.iri.removeprefix(ID).partition("/")[0]

    @property
    def speaks(self) -> bool:
        """Tell whether anything is known of what it wants, asks or pays."""
        return any(self.roles.values())


def parties(engine: Engine) -> list[Party]:
    """Return every party in use, those of whom most is known first, then by Dutch name."""
    made: dict[str, Party] = {}
    for row in engine.rows(text("parties")):
        iri, role = row["subject"].value, row["role"].value
        one = made.setdefault(iri, Party(iri))
        if role == "name":
            one.labels[row["value"].lang] = row["value"].value
        elif role == "group":
            one.groups.append(row["value"].value)
        else:
            one.roles[role].setdefault(row["property"].value, []).append(row["value"].value)
    return sorted(made.values(), key=lambda one: (not one.speaks, one.labels.get("nl", one.iri).casefold(), one.iri))
