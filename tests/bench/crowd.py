"""Many clients, each with an address of its own, that ask light queries at a steady pace; frugal enough to measure."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.client import request

_PATIENCE = 15.0
_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


@dataclass
class Record:
    """What the clients met: code → how often (0: none), seconds of whole answers, and their own delays (seconds)."""

    codes: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    lag: list[float] = field(default_factory=list)


@dataclass
class Crowd:
    """Clients that ask (query, form), each at rate per second, from one endpoint; record is what they met."""

    port: int
    path: str
    queries: Iterator[tuple[str, str]]
    clients: int = 64
    rate: float = 10
    record: Record = field(default_factory=Record)

    def ask(self, seconds: float) -> Record:
        """Let them ask for some seconds; one that still waits for its answer skips its turns."""
        asyncio.run(self._all(time.monotonic() + seconds))
        return self.record

    async def _all(self, until: float) -> None:
        watch = asyncio.create_task(self._lag())
        addresses = [f"127.0.{1 + n // 250}.{1 + n % 250}" for n in range(self.clients)]
        await asyncio.gather(*(self._client(address, until) for address in addresses))
        watch.cancel()

    async def _lag(self) -> None:
        """Note how late the clients themselves are, since that is in every figure."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.05)
            self.record.lag.append(time.perf_counter() - began - 0.05)

    async def _client(self, address: str, until: float) -> None:
        pace, connection = 1 / self.rate, None
        await asyncio.sleep(random.random() * pace)  # noqa: S311 - not all at the same moment
        turn = time.monotonic()
        while turn < until:
            connection = await self._turn(address, connection)
            turn = max(turn + pace, time.monotonic())
            await asyncio.sleep(turn - time.monotonic())
        if connection:
            connection[1].close()

    async def _turn(self, address: str, connection: _Streams | None) -> _Streams | None:
        """Ask one query and record what came of it; return the connection if it is still good."""
        message = request(self.port, self.path, *next(self.queries))
        began, code = time.perf_counter(), 0
        try:
            connection = connection or await asyncio.open_connection("127.0.0.1", self.port, local_addr=(address, 0))
            code = await asyncio.wait_for(_exchange(*connection, message), _PATIENCE)
        except (OSError, EOFError, ValueError, TimeoutError):
            if connection:
                connection[1].close()
            connection = None
        self.record.codes[code] += 1
        if code == 200:
            self.record.took.append(time.perf_counter() - began)
        return connection


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: bytes) -> int:
    """Send a request and read the whole answer; ValueError when it does not say how long it is."""
    writer.write(message)
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if not length:
        raise ValueError("an answer without a length")
    await reader.readexactly(int(length[1]))
    return int(head.split(b" ", 2)[1])
