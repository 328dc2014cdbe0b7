"""Retiring: a thing or a term gets a tombstone and a line in the ledger, and nothing valid points to it.

What was said of it stays: the page of a tombstone shows it, and old links keep their meaning. Everything is worked out
and checked on a copy first; then all files are written, or none.
"""

from kennisgraaf.retirement.plan import Plan, Wish, plan

__all__ = ["Plan", "Wish", "plan"]
