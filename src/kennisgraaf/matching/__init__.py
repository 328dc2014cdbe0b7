"""Matching: from the name of a task to a ranked short list of what it may be about, with the words that say so.

It suggests and never decides. What it knows of a candidate is what the graph says of it (texts.rq, near.rq), what it
knows of words stands in lexicon.toml. A matcher is built once from a release and holds no state; `Precedents`, apart
from it, tells what reviewers decided on parts with the same name.
"""

from collections import defaultdict

from kennisgraaf.engine import Engine
from kennisgraaf.matching import lexicon
from kennisgraaf.matching.candidate import Candidate, Said, candidates, rows
from kennisgraaf.matching.matcher import Matcher
from kennisgraaf.matching.precedents import Precedent, Precedents
from kennisgraaf.matching.speech import Speech, vocabulary
from kennisgraaf.matching.suggestion import Evidence, Suggestion, Text

__all__ = ["Candidate", "Evidence", "Matcher", "Precedent", "Precedents", "Said", "Suggestion", "Text", "read"]

LANGUAGES = ("nl", "en")


def read(engine: Engine, lang: str = "nl", kind: str = "") -> Matcher:
    """Return a matcher on the things of a class (an IRI; "" for the usual one) by what is said of them in a language.

    LimitError, MachineError: the engine cannot answer. QueryError: kind is no IRI.
    """
    known = candidates(rows(engine, "texts", kind), lang)
    near: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(engine, "near", kind):
        near[row["thing"].value][row["other"].value] = float(row["share"].value)
    texts = (said.text for candidate in known for said in candidate.said)
    return Matcher.build(known, near, Speech(lang, lexicon.load(), vocabulary(texts, lang)))
