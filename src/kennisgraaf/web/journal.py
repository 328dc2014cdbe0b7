"""The log: one line of JSON for each request and each message, on standard error, without personal data.

A line holds no address of a client, no path, no query and no header. What went wrong unforeseen is told with the places
in the code that it passed, and without the text of the exception, which may quote what somebody asked.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kennisgraaf.web.observation import Seen

_LOG = logging.getLogger("kennisgraaf.requests")
_SEEN = "seen"


class Journal:
    """An observer that writes each request into the log."""

    def begin(self) -> None:
        """Write nothing yet."""

    def end(self, seen: Seen) -> None:
        """Write one line."""
        _LOG.info("request", extra={_SEEN: seen})


class Lines(logging.Formatter):
    """A record as one line of JSON; json writes every control character as an escape, so a line stays a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        found: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        seen: Seen | None = getattr(record, _SEEN, None)
        found |= _request(seen) if seen else {"logger": record.name}
        if record.exc_info and record.exc_info[0]:
            found |= {"exception": record.exc_info[0].__name__, "at": _places(record.exc_info[1])}
        return json.dumps(found)


def _request(seen: Seen) -> dict[str, Any]:
    found = {
        "method": seen.method,
        "route": seen.route,
        "status": seen.status,
        "ms": round(seen.seconds * 1000, 2),
        "bytes": seen.size,
        "release": seen.release,
    }
    return found | {name: value for name, value in (("limit", seen.limit), ("error", seen.error)) if value}


def _places(error: BaseException | None) -> list[str]:
    """Return where an exception passed, outermost first."""
    return [
        f"{Path(at.filename).name}:{at.lineno} {at.name}"
        for at in traceback.extract_tb(error.__traceback__ if error else None)
    ]


def configuration() -> dict[str, Any]:
    """Return the settings of logging (PEP 391) by which our messages and granian's become lines of JSON."""
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "lines"}
    ours = {"handlers": ["lines"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.{Lines.__name__}"}},
        "handlers": {"lines": handler},
        "loggers": {"kennisgraaf": ours, "_granian": {**ours, "level": "ERROR"}},
    }
