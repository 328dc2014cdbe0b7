"""What git remembers of a project: its files at a commit, what changed since, its tags.

Plain `git` in a process of its own, and only commands that read objects: no index is touched, no hook, filter, pager or
external diff runs, nothing is fetched. Names of files are relative to the project, which may lie below the repository.
"""

import os
import re
import subprocess
from collections.abc import Collection, Iterator
from datetime import datetime
from hashlib import new as digest
from pathlib import Path
from typing import NamedTuple

from kennisgraaf.errors import KennisgraafError, MachineError, NotFound
from kennisgraaf.near import nearest
from kennisgraaf.project import FOLDERS

_PATIENCE = 120  # seconds
_QUIET = {
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SETTINGS = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.quotePath=false")
_CONFIG = [part for setting in _SETTINGS for part in ("-c", setting)]
_STRANGE = re.compile(r"^-|[\x00-\x1f\x7f]|^$")
_HASHES = {40: "sha1", 64: "sha256"}  # by the length of an object's name
_KEPT = re.compile(r"GIT_(CONFIG|CEILING)|(?!GIT_)")  # a hook of git sets others, which point elsewhere
_WHY = {
    "not a git repository": (
        "{root} lies in no git repository, or in one that is broken.",
        "Name a folder or a release instead, or run `git init` and commit.",
    ),
    "dubious ownership": (
        "The git repository of {root} belongs to someone else.",
        "If you trust it: git config --global --add safe.directory {root}",
    ),
}


class Tag(NamedTuple):
    """A tag: its name, the commit it names (40 or 64 hex digits), and when it was made."""

    name: str
    commit: str
    made: datetime


def resolve(root: Path, ref: str) -> str:
    """Return the commit (40 or 64 hex digits) that a name means: a branch, a tag, HEAD~3, or (part of) a commit.

    NotFound: it means no commit here, or root lies in no repository. MachineError: git is missing, or the history is
    damaged.
    """
    if _STRANGE.search(ref):
        raise NotFound(f"{ref!r} is no name of a commit.", fix="Give a branch, a tag, HEAD~3 or a commit.")
    done = _run(root, "rev-parse", "--verify", f"{ref}^{{commit}}")
    if done.returncode == 0:
        return done.stdout.decode().strip()
    told = done.stderr.decode(errors="replace")
    if "error:" in told or "Needed a single revision" not in told:
        raise _failure(root, told)
    raise _unknown(root, ref)


def files(root: Path, ref: str, folders: Collection[str] = FOLDERS) -> dict[str, bytes]:
    """Return the content of every file in these folders at a commit, by its name, sorted; links are left out.

    A folder that did not exist then gives nothing. The errors are those of resolve.
    """
    entries = _tree(root, resolve(root, ref), folders)
    bodies = _bodies(root, list(entries.values()))
    return dict(zip(entries, bodies, strict=True))


def changed(root: Path, ref: str, folders: Collection[str] = FOLDERS) -> list[str]:
    """Return the names of the files in these folders that are not as they were at a commit, sorted.

    New files count (tracked, ignored or neither: whoever reads the folder reads them), and so do files that are gone.
    The errors are those of resolve.
    """
    before = _tree(root, resolve(root, ref), folders)
    now = {name: path for folder in folders for name, path in _present(root, folder)}
    length = len(next(iter(before.values()), ""))
    same = {name for name in before.keys() & now.keys() if _identify(now[name], length) == before[name]}
    return sorted((before.keys() | now.keys()) - same)


def tags(root: Path) -> list[Tag]:
    """Return the tags of commits, oldest first. The errors are those of resolve."""
    names = "refname:short objecttype objectname *objecttype *objectname creatordate:iso-strict"
    parts = "%09".join(f"%({name})" for name in names.split())
    told = _told(root, "for-each-ref", f"--format={parts}", "--sort=creatordate", "refs/tags").decode()
    found = []
    for line in told.splitlines():
        name, kind, plain, inner, commit, made = line.split("\t")
        if "commit" in {kind, inner}:
            found.append(Tag(name, commit or plain, datetime.fromisoformat(made)))
    return found


def when(root: Path, ref: str) -> datetime:
    """Return when a commit was made (committer's clock, with its zone). The errors are those of resolve."""
    told = _told(root, "log", "-1", "--no-show-signature", "--format=%cI", resolve(root, ref), "--")
    return datetime.fromisoformat(told.decode().strip())


def _tree(root: Path, commit: str, folders: Collection[str]) -> dict[str, str]:
    """Return the object of every file in these folders, by name."""
    told = _told(root, "ls-tree", "-r", "-z", commit, "--", *(f"{folder}/" for folder in folders))
    found = {}
    for entry in told.split(b"\0")[:-1]:
        mode, _, object_ = entry.partition(b"\t")[0].split(b" ")
        if mode.startswith(b"100"):
            found[os.fsdecode(entry.partition(b"\t")[2])] = object_.decode()
    return dict(sorted(found.items()))


def _bodies(root: Path, objects: list[str]) -> Iterator[bytes]:
    """Yield the content of each object, in one process for all."""
    told = _told(root, "cat-file", "--batch", given="".join(f"{one}\n" for one in objects).encode())
    at = 0
    for one in objects:
        end = told.find(b"\n", at)
        head = told[at:end].split(b" ")
        if head[0] != one.encode() or head[1] != b"blob":
            raise _failure(root, f"object {one} is missing")
        at = end + 1 + int(head[2]) + 1
        yield told[end + 1 : at - 1]


def _present(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    """Yield each file of a folder as it is now, with its name."""
    for path in (root / folder).rglob("*"):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def _identify(path: Path, length: int) -> str:
    """Return the object that git would make of a file; "" if it cannot be read."""
    try:
        body = path.read_bytes()
    except OSError:
        return ""
    return digest(_HASHES.get(length, "sha1"), b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest()


def _unknown(root: Path, ref: str) -> NotFound:
    """Return the error for a name that means no commit, with the names that look like it."""
    known = _told(root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    near = nearest(ref, known.decode(errors="replace").split("\n")[:-1])
    fix = f"Did you mean: {', '.join(near)}?" if near else "`git log --oneline` and `git tag` show what there is."
    if _told(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        fix = f"Only a part of the history is here; fetch it whole: git fetch --unshallow --tags. {fix}"
    return NotFound(f"git knows no commit {ref!r} here.", fix=fix, near=near)


def _told(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Return what a command of git writes; the errors are those of resolve."""
    done = _run(root, *arguments, given=given)
    if done.returncode:
        raise _failure(root, done.stderr.decode(errors="replace"))
    return done.stdout


def _run(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    surroundings = {name: value for name, value in os.environ.items() if _KEPT.match(name)} | _QUIET
    command = ["git", "--no-pager", *_CONFIG, *arguments]
    try:
        return subprocess.run(
            command, cwd=root, env=surroundings, input=given, capture_output=True, check=False, timeout=_PATIENCE
        )
    except FileNotFoundError as error:
        raise MachineError("git is not on this machine.", fix="Install git, or name folders or releases.") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        fix = "Try `git status` in that folder; name folders or releases if git does not work there."
        raise MachineError(f"git did not answer in {root}: {error}", fix=fix) from error


def _failure(root: Path, told: str) -> KennisgraafError:
    """Return the error for what git said on its way out."""
    for sign, (what, fix) in _WHY.items():
        if sign in told:
            return NotFound(what.format(root=root), fix=fix.format(root=root))
    said = re.sub(r"\s+", " ", told).strip().removeprefix("fatal: ")[:300]
    return MachineError(
        f"git cannot read the history of {root}: {said or 'it gave no reason'}",
        fix="`git fsck` says what is damaged; a fresh clone mends it. A shallow clone: git fetch --unshallow --tags.",
    )
