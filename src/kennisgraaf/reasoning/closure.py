"""What follows, by joins on numbers: every new statement meets the rules once, so the work grows with what is said.

A statement is a property with a pair of numbers in one int. Single premises are turned at once; chains look in an index
that is kept only for the properties in them. (W3C, OWL 2 Profiles, section 4.3, tables 5 to 7.)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from rdflib import OWL, RDF
from rdflib.term import Node

from kennisgraaf.findings import Statement
from kennisgraaf.reasoning.axioms import Axioms

_BITS = 32
_LOW = (1 << _BITS) - 1
_Index = dict[int, list[int]]
_Rule = Callable[[int, int], Iterable[tuple[int, int, int]]]


class Closure:
    """The statements and all that follows from them."""

    def __init__(self, axioms: Axioms, statements: Iterable[Statement]) -> None:
        """Work everything out; the statements (without literals) may repeat themselves."""
        self._numbers: dict[Node, int] = {}
        self.terms: list[Node] = []
        self._facts: dict[int, set[int]] = defaultdict(set)
        self._forth: dict[int, _Index] = {}
        self._back: dict[int, _Index] = {}
        self._rules: dict[int, list[_Rule]] = defaultdict(list)
        self._kinds: dict[int, list[_Rule]] = defaultdict(list)
        self._axioms = axioms
        self._type = self._number(RDF.type)
        self._compile()
        waiting: dict[int, set[int]] = defaultdict(set)
        for s, p, o in statements:
            waiting[self._number(p)].add(self._number(s) << _BITS | self._number(o))
        self.asserted = {p: frozenset(pairs) for p, pairs in waiting.items()}
        self._spread(waiting)

    def __iter__(self) -> Iterator[Statement]:
        """Yield what follows and was not said, in no order."""
        for p, pairs in self._facts.items():
            said = self.asserted.get(p, frozenset())
            for pair in pairs:
                if pair not in said:
                    yield self.terms[pair >> _BITS], self.terms[p], self.terms[pair & _LOW]

    def about(self, things: set[Node]) -> Iterator[Statement]:
        """Yield every statement of which the subject is among these."""
        numbers = {self._numbers[thing] for thing in things}
        for p, pairs in self._facts.items():
            for pair in pairs:
                if pair >> _BITS in numbers:
                    yield self.terms[pair >> _BITS], self.terms[p], self.terms[pair & _LOW]

    def contradictory(self) -> set[Node]:
        """Return the things of which something is said that cannot be true together; empty if all is well."""
        axioms, found = self._axioms, set[int]()
        members = self._members({cls for pair in axioms.disjoint for cls in pair} | {OWL.Nothing})
        for left, right in axioms.disjoint:
            found |= members[left] & members[right]
        for p in axioms.irreflexive:
            found |= {pair >> _BITS for pair in self._pairs(p) if pair >> _BITS == pair & _LOW}
        for p in axioms.asymmetric:
            pairs = self._pairs(p)
            found |= {pair >> _BITS for pair in pairs if (pair & _LOW) << _BITS | pair >> _BITS in pairs}
        return {self.terms[number] for number in found | members[OWL.Nothing]}

    def _members(self, classes: set[Node]) -> dict[Node, set[int]]:
        """Return what has each of these classes."""
        found: dict[int, set[int]] = {self._numbers.get(cls, -1): set() for cls in classes}
        for pair in self._facts.get(self._type, ()):
            if pair & _LOW in found:
                found[pair & _LOW].add(pair >> _BITS)
        return {cls: found[self._numbers.get(cls, -1)] for cls in classes}

    def _pairs(self, p: Node) -> set[int]:
        return self._facts.get(self._numbers.get(p, -1), set())

    def _number(self, term: Node) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self.terms)
            self.terms.append(term)
        return number

    def _spread(self, waiting: dict[int, set[int]]) -> None:
        """Take property after property of what is new, until nothing is."""
        while waiting:
            p, pairs = waiting.popitem()
            known = self._facts[p]
            fresh = pairs - known if known else pairs
            known |= fresh
            self._keep(p, fresh)
            for s, q, o in self._follow(p, fresh):
                pair = s << _BITS | o
                if pair not in self._facts[q]:
                    waiting.setdefault(q, set()).add(pair)

    def _keep(self, p: int, pairs: set[int]) -> None:
        forth, back = self._forth.get(p), self._back.get(p)
        for pair in pairs if forth is not None else ():
            forth.setdefault(pair >> _BITS, []).append(pair & _LOW)  # type: ignore[union-attr]
        for pair in pairs if back is not None else ():
            back.setdefault(pair & _LOW, []).append(pair >> _BITS)  # type: ignore[union-attr]

    def _follow(self, p: int, pairs: set[int]) -> Iterator[tuple[int, int, int]]:
        rules = self._rules.get(p, [])
        for pair in pairs if rules else ():
            for rule in rules:
                yield from rule(pair >> _BITS, pair & _LOW)
        for pair in pairs if p == self._type else ():
            for rule in self._kinds.get(pair & _LOW, ()):
                yield from rule(pair >> _BITS, pair & _LOW)

    # Rules

    def _compile(self) -> None:
        self._compile_properties()
        self._compile_classes()
        self._compile_restrictions()

    def _all(self, terms: Iterable[Node]) -> list[int]:
        return [self._number(term) for term in terms]

    def _compile_properties(self) -> None:
        axioms = self._axioms
        for p, wider in axioms.wider.items():
            self._turn(p, self._all(wider), turned=False)
        for p, inverse in axioms.inverse.items():
            self._turn(p, self._all(inverse), turned=True)
        for p, classes in axioms.domain.items():
            self._end(p, self._all(classes), last=False)
        for p, classes in axioms.range.items():
            self._end(p, self._all(classes), last=True)
        for steps, p in axioms.chains:
            self._chain(self._all(steps), self._number(p))

    def _compile_classes(self) -> None:
        axioms = self._axioms
        for cls, above in axioms.above.items():
            self._kind(cls, [(self._type, number) for number in self._all(above)])
        for members, cls in axioms.meets:
            self._meet(self._all(members), self._number(cls))

    def _compile_restrictions(self) -> None:
        axioms = self._axioms
        for cls, values in axioms.value_for.items():
            self._kind(cls, [(self._number(p), self._number(value)) for p, value in values])
        for (p, value), classes in axioms.value_of.items():
            self._valued(p, self._number(value), self._all(classes))
        for p, cls, restriction in axioms.some:
            self._some(self._number(p), cls, self._number(restriction))
        for p, cls, restriction in axioms.only:
            self._only(self._number(p), self._number(cls), self._number(restriction))

    def _turn(self, p: Node, wider: list[int], *, turned: bool) -> None:
        self._rules[self._number(p)].append(
            (lambda s, o: [(o, q, s) for q in wider]) if turned else (lambda s, o: [(s, q, o) for q in wider])
        )

    def _end(self, p: Node, classes: list[int], *, last: bool) -> None:
        kind = self._type
        self._rules[self._number(p)].append(
            (lambda _, o: [(o, kind, c) for c in classes]) if last else (lambda s, _: [(s, kind, c) for c in classes])
        )

    def _kind(self, cls: Node, gives: list[tuple[int, int]]) -> None:
        self._kinds[self._number(cls)].append(lambda s, _: [(s, p, o) for p, o in gives])

    def _valued(self, p: Node, value: int, classes: list[int]) -> None:
        kind = self._type
        self._rules[self._number(p)].append(lambda s, o: [(s, kind, c) for c in classes] if o == value else ())

    def _chain(self, steps: list[int], p: int) -> None:
        """Let each step of a chain look for the steps before and after it."""
        for step in steps:
            self._forth.setdefault(step, {})
            self._back.setdefault(step, {})
        before = [[self._back[step] for step in steps[:place][::-1]] for place in range(len(steps))]
        after = [[self._forth[step] for step in steps[place + 1 :]] for place in range(len(steps))]
        for place, step in enumerate(steps):
            self._rules[step].append(_joined(before[place], after[place], p))

    def _meet(self, members: list[int], cls: int) -> None:
        kind, facts = self._type, self._facts

        def rule(s: int, _: int) -> Iterable[tuple[int, int, int]]:
            whole = all(s << _BITS | member in facts[kind] for member in members)
            return [(s, kind, cls)] if whole else ()

        for member in members:
            self._kinds[member].append(rule)

    def _some(self, p: int, cls: Node, restriction: int) -> None:
        kind, facts, number = self._type, self._facts, self._number(cls)
        if cls == OWL.Thing:
            self._rules[p].append(lambda s, _: [(s, kind, restriction)])
            return
        back = self._back.setdefault(p, {})
        self._rules[p].append(lambda s, o: [(s, kind, restriction)] if o << _BITS | number in facts[kind] else ())
        self._kinds[number].append(lambda o, _: [(s, kind, restriction) for s in back.get(o, ())])

    def _only(self, p: int, cls: int, restriction: int) -> None:
        kind, facts = self._type, self._facts
        forth = self._forth.setdefault(p, {})
        self._rules[p].append(lambda s, o: [(o, kind, cls)] if s << _BITS | restriction in facts[kind] else ())
        self._kinds[restriction].append(lambda s, _: [(o, kind, cls) for o in forth.get(s, ())])


def _joined(before: list[_Index], after: list[_Index], p: int) -> _Rule:
    """Return the rule that follows a chain both ways from one of its steps."""

    def rule(s: int, o: int) -> Iterable[tuple[int, int, int]]:
        heads, tails = _walked(s, before), _walked(o, after)
        return [(head, p, tail) for head in heads for tail in tails]

    return rule


def _walked(start: int, steps: list[_Index]) -> list[int]:
    found = [start]
    for index in steps:
        found = [other for one in found for other in index.get(one, ())]
    return found
