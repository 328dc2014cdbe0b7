"""The closure by owlrl: slow, but it knows all of OWL 2 RL, and it puts contradictions into words."""

from collections.abc import Iterable, Iterator

from rdflib import Graph
from rdflib.term import Node

from kennisgraaf.findings import Statement


class Closure:
    """The statements and all that follows from them; errors are the contradictions, in words, sorted.

    owlrl's output is not RDF as it comes: literals as subjects, every x the same as itself.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Work everything out; the statements hold no literals."""
        import owlrl  # noqa: PLC0415 - 0.2 s that only those who need it should pay

        self._graph = Graph(bind_namespaces="none")
        for triple in statements:
            self._graph.add(triple)
        self._asserted = set(self._graph)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(self._graph)
        self.errors = sorted(str(o) for _, p, o in self._graph if str(p).endswith("#error"))

    def __iter__(self) -> Iterator[Statement]:
        """Yield what follows and was not said, in no order."""
        return (triple for triple in self._graph if triple not in self._asserted)

    def contradictory(self) -> set[Node]:
        """Return all things if there is a contradiction, none if there is none."""
        return set(self._graph.subjects()) if self.errors else set()

    def about(self, things: set[Node]) -> Iterator[Statement]:
        """Yield every statement of which the subject is among these."""
        return (triple for triple in self._graph if triple[0] in things and not str(triple[1]).endswith("#error"))
