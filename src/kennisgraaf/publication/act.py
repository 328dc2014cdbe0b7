"""The act of publishing, step by step; each step is told with its result, and any that fails ends it all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kennisgraaf import build, engine, layout, ledger, project, questions, release, turtle
from kennisgraaf.errors import BuildError, KennisgraafError, QueryError
from kennisgraaf.ledger.past import newest
from kennisgraaf.project import FOLDERS, Project
from kennisgraaf.publication import changelog, commits, numbers
from kennisgraaf.publication.judgement import Judgement, judge
from kennisgraaf.release import Release

Tell = Callable[[str, str], None]
_BRANCHES = {"main", "master"}


@dataclass(frozen=True)
class Wish:
    """The version somebody wants ("" for the one that the changes ask for), the day, and whether it is a rehearsal."""

    version: str
    day: date
    rehearsal: bool = False


def publish(where: Project, wish: Wish, tell: Tell = lambda _step, _result: None) -> str:
    """Publish a version and return it; tell is called with each step and its result.

    KennisgraafError and its kin: a step failed; then work tree, branch, tags and the release in use are as they were.
    """
    _clean(where)
    tell("work tree", "clean, on the main branch")
    with commits.second_tree(where.root) as tree:
        copy = Project(tree, tree / ".kennisgraaf" if wish.rehearsal else where.home)
        version, judged = _version(copy, wish.version)
        tell("version", f"{version}{''.join(f'; {reason}' for reason in (judged.verdict, *judged.reasons) if reason)}")
        _in_form(copy)
        tell("form", "every Turtle file is in the fixed form")
        _write(copy, version, wish.day, judged, tell)
        _without_findings(copy)
        tell("check", "0 violations, 0 warnings")
        made = build.compile(copy, use=False)
        tell(
            "build",
            f"release {made.id}: {made.about['triples']} triples, {len(made.about['dumps'])} dumps with checksums",
        )
        tell("questions", f"{_ask(made)} questions answer")
        if not wish.rehearsal:
            commits.move(where.root, commits.commit(tree, f"Release {version}"), f"v{version}", f"Version {version}")
            tell("git", f"committed, and tagged v{version}")
            release.keep_version(where.releases, version, made.id)
            release.switch(where.releases, made.id)
            tell("in use", str(where.releases / made.id))
    return version


def _clean(where: Project) -> None:
    """Refuse a work tree with changes, or on another branch than the main one."""
    branch = commits.told(where.root, "rev-parse", "--abbrev-ref", "HEAD")
    if branch not in _BRANCHES:
        raise KennisgraafError(f"This is branch {branch}, not main.", fix="Merge it first: only main is published.")
    if changed := commits.told(where.root, "status", "--porcelain"):
        names = ", ".join(line[3:] for line in changed.splitlines()[:5])
        raise KennisgraafError(f"The work tree has changes: {names}", fix="Commit them, or put them away: git stash.")


def _version(copy: Project, wanted: str) -> tuple[str, Judgement]:
    """Return the version to publish, and what the changes ask for."""
    tag = newest(copy)
    if not tag:
        version = wanted.removeprefix("v") or project.version(copy)
        numbers.parse(version)
        return version, Judgement("", ("the first one",), version)
    judged = judge(copy, tag)
    version = wanted.removeprefix("v") or judged.version
    if not judged.verdict:
        raise KennisgraafError(f"Nothing changed since {tag}.", fix="There is nothing to publish.")
    if numbers.parse(version) < numbers.parse(judged.version):
        because = "".join(f"\n    {reason}" for reason in judged.reasons)
        raise QueryError(
            f"{version} is too small: since {tag} the changes are {judged.verdict}.{because}",
            fix=f"Publish {judged.version} or a higher version.",
        )
    return version, judged


def _in_form(copy: Project) -> None:
    """Refuse files that `kennisgraaf format` would change."""
    paths = [path for folder in FOLDERS[:3] for path in copy.files(folder)]
    texts = {copy.name(path): turtle.text_of(path, copy.name(path)) for path in paths}
    wrong = [name for name, text in texts.items() if layout.layout(text, name) != text]
    if wrong:
        raise BuildError(f"Not in the fixed form: {', '.join(wrong[:5])}", fix="Run `kennisgraaf format`, and commit.")


def _write(copy: Project, version: str, day: date, judged: Judgement, tell: Tell) -> None:
    """Write number, ledger and changelog in the copy."""
    tell("number", ", ".join(numbers.write(copy, version, day)) or "nowhere to write it")
    lines = ledger.read(copy)
    fresh = [line for line in lines.values() if line.status == ledger.CONCEPT or not line.since]
    for line in fresh:
        status = ledger.PUBLISHED if line.status == ledger.CONCEPT else line.status
        lines[line.iri] = replace(line, status=status, since=version)
    ledger.save(copy, lines.values())
    tell("ledger", f"{len(fresh)} identifiers published, {len(lines)} in all")
    section = changelog.write(copy.root, version, day, judged.reasons)
    tell("changelog", f"{len(section.splitlines())} lines under {version}")


def _without_findings(copy: Project) -> None:
    """Refuse what `kennisgraaf check` finds, remarks (Info) aside."""
    report = build.check(copy)
    if report.errors:
        raise report.errors[0]
    found = [finding for finding in report.findings if finding.severity != "Info"]
    if found:
        told = found[0].messages.get("en") or " ".join(found[0].messages.values())
        raise BuildError(
            f"{len(found)} violations and warnings. The first: <{found[0].thing}>: {told}",
            fix="Run `kennisgraaf check`, and mend them.",
        )


def _ask(made: Release) -> int:
    """Ask every question with its example; return how many there are. QueryError: one does not answer."""
    asked = questions.load(made.queries)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        for question in asked.values():
            questions.ask(opened, question, question.example)
    return len(asked)
