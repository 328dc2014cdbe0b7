"""A trial: what a check of the whole would find if files were changed, and does not find now.

The changes are made in a copy of the project, and checked there with the very check that maintainers run.
"""

import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib.term import Node

from kennisgraaf import build
from kennisgraaf.edits import Edit
from kennisgraaf.findings import Finding
from kennisgraaf.project import FOLDERS, Project


def findings(
    where: Project,
    changes: Sequence[Edit],
    touched: Collection[Node] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> list[Finding]:
    """Return the findings that the changes would add; what is touched may have had the same ones before.

    tell is as in build.check. SourceError: a file of the project could not be read then.
    """
    with TemporaryDirectory(prefix="kennisgraaf-") as folder:
        copy = Project(Path(folder).resolve(), where.home)
        for name in FOLDERS:
            shutil.copytree(where.root / name, copy.root / name)
        for change in changes:
            path = copy.root / change.path.relative_to(where.root)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(change.after)
        after = build.check(copy, tell=tell)
    if after.errors:
        raise after.errors[0]
    if all(finding.thing in touched for finding in after.findings):
        return after.findings
    before = set(build.check(where).findings)
    return [finding for finding in after.findings if finding not in before]
