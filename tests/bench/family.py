"""The processes below a process, and what they hold, as Linux tells in /proc."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_WORKER = re.compile(r"kennisgraaf\.engine|\b(?:kg|query)-worker\b")


def below(parent: int) -> list[int]:
    """Return the numbers of all processes below one, the nearest first."""
    children: dict[int, list[int]] = {}
    for pid in (int(path.name) for path in _PROC.iterdir() if path.name.isdecimal()):
        with suppress(OSError, IndexError, ValueError):
            stat = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            if stat[0] != "Z":
                children.setdefault(int(stat[1]), []).append(pid)
    found = [parent]
    for pid in found:
        found += children.get(pid, [])
    return found[1:]


def memory(parent: int) -> float:
    """Return the MB of a process and all below it; pages that they share are counted once (PSS)."""
    total = 0
    for pid in (parent, *below(parent)):
        with suppress(OSError):
            rollup = (_PROC / str(pid) / "smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
    return total / 1024


def processor(parent: int) -> float:
    """Return the seconds of processor time that a process and all below it have used, those that ended included."""
    ticks = 0
    for pid in (parent, *below(parent)):
        with suppress(OSError, IndexError):
            stat = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stat[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def workers(server: int) -> list[int]:
    """Return the processes that answer queries: those of the engine that have no process below them."""
    return [pid for pid in below(server) if _WORKER.search(_title(pid)) and not below(pid)]


def _title(pid: int) -> str:
    """Return the command line of a process and the name that it gave itself."""
    with suppress(OSError):
        folder = _PROC / str(pid)
        return (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace") + (
            folder / "comm"
        ).read_text(errors="replace")
    return ""


def tidy() -> None:
    """Let SIGTERM end this process as an exception does, so that the servers are stopped as well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that we started, politely first, and what it leaves behind."""
    left = below(process.pid)
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    until = time.monotonic() + 5
    while any((_PROC / str(pid)).exists() for pid in left) and time.monotonic() < until:
        time.sleep(0.05)
