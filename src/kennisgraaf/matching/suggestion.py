"""What a matcher is asked and what it answers, as plain values."""

from dataclasses import dataclass

from kennisgraaf.matching.candidate import Candidate


@dataclass(frozen=True)
class Text:
    """A text to match, and what a word in it weighs: the name 1, the rest less."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True)
class Evidence:
    """A word that made a match: where it stands in the given texts, and what it met.

    text: the number of the text; start, end: its place there; found: the word that it met; how: "same", "stem",
    "synonym" or "part"; role, said: what of the thing has that word; score: what it added.
    """

    text: int
    start: int
    end: int
    word: str
    found: str
    how: str
    role: str
    said: str
    score: float


@dataclass(frozen=True)
class Suggestion:
    """A candidate with its score (above 0, comparable within one list only) and why, the strongest evidence first.

    near: IRI of the thing that means nearly the same and lent some of its score, "" when none did.
    """

    candidate: Candidate
    score: float
    evidence: tuple[Evidence, ...]
    near: str = ""
