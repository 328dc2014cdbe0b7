"""The part of git that writes: a second work tree, a commit, a tag, and the one step that moves the branch."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from kennisgraaf.errors import KennisgraafError, MachineError

_PATIENCE = 600  # seconds: hooks of the project may check a commit


def told(root: Path, *words: str) -> str:
    """Return what a command of git says. KennisgraafError: it refuses. MachineError: there is no git."""
    command = ["git", "--no-pager", *words]
    try:
        done = subprocess.run(
            command, cwd=root, capture_output=True, text=True, errors="replace", check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MachineError(f"git does not answer: {error}", fix="Install git, or try `git status` there.") from error
    if done.returncode:
        if "not a git repository" in done.stderr:
            what = f"{root} lies in no git repository, or in one that is broken."
            raise KennisgraafError(what, fix="Run `git status` there; make one with `git init` and commit.")
        said = " ".join((done.stderr or done.stdout).split())[:500]
        raise KennisgraafError(f"git {words[0]} refuses: {said}", fix="Do what git asks, then start again.")
    return done.stdout.rstrip()


@contextmanager
def second_tree(root: Path, ref: str = "HEAD") -> Iterator[Path]:
    """Give the project as it is at a commit, in a work tree of its own that vanishes at the end."""
    inside = told(root, "rev-parse", "--show-prefix").strip("/")
    with TemporaryDirectory() as folder:
        tree = Path(folder).resolve() / "tree"
        told(root, "worktree", "add", "--detach", "--quiet", str(tree), ref)
        try:
            yield tree / inside
        finally:
            with suppress(KennisgraafError):
                told(root, "worktree", "remove", "--force", str(tree))


def commit(tree: Path, message: str) -> str:
    """Commit everything that changed in a work tree; return the commit."""
    told(tree, "add", "--all", ":/")
    told(tree, "commit", "--quiet", "--message", message)
    return told(tree, "rev-parse", "HEAD")


def move(root: Path, to: str, tag: str, message: str) -> None:
    """Tag a commit and move the branch of the editor's own work tree to it: both, or neither."""
    told(root, "tag", "--annotate", tag, "--message", message, to)
    try:
        told(root, "merge", "--ff-only", "--quiet", to)
    except BaseException:
        with suppress(KennisgraafError):
            told(root, "tag", "--delete", tag)
        raise
