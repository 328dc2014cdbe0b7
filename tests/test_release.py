"""Releases on disk: the newest stay, and so does what somebody uses."""

import json
import os

import pytest

from kennisgraaf import release


@pytest.fixture
def releases(tmp_path):
    """Make six releases, the oldest first."""
    folder = tmp_path / "releases"
    for number in range(6):
        with release.writing(folder, f"r{number}") as made:
            (made / release.MARKER).write_text(json.dumps({"id": f"r{number}"}), encoding="utf-8")
        os.utime(folder / f"r{number}" / release.MARKER, (number, number))
    return folder


def left(releases):
    return sorted(path.name for path in releases.iterdir())


def test_the_newest_and_the_one_in_use_stay(releases):
    release.switch(releases, "r0")
    release.prune(releases)
    assert left(releases) == ["r0", "r3", "r4", "r5"]


def test_what_somebody_holds_open_stays(releases):
    release.switch(releases, "r5")
    held = release.load(releases / "r1")
    release.prune(releases)
    assert left(releases) == ["r1", "r3", "r4", "r5"]
    del held
    release.prune(releases)
    assert left(releases) == ["r3", "r4", "r5"]


def test_without_a_current_release_nothing_breaks(releases):
    release.prune(releases, keep=6)
    assert len(left(releases)) == 6


def test_a_release_in_use_is_put_in_use_without_writing(releases):
    release.switch(releases, "r0")
    before = (releases.parent / "current").lstat().st_ino
    release.switch(releases, "r0")
    assert (releases.parent / "current").lstat().st_ino == before
    release.switch(releases, "r1")
    assert release.in_use(releases).resolve().name == "r1"
