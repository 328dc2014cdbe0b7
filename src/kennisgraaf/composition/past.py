"""What changed in the things of a choice since the release that it was made on, from the records of the releases.

An address names the newest release there was when it was made, by its version; before the first version, by the id of
what was served. So an id that is not today's says only that it is older than every record.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kennisgraaf.record import Record

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Past:
    """How a choice stands to today.

    state: "now" (made on what is served), "none" (older, but nothing was released since), "unknown" (no such release),
    "same" (releases, none changed these things), "changed". since: as the address says. changes: the newest first.
    """

    state: str
    since: str
    changes: tuple[tuple[Record, Mapping[str, Any]], ...] = ()


def today(records: Sequence[Record], release: str) -> str:
    """Return what an address that is made now says of the release: the newest version, else the id."""
    return records[0].version if records else release


def read(records: Sequence[Record], release: str, since: str, things: Collection[str]) -> Past:
    """Return what the records (the newest first) say of these things after a release."""
    if since in {today(records, release), release}:
        return Past("now", since)
    versions = [record.version for record in records]
    if since in versions:
        later = records[: versions.index(since)]
    elif _ID.fullmatch(since):
        later = list(records)
    else:
        return Past("unknown", since)
    if not later:
        return Past("none", since)
    found = tuple((record, change) for record in later for iri in things for change in record.changes.get(iri, ()))
    return Past("changed" if found else "same", since, found)
