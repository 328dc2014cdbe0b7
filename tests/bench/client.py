"""One connection to one server: ask, wait for the whole answer, look at the clock.

Written on a bare socket, because a library's parsing of headers takes as long as a light query and would hide how much
the servers differ.
"""

import socket
import time
import urllib.parse
from dataclasses import dataclass
from typing import Self

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"


@dataclass(frozen=True)
class Reply:
    """What came back; status 0 is no whole answer: a broken connection, or none within the time limit."""

    status: int
    body: bytes
    seconds: float
    media_type: str = ""


class Client:
    """Keeps its connection open, as a program does; patience is the longest wait in seconds."""

    def __init__(self, port: int, path: str, patience: float, source: str = "") -> None:
        """Connect with the first question, from a loopback address of its own if one is given."""
        self._port, self._path, self._patience, self._source = port, path, patience, source
        self._socket: socket.socket | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()

    def ask(self, query: str, form: str = "SELECT") -> Reply:
        """Ask a query of a form; a broken or slow connection gives a reply of status 0."""
        return self.send(request(self._port, self._path, query, form))

    def send(self, message: bytes) -> Reply:
        """Send a request as it is and read the answer."""
        began = time.perf_counter()
        try:
            self._connect().sendall(message)
            status, media_type, body = self._answer()
        except (OSError, ValueError):
            self.close()
            return Reply(0, b"", time.perf_counter() - began)
        return Reply(status, body, time.perf_counter() - began, media_type)

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        if self._socket:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _connect(self) -> socket.socket:
        if self._socket is None:
            source = (self._source, 0) if self._source else None
            self._socket = socket.create_connection(("127.0.0.1", self._port), self._patience, source)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _answer(self) -> tuple[int, str, bytes]:
        """Read one answer (HTTP/1.1, RFC 9112): status, media type, body."""
        first, *lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if "chunked" in headers.get("transfer-encoding", ""):
            body = self._chunks()
        else:
            body = self._exactly(int(headers["content-length"])) if "content-length" in headers else b""
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(first.split(" ")[1]), headers.get("content-type", "").partition(";")[0], body

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._until(b"\r\n").partition(b";")[0], 16):
            parts.append(self._exactly(size + 2)[:-2])
        self._until(b"\r\n")
        return b"".join(parts)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._rest:
            self._more()
        found, _, self._rest = self._rest.partition(mark)
        return found

    def _exactly(self, size: int) -> bytes:
        parts, have = [self._rest], len(self._rest)
        while have < size:
            self._rest = b""
            self._more()
            parts.append(self._rest)
            have += len(self._rest)
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def _more(self) -> None:
        assert self._socket
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionResetError("the server closed the connection")
        self._rest += data


def request(port: int, path: str, query: str, form: str) -> bytes:
    """Return a GET request of the SPARQL 1.1 Protocol (2.1.1)."""
    target = f"{path}?{urllib.parse.urlencode({'query': query})}"
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accept(form)}\r\n\r\n".encode()


def accept(form: str) -> str:
    """Return the media type to ask for."""
    return ROWS if form in {"SELECT", "ASK"} else TRIPLES
