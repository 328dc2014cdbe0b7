"""Publishing a version: everything, or nothing; and going back to an older one."""

import re
import tomllib
import urllib.error
import urllib.request
from datetime import date

import pytest
from click.testing import CliRunner

from conftest import git, served
from kennisgraaf import build, ledger, project, publication, release
from kennisgraaf.cli import build as build_command
from kennisgraaf.cli.format import command as format_command
from kennisgraaf.cli.release import command
from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import ID

FILE, DATA = ledger.FILE.as_posix(), "data/klein/kern.ttl"
HEADER = """<https://w3id.org/kennisgraaf/def>
    a owl:Ontology ;
    dct:bibliographicCitation "Klein, versie 0.1.0 (2020)."@nl ;
    dct:created "2020-01-01"^^xsd:date ;
    dct:modified "2020-01-01"^^xsd:date ;
    owl:versionIRI <https://w3id.org/kennisgraaf/def/0.1.0> ;
    owl:versionInfo "0.1.0" ;
.
"""
PREFIXES = "PREFIX dct: <http://purl.org/dc/terms/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
OTHERS = {
    "CHANGELOG.md": "# Changes\n\n## 0.1.0 (not released yet)\n\n- The first things.\n",
    "CITATION.cff": "cff-version: 1.2.0\nversion: 0.0.0\ndate-released: 2020-01-01\n",
    "pyproject.toml": '[project]\nname = "klein"\nversion = "0.0.0"\n',
    ".gitignore": ".kennisgraaf/\n",
}


@pytest.fixture
def desk(little):
    """The tiny project in the fixed form, committed on main, with everything that holds a version number."""
    path = little.root / "ontology/kern.ttl"
    text = path.read_text(encoding="utf-8")
    text = text.replace("<https://w3id.org/kennisgraaf/def> a owl:Ontology .", HEADER)
    path.write_text(PREFIXES + text, encoding="utf-8")
    for name, content in OTHERS.items():
        (little.root / name).write_text(content, encoding="utf-8")
    CliRunner().invoke(format_command, ["--root", str(little.root)])
    git(little.root, "init", "-q")
    git(little.root, "config", "user.name", "Redactie")
    git(little.root, "config", "user.email", "redactie@example.org")
    save(little, "Begin")
    return little


def save(where, message):
    git(where.root, "add", ".")
    git(where.root, "commit", "-q", "-m", message)


def run(where, *words):
    """Return exit code and everything that was said."""
    result = CliRunner().invoke(command, [*words, "--root", str(where.root)])
    return result.exit_code, result.output + str(result.exception or "")


def state(where):
    """Everything that a failed release must leave alone."""
    current = release.in_use(where.releases)
    return (
        git(where.root, "rev-parse", "HEAD"),
        git(where.root, "status", "--porcelain"),
        git(where.root, "tag"),
        git(where.root, "worktree", "list"),
        current.exists() and current.resolve().name,
        release.versions(where.releases),
    )


def read(where, name):
    return (where.root / name).read_text(encoding="utf-8")


def add_thing(where, code="d"):
    with (where.root / DATA).open("a", encoding="utf-8") as data:
        data.write(f'\nding:{code}\n    a kg:Ding ;\n    skos:prefLabel "{code}"@nl ;\n.\n')
    with (where.root / FILE).open("a", encoding="utf-8") as lines:
        lines.write(f"{ID}ding/{code},ding,,concept,\n")
    save(where, f"Add {code}")


def test_a_release_is_numbered_committed_tagged_built_and_in_use(desk):
    code, told = run(desk)
    assert (code, "next: look at" in told) == (0, True)
    today = str(date.today())  # noqa: DTZ011
    assert git(desk.root, "tag").split() == ["v0.1.0"]
    assert git(desk.root, "cat-file", "-t", "v0.1.0").strip() == "tag"
    assert git(desk.root, "rev-parse", "v0.1.0^{commit}") == git(desk.root, "rev-parse", "HEAD")
    assert git(desk.root, "status", "--porcelain") == ""
    assert len(git(desk.root, "worktree", "list").splitlines()) == 1
    assert {(line.since, line.status) for line in ledger.read(desk).values()} == {("0.1.0", "gepubliceerd")}
    assert f"## 0.1.0 ({today})\n\n- The first things.\n" in read(desk, "CHANGELOG.md")
    assert tomllib.loads(read(desk, "pyproject.toml"))["project"]["version"] == "0.1.0"
    assert read(desk, "CITATION.cff") == f"cff-version: 1.2.0\nversion: 0.1.0\ndate-released: {today}\n"
    made = release.current(desk.releases)
    assert made.id == project.identify(desk)
    assert made.about["version"] == "0.1.0"
    assert any(name.endswith("SHA256SUMS") or "sums" in name.lower() for name in made.about["files"])
    assert build.check(desk).findings == []


def test_the_next_one_gets_the_number_that_the_changes_ask_for(desk):
    run(desk)
    add_thing(desk)
    code, told = run(desk)
    assert code == 0
    assert f"added: {ID}ding/d" in told
    assert git(desk.root, "tag").split() == ["v0.1.0", "v0.1.1"]
    header = read(desk, "ontology/kern.ttl")
    year = date.today().year  # noqa: DTZ011
    assert 'owl:versionInfo "0.1.1"' in header
    assert "def/0.1.1>" in header
    assert f"versie 0.1.1 ({year})." in header
    assert 'dct:created "2020-01-01"' in header
    assert ledger.read(desk)[f"{ID}ding/d"].since == "0.1.1"
    assert ledger.read(desk)[f"{ID}ding/a"].since == "0.1.0"
    log = read(desk, "CHANGELOG.md")
    assert re.findall(r"^## (\S+)", log, re.MULTILINE) == ["0.1.1", "0.1.0"]
    assert "**added** `ding:d`" in log
    assert "history/0.1.1.json" in git(desk.root, "ls-tree", "-r", "--name-only", "v0.1.1").split()


