"""Comparison: up to four things side by side, on what tells them apart and on what they share.

Every property that a page of a thing shows is a row; a row is a set of values for each thing. What a thing asks for by
way of something else (a level with a requirement, the knowledge behind it) is a set too: which those are stands in
aspects.rq, and what tells nothing in hidden.rq.
"""

from kennisgraaf.comparison.side import Akin, Item, Side, akin, choices, side
from kennisgraaf.comparison.table import MOST, Cell, Comparison, Row, compare

__all__ = ["MOST", "Akin", "Cell", "Comparison", "Item", "Row", "Side", "akin", "choices", "compare", "side"]
