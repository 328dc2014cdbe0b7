"""Version numbers: major, minor and patch, as Semantic Versioning 2.0.0 writes them."""

import re

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)([-+][0-9A-Za-z.+-]+)?")


def parse(text: str, *, final: bool = False) -> tuple[int, ...]:
    """Return the three numbers of a version; () for what is none, or (if final) is no final release."""
    match = _VERSION.fullmatch(text)
    return tuple(map(int, match.groups()[:3])) if match and not (final and match[4]) else ()