def test_a_number_that_is_too_small_is_refused_with_the_reasons(desk):
    run(desk, "1.0.0")
    add_thing(desk)
    before = state(desk)
    code, told = run(desk, "1.0.1")
    assert code == 1
    assert "too small" in told
    assert f"added: {ID}ding/d" in told
    assert "Publish 1.1.0" in told
    assert state(desk) == before
    assert run(desk, "v2.0.0")[0] == 0


def break_branch(where):
    git(where.root, "switch", "-q", "-c", "tak")


def break_tree(where):
    (where.root / "nieuw.txt").write_text("x", encoding="utf-8")


def break_form(where):
    with (where.root / DATA).open("a", encoding="utf-8") as data:
        data.write('ding:a skos:altLabel "x"@nl .\n')
    save(where, "Form")


def break_data(where):
    (where.root / DATA).write_text(read(where, DATA).replace("skos:prefLabel", "skos:altLabel"), encoding="utf-8")
    CliRunner().invoke(format_command, ["--root", str(where.root)])
    save(where, "Data")


def break_turtle(where):
    (where.root / DATA).write_text("ding:", encoding="utf-8")
    save(where, "Turtle")


def break_question(where):
    path = where.root / "queries/delen-van-ding.rq"
    path.write_text(path.read_text(encoding="utf-8").replace("VALUES ?ding", "VALUES ?dong"), encoding="utf-8")
    save(where, "Question")


def break_hook(where):
    hook = where.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho the hook says no >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)


def break_tag(where):
    git(where.root, "tag", "v0.1.0")
    git(where.root, "commit", "-q", "--allow-empty", "-m", "Later")


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (break_branch, "branch tak"),
        (break_tree, "nieuw.txt"),
        (break_form, "fixed form"),
        (break_data, "A thing has a label"),
        (break_turtle, "data/klein/kern.ttl:1"),
        (break_question, "delen-van-ding"),
        (break_hook, "the hook says no"),
        (break_tag, "Nothing changed since v0.1.0"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_not_right_ends_it_and_leaves_everything_as_it_was(desk, trouble, told):
    trouble(desk)
    before = state(desk)
    code, said = run(desk)
    assert code == 1
    assert told in said
    assert state(desk) == before


def test_what_is_no_version_is_refused(desk):
    assert "three numbers" in run(desk, "1.0")[1]


def test_a_rehearsal_does_everything_and_keeps_nothing(desk):
    before = state(desk)
    code, told = run(desk, "0.2.0", "--dry-run")
    assert code == 0
    steps = ["work tree", "version", "form", "number", "ledger", "changelog", "check", "build", "questions"]
    assert [line[:10].strip() for line in told.splitlines()[: len(steps)]] == steps
    assert "a rehearsal" in told
    assert state(desk) == before
    assert not desk.releases.exists()


def test_a_branch_that_moved_meanwhile_is_not_overwritten(desk, monkeypatch):
    move = publication.commits.move

    def late(root, *words):
        git(desk.root, "commit", "-q", "--allow-empty", "-m", "Meanwhile")
        move(root, *words)

    monkeypatch.setattr(publication.commits, "move", late)
    code, told = run(desk)
    assert code == 1
    assert "git merge refuses" in told
    assert git(desk.root, "tag") == ""
    assert release.versions(desk.releases) == {}


def test_published_versions_are_kept_and_found(desk):
    run(desk)
    first = release.current(desk.releases).id
    for number in range(5):
        add_thing(desk, f"e{number}")
        build.compile(desk)
    assert release.named(desk.releases, "0.1.0").id == first
    assert release.named(desk.releases, "v0.1.0").id == first
    assert release.named(desk.releases, first).id == first
    assert release.named(desk.releases, str(desk.releases / first)).id == first
    for name in ("0.2.0", "nee", "", "a\0b"):
        with pytest.raises(NotFound, match="no release"):
            release.named(desk.releases, name)


def test_an_older_version_is_built_again_from_its_tag(desk):
    run(desk)
    old = release.current(desk.releases)
    thing = f"{ID}ding/d"
    add_thing(desk)
    run(desk)
    used, folder = release.in_use(desk.releases).resolve(), old.folder
    del old
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    (desk.releases / "v0.1.0").unlink()
    result = CliRunner().invoke(build_command.command, ["--at", "0.1.0", "--root", str(desk.root)])
    assert (result.exit_code, result.exception) == (0, None)
    again = release.named(desk.releases, "0.1.0")
    assert again.about["version"] == "0.1.0"
    assert thing not in (again.folder / "store.nt").read_text(encoding="utf-8")
    assert release.in_use(desk.releases).resolve() == used
    assert len(git(desk.root, "worktree", "list").splitlines()) == 1


def test_an_older_version_is_served_by_its_number(desk):
    run(desk)
    add_thing(desk)
    run(desk)
    with served(desk.root, "--release", "0.1.0", "--workers", "1") as (address, _):
        with urllib.request.urlopen(f"{address}/doc/ding/a.nt", timeout=10) as response:
            assert response.status == 200
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/doc/ding/d.nt", timeout=10)
