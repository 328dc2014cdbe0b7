"""Changing files so that nobody ever meets half a change: all of them, or none.

What is new is written beside each file first; only when all of it is on disk do the names change hands. A file that
somebody changed since it was read is left alone, and so is everything else.
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kennisgraaf.errors import MachineError


@dataclass(frozen=True)
class Edit:
    """One file with what it held when it was read (None: it was not there) and what it shall hold."""

    path: Path
    before: bytes | None
    after: bytes


def apply(changes: Sequence[Edit]) -> None:
    """Make all changes; permissions stay, and a symbolic link stays one: the file that it points to is changed.

    MachineError: a file or folder cannot be written, or a file is not any more what was read; then nothing is changed.
    """
    ready: list[tuple[Edit, Path, Path]] = []
    try:
        for change in changes:
            target = change.path.resolve()
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.append((change, target, _beside(target, [change.after])))
        for change, target, _ in ready:
            _unchanged(change, target)
        _swap(ready)
    except OSError as error:
        name = error.filename or "a file"
        fix = "Make the file and its folder writable, and see that the disk is not full. Nothing was changed."
        raise MachineError(f"{name} cannot be written: {error.strerror}", fix=fix) from error
    finally:
        for _, _, new in ready:
            new.unlink(missing_ok=True)


def write(path: Path, content: Iterable[bytes]) -> None:
    """Write one file whole or not at all, whatever it held; its folder must be there. OSError: it is as it was."""
    target = path.resolve()
    _beside(target, content).replace(target)


def _beside(target: Path, content: Iterable[bytes]) -> Path:
    """Write the content whole into a new file beside its target, with the permissions of the target."""
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only", str(target))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(content)
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_mask())
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def _mask() -> int:
    """Return the permissions that new files never get here."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _unchanged(change: Edit, target: Path) -> None:
    now = target.read_bytes() if target.exists() else None
    if now != change.before:
        what = f"{change.path} was changed by somebody else in the meantime"
        raise MachineError(what, fix="Nothing was changed. Save or close it elsewhere, and do this again.")


def _swap(ready: Sequence[tuple[Edit, Path, Path]]) -> None:
    """Let the names change hands; should one refuse, give the others back what they had."""
    done: list[tuple[Edit, Path]] = []
    try:
        for change, target, new in ready:
            new.replace(target)
            done.append((change, target))
    except OSError:
        for change, target in done:
            with suppress(OSError):
                if change.before is None:
                    target.unlink()
                else:
                    _beside(target, [change.before]).replace(target)
        raise
