"""Figures for Prometheus: how many requests, how long they took, what was refused, what the engine does.

Each web process writes its figures into a file of a folder that all share, so any of them answers for all. A label is
the template of a route, never a path: nobody can make the figures grow by asking for many addresses.
"""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from flask import Request

from kennisgraaf.errors import NotFound
from kennisgraaf.web.observation import Seen

if TYPE_CHECKING:
    from prometheus_client import Gauge

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client's own name, read when it is imported
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0


class Metrics:
    """An observer that counts; one in each web process."""

    def __init__(self) -> None:
        """Begin at zero."""
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415 - only who counts

        own = self._own = CollectorRegistry()
        labels = ["route", "method", "status"]
        self._requests = Counter("kennisgraaf_requests", "Requests that were answered.", labels, registry=own)
        self._seconds = Histogram(
            "kennisgraaf_request_seconds", "Time to the end of an answer.", ["route"], buckets=_BUCKETS, registry=own
        )
        self._bytes = Counter("kennisgraaf_response_bytes", "Bytes of answers.", registry=own)
        self._refusals = Counter("kennisgraaf_refusals", "Queries refused, by limit.", ["limit"], registry=own)
        live: Literal["livesum"] = "livesum"
        self._running = Gauge(
            "kennisgraaf_requests_in_flight", "Requests being answered.", registry=own, multiprocess_mode=live
        )
        self._memory = Gauge(
            "kennisgraaf_web_resident_bytes", "Memory of the web processes.", registry=own, multiprocess_mode=live
        )
        self._release = Gauge(
            "kennisgraaf_release_info", "Web processes by release.", ["release"], registry=own, multiprocess_mode=live
        )
        self._engine: dict[str, Gauge] = {}
        self._served = ""

    def begin(self) -> None:
        """Count a request in."""
        self._running.inc()

    def end(self, seen: Seen) -> None:
        """Count it out."""
        self._running.dec()
        self._requests.labels(seen.route, seen.method, f"{seen.status // 100}xx").inc()
        self._seconds.labels(seen.route).observe(seen.seconds)
        self._bytes.inc(seen.size)
        if seen.limit:
            self._refusals.labels(seen.limit).inc()

    def publish(self, release: str, numbers: dict[str, float]) -> None:
        """Take down the state of this process; numbers: of its engine, name → value."""
        if release != self._served:
            if self._served:
                self._release.labels(self._served).set(0)
            self._release.labels(release).set(1)
            self._served = release
        self._memory.set(_resident())
        for name, value in numbers.items():
            self._gauge(name).set(value)

    def _gauge(self, name: str) -> "Gauge":
        """Return the gauge of one of the engine's numbers."""
        from prometheus_client import Gauge  # noqa: PLC0415

        if name not in self._engine:
            text = f"Of the engines: {name.replace('_', ' ')}."
            full = "kennisgraaf_engine_" + re.sub(r"\W", "_", name)
            self._engine[name] = Gauge(full, text, registry=self._own, multiprocess_mode="livesum")
        return self._engine[name]


def exposition(request: Request) -> bytes:
    """Return the figures of all web processes in the text format 0.0.4.

    NotFound: nobody counts, or the request came through a proxy: the figures are for the operator.
    """
    folder = os.environ.get(FOLDER, "")
    if not folder or any(name in request.headers for name in _FORWARDED):
        raise NotFound("No figures are kept here.", fix="Operators: `kennisgraaf serve --metrics`, asked directly.")
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    _bury(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _bury(folder: Path) -> None:
    """Delete the state of processes that are gone; what they counted stays."""
    for path in folder.glob("gauge_live*_*.db"):
        if not Path("/proc", path.stem.rpartition("_")[2]).exists() and Path("/proc/self").exists():
            path.unlink(missing_ok=True)


def _resident() -> int:
    """Return the memory of this process in bytes, 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except OSError:
        return 0
