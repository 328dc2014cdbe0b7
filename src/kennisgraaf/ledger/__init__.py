"""The ledger of minted IRIs: once published, an IRI never disappears and never changes hands.

`data/identificatoren.csv` has a line per IRI: iri, type, since (the version that published it first), status and
replaced_by. The status is that of the identifier: `concept` until a tagged release holds it, then `gepubliceerd`, and
`vervallen` (older lines: `withdrawn`) once nobody should use it. How far the editors are with a description is another
thing, and stands in the data. A withdrawn IRI stays for ever: its tombstone in the data, or else this line, remains.
"""

from kennisgraaf.ledger.comparison import compare
from kennisgraaf.ledger.file import (
    COLUMNS,
    CONCEPT,
    FILE,
    PUBLISHED,
    STATUSES,
    WITHDRAWN,
    Line,
    change,
    parse,
    read,
    render,
)
from kennisgraaf.ledger.tombs import tombstones

__all__ = [
    "COLUMNS",
    "CONCEPT",
    "FILE",
    "PUBLISHED",
    "STATUSES",
    "WITHDRAWN",
    "Line",
    "change",
    "compare",
    "parse",
    "read",
    "render",
    "tombstones",
]
