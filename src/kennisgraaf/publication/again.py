"""An older version, built again from its tag."""

from collections.abc import Callable

from kennisgraaf import build, git, release
from kennisgraaf.ledger.past import version_of
from kennisgraaf.project import Project
from kennisgraaf.publication.commits import second_tree
from kennisgraaf.release import Release


def rebuild(where: Project, ref: str, tell: Callable[[str], None] = lambda _: None) -> Release:
    """Return the release of the sources as they were at a commit or tag, built by the program as it is now.

    The release in use stays in use. A tag of a version (v1.2.3, or 1.2.3) is kept under its version.
    NotFound: there is no such commit. The other errors are those of build.compile.
    """
    tag = ref if version_of(ref) or not version_of(f"v{ref}") else f"v{ref}"
    commit = git.resolve(where.root, tag)
    with second_tree(where.root, commit) as tree:
        made = build.compile(Project(tree, where.home), use=False, tell=tell)
    if version_of(tag):
        release.keep_version(where.releases, tag.removeprefix("v"), made.id)
    return made
