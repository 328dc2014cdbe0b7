"""What git remembers of a project, in repositories made for the test."""

import os
import subprocess

import pytest

from kennisgraaf import git
from kennisgraaf.errors import MachineError, NotFound


def run(where, *arguments):
    """Run git in a folder as a person of no consequence."""
    person = ("-c", "user.name=Iemand", "-c", "user.email=iemand@example.org", "-c", "commit.gpgSign=false")
    done = subprocess.run(["git", *person, *arguments], cwd=where, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def commit(root, files=None, message="Change"):
    write(root, files or {})
    run(root, "add", "-A", ".")
    run(root, "commit", "--quiet", "--allow-empty", "-m", message)
    return run(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path):
    """A project in a subfolder of a repository, with two commits of which the first is tagged."""
    run(tmp_path, "init", "--quiet", "--initial-branch=main")
    root = tmp_path / "deel" / "project"
    write(tmp_path, {"data/buiten.ttl": b"outside"})
    commit(root, {"data/a/kern.ttl": b"one", "data/weg.ttl": b"gone", "queries/q.rq": "é\n".encode()})
    run(root, "tag", "-m", "first", "v0.1.0")
    (root / "data/weg.ttl").unlink()
    commit(root, {"data/a/kern.ttl": b"two", "data/bestand met spatie\n.ttl": b"odd"})
    return root


def test_a_ref_resolves_to_its_commit(root):
    head = run(root, "rev-parse", "HEAD")
    assert git.resolve(root, "HEAD") == git.resolve(root, "main") == git.resolve(root, head[:9]) == head
    assert git.resolve(root, "v0.1.0") == git.resolve(root, "HEAD~1") == run(root, "rev-parse", "HEAD~1")


def test_files_of_a_commit_are_named_from_the_project(root):
    assert git.files(root, "v0.1.0") == {
        "data/a/kern.ttl": b"one",
        "data/weg.ttl": b"gone",
        "queries/q.rq": "é\n".encode(),
    }
    assert git.files(root, "HEAD", ["data"]) == {"data/a/kern.ttl": b"two", "data/bestand met spatie\n.ttl": b"odd"}
    assert git.files(root, "HEAD", ["shapes"]) == {}


def test_what_changed_includes_new_ignored_and_deleted_files(root):
    assert git.changed(root, "HEAD") == []
    write(root, {".gitignore": b"*.tmp.ttl", "data/nieuw.ttl": b"new", "data/x.tmp.ttl": b"ignored"})
    (root / "queries/q.rq").unlink()
    assert git.changed(root, "HEAD") == ["data/nieuw.ttl", "data/x.tmp.ttl", "queries/q.rq"]
    assert git.changed(root, "HEAD", ["queries"]) == ["queries/q.rq"]
    assert git.changed(root, "v0.1.0", ["data"]) == [
        "data/a/kern.ttl",
        "data/bestand met spatie\n.ttl",
        "data/nieuw.ttl",
        "data/weg.ttl",
        "data/x.tmp.ttl",
    ]


def test_a_file_that_is_touched_without_change_has_not_changed(root):
    os.utime(root / "data/a/kern.ttl", (1, 1))
    assert git.changed(root, "HEAD") == []


def test_repositories_with_long_hashes_work_too(tmp_path):
    run(tmp_path, "init", "--quiet", "--object-format=sha256")
    assert len(commit(tmp_path, {"data/a.ttl": b"one"})) == 64
    assert git.files(tmp_path, "HEAD") == {"data/a.ttl": b"one"}
    assert git.changed(tmp_path, "HEAD") == []


def test_tags_come_oldest_first_with_their_commits(root):
    run(root, "tag", "licht", "HEAD~1")
    run(root, "tag", "bestand", "HEAD:./data/a/kern.ttl")
    found = git.tags(root)
    assert {tag.name for tag in found} == {"v0.1.0", "licht"}
    assert {tag.commit for tag in found} == {git.resolve(root, "HEAD~1")}
    assert all(tag.made.tzinfo for tag in found)
    assert git.when(root, "v0.1.0").tzinfo


def test_an_unknown_ref_names_those_that_look_like_it(root):
    with pytest.raises(NotFound, match=r"Did you mean: v0\.1\.0") as caught:
        git.files(root, "v0.1.1")
    assert list(caught.value.near) == ["v0.1.0"]


@pytest.mark.parametrize("ref", ["--upload-pack=touch x", "-h", "", "a\nb", "a\0b", "HEAD..main", "HEAD:data", "@{-9}"])
def test_what_is_no_name_of_a_commit_is_refused(root, ref):
    with pytest.raises(NotFound):
        git.resolve(root, ref)


def test_outside_a_repository_there_is_a_clear_word(tmp_path):
    with pytest.raises(NotFound, match="no git repository"):
        git.files(tmp_path, "HEAD")


def test_an_empty_repository_has_no_head(tmp_path):
    run(tmp_path, "init", "--quiet")
    with pytest.raises(NotFound, match="no commit 'HEAD'"):
        git.files(tmp_path, "HEAD")


def test_without_git_there_is_a_clear_word(root, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MachineError, match="git is not on this machine"):
        git.tags(root)


def test_a_shallow_clone_says_how_to_get_the_rest(root, tmp_path):
    clone = tmp_path / "kloon"
    run(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(clone))
    assert "data/a/kern.ttl" in git.files(clone / "deel" / "project", "HEAD")
    with pytest.raises(NotFound, match="--unshallow"):
        git.files(clone / "deel" / "project", "HEAD~1")


@pytest.mark.parametrize("body", [b"", b"rubbish", None])
@pytest.mark.parametrize("what", ["HEAD:./data/a/kern.ttl", "HEAD^{tree}", "HEAD"])
def test_a_damaged_history_is_told_as_such(root, tmp_path, what, body):
    name = run(root, "rev-parse", what)
    path = tmp_path / ".git/objects" / name[:2] / name[2:]
    path.unlink()
    if body is not None:
        path.write_bytes(body)
    with pytest.raises((MachineError, NotFound)) as caught:
        git.files(root, "HEAD")
    assert "fsck" in caught.value.fix or "git log" in caught.value.fix


def test_settings_and_hooks_of_a_repository_run_nothing(root, tmp_path):
    trap = tmp_path / "val"
    for setting in ("core.fsmonitor", "diff.external", "core.pager", "filter.x.clean", "filter.x.smudge"):
        run(root, "config", setting, f"touch {trap}; cat")
    write(root, {".gitattributes": b"*.ttl filter=x diff=x\n", "data/a/kern.ttl": b"three"})
    assert git.changed(root, "HEAD") == ["data/a/kern.ttl"]
    assert git.files(root, "HEAD")
    assert not trap.exists()


def test_the_surroundings_of_a_hook_lead_nowhere_else(root, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elders"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert git.files(root, "HEAD", ["queries"]) == {"queries/q.rq": "é\n".encode()}
