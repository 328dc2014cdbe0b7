"""The command line as a person uses it: answers, remarks, exit codes, never a traceback."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

HOUSE = Path(__file__).parents[1]


def run(*words, cwd=HOUSE, env=None):
    command = [sys.executable, "-m", "kennisgraaf", *map(str, words)]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def here(little):
    """Run in the little project."""
    return lambda *words: run(*words, "--root", little.root, cwd=little.root)


def test_help_names_every_command():
    done = run("--help")
    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in ("ask", "build", "check", "export", "format", "serve"))


@pytest.mark.parametrize("name", ["ask", "build", "check", "export", "format", "serve"])
def test_each_command_explains_itself(name):
    done = run(name, "--help")
    assert done.returncode == 0
    assert "--root" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["nee"],
        ["build", "--nee"],
        ["ask", "x", "--format", "nee"],
        ["check", "--root", "/nee"],
        ["serve", "--limit", "nee=1"],
    ],
)
def test_wrong_use_is_exit_2(words):
    assert run(*words).returncode == 2


def test_a_clean_project_is_exit_0(here):
    done = here("check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "0 unreadable files and 0 findings in 3 files" in done.stderr


def test_a_finding_has_its_file_line_rule_and_remedy(here, little):
    path = little.root / "data/klein/kern.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('skos:prefLabel "007"@nl', 'skos:altLabel "007"@nl'))
    done = here("check")
    assert done.returncode == 1
    assert done.stdout.startswith("data/klein/kern.ttl:6")
    assert "Violation[Ding-label]" in done.stdout
    assert "Voeg skos:prefLabel toe." in done.stdout
    (found,) = json.loads(here("check", "--format", "json").stdout)["findings"]
    assert (found["file"], found["line"]) == ("data/klein/kern.ttl", 6)


def test_check_can_look_at_some_files_only(here, little):
    path = little.root / "data/klein/kern.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('skos:prefLabel "007"@nl', 'skos:altLabel "007"@nl'))
    assert here("check", little.root / "shapes").returncode == 0
    assert here("check", little.root / "data").returncode == 1


def test_broken_turtle_is_exit_1_with_place_and_expectation(here, little):
    path = little.root / "data/klein/kern.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("ding:b a kg:Ding ;", "ding:b a kg:Ding"))
    for done in (here("check"), here("build")):
        assert done.returncode == 1
        assert "data/klein/kern.ttl:5:" in done.stdout + done.stderr


def test_build_says_where_the_release_is(here, little):
    done = here("build")
    assert done.returncode == 0
    assert Path(done.stdout.strip()).parent == little.releases
    assert here("build").stdout == done.stdout


def test_build_takes_many_files_after_one_option(here, tmp_path):
    files = [tmp_path / f"{name}.ttl" for name in ("een", "twee")]
    for path in files:
        path.write_text(f'<https://example.org/{path.stem}> <https://example.org/p> "x" .\n', encoding="utf-8")
    assert here("build", "--data", *files, "--keep-going").returncode == 0
    exported = here("export", "--format", "nquads").stdout
    assert "<https://w3id.org/kennisgraaf/id/graaf/een>" in exported
    assert "<https://w3id.org/kennisgraaf/id/graaf/twee>" in exported


def test_ask_answers_a_question_in_columns(here):
    done = here("ask", "delen-van-ding", "--ding", "a")
    assert (done.returncode, done.stdout) == (0, "deel\n------\nding/b\nding/c\n(2 rows)\n")


def test_ask_says_why_an_answer_is_empty(here):
    done = here("ask", "delen-van-ding", "--ding", "c")
    assert done.stdout.endswith("(0 rows)\n")
    assert done.stderr == "Het kleinste deel.\nThe smallest part.\n"


def test_ask_answers_in_other_forms(here, tmp_path):
    assert here("ask", "delen-van-ding", "--ding=b", "--format", "csv").stdout.splitlines() == [
        "deel",
        "https://w3id.org/kennisgraaf/id/ding/c",
    ]
    query = tmp_path / "q.rq"
    query.write_text("ASK { ding:a kg:heeftDeel ding:c }", encoding="utf-8")
    assert here("ask", "--file", query).stdout == "true\n"
    query.write_text("CONSTRUCT WHERE { ding:c skos:prefLabel ?l }", encoding="utf-8")
    assert 'skos:prefLabel "007"@nl' in here("ask", "--file", query).stdout


def test_ask_without_a_name_lists_the_questions(here):
    assert "delen-van-ding\n    Welke delen heeft een ding?\n    Which parts" in here("ask").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ask", "delen"], "Did you mean: delen-van-ding?"),
        (["ask", "delen-van-ding"], "takes ding (a kg:Ding, such as ding:a); given: nothing"),
        (["ask", "delen-van-ding", "--ding", "a", "--kleur", "rood"], "given: ding, kleur"),
        (["ask", "delen-van-ding", "--ding", "zzz"], "There is no kg:Ding 'zzz'"),
        (["ask", "delen-van-ding", "los"], "I cannot read 'los'"),
        (["export", "--graph", "nee"], "Choose from:"),
    ],
)
def test_wrong_inputs_say_what_would_be_right(here, words, message):
    done = here(*words)
    assert done.returncode == 2
    assert message in done.stderr


def test_bad_sparql_has_line_and_column(here, tmp_path):
    query = tmp_path / "q.rq"
    query.write_text("SELECT *\nWHERE { ?s ?p }", encoding="utf-8")
    done = here("ask", "--file", query)
    assert done.returncode == 2
    assert "Line 2, column 9" in done.stderr


def test_export_is_sorted_and_can_be_read_again(here, tmp_path):
    first, second = here("export").stdout, here("export").stdout
    assert first == second
    assert len(list(ox.parse(first, format=ox.RdfFormat.TRIG))) > 20
    out = tmp_path / "klein.nt"
    assert here("export", "--graph", "klein", "--format", "ntriples", "--out", out).returncode == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 8


def test_format_lays_out_and_then_has_nothing_to_do(here, little):
    assert here("format", "--check").returncode == 1
    assert here("format").returncode == 0
    assert here("format", "--check").returncode == 0
    assert '"007"@nl' in (little.root / "data/klein/kern.ttl").read_text(encoding="utf-8")


def test_format_refuses_to_lose_a_comment(here, little):
    path = little.root / "data/klein/kern.ttl"
    before = path.read_text(encoding="utf-8").replace("ding:b a", "ding:b # hier\n a")
    path.write_text(before, encoding="utf-8")
    done = here("format")
    assert done.returncode == 1
    assert "data/klein/kern.ttl:5" in done.stderr
    assert path.read_text(encoding="utf-8") == before


def test_a_root_without_a_project_says_what_is_missing(tmp_path):
    done = run("check", "--root", tmp_path)
    assert done.returncode in {1, 2}
    assert "is no kennisgraaf project" in done.stderr


def test_a_copy_that_has_no_room_is_told_in_a_sentence():
    from kennisgraaf.cli import _copying

    why = "[Errno 28] No space left on device: 'a' -> 'x/a'"
    told = _copying(shutil.Error([("shapes/kern.ttl", "x/a", why)]))
    assert told.splitlines()[0] == "No copy can be made of shapes/kern.ttl: No space left on device."


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--profile", "jsonl"], "Did you mean: jsonld"),
        (["--profile", "case", "--format", "turtle"], "has no form 'turtle'"),
        (["--profile", "jsonld", "--thing", "ding:z"], "Did you mean: ding:"),
        (["--profile", "jsonld", "--scheme", "x"], "has no scheme 'x'"),
        (["--profile", "jsonld", "--graph", "klien"], "Did you mean: klein"),
        (["--profile", "case", "--graph", "klein"], "means nothing"),
        (["--profile", "jsonld", "--graph", "klein", "--thing", "ding:a"], "Give one of --graph, --thing"),
        (["--thing", "ding:a"], "--thing needs a profile"),
        (["--scheme", "x"], "--scheme needs a profile"),
        (["--format", "tsv"], "is not one of jsonld, nquads"),
    ],
)
def test_an_export_that_has_no_meaning_is_wrong_use_with_what_would_be_right(here, words, what):
    done = here("export", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert what in done.stderr


def test_an_export_lists_its_profiles_one_a_line(here):
    lines = here("export", "--profile", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["case", "competentnl", "elm", "jsonld", "schema", "skos", "sssom"]


def test_an_export_by_profile_goes_to_a_file_or_a_folder(here, tmp_path):
    printed = here("export", "--profile", "jsonld", "--thing", "ding:a").stdout
    assert json.loads(printed)["prefLabel"] == {"nl": "a"}
    assert here("export", "--profile", "jsonld", "--thing", "ding:a", "--out", tmp_path / "a.jsonld").returncode == 0
    assert (tmp_path / "a.jsonld").read_text(encoding="utf-8") == printed
    done = here("export", "--profile", "jsonld", "--out", f"{tmp_path}/new/")
    assert done.returncode == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["jsonld.jsonld"]
    assert here("export", "--out", tmp_path).returncode == 2
    assert here("export", "--profile", "jsonld", "--thing", "ding:a", "--out", tmp_path / "no/a").returncode == 1
