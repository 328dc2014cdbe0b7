"""The record of each release: what changed in it by thing, kept as `history/<version>.json` beside the sources.

It is written once, when a release is made, and goes along into every later one; so the history of a thing is known
without git, wherever the graph is served.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from kennisgraaf import edits
from kennisgraaf.edits import Edit
from kennisgraaf.errors import KennisgraafError, SourceError
from kennisgraaf.project import HISTORY
from kennisgraaf.version import parse

_KEYS = {"verdict": str, "counts": dict, "changes": list, "version": str, "released": str}
_CHANGE = {"iri": str, "kind": str, "verdict": str, "labels": dict, "topic": dict, "reasons": list, "properties": list}


@dataclass(frozen=True)
class Record:
    """What changed in one release: its version, when it was made, and the difference as history.Difference.to_json."""

    version: str
    released: datetime
    difference: Mapping[str, Any]

    @cached_property
    def changes(self) -> dict[str, list[dict[str, Any]]]:
        """Return the changes by IRI."""
        found: dict[str, list[dict[str, Any]]] = {}
        for change in self.difference["changes"]:
            found.setdefault(change["iri"], []).append(change)
        return found


def write(root: Path, version: str, released: datetime, difference: Mapping[str, Any]) -> Path:
    """Write the record of a release of the project in root, whole or not at all; return its file.

    difference is what history.Difference.to_json gives; released has a zone.
    KennisgraafError: that release has a record already, or version is none. MachineError: it cannot be written.
    """
    path = root / HISTORY / f"{version}.json"
    if not parse(version):
        raise KennisgraafError(f"{version!r} is no version.", fix="Write three numbers, such as 0.1.0.")
    if path.exists():
        raise KennisgraafError(f"{version} has a record already: {path}.", fix="Give the release another version.")
    plain = {**difference, "version": version, "released": released.isoformat(timespec="seconds")}
    text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    edits.apply([Edit(path, None, text.encode())])
    return path


def read(folder: Path) -> list[Record]:
    """Return the records in a folder, the newest first; none where there is no such folder.

    SourceError: a file there is no record.
    """
    found = [_read(path) for path in sorted(folder.glob("*.json"))]
    return sorted(found, key=lambda one: (one.released, one.version), reverse=True)


def _read(path: Path) -> Record:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        _check(plain, _KEYS)
        for change in plain["changes"]:
            _check(change, _CHANGE)
        released = datetime.fromisoformat(plain["released"])
    except (OSError, ValueError, RecursionError) as error:
        raise _wrong(path, str(error)) from error
    if released.tzinfo is None or plain["version"] != path.stem:
        raise _wrong(path, "the date lacks its zone, or the version is not that of its name")
    return Record(plain["version"], released, plain)


def _check(plain: object, keys: Mapping[str, type]) -> None:
    """Raise ValueError unless these keys are there with values of these types."""
    if not isinstance(plain, dict):
        raise ValueError("no object")  # noqa: TRY004 - told as one kind of mistake
    for key, kind in keys.items():
        if not isinstance(plain.get(key), kind):
            raise ValueError(f"the key {key} is missing or wrong")  # noqa: TRY004


def _wrong(path: Path, what: str) -> SourceError:
    what = f"This is no record of a release: {what}"
    return SourceError(what, fix="Restore it from git.", file=f"{HISTORY}/{path.name}")
