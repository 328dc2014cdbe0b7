"""Upkeep: the yearly look at a list of links to our IRIs, which somebody keeps in a spreadsheet or a program.

Each link is recognised in whatever form it was written down (`address`), and gets a verdict (`verdict`): alive,
changed in meaning since, withdrawn with its successors, unknown with near names, or none of ours. A table comes back
whole, with columns added (`columns`).
"""

from kennisgraaf.upkeep.columns import Checked, check
from kennisgraaf.upkeep.register import Register
from kennisgraaf.upkeep.verdict import STATES, TO_DO, Verdict, judge
from kennisgraaf.upkeep.wording import LABELS, note

__all__ = ["LABELS", "STATES", "TO_DO", "Checked", "Register", "Verdict", "check", "judge", "note"]
