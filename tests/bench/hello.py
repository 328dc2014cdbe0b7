"""The least that a server of this kind can do, as a measure of what our own work costs."""

from collections.abc import Callable, Iterable


def application(_: dict[str, object], start: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    """Say hello (WSGI, PEP 3333)."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "6")])
    return [b"hello\n"]
