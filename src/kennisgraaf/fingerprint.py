"""What a graph holds, as one number: the same for the same statements, in any order, from any build.

Blank nodes have other names in each build, so they get the names that RDF Dataset Canonicalization 1.0 gives them. The
digests of the statements are added up, so that a graph of any size takes no more memory than its blank nodes do.
"""

from collections.abc import Iterable
from hashlib import sha256

import pyoxigraph as ox

_CANONICAL = ox.CanonicalizationAlgorithm.RDFC_1_0
_SIZE = 1 << 256


def of(triples: Iterable[ox.Triple]) -> str:
    """Return 64 hex digits for distinct triples; those of no triples at all are zeros."""
    total, blank = 0, ox.Dataset()
    for one in triples:
        if isinstance(one.subject, ox.BlankNode) or isinstance(one.object, ox.BlankNode):
            blank.add(ox.Quad(one.subject, one.predicate, one.object))
        else:
            total += _number(one)
    blank.canonicalize(_CANONICAL)
    return f"{(total + sum(_number(one.triple) for one in blank)) % _SIZE:064x}"


def _number(triple: ox.Triple) -> int:
    return int.from_bytes(sha256(str(triple).encode()).digest(), "big")
