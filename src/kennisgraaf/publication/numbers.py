"""Version numbers (Semantic Versioning 2.0.0), and the places where the one number of a project stands."""

import re
from datetime import date
from pathlib import Path

from kennisgraaf.errors import QueryError
from kennisgraaf.project import Project
from kennisgraaf.version import parse as parsed

_TURTLE = (
    (r'(\bowl:versionInfo\s+)"[^"]*"', r'\g<1>"{version}"'),
    (r"(\bowl:versionIRI\s+<[^>]*/)[^/>]+>", r"\g<1>{version}>"),
    (r'(\bdct:(?:modified|issued)\s+)"[0-9-]+"', r'\g<1>"{day}"'),
    (r"(\b(?:versie|version) )[0-9]+\.[0-9]+\.[0-9]+ \([0-9]{4}\)", r"\g<1>{version} ({year})"),
)
_OTHERS = {
    "pyproject.toml": ((r'(?m)^(version = )"[^"]*"', r'\g<1>"{version}"'),),
    "CITATION.cff": (
        (r"(?m)^(version: ).*$", r"\g<1>{version}"),
        (r"(?m)^(date-released: ).*$", r"\g<1>{day}"),
    ),
}


def parse(version: str) -> tuple[int, ...]:
    """Return the three numbers of a version, with or without a v before it. QueryError: it is none."""
    found = parsed(version.removeprefix("v"), final=True)
    if not found:
        raise QueryError(f"{version} is no version.", fix="Give three numbers, such as 1.0.0 or 0.2.0.")
    return found


def write(where: Project, version: str, day: date) -> list[str]:
    """Write a version in the headers of ontology and shapes, in pyproject.toml and CITATION.cff; return their names."""
    headers = [path for folder in ("ontology", "shapes") for path in where.files(folder)]
    others = [path for name in _OTHERS if (path := where.root / name).is_file()]
    return [where.name(path) for path in (*headers, *others) if _write(path, _OTHERS.get(path.name), version, day)]


def _write(path: Path, places: tuple[tuple[str, str], ...] | None, version: str, day: date) -> bool:
    before = text = path.read_text(encoding="utf-8")
    start, end = (0, len(text)) if places else _header(text)
    for pattern, fresh in places or _TURTLE:
        head = re.sub(pattern, fresh.format(version=version, day=day, year=day.year), text[start:end])
        text = text[:start] + head + text[end:]
        end = start + len(head)
    if text != before:
        path.write_text(text, encoding="utf-8", newline="\n")
    return text != before


def _header(text: str) -> tuple[int, int]:
    """Return where the block of the ontology begins and ends in a Turtle file of the fixed form; (0, 0) without one."""
    start = text.find("\n    a owl:Ontology ;")
    return (start, text.index("\n.", start)) if start >= 0 else (0, 0)
