"""Reconciliation: which of our things the cells of somebody's table are about (W3C Reconciliation API 0.2).

A request is read strictly (`request`), so that a mistake is told and never passes for "not found". `Matcher` finds
candidates among all names, which are read once per release (`entities`); `properties` weighs what a row says beside its
name, and gives the values with which a table can be extended. Only what is certain is called a match.
"""

from dataclasses import dataclass
from typing import Self

from kennisgraaf.description import Vocabulary, succession
from kennisgraaf.engine import Engine
from kennisgraaf.reconciliation.entities import Entities, Entity, Types
from kennisgraaf.reconciliation.matching import Candidate, Matcher
from kennisgraaf.reconciliation.properties import Properties, Property
from kennisgraaf.reconciliation.request import Constraint, Extension, Query, conditions, extension, queries
from kennisgraaf.release import Release
from kennisgraaf.search import Index

__all__ = [
    "Candidate",
    "Constraint",
    "Entities",
    "Entity",
    "Extension",
    "Matcher",
    "Properties",
    "Property",
    "Query",
    "Reconciliation",
    "Types",
    "conditions",
    "extension",
    "queries",
]


@dataclass(frozen=True)
class Reconciliation:
    """Everything that one release is reconciled with."""

    entities: Entities
    types: Types
    properties: Properties
    matcher: Matcher

    @classmethod
    def read(cls, made: Release, engine: Engine, words: Vocabulary) -> Self:
        """Read the names of a release, which takes half a second. NotFound: it has no index."""
        entities = Entities(engine, Index(made.index).entries(), succession.read(engine), made.prefixes)
        types, properties = Types(words, entities), Properties(engine, words, entities)
        return cls(entities, types, properties, Matcher(entities, types, properties))
