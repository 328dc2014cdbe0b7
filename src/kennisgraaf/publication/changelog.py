"""The changelog: what was written under "not released yet" becomes the section of a version, with what was found."""

import re
from datetime import date
from pathlib import Path

FILE = "CHANGELOG.md"
_HEADING = re.compile(r"^## .*\bnot released yet\b.*$", re.MULTILINE | re.IGNORECASE)
_FIRST = re.compile(r"^## ", re.MULTILINE)


def write(root: Path, version: str, day: date, found: str) -> str:
    """Give the newest section its version and day, add what was found (Markdown), and return the section's text."""
    path = root / FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else "# Changes\n"
    heading = f"## {version} ({day})"
    match = _HEADING.search(text)
    if match:
        before, rest = text[: match.start()], text[match.end() :]
    else:
        start = first.start() if (first := _FIRST.search(text)) else len(text)
        before, rest = text[:start], "\n\n" + text[start:]
    after = _FIRST.search(rest)
    body, others = (rest[: after.start()], rest[after.start() :]) if after else (rest, "")
    section = "\n\n".join(part for part in (body.strip("\n"), found) if part) or "- Nothing that changes an identifier."
    path.write_text(f"{before.rstrip()}\n\n{heading}\n\n{section}\n\n{others}".rstrip() + "\n", encoding="utf-8")
    return section
