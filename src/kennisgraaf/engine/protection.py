"""What a worker can no longer do, because it asked its operating system so before the first query.

Linux gives everything: no connections, no programs, no other processes (seccomp), an end with the web process, first in
line when memory runs out. Elsewhere some of it is missing, and each function says so instead of failing.
"""

import ctypes
import os
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

# Numbers of system calls (arch/x86/entry/syscalls/syscall_64.tbl; include/uapi/asm-generic/unistd.h).
_DENIED = {
    "x86_64": {
        "connections": (41, 42, 43, 44, 46, 49, 50, 53, 288, 425),  # socket … socketpair, accept4, io_uring_setup
        "programs": (59, 322),  # execve, execveat
        "other processes": (62, 101, 310, 311, 438),  # kill, ptrace, process_vm_readv, …_writev, pidfd_getfd
        "other views of the system": (165, 272, 304, 308, 321),  # mount, unshare, open_by_handle_at, setns, bpf
    },
    "aarch64": {
        "connections": (198, 203, 202, 206, 211, 200, 201, 199, 242, 425),
        "programs": (221, 281),
        "other processes": (129, 117, 270, 271, 438),
        "other views of the system": (40, 97, 265, 268, 280),
    },
}
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO | EPERM
_X32 = 0x40000000
_PDEATHSIG, _SECCOMP, _NO_NEW_PRIVS, _FILTER = 1, 22, 38, 2


def confine(nice: int) -> list[str]:
    """Give up what a query never needs; return what this system could not take away. Call before threads start."""
    missing = []
    with suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        missing += _linux()
    else:
        missing += [f"{what} ({sys.platform})" for what in ("no connections", "no programs", "end with the server")]
    missing += _files()
    if hasattr(os, "nice"):
        os.nice(nice)
    return missing


def end_with_parent() -> bool:
    """Let the system end this process together with the one that started it; False where it cannot."""
    return sys.platform == "linux" and not ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _linux() -> list[str]:
    """Use what only Linux has: prctl, the order of the out-of-memory killer, seccomp."""
    libc = ctypes.CDLL(None, use_errno=True)
    missing = []
    if not end_with_parent():
        missing.append("end with the server (prctl)")
    try:
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")
    except OSError:
        missing.append("first to go when memory runs out (oom_score_adj)")
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) or not _seccomp(libc):
        missing.append(f"no connections, no programs (seccomp on {os.uname().machine})")
    return missing


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _seccomp(libc: ctypes.CDLL) -> bool:
    """Install the filter; False when the kernel or the architecture is not ready for it."""
    code = bpf(os.uname().machine)
    program = _Program(len(code) // 8, code)
    return bool(code) and libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0


def bpf(machine: str) -> bytes:
    """Return the filter for a machine, 8 bytes an instruction (linux/filter.h); empty when its numbers are unknown."""
    if machine not in _DENIED:
        return b""
    numbers = [number for group in _DENIED[machine].values() for number in group]
    checks = len(numbers)
    steps = [
        (_LOAD, 0, 0, 4),  # seccomp_data.arch: another one has other numbers
        (_EQUALS, 0, checks + 3, _AUDIT[machine]),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
        (_AT_LEAST, checks + 1, 0, _X32),
        *((_EQUALS, checks - index, 0, number) for index, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _files() -> list[str]:
    """Write no file, and no core dump either."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return ["no writing of files (rlimit)"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return []


def limit_memory(megabytes: int) -> list[str]:
    """Let this process grow by so many megabytes of address space from now on; beyond that an allocation fails."""
    if sys.platform != "linux":
        return [f"limit of memory ({sys.platform})"]
    import resource  # noqa: PLC0415 - not on Windows

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    return []


def alarm(seconds: float) -> None:
    """Let the system end this process after so many seconds, 0 for never: holds when the web process itself hangs."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def peak() -> int:
    """Return the most memory that this process ever used, in megabytes; 0 when the system does not say."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1_000_000 if sys.platform == "darwin" else 1_000)
