"""What was said and is no longer, and what is said since: the statements that differ from a commit.

Only the files that changed are read; a file of which git knows nothing readable means that everything may have changed.
"""

import pyoxigraph as ox

from kennisgraaf import git
from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Statement
from kennisgraaf.project import Project
from kennisgraaf.sources import Sources
from kennisgraaf.turtle.terms import term

_FOLDERS = ("ontology", "data")


def since(where: Project, sources: Sources, ref: str) -> set[Statement] | None:
    """Return the statements of ontology and data that came or went since a commit; None if anything may have changed.

    The latter when shapes changed, or a file was not Turtle then. NotFound, MachineError: as git.resolve.
    """
    names = [name for name in git.changed(where.root, ref, ("shapes", *_FOLDERS)) if name.endswith(".ttl")]
    if any(name.startswith("shapes/") for name in names):
        return None
    before = git.files(where.root, ref, _FOLDERS) if names else {}
    try:
        then = {statement for name in names for statement in _read(before.get(name, b""))}
    except (SyntaxError, SourceError):
        return None
    now = {
        statement
        for documents in sources.documents.values()
        for document in documents
        if document.name in names
        for statement in document.triples
    }
    return then ^ now


def _read(body: bytes) -> list[Statement]:
    quads = ox.parse(body, format=ox.RdfFormat.TURTLE)
    return [(term(quad.subject), term(quad.predicate), term(quad.object)) for quad in quads]
