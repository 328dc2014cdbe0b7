"""kennisgraaf check as people and build services use it: forms, thresholds, the baseline, and what goes wrong."""

import contextlib
import json
import os
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from conftest import git
from kennisgraaf.cli.check import FORMS

HOUSE_PYTHON = [sys.executable, "-m", "kennisgraaf"]


@pytest.fixture
def here(little, run):
    """Run check in the little project; with other variables of the environment in a process of its own."""

    def check(*words, **variables):
        if not variables:
            return run(little.root, "check", *words)
        command = [*HOUSE_PYTHON, "check", *map(str, words)]
        env = {**os.environ, **variables}
        done = subprocess.run(command, cwd=little.root, env=env, capture_output=True, timeout=120, check=False)
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in done.stderr
        return done

    return check


@pytest.fixture
def data(little):
    """Rewrite the data of the little project."""
    path = little.root / "data/klein/kern.ttl"

    def change(old, new):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.fixture
def fault(data):
    """A thing without its label."""
    data('skos:prefLabel "007"@nl', 'skos:altLabel "007"@nl')


@pytest.fixture
def warning(data):
    """A text that is not in the composed form: a warning."""
    data('skos:prefLabel "b"@nl', 'skos:prefLabel "e\u0301e\u0301n"@nl')


def test_a_finding_is_told_with_its_place_rule_and_line(here, fault):
    done = here()
    assert done.returncode == 1
    assert done.stdout.startswith("data/klein/kern.ttl:6")
    assert "Violation[Ding-label]: Een ding heeft een label.\n" in done.stdout
    assert "= doe dit: Voeg skos:prefLabel toe.\n" in done.stdout
    assert 'ding:c a kg:Ding ; skos:altLabel "007"@nl .' in done.stdout
    assert "0 unreadable files and 1 finding in 3 files" in done.stderr


def test_findings_come_in_the_language_that_is_asked_for(here, fault):
    assert "A thing has a label." in here("--lang", "en").stdout
    assert "A thing has a label." not in here("--lang", "nl").stdout


@pytest.mark.parametrize("form", FORMS)
def test_every_form_comes_on_standard_output_and_in_a_file_alike(here, fault, tmp_path, form):
    shown = here("--format", form)
    saved = here("--format", form, "--output", tmp_path / "out")
    assert (shown.returncode, saved.returncode, saved.stdout) == (1, 1, "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == shown.stdout
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_clean_project_is_exit_0(here, form):
    assert here("--format", form).returncode == 0


def test_one_check_writes_many_reports(here, fault, tmp_path):
    done = here("--report", f"sarif={tmp_path / 'a.sarif'}", "--report", f"junit={tmp_path / 'b.xml'}")
    assert "Ding-label" in done.stdout
    assert json.loads((tmp_path / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ET.parse(tmp_path / "b.xml").getroot().tag == "testsuites"  # noqa: S314 - our own file


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 1),
        (["--fail-on", "violation"], 0),
        (["--fail-on", "never"], 0),
        (["--severity", "violation"], 0),
        (["--severity", "warning", "--fail-on", "info"], 1),
    ],
)
def test_thresholds_decide_what_is_told_and_what_fails(here, warning, words, code):
    done = here(*words)
    assert done.returncode == code
    assert ("Warning[" in done.stdout) == ("violation" not in words[1:] or words[0] == "--fail-on")


def test_paths_choose_what_is_told(here, fault, little):
    assert here("shapes").returncode == 0
    assert here("data/klein").returncode == 1
    assert here(little.root).returncode == 1


def test_so_many_and_no_more(here, data):
    data('skos:prefLabel "a"@nl', 'skos:altLabel "a"@nl')
    data('skos:prefLabel "b"@nl', 'skos:altLabel "b"@nl')
    done = here("--max", "1", "--format", "json")
    told = json.loads(done.stdout)
    assert (len(told["findings"]), told["summary"]["leftOut"]) == (1, 1)
    assert "and 2 findings" in done.stderr


# ---- the baseline


