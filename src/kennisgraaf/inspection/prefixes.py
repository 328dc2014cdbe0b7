"""Prefixes: one prefix for a namespace and one namespace for a prefix, in all files."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from rdflib import URIRef

from kennisgraaf.findings import Finding, Place
from kennisgraaf.inspection.view import View
from kennisgraaf.namespaces import ID, PREFIX, declared, prefixes
from kennisgraaf.rules import remark


def inspect(view: View) -> Iterator[Finding]:
    """Yield a finding for each PREFIX line that differs from the published prefixes, or else from most files."""
    files: list[tuple[str, str, Mapping[str, str]]] = [
        (iri, document.name, document.prefixes) for iri, files in view.own.items() for document in files
    ]
    files += [(_asked(path), view.where.name(path), _declared(path)) for path in view.where.files("queries", ".rq")]
    usual = _usual([own for _, _, own in files], prefixes(view.sources.kinds()))
    spaces = {space: prefix for prefix, space in usual.items()}
    for iri, file, own in files:
        text = ""
        for prefix, space in own.items():
            name = spaces.get(space, prefix)
            if usual.get(prefix, space) != space or name != prefix:
                text = text or (view.where.root / file).read_text(encoding="utf-8", errors="replace")
                yield _finding(iri, space, _place(text, file, prefix), f"{name}: <{usual.get(name, space)}>")


def _asked(path: Path) -> str:
    return f"{ID}vraag/{path.stem}"


def _declared(path: Path) -> dict[str, str]:
    return declared(path.read_text(encoding="utf-8", errors="replace"))


def _usual(files: list[Mapping[str, str]], published: Mapping[str, str]) -> dict[str, str]:
    """Return prefix → namespace as published, and for other prefixes and namespaces as in most files."""
    counted = Counter(pair for own in files for pair in own.items())
    usual, taken = dict(published), set(published.values())
    for (prefix, space), _ in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        if prefix not in usual and space not in taken:
            usual[prefix] = space
            taken.add(space)
    return usual


def _finding(iri: str, space: str, place: Place, usual: str) -> Finding:
    found = remark("Voorvoegsel-anders", (URIRef(iri), "", URIRef(space)), place, {"usual": usual})
    return replace(found, remedy=f"PREFIX {usual}")


def _place(text: str, file: str, prefix: str) -> Place:
    for match in PREFIX.finditer(text):
        if match["prefix"] == prefix:
            start = match.start() - text.rfind("\n", 0, match.start())
            return Place(file, text.count("\n", 0, match.start()) + 1, start, start + len(match[0]))
    return Place(file)
