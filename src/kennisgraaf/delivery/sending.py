"""Send one graph: go on where an earlier attempt broke off, count what arrives, and note the graph when it is whole."""

import time
from collections.abc import Callable

from kennisgraaf.delivery.claim import Holding
from kennisgraaf.delivery.client import Client
from kennisgraaf.delivery.faults import TooLargeError
from kennisgraaf.delivery.parcels import Batch, Content, Parcel, Room
from kennisgraaf.engine import register
from kennisgraaf.engine.remote.refusals import PassingError
from kennisgraaf.errors import MachineError

_TRIES = 2  # from where it broke off, and then from the beginning
_SHAKEN = 5  # as many where a batch with blank nodes was torn by a fault

Tell = Callable[[Parcel, int], None]  # a graph, and how many of its triples are there so far


class Sender:
    """Sends the graphs of a release to an engine that it holds."""

    def __init__(self, client: Client, holding: Holding, content: Content, tell: Tell) -> None:
        """Take what is needed for each graph."""
        self._client, self._holding, self._content, self._tell = client, holding, content, tell
        self._room = Room(client.dialect.triples, client.dialect.size)
        self._torn = False

    def send(self, one: Parcel, *, doubted: bool) -> None:
        """Make one graph be there, whole and counted; doubted: the register said so already, but it is not.

        MachineError: what arrives is not what was sent, or nothing arrives any more.
        """
        self._client.update(register.doubt(one.graph) if doubted else register.begin(one.graph))
        for number in range(1, _SHAKEN + 1):
            sent = self._fill(one, self._client.count(one.graph))
            arrived = self._client.count(one.graph)
            if arrived == sent:
                return self._client.update(register.count(one.graph, sent))
            self._client.empty(one.graph)
            if number >= _TRIES and not self._torn:
                break
            self._torn = False
        raise MachineError(
            f"The engine counts {arrived} triples in <{one.name or 'the whole'}>, and {sent} were sent.",
            fix="Readers still get what they had. See the engine's log; some engines take two spellings of one number"
            " for one triple, as kennisgraaf does not.",
        )

    def _fill(self, one: Parcel, there: int) -> int:
        """Send what is not there yet; return how many triples the graph has."""
        done, blank = 0, set[str]()
        for batch in self._content.ground(one.name, self._room, blank):
            if done + len(batch) > there:
                self._add(one, batch)
            done += len(batch)
            self._tell(one, done)
        if not blank:
            return done
        if there > done:  # some of what hangs by blank nodes: all of it, or it cannot be told which
            return done + sum(map(len, self._content.tied(one.name, blank, self._room)))
        return self._bind(one, done, blank)

    def _add(self, one: Parcel, batch: Batch) -> None:
        """Send triples without blank nodes, in smaller requests where they are too large for the engine."""
        self._holding.beat()
        try:
            self._client.send(one.graph, b"".join(batch))
        except TooLargeError:
            half = len(batch) // 2
            if not half:
                raise
            self._room = Room(half, self._room.size)  # for the graphs that follow
            self._add(one, batch[:half])
            self._add(one, batch[half:])

    def _bind(self, one: Parcel, done: int, blank: set[str]) -> int:
        """Send the triples with blank nodes, each batch once; return how many triples the graph has then."""
        self._holding.beat(now=True)
        for batch in self._content.tied(one.name, blank, self._room):
            self._once(one, batch, done)
            done += len(batch)
            self._tell(one, done)
        return done

    def _once(self, one: Parcel, batch: Batch, before: int) -> None:
        """Send a batch that would be there twice if it were sent twice: after a fault, first look whether it is."""
        for pause in (*self._client.pauses, None):
            try:
                return self._client.send(one.graph, b"".join(batch), patient=False)
            except PassingError:
                if pause is None:
                    raise
                time.sleep(pause)
            if there := self._client.count(one.graph) - before:
                self._torn = there != len(batch)  # then the count at the end does not come out
                return None
        return None
