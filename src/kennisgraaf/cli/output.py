"""Where an answer goes: standard output, which may close early, or a file, which is written whole or not at all."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from kennisgraaf import edits
from kennisgraaf.errors import MachineError
from kennisgraaf.reports.text import Screen


def write(parts: Iterable[str], path: Path | None = None, encoding: str = "utf-8") -> None:
    """Write text as it comes; what the encoding does not have is written as an escape.

    Somebody who stops reading standard output (a pipe to `head`) is no failure. MachineError: the file cannot be
    written; what was there before is still there.
    """
    lines = (part.encode(encoding, "backslashreplace") for part in parts)
    if path is None:
        _print(lines)
    else:
        _keep(lines, path)


def whole(body: bytes, path: Path) -> None:
    """Write a file, with the folders above it. MachineError: it cannot be written; what was there is still there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fix = "Choose a folder that you may write to and that has room."
        raise MachineError(f"{path.parent} cannot be made: {error.strerror or error}", fix=fix) from error
    _keep([body], path)


def _keep(lines: Iterable[bytes], path: Path) -> None:
    try:
        _replace(lines, path)
    except OSError as error:
        fix = "Choose a file in a folder that you may write to and that has room."
        raise MachineError(f"{path} cannot be written: {error.strerror or error}", fix=fix) from error


def _print(lines: Iterable[bytes]) -> None:
    try:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # or Python complains once more when it ends


def _replace(lines: Iterable[bytes], path: Path) -> None:
    """Write a file in one move; a device or pipe is written to as it is."""
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            stream.writelines(lines)
        return
    edits.write(path, lines)


def screen() -> Screen:
    """Return what standard output shows: colours only where a person looks who did not refuse them (NO_COLOR)."""
    width = shutil.get_terminal_size((120, 40)).columns
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(width, sys.stdout.encoding or "utf-8", wanted and sys.stdout.isatty())
