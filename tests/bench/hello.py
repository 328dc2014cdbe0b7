"""The least that a server of this kind can do, as a measure of what our own work costs."""

from typing import Any


async def application(_: Any, protocol: Any) -> None:
    """Say hello (granian's own interface, RSGI 1.6, which ours uses too)."""
    protocol.response_bytes(200, [("content-type", "text/plain")], b"hello\n")
