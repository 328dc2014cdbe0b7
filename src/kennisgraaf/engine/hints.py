"""Why a query was too heavy, as far as its text shows: two patterns that no variable joins.

Each row of the one is then combined with each row of the other, and that is how most queries that never end begin. The
text is read as tokens, not as algebra: where it is unsure which variables join, it says nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise

from kennisgraaf.engine.lexer import Token, place, tokens

_NEAR = 60  # characters of a pattern that are shown
_ASIDE = {"FILTER", "MINUS", "EXISTS"}  # what follows only takes rows away


@dataclass
class _Part:
    """One pattern of a group: its tokens, or those of a whole group in it."""

    start: int
    end: int = 0
    variables: set[str] = field(default_factory=set)


def unjoined(text: str) -> str:
    """Return a sentence that names two patterns without a common variable and their places; "" when there are none."""
    for group in _groups(_body(list(tokens(text)))):
        first, *others = group
        joined = set(first.variables)
        while more := [part for part in others if part.variables & joined]:
            others = [part for part in others if part not in more]
            joined.update(*(part.variables for part in more))
        if others:
            names = " and ".join(_quote(text, part) for part in (first, others[0]))
            return f"Join {names}: without a common variable every row of one is combined with every row of the other."
    return ""


def _quote(text: str, part: _Part) -> str:
    line, column = place(text, part.start)
    words = " ".join(text[part.start : part.end].split())
    shown = words if len(words) <= _NEAR else words[:_NEAR] + " …"
    return f"“{shown}” (line {line}, column {column})"


def _body(found: list[Token]) -> list[Token]:
    """Leave out the template of a CONSTRUCT, and what stands before it: nothing is joined there."""
    for number, (word, mark) in enumerate(pairwise(found)):
        if word.text.upper() == "CONSTRUCT" and mark.text == "{":
            return list(dropwhile(lambda token: token.text != "}", found[number:]))[1:]
    return found


def _groups(found: list[Token]) -> Iterator[list[_Part]]:
    """Yield the patterns of each group that has more than one, innermost groups first."""
    reader = _Reader()
    for before, token in pairwise([Token("mark", "", 0), *found]):
        if token.text == "}":
            if len(parts := reader.close(token.end)) > 1:
                yield parts
        elif not (token.kind == "variable" and before.text.upper() == "GRAPH"):
            reader.take(token)


class _Reader:
    """Collects the patterns of the groups that are open: fresh when the next token begins another pattern."""

    def __init__(self) -> None:
        self._groups: list[tuple[list[_Part], bool]] = []  # its patterns, and whether it only takes rows away
        self._fresh, self._aside, self._depth = True, False, 0

    def take(self, token: Token) -> None:
        """Read any token but the end of a group."""
        if token.text == "{":
            self._groups.append(([], self._aside))
            self._fresh, self._aside, self._depth = True, False, 0
            return
        self._depth += (token.text in "([") - (token.text in ")]")
        if token.kind == "word" and not self._depth:
            self._word(token.text.upper())
        elif self._aside:
            self._aside = self._depth > 0 or token.text != ")"
        elif self._groups:
            self._add(token)

    def close(self, end: int) -> list[_Part]:
        """End a group; it is one pattern of the group around it. Return its own patterns."""
        group, aside = self._groups.pop() if self._groups else ([], True)
        parts = [part for part in group if part.variables]
        if parts and self._groups and not aside:
            self._groups[-1][0].append(_Part(parts[0].start, end, set().union(*(part.variables for part in parts))))
        self._fresh, self._aside = True, False
        return parts

    def _word(self, word: str) -> None:
        """Begin anew at a keyword; the one that is written as `a` is a predicate."""
        self._aside = word in _ASIDE or (self._aside and word == "NOT")
        self._fresh = self._fresh or word != "A"

    def _add(self, token: Token) -> None:
        """Put a token into the pattern that it belongs to."""
        group, _ = self._groups[-1]
        if token.text == "." and not self._depth:
            self._fresh = True
            return
        if self._fresh:
            group.append(_Part(token.at))
        self._fresh = False
        group[-1].end = token.end
        if token.kind == "variable":
            group[-1].variables.add(token.text[1:])
