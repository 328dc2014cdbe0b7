"""The process that all workers are forked from: it holds what they share, and evaluates nothing itself.

A fork takes a hundredth of a second whatever the parent holds, so the default graph can be in memory, where queries
are up to four times as fast as on disk, and a worker that was killed is replaced at once. It has one thread only, and
no store that is open on disk: neither would survive a fork.
"""

import gc
import json
import os
import signal
import socket

import pyoxigraph

from kennisgraaf.engine import frames, protection, worker

_LARGEST = 4096  # bytes of one order


def main() -> None:
    """Load what workers share, say so, and fork one for each order until the web process is gone."""
    control = socket.socket(fileno=os.dup(0))
    _let_go_of_standard_streams()
    settings, _ = frames.read(control.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    protection.end_with_parent()
    try:
        store = _load(settings)
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        frames.write(control.fileno(), {"error": "machine", "what": f"The store does not open: {error}"})
        return
    gc.freeze()
    frames.write(control.fileno(), {})
    while _obey(control, settings, store):
        pass


def _let_go_of_standard_streams() -> None:
    """Read nothing from, and print nothing to, what the web process uses."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)


def _load(settings: frames.Head) -> pyoxigraph.Store | None:
    """Return the default graph in memory; None when that is not asked for."""
    if not settings["whole"]:
        return None
    store, form = pyoxigraph.Store(), pyoxigraph.RdfFormat.N_TRIPLES
    # bulk_load would give blank nodes other names in each process; these are the names that they have on disk.
    store.bulk_extend(pyoxigraph.parse(path=settings["whole"], format=form, lenient=True))
    return store


def _obey(control: socket.socket, settings: frames.Head, store: pyoxigraph.Store | None) -> bool:
    """Carry out one order: "fork" with the two ends of pipes, or "end"; False when nobody orders any more."""
    text, pipes, _, _ = socket.recv_fds(control, _LARGEST, 2)
    if not text:
        return False
    order = json.loads(text)
    reply: frames.Head
    if order["do"] == "fork":
        reply = {"pid": _fork(control, {**settings, **order["lane"]}, store, pipes)}
    else:
        reply = {"code": _end(order["pid"])}
    control.sendall(json.dumps(reply).encode() + b"\n")
    return True


def _fork(control: socket.socket, settings: frames.Head, store: pyoxigraph.Store | None, pipes: list[int]) -> int:
    """Return the number of a new worker."""
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        try:
            control.close()
            if os.getppid() == parent:
                worker.serve(pipes[0], pipes[1], settings, store)
        finally:
            os._exit(1)
    for pipe in pipes:
        os.close(pipe)
    return pid


def _end(pid: int) -> int | None:
    """Take leave of a worker that ended: return its exit code (negative: the signal), None while it is still there."""
    try:
        gone, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status) if gone else None
