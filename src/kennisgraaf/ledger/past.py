"""The ledger, the terms and the questions beside those of the newest tagged release: nothing published is gone.

Things have their lines in the ledger. Terms (`def#...`) and shapes have none: the newest tag is their ledger. Whatever
a tagged release described must still be described, if only as owl:deprecated.
"""

from collections.abc import Iterator

from kennisgraaf import git, turtle, version
from kennisgraaf.errors import KennisgraafError, MachineError
from kennisgraaf.findings import Finding, Place
from kennisgraaf.ledger.file import CONCEPT, FILE, Line, parse
from kennisgraaf.ledger.objection import Spot, told
from kennisgraaf.namespaces import BASE, DEF, ID, SHAPES
from kennisgraaf.project import Project, stated_version
from kennisgraaf.sources import Sources

_TERMS = {"ontology/": DEF, "shapes/": SHAPES}


def newest(where: Project) -> str:
    """Return the name of the newest tag of a release (v1.2.3), by number; "" where there is none, or no git.

    A tag with a higher number than the project's own is the future of an older version, and does not count.
    MachineError: the history cannot be read.
    """
    if not any((folder / ".git").exists() for folder in (where.root, *where.root.parents)):
        return ""
    try:
        found = {tag.name: number for tag in git.tags(where.root) if (number := version_of(tag.name))}
    except KennisgraafError as error:
        raise error if isinstance(error, MachineError) else MachineError(error.what, fix=error.fix) from error
    own = version_of(f"v{stated_version(where)}")
    return max((name for name in found if not own or found[name] <= own), key=lambda name: found[name], default="")


def version_of(tag: str) -> tuple[int, ...]:
    """Return the numbers of a tag such as v1.2.3, () for any other tag."""
    return version.parse(tag.removeprefix("v"), final=True) if tag.startswith("v") else ()


def compare(where: Project, sources: Sources, lines: dict[str, Line]) -> list[Finding]:
    """Return what was published and is gone or changed hands; one warning if the history cannot be read."""
    try:
        tag = newest(where)
        if not tag:
            return []
        files = git.files(where.root, tag)
        return [*_lines(tag, files, lines), *_terms(tag, files, sources), *_questions(tag, files, where)]
    except KennisgraafError as error:
        why = error.what.rstrip(".")
        return [told("Register-geschiedenis", Spot(ID, place=Place(FILE.as_posix(), 1)), why=why)]


def _lines(tag: str, files: dict[str, bytes], lines: dict[str, Line]) -> Iterator[Finding]:
    """Yield the lines of the ledger that are gone, or whose IRI means something else now."""
    for line in parse(files.get(FILE.as_posix(), b"").decode() or "iri,type,since,status,replaced_by").values():
        now = lines.get(line.iri)
        if now is None:
            above = max((one.number for one in lines.values() if one.iri < line.iri), default=1)
            yield told("Register-weg", Spot(line.iri, place=Place(FILE.as_posix(), above)), remedy=line, tag=tag)
        elif line.status != CONCEPT and (
            (now.type, now.since) != (line.type, line.since) or now.status == CONCEPT or line.withdrawn > now.withdrawn
        ):
            yield told("Register-anders", Spot(line.iri, now), remedy=line, tag=tag)


def _terms(tag: str, files: dict[str, bytes], sources: Sources) -> Iterator[Finding]:
    """Yield the terms and shapes of ours that nothing describes any more."""
    now = {str(s) for iri in _TERMS.values() for document in sources.documents.get(iri, []) for s in document.subjects}
    for name, body in files.items():
        if name.startswith(tuple(_TERMS)) and name.endswith(".ttl"):
            quads, _ = turtle.parse(body.decode(), name)
            then = {getattr(quad.subject, "value", "") for quad in quads}
            for iri in sorted(one for one in then - now if one.startswith(BASE)):
                yield told("Register-term", Spot(iri, place=Place(name)), file=name, tag=tag)


def _questions(tag: str, files: dict[str, bytes], where: Project) -> Iterator[Finding]:
    """Yield the questions whose file is gone."""
    now = {where.name(path) for path in where.files("queries", ".rq")}
    for name in sorted(name for name in files if name.startswith("queries/") and name.endswith(".rq")):
        if name not in now:
            code = name.rpartition("/")[2].removesuffix(".rq")
            yield told("Register-vraag", Spot(f"{ID}vraag/{code}", place=Place(name)), file=name, tag=tag)
