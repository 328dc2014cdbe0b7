"""The packages of the query editor: pinned, from nobody by name, made at set-up, and nothing is lost without them."""

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from kennisgraaf.web import assets, create_app

HOUSE = Path(__file__).parents[1]
ASSETS = HOUSE / "assets"
MADE = HOUSE / "src/kennisgraaf/web/static/made"


def tracked():
    """Files in git; none where this is no checkout."""
    done = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=False)
    return [HOUSE / name for name in done.stdout.splitlines()]


def test_every_package_is_pinned():
    wanted = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_the_lock_names_no_registry_and_checks_every_package():
    lock = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert not [
        package for package in packages if "resolved" in package or not package["integrity"].startswith("sha512-")
    ]


def test_no_package_runs_a_script_of_its_own():
    assert "ignore-scripts=true" in (ASSETS / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_nothing_that_was_made_or_fetched_is_in_git():
    names = [path.relative_to(HOUSE).as_posix() for path in tracked()]
    assert not [name for name in names if "node_modules" in name or "static/made" in name]


@pytest.fixture
def install():
    return runpy.run_path(str(ASSETS / "install.py"))


def test_without_node_and_network_the_set_up_succeeds_and_says_so_loudly(tmp_path):
    """Run as make does it, where nothing can be had: no node on the path, and no pip that finds anything."""
    code = f"import runpy, sys; sys.argv = ['x']; runpy.run_path({str(ASSETS / 'install.py')!r}, run_name='__main__')"
    env = {"PATH": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_TARGET": str(tmp_path / "lib"), "HOME": str(tmp_path)}
    before = sorted(MADE.iterdir()) if MADE.is_dir() else []
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "The query editor could not be set up" in done.stderr
    assert "make assets" in done.stderr
    assert (sorted(MADE.iterdir()) if MADE.is_dir() else []) == before


def test_an_old_node_is_not_used(install, monkeypatch, tmp_path):
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v12.22.9\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(install["Missing"], match="older than 18"):
        install["of_machine"]()


def test_the_first_way_that_works_is_taken(install):
    def fails():
        raise install["Missing"]("no")

    assert install["first"]([fails, lambda: (["node"], ["npm"])]) == (["node"], ["npm"])
    with pytest.raises(install["Missing"]):
        install["first"]([fails, fails])


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"editor.js": "gone.js"}', '{"editor.js": 3}'])
def test_a_folder_without_the_script_has_none(tmp_path, manifest):
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    assert assets.script("editor.js", tmp_path) == ""


@pytest.fixture
def made():
    if not assets.script("editor.js"):
        pytest.skip("SKIPPED LOUDLY: the query editor was not made here (make assets), so it was not looked at")
    return MADE


def test_what_is_served_asks_nobody_else(made):
    """Every address in the scripts is a name (a namespace, a licence, a mark of SVG), and none is fetched."""
    known = re.compile(
        r"https?://(www\.w3\.org/|[^/]*\.?w3id\.org/|codemirror\.net/|js\.cytoscape\.org|github\.com/|en\.wikipedia\.org|bugs|stackoverflow|developer\.mozilla)"
    )
    found = {
        address for path in made.glob("*.js") for address in re.findall(r"https?://[\w./-]+", path.read_text("utf-8"))
    }
    assert {address for address in found if not known.match(address)} == set()


def test_what_is_served_stays_small_and_the_network_comes_later(made):
    import gzip

    sizes = {path.name.partition("-")[0]: len(gzip.compress(path.read_bytes())) for path in made.glob("*.js")}
    assert sizes["editor"] < 160_000
    assert sizes["network"] < 160_000
    assert "cytoscape" not in next(made.glob("editor-*.js")).read_text("utf-8").replace("__________cytoscape", "")


def test_the_licences_of_the_packages_are_served_too(made):
    told = (made / "licenses.txt").read_text(encoding="utf-8")
    assert all(name in told for name in ("@codemirror/view", "codemirror-lang-sparql", "cytoscape"))
    assert "MIT" in told


@pytest.mark.parametrize("subpath", ["", "/kennis"])
def test_the_page_takes_the_script_that_was_made_or_the_plain_one(release, graph, monkeypatch, subpath):
    client = create_app(release, graph, subpath=subpath).test_client()
    html = {"Accept": "text/html"}
    for path in ("/static/made/editor-X.js", ""):
        monkeypatch.setattr(assets, "script", lambda _, path=path: path)
        page = client.get(f"{subpath}/sparql", headers=html)
        plain = f'<script src="{subpath}/static/editor.js' in page.text
        assert plain is not (f'<script type="module" src="{subpath}{path}"></script>' in page.text)
        assert '<textarea id="query" name="query"' in page.text
        assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_words_are_those_of_the_release(release, graph):
    found = create_app(release, graph).test_client().get("/sparql/woorden.json").json
    classes, properties = ({one["name"]: one for one in found[part]} for part in ("classes", "properties"))
    assert classes["kg:Competentie"]["labels"] == {"nl": "competentie", "en": "competency"}
    assert classes["kg:Competentie"]["number"] == 30
    assert "skos:prefLabel" in properties
    assert found["prefixes"] == release.prefixes
