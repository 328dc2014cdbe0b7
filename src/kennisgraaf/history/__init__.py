"""What changed between two moments: by thing and in words, with what it weighs, and what else it touches.

A state (`state`, `place`) is what a project says at a moment: a folder, a release, a commit. Two of them compare
(`comparison`) to a difference, whose changes are judged by one table (`rules`). It is told as text, Markdown, JSON or
RDF Patch; as JSON it is kept with each release (`kennisgraaf.record`), and read as a feed of each thing.
"""

from kennisgraaf.history.comparison import compare
from kennisgraaf.history.difference import Change, Detail, Difference, Reason, Value
from kennisgraaf.history.place import of_folder, of_release, sources_of
from kennisgraaf.history.state import State

__all__ = [
    "Change",
    "Detail",
    "Difference",
    "Reason",
    "State",
    "Value",
    "compare",
    "of_folder",
    "of_release",
    "sources_of",
]
