"""Questions without a query language: choose a kind of thing, what to see of it and what must hold; out comes SPARQL.

What can be chosen is what the shapes and the ontology name and the release has (`steps`). What somebody chose stands in
the address of a page (`choice`); `write` makes a query of it that anybody can read, change and take along.
"""

from kennisgraaf.patterns.choice import DEEPEST, Choice, Row, read
from kennisgraaf.patterns.query import variables, write
from kennisgraaf.patterns.steps import Patterns, Step

__all__ = ["DEEPEST", "Choice", "Patterns", "Row", "Step", "read", "variables", "write"]
