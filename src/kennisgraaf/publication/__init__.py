"""Publishing a version: one number for ontology, data and code, and everything that goes with it, or nothing.

The whole act happens in a second work tree of git beside the editor's own: numbers, ledger and changelog are written
there, it is checked, built and committed there. Only when all went well the branch moves to that commit, in one step.
"""

from kennisgraaf.publication.act import Wish, publish
from kennisgraaf.publication.again import rebuild

__all__ = ["Wish", "publish", "rebuild"]
