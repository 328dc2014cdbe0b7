"""Why is this stated? The proof of an inferred statement, down to what somebody asserted.

The search goes backwards and deepens step by step, so the first proof that it finds is as shallow as any. A proof that
stood on itself would not be the shallowest: none is circular. `rules` has the rules, `statements` what there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kennisgraaf.namespaces import EXTERNAL, KG
from kennisgraaf.proof import axioms, statements
from kennisgraaf.proof.axioms import TYPE, Axioms, Triple
from kennisgraaf.proof.rules import Way, ways
from kennisgraaf.proof.statements import INFERRED, Asked, Read, Statements

__all__ = ["INFERRED", "Asked", "Axioms", "Proof", "Read", "Statements", "Triple", "axioms", "prove", "statements"]

DEEPEST = 12
_SAID = (KG, EXTERNAL["skos"])


@dataclass(frozen=True)
class Proof:
    """A statement with the graphs that assert it; or else the rule that gives it, the rule's terms, and its premises.

    rule: the name of OWL 2 Profiles, tables 5 to 7; prp-inv for both inverse rules, cls-hv1 from class to value.
    """

    statement: Triple
    graphs: tuple[str, ...] = ()
    rule: str = ""
    terms: tuple[str, ...] = ()
    premises: tuple["Proof", ...] = ()

    @property
    def height(self) -> int:
        """Return the number of steps from here to the farthest asserted statement."""
        return 1 + max(premise.height for premise in self.premises) if self.premises else 0

    def walk(self) -> Iterator["Proof"]:
        """Yield this and everything that it rests on, each statement once, from the top."""
        met: set[Triple] = set()
        todo = [self]
        while todo:
            one = todo.pop(0)
            if one.statement not in met:
                met.add(one.statement)
                yield one
                todo += one.premises


def prove(said: Statements, known: Axioms, goal: Triple, deepest: int = DEEPEST) -> Proof | None:
    """Return a proof of a statement with the least height; None when none of at most that height exists.

    LimitError: the statements cannot all be asked for within the limits.
    """
    search = _Search(said, known)
    return next((found for height in range(deepest + 1) if (found := search.prove(goal, height))), None)


@dataclass
class _Search:
    said: Statements
    axioms: Axioms
    proved: dict[Triple, Proof] = field(default_factory=dict)
    failed: dict[Triple, int] = field(default_factory=dict)  # the greatest height that was tried in vain

    def prove(self, goal: Triple, height: int) -> Proof | None:
        """Return a proof of at most that height."""
        if goal in self.proved:
            known = self.proved[goal]
            return known if known.height <= height else None
        if self.failed.get(goal, -1) >= height:
            return None
        found = self._asserted(goal) or (self._follow(goal, height) if height and self._can_be(goal) else None)
        if found:
            self.proved[goal] = found
        else:
            self.failed[goal] = height
        return found

    def _asserted(self, goal: Triple) -> Proof | None:
        graphs = self.said.graphs(*goal) - {INFERRED}
        return Proof(goal, tuple(sorted(graphs))) if graphs else None

    def _can_be(self, goal: Triple) -> bool:
        """Tell whether a statement may be true: what is worth saying and is not said does not follow (reasoning)."""
        worth = goal[2] if goal[1] == TYPE else goal[1]
        return not worth.startswith(_SAID) or bool(self.said.graphs(*goal))

    def _follow(self, goal: Triple, height: int) -> Proof | None:
        for way in ways(self.said, self.axioms, goal):
            if premises := self._premises(way, height - 1):
                return Proof(goal, (), way.rule, way.terms, premises)
        return None

    def _premises(self, way: Way, height: int) -> tuple[Proof, ...] | None:
        found: list[Proof] = []
        for premise in way.premises:
            proof = self.prove(premise, height)
            if proof is None:
                return None
            found.append(proof)
        return tuple(found)
