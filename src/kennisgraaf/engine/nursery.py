"""The zygote as the web process sees it: order a worker, take leave of one; a new zygote when the old one is gone."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass

from kennisgraaf.engine import frames
from kennisgraaf.errors import MachineError

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from kennisgraaf.engine.zygote import main; main()"
_GONE = -int(signal.SIGKILL)
SECRETS = "KENNISGRAAF_ENGINE_"  # how the names of settings begin that no worker may know


@dataclass(frozen=True)
class Child:
    """A forked worker: its number, the pipes to and from it, and which zygote it came from."""

    pid: int
    to: int
    back: int
    parent: int


class Nursery:
    """Gives birth to workers; for any thread, but zygotes end with the thread that first called `fork` or `start`."""

    def __init__(self, settings: frames.Head) -> None:
        """Begin without a process."""
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> None:
        """Start the zygote and wait until it has loaded the store; MachineError when it cannot."""
        with self._lock:
            self._start()

    def fork(self, lane: frames.Head) -> Child:
        """Return a new worker with the settings of its lane. OSError or EOFError: the system has no room for it."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
            theirs_in, to = os.pipe()
            back, theirs_out = os.pipe()
            try:
                reply = self._order({"do": "fork", "lane": lane}, [theirs_in, theirs_out])
            except BaseException:
                os.close(to)
                os.close(back)
                raise
            finally:
                os.close(theirs_in)
                os.close(theirs_out)
        return Child(reply["pid"], to, back, self.pid)

    def end(self, child: Child) -> int | None:
        """Take leave of a worker: its exit code (negative: the signal), None while it is still there."""
        with self._lock:
            if self.pid != child.parent:
                return _GONE
            try:
                code: int | None = self._order({"do": "end", "pid": child.pid}, [])["code"]
            except (OSError, EOFError):
                return _GONE
            return code

    @property
    def pid(self) -> int:
        """Return the number of the zygote, 0 before the first."""
        return self._process.pid if self._process else 0

    def close(self) -> None:
        """End the zygote, and with it on Linux every worker that is left."""
        with self._lock:
            if self._process:
                self._process.kill()
                self._process.wait()
            if self._control:
                self._control.close()

    def forget(self) -> None:
        """After a fork of this process: the zygote belongs to the other one."""
        self._lock = threading.Lock()
        if self._process and self._control:
            self._process.returncode = 0
            self._control.close()
        self._process = None

    def _start(self) -> None:
        """Start a zygote; it takes the place of one that is gone."""
        if self._process and self._control:
            self._process.wait()
            self._control.close()
        self._control, theirs = socket.socketpair()
        # -I -S: nothing from the user's environment; the module search path is ours, passed on.
        command = [sys.executable, "-I", "-S", "-c", _BOOT, *(path or os.getcwd() for path in sys.path)]  # noqa: PTH109
        with theirs:
            own = {name: value for name, value in os.environ.items() if not name.startswith(SECRETS)}
            self._process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=own)
        try:
            frames.write(self._control.fileno(), self._settings)
            reply, _ = frames.read(self._control.fileno())
        except EOFError:
            reply = {"error": "machine", "what": "The process that loads the store ended."}
        if "error" in reply:
            raise MachineError(reply["what"], fix="Build the release again, or choose another one.")

    def _order(self, order: frames.Head, pipes: list[int]) -> frames.Head:
        """Send one order and read its answer."""
        if self._control is None:
            raise EOFError("there is no zygote")
        if pipes:
            socket.send_fds(self._control, [json.dumps(order).encode()], pipes)
        else:
            self._control.sendall(json.dumps(order).encode())
        answer = b""
        while not answer.endswith(b"\n"):
            part = self._control.recv(4096)
            if not part:
                raise EOFError("the zygote is gone")
            answer += part
        found: frames.Head = json.loads(answer)
        return found