def test_known_findings_let_pass_until_there_is_a_new_one(here, fault, data, little):
    assert here("--baseline", "b.json", "--update-baseline").returncode == 0
    done = here("--baseline", "b.json")
    assert (done.returncode, "1 known" in done.stderr) == (0, True)
    assert "onderdrukte bekende bevindingen: 1" in done.stdout
    data("ding:a a kg:Ding", "\n\n\nding:a a kg:Ding")  # lines move
    assert here("--baseline", "b.json").returncode == 0
    data('skos:prefLabel "b"@nl', 'skos:altLabel "b"@nl')
    done = here("--baseline", "b.json")
    assert (done.returncode, "and 1 finding " in done.stderr) == (1, True)


def test_what_is_mended_is_no_longer_needed_in_the_baseline(here, fault, data):
    here("--baseline", "b.json", "--update-baseline")
    data('skos:altLabel "007"@nl', 'skos:prefLabel "007"@nl')
    done = here("--baseline", "b.json", "--lang", "en")
    assert done.returncode == 0
    assert "no longer needed in the baseline: Ding-label ding/c" in done.stdout
    assert "1 removed" in here("--baseline", "b.json", "--update-baseline").stderr
    assert here("--baseline", "b.json").stdout == ""


@pytest.mark.parametrize("text", ["{", "\xff", '{"version": 1}'])
def test_a_broken_baseline_is_exit_2_and_can_be_written_anew(here, fault, little, text):
    path = little.root / "b.json"
    path.write_bytes(text.encode("latin-1"))
    done = here("--baseline", "b.json")
    assert (done.returncode, "b.json" in done.stderr or "utf-8" in done.stderr) == (2, True)
    assert here("--baseline", "b.json", "--update-baseline").returncode == 0
    assert here("--baseline", "b.json").returncode == 0


def test_a_missing_baseline_is_exit_2(here):
    done = here("--baseline", "nee.json")
    assert done.returncode == 2
    assert "--update-baseline" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--update-baseline"],
        ["--update-baseline", "--baseline", "b.json", "data"],
        ["--report", "nee=x"],
        ["--report", "sarif"],
        ["--format", "nee"],
        ["--fail-on", "nee"],
        ["--max", "-1"],
        ["--output", "data"],
    ],
)
def test_wrong_use_is_exit_2(here, words):
    assert here(*words).returncode == 2


def test_no_baseline_is_written_while_a_file_cannot_be_read(here, data, little):
    data("ding:b a kg:Ding ;", "ding:b a kg:Ding")
    (little.root / "b.json").write_text("oud", encoding="utf-8")
    done = here("--baseline", "b.json", "--update-baseline")
    assert done.returncode == 1
    assert (little.root / "b.json").read_text(encoding="utf-8") == "oud"


# ---- what goes wrong


@pytest.mark.parametrize("form", FORMS)
def test_an_unreadable_file_is_told_in_every_form(here, data, form):
    data("ding:b a kg:Ding ;", "ding:b a kg:Ding")
    done = here("--format", form)
    assert done.returncode == 1
    assert "dot" in done.stdout


@pytest.mark.parametrize(
    ("form", "variables"),
    [*((form, {"PYTHONIOENCODING": "ascii"}) for form in FORMS), ("text", {"LC_ALL": "C", "PYTHONUTF8": "0"})],
)
def test_a_terminal_that_knows_no_accents_gets_all_the_same(here, data, form, variables):
    data('skos:prefLabel "007"@nl', 'skos:altLabel "één ✓"@nl')
    done = here("--format", form, PYTHONCOERCECLOCALE="0", **variables)
    assert done.returncode == 1
    assert "Ding-label" in done.stdout


def test_who_stops_reading_is_no_failure(here, fault, little):
    for form in ("text", "html"):
        command = f"'{sys.executable}' -m kennisgraaf check --format {form} | head -c 1"
        done = subprocess.run(  # noqa: S602 - a pipe is what is tested
            command, shell=True, cwd=little.root, capture_output=True, text=True, timeout=60, check=False
        )
        assert "Traceback" not in done.stderr
        assert "Broken" not in done.stderr


def test_a_file_that_cannot_be_written_is_exit_3_and_keeps_what_was_there(here, fault, tmp_path):
    done = here("--output", tmp_path / "nee" / "x.json")
    assert done.returncode == 3
    assert "cannot be written" in done.stderr
    assert here("--output", "/dev/full").returncode == 3
    assert os.access("/dev/full", os.W_OK)


