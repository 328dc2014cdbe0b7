"""README, CONTRIBUTING and docs: every command is run and says what stands there; tables of facts hold the facts."""

import importlib
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kennisgraaf.engine import Limits

HOUSE = Path(__file__).parents[1]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
PAGES = [HOUSE / "CONTRIBUTING.md", *sorted((HOUSE / "docs").glob("*.md"))]
DOCS = [path.read_text(encoding="utf-8") for path in PAGES]
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def steps():
    """(command, what it prints) of each `$ ` line in the console blocks; a command goes on while a quote is open."""
    texts = (textwrap.dedent(block) for page in [README, *DOCS] for block in CONSOLE.findall(page))
    for block in texts:
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = step.splitlines(keepends=True)
            size = next(n for n in range(1, len(lines) + 1) if "".join(lines[:n]).count("'") % 2 == 0)
            yield "".join(lines[:size]).strip(), "".join(lines[size:])


STEPS = list(steps())
LIMITS = Limits().table()


@pytest.mark.parametrize(("command", "printed"), STEPS, ids=[command[:40] for command, _ in STEPS])
def test_the_tour_shows_what_happens(server, command, printed, tmp_path):
    here = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = command.replace("localhost:8000", server.removeprefix("http://"))
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path if "curl" in command else HOUSE,
        env={**os.environ, **here},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout + done.stderr).replace("\r\n", "\n").rstrip() == printed.rstrip()


@pytest.mark.usefixtures("release")
def test_the_python_in_the_tour_works(capsys):
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - it is our own
    assert capsys.readouterr().out.strip() == re.findall(r"# (\d+ indicators; .*)", code)[0]


def test_the_tour_has_steps():
    assert len(STEPS) >= 8


def test_the_limits_that_are_told_are_the_limits():
    told = re.findall(r"^\| `([a-z_]+)` \| (\S+) (\S+) \| (.*) \|$", "\n".join(DOCS), re.MULTILINE)
    assert told == [(name, f"{value:,}".removesuffix(".0"), unit, meaning) for name, value, unit, meaning in LIMITS]


def test_every_command_that_contributors_are_told_has_these_options():
    told = re.findall(r"kennisgraaf ([a-z]+)([^`\n#]*)", (HOUSE / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert {name for name, _ in told} >= {"build", "check", "format", "release", "retire", "serve"}
    for name, words in told:
        command = importlib.import_module(f"kennisgraaf.cli.{name}").command
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", words)) <= known
