"""The templates for build services and for pre-commit: each is read, and its commands run on a small project in git."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from conftest import git
from kennisgraaf.cli import COMMANDS

HOUSE = Path(__file__).parents[1]
ACTION = yaml.safe_load((HOUSE / "action.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((HOUSE / "ci/gitlab.yml").read_text(encoding="utf-8"))["kennisgraaf"]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((HOUSE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


@pytest.fixture
def repository(little, tmp_path):
    """The little project in a git repository of its own, and a folder with the command `kennisgraaf`."""
    tools = tmp_path / "bin"
    tools.mkdir()
    shim = tools / "kennisgraaf"
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kennisgraaf "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        git(little.root, *words)
    return little.root


@pytest.fixture
def run(repository, tmp_path):
    """Run a script with bash in the repository, `kennisgraaf` found on the PATH."""

    def script(text, **variables):
        env = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", **variables}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        return subprocess.run(
            command, cwd=repository, env=env, capture_output=True, text=True, timeout=120, check=False
        )

    return script


@pytest.fixture
def fault(repository):
    path = repository / "data/klein/kern.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('skos:prefLabel "007"@nl', 'skos:altLabel "007"@nl'), encoding="utf-8")


@pytest.fixture
def act(run, tmp_path):
    """Run the step `check` of the action as GitHub does; give what it did and what it gave to the next step."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")

    def script(**inputs):
        given = {name: one["default"] for name, one in ACTION["inputs"].items()} | inputs
        env = {key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], v) for key, v in step["env"].items()}
        out = tmp_path / "github_output"
        out.write_text("", encoding="utf-8")
        done = run(step["run"], GITHUB_OUTPUT=str(out), GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"), **env)
        pairs = (line.partition("=") for line in out.read_text(encoding="utf-8").splitlines())
        return done, {key: value for key, _, value in pairs}

    return script


def test_the_action_is_a_composite_one_whose_inputs_are_used_and_explained():
    assert ACTION["runs"]["using"] == "composite"
    assert all(one["description"] and "default" in one for one in ACTION["inputs"].values())
    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])
    given = set(re.findall(r"steps\.check\.outputs\.([\w-]+)", json.dumps(ACTION["outputs"])))
    assert given == set(ACTION["outputs"])
    assert all("shell" in step for step in ACTION["runs"]["steps"] if "run" in step)


def test_no_input_of_the_action_is_written_into_a_script():
    assert not any("${{" in step.get("run", "") for step in ACTION["runs"]["steps"])


def test_the_action_lets_a_clean_project_pass(act, repository):
    done, given = act()
    assert (done.returncode, given) == (0, {"exit-code": "0", "sarif": "kennisgraaf.sarif"})
    assert json.loads((repository / "kennisgraaf.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_the_action_marks_the_lines_and_stops_the_job(act, fault, repository, tmp_path):
    done, given = act(html="rapport.html")
    assert (done.returncode, given["exit-code"]) == (1, "1")
    assert "::error file=data/klein/kern.ttl,line=6" in done.stdout
    (result,) = json.loads((repository / given["sarif"]).read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["ruleId"] == "Ding-label"
    assert "Ding-label" in (repository / "rapport.html").read_text(encoding="utf-8")
    assert "Ding-label" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_the_action_takes_paths_baseline_and_threshold(act, fault, run):
    assert act(paths="shapes\nontology\n")[0].returncode == 0
    assert act(**{"fail-on": "never"})[0].returncode == 0
    run("kennisgraaf check --baseline b.json --update-baseline")
    assert act(baseline="b.json")[0].returncode == 0


def test_the_action_reviews_a_change_in_the_summary_of_the_job(act, fault, tmp_path):
    act(review="HEAD")
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "Wat verandert in betekenis" in summary
    assert "Wat dit nog meer raakt" in summary


def test_an_input_of_the_action_is_text_and_no_program(act, repository):
    done, given = act(root="$(touch gevaar)`touch gevaar`; touch gevaar", paths="$(touch gevaar)\n--output=gevaar2")
    assert (done.returncode, given["exit-code"]) == (2, "2")
    assert not (repository / "gevaar").exists()


def test_the_template_for_gitlab_writes_its_reports(run, fault, repository):
    variables = {key: str(value) for key, value in GITLAB["variables"].items()}
    done = run("\n".join(GITLAB["script"]), **variables)
    assert done.returncode == 1
    run("\n".join(GITLAB["after_script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA="HEAD", **variables)
    assert "Ding-label" in done.stdout
    reports = GITLAB["artifacts"]["reports"]
    assert ET.parse(repository / reports["junit"]).getroot().find("testsuite/testcase/failure") is not None  # noqa: S314
    (issue,) = json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    assert issue["location"] == {"path": "data/klein/kern.ttl", "lines": {"begin": 6}}
    assert all((repository / path).is_file() for path in GITLAB["artifacts"]["paths"])
    assert GITLAB["artifacts"]["when"] == "always"


def hook(run, name, repository):
    """Run a hook as pre-commit does: its entry, and the files that it is for unless it takes none."""
    one = HOOKS[name]
    listed = subprocess.run(["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=True, timeout=60)
    files = [file for file in listed.stdout.split() if re.search(one["files"], file)]
    assert files
    return run(shlex.join([*shlex.split(one["entry"]), *(files if one.get("pass_filenames", True) else [])]))


def test_the_hooks_name_commands_that_there_are():
    assert set(HOOKS) == {"kennisgraaf-check", "kennisgraaf-format"}
    for one in HOOKS.values():
        assert one["entry"].split()[0] == "kennisgraaf"
        assert one["entry"].split()[1] in COMMANDS
        assert one["language"] == "python"


def test_the_hook_check_stops_a_commit_with_a_fault(run, repository, fault):
    done = hook(run, "kennisgraaf-check", repository)
    assert (done.returncode, "Ding-label" in done.stdout) == (1, True)


def test_the_hook_check_lets_a_clean_project_pass(run, repository):
    assert hook(run, "kennisgraaf-check", repository).returncode == 0


def test_the_hook_format_lays_out_what_is_committed(run, repository):
    assert hook(run, "kennisgraaf-format", repository).returncode == 0
    again = hook(run, "kennisgraaf-format", repository)
    assert (again.returncode, again.stdout) == (0, "")


@pytest.mark.parametrize("file", ["action.yml", "ci/gitlab.yml", ".pre-commit-hooks.yaml"])
def test_no_template_names_the_address_of_a_registry(file):
    text = (HOUSE / file).read_text(encoding="utf-8")
    assert not re.search(r"pypi|index-url|https?://", text.replace("git+https://...", ""))
