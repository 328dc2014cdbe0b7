"""The act of publishing, step by step; each step is told with its result, and any that fails ends it all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from kennisgraaf import build, edits, engine, history, layout, ledger, project, questions, record, release, turtle
from kennisgraaf.errors import BuildError, KennisgraafError, QueryError
from kennisgraaf.history import Difference, markdown
from kennisgraaf.ledger.past import newest
from kennisgraaf.project import FOLDERS, Project
from kennisgraaf.publication import changelog, commits, numbers
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
        version, difference = _version(copy, wish.version)
        tell("version", version if difference is None else f"{version}; {_judged(difference)}")
        _in_form(copy)
        tell("form", "every Turtle file is in the fixed form")
        _write(copy, version, wish.day, difference, tell)
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


def _version(copy: Project, wanted: str) -> tuple[str, Difference | None]:
    """Return the version to publish, and what changed since the last one; None for the first."""
    wanted = wanted.removeprefix("v")
    tag = newest(copy)
    if not tag:
        version = wanted or project.version(copy)
        numbers.parse(version)
        return version, None
    difference = history.compare(history.sources_of(copy, tag), history.of_folder(copy.root))
    least = difference.next_version(tag.removeprefix("v"))
    if not difference:
        raise KennisgraafError(f"Nothing changed since {tag}.", fix="There is nothing to publish.")
    if wanted and numbers.parse(wanted) < numbers.parse(least):
        raise QueryError(
            f"{wanted} is too small: since {tag} the changes are {_judged(difference)}",
            fix=f"Publish {least} or a higher version.",
        )
    return wanted or least, difference


def _judged(difference: Difference, most: int = 12) -> str:
    """Return the verdict and the changes that have it, a line each."""
    worst = [change for change in difference.changes if change.verdict == difference.verdict]
    lines = [f"{change.kind}: {change.iri}" for change in worst[:most]]
    more = [f"and {len(worst) - most} more"] if len(worst) > most else []
    return "".join([difference.verdict, *(f"\n    {line}" for line in [*lines, *more])])


def _in_form(copy: Project) -> None:
    """Refuse files that `kennisgraaf format` would change."""
    paths = [path for folder in FOLDERS[:3] for path in copy.files(folder)]
    texts = {copy.name(path): turtle.text_of(path, copy.name(path)) for path in paths}
    wrong = [name for name, text in texts.items() if layout.layout(text, name) != text]
    if wrong:
        raise BuildError(f"Not in the fixed form: {', '.join(wrong[:5])}", fix="Run `kennisgraaf format`, and commit.")


def _write(copy: Project, version: str, day: date, difference: Difference | None, tell: Tell) -> None:
    """Write number, ledger, changelog and record in the copy."""
    tell("number", ", ".join(numbers.write(copy, version, day)) or "nowhere to write it")
    lines = ledger.read(copy)
    fresh = [line for line in lines.values() if line.status == ledger.CONCEPT or not line.since]
    for line in fresh:
        status = ledger.PUBLISHED if line.status == ledger.CONCEPT else line.status
        lines[line.iri] = replace(line, status=status, since=version)
    edits.apply([ledger.change(copy, lines.values())])
    tell("ledger", f"{len(fresh)} identifiers published, {len(lines)} in all")
    found = "" if difference is None else markdown.changelog(difference, version, day, "en").partition("\n")[2]
    section = changelog.write(copy.root, version, day, found.strip())
    tell("changelog", f"{len(section.splitlines())} lines under {version}")
    if difference is not None:
        kept = record.write(copy.root, version, datetime.combine(day, time(), UTC), difference.to_json())
        tell("record", f"{copy.name(kept)}: what changed in each thing, for its feed")


def _without_findings(copy: Project) -> None:
    """Refuse what `kennisgraaf check` finds, remarks (Info) aside."""
    report = build.check(copy)
    if report.errors:
        raise report.errors[0]
    if found := report.serious:
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
