"""kennisgraaf format: files that cannot be read or written, and nothing that is ever written half."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kennisgraaf import edits
from kennisgraaf.cli.format import command
from kennisgraaf.edits import Edit
from kennisgraaf.errors import MachineError

UNTIDY, TIDY = b"<x:b> <x:p> 1 . <x:a> <x:p> 1 .\n", b"<x:a>\n    <x:p> 1 ;\n.\n\n<x:b>\n    <x:p> 1 ;\n.\n"


def run(*words, cwd, stdin=b""):
    words = [sys.executable, "-m", "kennisgraaf", "format", *map(str, words)]
    done = subprocess.run(words, cwd=cwd, input=stdin, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
    return done


def test_one_bad_file_does_not_keep_the_others_from_being_laid_out(tmp_path):
    bad = {
        "latin.ttl": "<x:é> <x:p> 1 .".encode("latin-1"),
        "half.ttl": b"<x:a> <x:p> ",
        "lost.ttl": b"<x:a> <x:p> 1 . # c",
    }
    for name, content in {**bad, "good.ttl": UNTIDY}.items():
        (tmp_path / name).write_bytes(content)
    done = run(tmp_path, cwd=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "good.ttl").read_bytes() == TIDY
    assert {name: (tmp_path / name).read_bytes() for name in bad} == bad
    for told in (b"latin.ttl:1:4: UTF-8 was expected", b"half.ttl:1:", b"lost.ttl:1: A comment would be lost"):
        assert told in done.stderr


def test_permissions_and_links_stay(tmp_path):
    target, link = tmp_path / "real.ttl", tmp_path / "link.ttl"
    target.write_bytes(UNTIDY)
    target.chmod(0o640)
    link.symlink_to(target)
    assert run(link, cwd=tmp_path).returncode == 0
    assert link.is_symlink()
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (TIDY, 0o640)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.ttl", "real.ttl"]


def test_a_read_only_file_stays_as_it_is(tmp_path, monkeypatch):
    path = tmp_path / "a.ttl"
    path.write_bytes(UNTIDY)
    path.chmod(0o444)
    monkeypatch.setattr(edits.os, "access", lambda _, mode: mode != os.W_OK)  # root may write everything
    done = CliRunner().invoke(command, [str(path)])
    assert (done.exit_code, path.read_bytes()) == (3, UNTIDY)
    assert "read-only" in done.output


def test_standard_input_goes_to_standard_output(tmp_path):
    assert run("-", cwd=tmp_path, stdin=UNTIDY).stdout == TIDY
    assert run("-", "--check", cwd=tmp_path, stdin=UNTIDY).returncode == 1
    assert run("-", "--check", cwd=tmp_path, stdin=TIDY).returncode == 0
    assert run("-", cwd=tmp_path, stdin=b"\xff").returncode == 1


def test_a_file_of_100_mb_is_refused_at_once(tmp_path):
    path = tmp_path / "large.ttl"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    done = run(path, cwd=tmp_path)
    assert done.returncode == 1
    assert b"100 MB; format takes files of at most" in done.stderr


def test_a_file_that_somebody_changed_meanwhile_keeps_that_change_and_all_others_stay(tmp_path):
    one, other, new = tmp_path / "one", tmp_path / "other", tmp_path / "new"
    one.write_bytes(b"1")
    other.write_bytes(b"theirs")
    with pytest.raises(MachineError, match="changed by somebody else"):
        edits.apply([Edit(one, b"1", b"2"), Edit(new, None, b"3"), Edit(other, b"1", b"2")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one": b"1", "other": b"theirs"}


def test_when_the_last_of_several_changes_fails_the_first_are_taken_back(tmp_path, monkeypatch):
    one, other, new = tmp_path / "one", tmp_path / "other", tmp_path / "new"
    one.write_bytes(b"1")
    other.write_bytes(b"1")
    replace = type(one).replace

    def fail(self, target):
        if target.name == "other":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(type(one), "replace", fail)
    with pytest.raises(MachineError, match="No space left"):
        edits.apply([Edit(one, b"1", b"2"), Edit(new, None, b"3"), Edit(other, b"1", b"2")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one": b"1", "other": b"1"}
