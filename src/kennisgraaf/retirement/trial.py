"""A plan tried on a copy: what `kennisgraaf check` would say that it does not say now."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from kennisgraaf import build
from kennisgraaf.build import Report
from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Finding
from kennisgraaf.project import FOLDERS, Project
from kennisgraaf.retirement.plan import Plan


def objections(where: Project, plan: Plan, tell: Callable[[str], None] = lambda _: None) -> list[Finding | SourceError]:
    """Return the findings that the plan would add to those there are; tell is as in build.check."""
    with TemporaryDirectory() as folder:
        for name in FOLDERS:
            shutil.copytree(where.root / name, Path(folder) / name)
        for path, text in plan.texts.items():
            (Path(folder) / path.relative_to(where.root)).write_text(text, encoding="utf-8", newline="\n")
        after = _found(build.check(Project(Path(folder).resolve(), where.home), tell=tell))
    if not after:
        return []
    before = {str(found) for found in _found(build.check(where))}
    return [found for found in after if str(found) not in before]


def _found(report: Report) -> list[Finding | SourceError]:
    return [*report.errors, *report.findings]
