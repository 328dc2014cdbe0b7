"""The folder of a frozen site: there as a whole or not at all; an earlier one stays until the new one stands."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from kennisgraaf.errors import KennisgraafError, MachineError

MARKER = "freeze.json"
SUMS = "SHA256SUMS"


def check(out: Path) -> None:
    """Refuse a place where a frozen site cannot come: KennisgraafError."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise KennisgraafError(f"{out} is no folder.", fix="Give a folder that is new, empty or an earlier freeze.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        what = f"{out} holds other files than a frozen site."
        raise KennisgraafError(what, fix="Give a folder that is new, empty or an earlier freeze; nothing was touched.")
    if not out.resolve().parent.is_dir():
        raise KennisgraafError(f"There is no folder {out.parent}.", fix="Make it first, or freeze somewhere else.")


@contextmanager
def writing(out: Path) -> Iterator[Path]:
    """Give an empty folder beside out; it takes the place of out when the block ends well, and vanishes otherwise.

    KennisgraafError: out is not a place for it. MachineError: the disk is full or not writable.
    """
    check(out)
    out = out.resolve()
    fresh, old = (out.with_name(f".{out.name}.{word}-{os.getpid()}") for word in ("fresh", "old"))
    try:
        fresh.mkdir()
        yield fresh
        check(out)
        _exchange(out, fresh, old)
    except OSError as error:
        what = f"{out} cannot be written: {error.strerror or error}."
        raise MachineError(what, fix="Free room, or check the rights.") from error
    finally:
        try:
            _remove(fresh, old)
        except BaseException:  # who stops us now waits for it
            _remove(fresh, old)
            raise


def _exchange(out: Path, fresh: Path, old: Path) -> None:
    """Put fresh in the place of out, which becomes old; whatever comes between, something whole stands there."""
    try:
        if out.exists():
            out.rename(old)
        fresh.rename(out)
    except BaseException:
        if old.exists() and not out.exists():
            old.rename(out)
        raise


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def seal(folder: Path) -> tuple[int, int]:
    """Write the checksums of all files, as sha256sum reads them; return the number of files and of bytes."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    size = 0
    with (folder / SUMS).open("w", encoding="utf-8", newline="\n") as sums:
        for name in names:
            body = (folder / name).read_bytes()
            size += len(body)
            sums.write(f"{sha256(body).hexdigest()}  {name}\n")
    return len(names), size
