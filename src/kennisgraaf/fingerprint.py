"""What a graph holds, as one number: the same for the same statements, in any order, from any build.

Blank nodes have other names in each build, so they get the names that RDF Dataset Canonicalization 1.0 gives them. The
digests of the statements are added up, so that a graph of any size takes no more memory than its blank nodes do.
"""

from collections.abc import Iterable
from hashlib import sha256

import pyoxigraph as ox

_CANONICAL = ox.CanonicalizationAlgorithm.RDFC_1_0
_SIZE = 1 << 256
_END = len(b" .\n")


def of(triples: Iterable[ox.Triple]) -> str:
    """Return 64 hex digits for distinct triples; those of no triples at all are zeros."""
    total, blank = 0, ox.Dataset()
    for one in triples:
        if isinstance(one.subject, ox.BlankNode) or isinstance(one.object, ox.BlankNode):
            blank.add(ox.Quad(one.subject, one.predicate, one.object))
        else:
            total += _number(_written(one))
    blank.canonicalize(_CANONICAL)
    return _digits(total + sum(_number(_written(one.triple)) for one in blank))


def of_lines(lines: Iterable[bytes]) -> str:
    """Return what `of` does, for distinct lines of canonical N-Triples with canonical names of blank nodes."""
    return _digits(sum(_number(line[:-_END]) for line in lines))


def _written(triple: ox.Triple) -> bytes:
    return str(triple).encode()


def _number(triple: bytes) -> int:
    return int.from_bytes(sha256(triple).digest(), "big")


def _digits(total: int) -> str:
    return f"{total % _SIZE:064x}"
