"""The triples of a file, each with its place, as numbers in arrays: somebody's file may hold millions of them."""

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property

from rdflib import BNode, Literal, URIRef

Triple = tuple[URIRef | BNode, URIRef, URIRef | BNode | Literal]
_BITS = 32


class Places(Mapping[Triple, int]):
    """Triple → where it stands, as a number below 2⁶⁴; in the order of the file, the first place of each."""

    def __init__(self) -> None:
        """Begin with none; `put` adds, `close` ends that."""
        self._terms: list[URIRef | BNode | Literal] = []
        self._numbers: dict[URIRef | BNode | Literal, int] = {}
        self._columns = array("I"), array("I"), array("I")
        self._places = array("Q")
        self._seen: set[int] = set()

    def number(self, term: URIRef | BNode | Literal) -> int:
        """Return the number by which `put` knows a term."""
        found = self._numbers.setdefault(term, len(self._terms))
        if found == len(self._terms):
            self._terms.append(term)
        return found

    def term(self, number: int) -> URIRef | BNode:
        """Return the term of a number, one that can be a subject."""
        return self._terms[number]  # type: ignore[return-value]

    def put(self, s: int, p: int, o: int, place: int) -> None:
        """Add a triple by the numbers of its terms, unless it is there already."""
        key = (s << _BITS | p) << _BITS | o
        if key not in self._seen:
            self._seen.add(key)
            subjects, predicates, objects = self._columns
            subjects.append(s)
            predicates.append(p)
            objects.append(o)
            self._places.append(place)

    def close(self) -> "Places":
        """Forget what only `put` needs."""
        self._seen, self._numbers = set(), {}
        return self

    def __iter__(self) -> Iterator[Triple]:
        """Yield the triples."""
        term = self._terms.__getitem__
        subjects, predicates, objects = self._columns
        return zip(map(term, subjects), map(term, predicates), map(term, objects), strict=True)  # type: ignore[arg-type]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)

    def __getitem__(self, triple: Triple) -> int:
        """Return the place of a triple. KeyError: it is not here."""
        return self._places[self._rows[triple]]

    def __contains__(self, triple: object) -> bool:
        """Tell whether a triple is here."""
        return triple in self._rows

    @cached_property
    def _rows(self) -> dict[Triple, int]:
        """Return the row of each triple; made when a place is asked for, which is when something is wrong."""
        return {triple: row for row, triple in enumerate(self)}
