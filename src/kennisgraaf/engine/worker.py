"""The process that evaluates queries, one at a time, and that anybody may kill at any moment.

It reads requests from one pipe and writes whole answers to another (`frames`). The evaluation runs in a thread with a
stack so large that no query of the allowed size can overflow it; the process as a whole can open no connection, start
no program, write no file and grow no further than its limit (`protection`).
"""

import os
import re
import threading
from collections.abc import Iterable
from typing import Any, NoReturn

import pyoxigraph

from kennisgraaf.engine import foreign, frames, protection, results

_STACK = 256 * 1024 * 1024
_SPENT = 100  # megabytes; a worker that needed so much more than at its start is replaced, since it gives nothing back
_GRACE = 1.0  # seconds; the web process ends an overdue worker first, the worker's own alarm is the second lock
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_PREFIX = re.compile(r"([\w.\-]*):")
_REASON = re.compile(
    r"\b(?:IRI|[A-Z][a-z]+) [^,\[]+"
)  # "IRI parsing failed" and the like, among the words that were expected


def serve(requests: int, replies: int, settings: frames.Head, store: pyoxigraph.Store | None) -> None:
    """Answer until the pipe with requests ends. store: the default graph in memory; all else is on disk."""
    missing = protection.confine(settings["nice"])
    try:
        evaluator = Evaluator(settings, store)
    except (OSError, RuntimeError) as error:
        frames.write(replies, {"error": "machine", "what": f"The store does not open: {error}"})
        return
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(requests, replies, evaluator, missing))
    thread.start()
    thread.join()


def _serve(requests: int, replies: int, evaluator: "Evaluator", missing: list[str]) -> NoReturn:
    """Say that the worker is ready and what it could not give up, then answer request after request."""
    missing += protection.limit_memory(evaluator.megabytes)
    first = protection.peak()
    try:
        frames.write(replies, {"missing": missing})
        while True:
            head, body = frames.read(requests)
            protection.alarm(evaluator.seconds + _GRACE)
            reply, answer = evaluator.answer(head, body)
            protection.alarm(0)
            frames.write(replies, {**reply, "spent": protection.peak() > first + _SPENT}, answer)
    except EOFError:
        os._exit(0)


class Evaluator:
    """A store that is read only, its default graph in memory if it fits there, and the limits of one answer.

    The named graphs stay on disk: beside the default graph they would slow it down, and few queries look into them.
    """

    def __init__(self, settings: frames.Head, store: pyoxigraph.Store | None = None) -> None:
        """Take the graph in memory and open the store on disk; OSError or RuntimeError when it is damaged."""
        path = settings["store"]  # "" to check queries, and to write the answers of an engine of others
        # A store that is not read only has threads that would not fit into the limit of memory.
        self._disk = pyoxigraph.Store.read_only(path) if path else pyoxigraph.Store()
        self._memory = store
        self._prefixes: dict[str, str] = settings["prefixes"]
        self._caps = results.Caps(settings["answer_bytes"], settings["rows"])
        self.seconds: float = settings["seconds"]
        self.megabytes: int = settings["megabytes"]

    def answer(self, head: frames.Head, body: bytes) -> tuple[frames.Head, bytes | bytearray]:
        """Return an empty head and the whole answer, or a head that says what went wrong and no body.

        head["do"]: "write" for the answer of another engine in another form; "check" for the columns that a query has.
        """
        try:
            if head.get("do") == "write":
                return {}, foreign.write(head, body, self._prefixes, self._caps)
            return {}, self._evaluate(head, body.decode())
        except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception; the caller decides what it means
            return explain(error), b""

    def _evaluate(self, head: frames.Head, text: str) -> bytearray:
        """Run one query; with "default" or "named" in the head on that dataset (SPARQL 1.1 Protocol, 2.1.4)."""
        try:
            result = self._query(head, text, self._mentioned(text))
        except SyntaxError:
            result = self._query(head, text, self._prefixes)
        if head.get("do") == "check":
            return bytearray(" ".join(foreign.columns(result)), "utf-8")
        return results.serialize(result, head["format"], self._prefixes, self._caps)

    def _query(self, head: frames.Head, text: str, prefixes: dict[str, str]) -> results.Result:
        if self._memory is not None and not head["parts"]:
            return self._memory.query(text, prefixes=prefixes)
        default, named = _nodes(head["default"]), _nodes(head["named"])
        return self._disk.query(text, prefixes=prefixes, default_graph=default, named_graphs=named)

    def _mentioned(self, text: str) -> dict[str, str]:
        """Return the prefixes that seem to be used: to declare all takes longer than most queries."""
        return {name: self._prefixes[name] for name in _PREFIX.findall(text) if name in self._prefixes}


def _nodes(iris: Iterable[str] | None) -> list[Any] | None:
    """Return graphs as the store names them; None is the store's own dataset."""
    return None if iris is None else [pyoxigraph.NamedNode(iri) for iri in iris]


_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (MemoryError, "memory"),
    (results.IllFormedError, "xml"),
    (foreign.NonsenseError, "nonsense"),
    (OSError, "machine"),
    (ValueError, "query"),
    (RuntimeError, "query"),
    (BaseException, "machine"),
)


def explain(error: BaseException) -> frames.Head:
    """Return the head of a reply that is no answer: "error" is a limit, "syntax", "xml", "query" or "machine"."""
    if isinstance(error, SyntaxError):
        return _syntax(str(error))
    if isinstance(error, results.OverLimitError):
        return {"error": error.limit}
    kind = next(kind for family, kind in _KINDS if isinstance(error, family))
    return {"error": kind, "what": str(error)}


def _syntax(message: str) -> frames.Head:
    """Take apart "error at 1:19: expected one of …": position, reason if any, words that may stand there."""
    found = _POSITION.fullmatch(message)
    line, column, what = found.groups() if found else ("0", "0", message)
    reason = _REASON.search(what)
    words = re.findall(r'"\S{1,3}"|\b[A-Z]{2,}\b', what.partition("[")[0])
    return {
        "error": "syntax",
        "line": int(line),
        "column": int(column),
        "what": reason.group() if reason else "",
        "expected": [word for word in words if word not in {"SERVICE", "LATERAL", "IRI", "SELECT"}],
    }