def test_colours_only_on_a_terminal(here, fault):
    assert "\x1b" not in here(FORCE_COLOR="1").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="SKIPPED LOUDLY: there is no pseudo-terminal here")
@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_gets_colours_unless_it_refuses_them(fault, little, variables, coloured):
    import pty

    parent, child = pty.openpty()
    env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | variables
    subprocess.run(
        [*HOUSE_PYTHON, "check"],
        cwd=little.root,
        env=env,
        stdout=child,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    os.close(child)
    shown = os.read(parent, 65536).decode()
    os.close(parent)
    assert "Ding-label" in shown
    assert ("\x1b[" in shown) == coloured


# ---- GitHub


def test_a_job_gets_its_summary(here, fault, tmp_path):
    path = tmp_path / "summary.md"
    path.write_text("eerder\n", encoding="utf-8")
    here("--format", "github", GITHUB_STEP_SUMMARY=str(path))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("eerder\n# ")
    assert "`Ding-label`" in text
    done = here("--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path))
    assert (done.returncode, "was not written" in done.stderr) == (1, True)


def test_a_project_in_a_folder_of_a_repository_has_paths_from_its_top(here, fault, little):
    (little.root.parent / ".git").mkdir()
    assert f"file={little.root.name}/data/klein/kern.ttl" in here("--format", "github").stdout
    (run,) = json.loads(here("--format", "sarif").stdout)["runs"]
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert f"{little.root.name}/data/klein/kern.ttl" in uris


# Only what a change can affect


@pytest.fixture
def committed(little, fault):
    """The little project in git, with a fault that was there already."""
    git(little.root, "init", "-q")
    git(little.root, "add", "-A")
    git(little.root, "commit", "-qm", "all")
    return little


def shapes_told(done):
    found = json.loads(done.stdout)["findings"]
    return sorted((one["shape"].rpartition("#")[2], one["thing"].rpartition("/")[2]) for one in found)


def test_since_a_commit_only_what_changed_is_looked_at(here, committed, data):
    assert shapes_told(here("--format", "json")) == [("Ding-label", "c")]
    assert shapes_told(here("--format", "json", "--changed-since", "HEAD")) == []
    data('ding:b a kg:Ding ; skos:prefLabel "b"@nl', 'ding:b a kg:Ding ; skos:altLabel "b"@nl')
    done = here("--format", "json", "--changed-since", "HEAD")
    assert (done.returncode, shapes_told(done)) == (1, [("Ding-label", "b")])


def test_since_a_commit_a_new_shape_looks_at_everything(here, committed):
    path = committed.root / "shapes/kern.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "# anders\n", encoding="utf-8")
    assert shapes_told(here("--format", "json", "--changed-since", "HEAD")) == [("Ding-label", "c")]


@pytest.mark.parametrize("ref", ["nergens", "--output=x"])
def test_an_unknown_commit_is_wrong_use(here, committed, ref):
    done = here("--changed-since", ref)
    assert (done.returncode, ref in done.stderr, "→" in done.stderr) == (2, True, True)


def test_without_git_nothing_can_be_compared(here, little):
    done = here("--changed-since", "HEAD", GIT_CEILING_DIRECTORIES=str(little.root.parent))
    assert done.returncode == 2
    assert "no git repository" in done.stderr


def test_a_part_is_no_baseline(here, committed):
    assert here("--changed-since", "HEAD", "--baseline", "b.json", "--update-baseline").returncode == 2


def test_timings_tell_each_step_and_shape(here, fault):
    told = here("--timings").stderr
    assert {"reading", "validating", "inspecting"} <= {line.split()[-1] for line in told.splitlines() if " ms " in line}
    assert "shapes#Ding-label" in told


@pytest.mark.parametrize("words", [["check"], ["build"]])
def test_who_watches_on_a_terminal_sees_each_step_and_no_failure(little, words):
    main, side = os.openpty()
    command = [*HOUSE_PYTHON, *words]
    with subprocess.Popen(command, cwd=little.root, stdout=subprocess.DEVNULL, stderr=side) as process:
        os.close(side)
        told = b""
        with contextlib.suppress(OSError):  # the terminal is closed when the process has ended
            while part := os.read(main, 4096):
                told += part
    os.close(main)
    assert (process.returncode, b"Traceback" in told) == (0, False)
