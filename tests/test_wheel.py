"""The built wheel works on its own: unpacked in an empty place, with only the dependencies beside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=HOUSE, check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "lib")
    return folder


def test_it_carries_the_sources_and_the_licences(unpacked):
    inside = unpacked / "lib" / "kennisgraaf" / "packaged"
    brought = ("docs/institutes.md", "docs/nl/instellingen.md", "tests/examples/invalid/Begrip-inScheme.ttl")
    for name in ("ontology/kern.ttl", "shapes/kern.ttl", "data/identificatoren.csv", "queries", *brought):
        assert (inside / name).exists()
    (about,) = (unpacked / "lib").glob("*.dist-info")
    assert {path.name for path in (about / "licenses").rglob("*.txt")} == {"EUPL-1.2.txt", "CC-BY-4.0.txt"}


def test_it_carries_the_query_editor_where_that_was_made(unpacked):
    made = HOUSE / "src/kennisgraaf/web/static/made"
    inside = unpacked / "lib/kennisgraaf/web/static/made"
    names = {path.name for path in made.iterdir()} if made.is_dir() else set()
    assert {path.name for path in inside.glob("*")} == names


def test_it_answers_a_question_in_an_empty_folder(unpacked):
    empty = unpacked / "empty"
    empty.mkdir()
    env = {
        **os.environ,
        "PYTHONPATH": str(unpacked / "lib"),
        "XDG_CACHE_HOME": str(unpacked / "cache"),
        "HOME": str(empty),
    }
    command = [sys.executable, "-m", "kennisgraaf", "ask", "heeft-een-wmo-competentie-indicatoren"]
    done = subprocess.run(command, cwd=empty, env=env, capture_output=True, text=True, timeout=180, check=False)
    assert (done.returncode, done.stdout) == (0, "false\n"), done.stderr
    assert list((unpacked / "cache" / "kennisgraaf" / "releases").iterdir())
    assert list(empty.iterdir()) == []
