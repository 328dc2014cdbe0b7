"""Messages between the web process and its workers: two lengths, a head in JSON and a body of bytes.

A message arrives whole or not at all: the other side's end shows as EOFError.
"""

import json
import os
import struct
from collections.abc import Iterable
from typing import Any

Head = dict[str, Any]
_LENGTHS = struct.Struct("!II")
_CHUNK = 65_536


def write(pipe: int, head: Head, body: bytes | bytearray = b"") -> None:
    """Write one message to a file descriptor; EOFError when nobody reads any more."""
    encoded = json.dumps(head, ensure_ascii=False).encode()
    start = _LENGTHS.pack(len(encoded), len(body)) + encoded
    small = len(body) < _CHUNK
    try:
        for part in (start + body,) if small else (start, body):
            _write_all(pipe, memoryview(part))
    except OSError as error:
        raise EOFError("the other side is gone") from error


def _write_all(pipe: int, data: memoryview) -> None:
    """Write until everything is written."""
    while data:
        data = data[os.write(pipe, data) :]


def read(pipe: int) -> tuple[Head, bytes]:
    """Read one message from a file descriptor; EOFError when the other side is gone."""
    start = os.read(pipe, _CHUNK)
    while 0 < len(start) < _LENGTHS.size:
        start += _more(pipe, 1)
    if not start:
        raise EOFError("the other side is gone")
    head, body = _LENGTHS.unpack_from(start)
    whole = b"".join(_fill(pipe, start[_LENGTHS.size :], head + body))
    return json.loads(whole[:head]), whole[head:]


def _fill(pipe: int, first: bytes, size: int) -> Iterable[bytes]:
    """Yield what came first and what follows until size bytes are there."""
    yield first
    missing = size - len(first)
    while missing > 0:
        chunk = _more(pipe, missing)
        missing -= len(chunk)
        yield chunk


def _more(pipe: int, size: int) -> bytes:
    """Read at least one byte."""
    chunk = os.read(pipe, min(size, _CHUNK))
    if not chunk:
        raise EOFError("the other side ended in the middle of a message")
    return chunk
