"""README, CONTRIBUTING and docs: every command is run and says what stands there; tables of facts hold the facts.

What only looks runs here; docs/maintainers.md is a story that changes files, and is played in a copy of the project;
docs/education.md is one that makes files, and is played in an empty folder; docs/engines.md starts a real Virtuoso.
"""

import contextlib
import importlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import urllib.request
from pathlib import Path

import pytest

import engines
from conftest import _wait, git
from kennisgraaf import project
from kennisgraaf.engine import Limits

HOUSE = Path(__file__).parents[1]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
STORY = HOUSE / "docs/maintainers.md"
COURSE = HOUSE / "docs/education.md"
WALK = HOUSE / "docs/engines.md"
PAGES = [HOUSE / "CONTRIBUTING.md", *sorted(set((HOUSE / "docs").glob("*.md")) - {STORY, COURSE, WALK})]
DOCS = [path.read_text(encoding="utf-8") for path in PAGES]
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def steps(*pages):
    """(command, what it prints) of each `$ ` line in the console blocks; a command goes on while a quote is open."""
    texts = (textwrap.dedent(block) for page in pages for block in CONSOLE.findall(page))
    for block in texts:
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = step.splitlines(keepends=True)
            size = next(n for n in range(1, len(lines) + 1) if "".join(lines[:n]).count("'") % 2 == 0)
            yield "".join(lines[:size]).strip(), "".join(lines[size:])


STEPS = list(steps(README, *DOCS))
LIMITS = Limits().table()


@pytest.mark.parametrize(("command", "printed"), STEPS, ids=[command[:40] for command, _ in STEPS])
def test_the_tour_shows_what_happens(server, command, printed, tmp_path):
    command = command.replace("localhost:8000", server.removeprefix("http://"))
    assert said(command, tmp_path if "curl" in command else HOUSE) == printed.rstrip()


def said(command, folder):
    """Run a command as a reader would; return what it prints, what it says beside that after it."""
    here = {name: value for name, value in os.environ.items() if name != "COLUMNS"}  # a worker of pytest-xdist sets it
    here |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=here,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return (done.stdout + done.stderr).replace("\r\n", "\n").rstrip()


@pytest.fixture
def copy(tmp_path):
    """Copy what the project says into a git repository of its own."""
    root = tmp_path / "copy"
    for name in project.FOLDERS:
        shutil.copytree(HOUSE / name, root / name)
    (root / ".gitignore").write_text(".kennisgraaf/\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "config", "user.name", "Redactie")
    git(root, "config", "user.email", "redactie@example.org")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Begin")
    return root


def lasting(text):
    """Return text without what the next release, or the next file, changes: versions, and how many files there are."""
    return re.sub(r" in \d+ files", " in all files", re.sub(r"\d+\.\d+\.\d+", "x.y.z", text))


def test_the_story_of_maintainers_happens_as_it_is_told(copy):
    told = list(steps(STORY.read_text(encoding="utf-8")))
    assert len(told) > 20
    for command, printed in told:
        assert (command, lasting(said(command, copy))) == (command, lasting(printed.rstrip()))
    assert git(copy, "status", "--porcelain") == ""


def test_the_course_for_education_happens_as_it_is_told(server, tmp_path):
    told = list(steps(COURSE.read_text(encoding="utf-8")))
    assert len(told) > 7
    for command, printed in told:
        here = command.replace("localhost:8000", server.removeprefix("http://"))
        assert (command, lasting(said(here, tmp_path))) == (command, lasting(printed.rstrip()))


def blurred(text):
    """Return text without what another release or another port changes."""
    return re.sub(r"[0-9a-f]{16}|\d+", "N", text)


@pytest.mark.usefixtures("release")
def test_the_walk_from_embedded_to_virtuoso_happens_as_it_is_told(tmp_path):
    if why := engines.missing("virtuoso"):
        pytest.skip(why)
    *told, (command, printed) = steps(WALK.read_text(encoding="utf-8"))
    assert len(told) == 4
    http, sql, port = map(str, engines.free_ports(3))
    places = {"/srv/virtuoso": str(tmp_path / "engine"), "8890": http, "1111": sql, "170000": "20000"}

    def here(text):
        for place, other in places.items():
            text = text.replace(place, other)
        return text

    with contextlib.ExitStack() as stack:
        stack.callback(end, tmp_path / "engine/virtuoso.lck")
        for number, (line, lines) in enumerate(told):
            got = said(here(line), HOUSE)
            assert blurred(got).startswith(blurred(here(lines.rstrip()))), got
            assert number == 3 or not got  # the fourth also tells how far it is
        words = [*shlex.split(here(command)), "--port", port, "--workers", "1"]
        log = stack.enter_context((tmp_path / "log").open("w+"))
        words[0] = str(Path(sys.executable).with_name(words[0]))
        process = stack.enter_context(subprocess.Popen(words, cwd=HOUSE, stderr=log))
        stack.callback(process.terminate)
        address = f"http://127.0.0.1:{port}/"
        _wait(address.rstrip("/"), process)
        until = time.monotonic() + 30
        while address not in (tmp_path / "log").read_text() and time.monotonic() < until:
            time.sleep(0.1)
        warned = (tmp_path / "log").read_text().splitlines()
        assert blurred(address) == blurred(printed.splitlines()[-1])
        assert {*printed.splitlines()[:-1], address} <= set(warned)
        with urllib.request.urlopen(f"{address}doc/competentie/scw-4b", timeout=60) as page:
            assert page.status == 200


def end(lock):
    """End the Virtuoso that wrote a lock; back when it is gone."""
    if lock.exists():
        os.kill(int(lock.read_text().strip().removeprefix("VIRT_PID=")), signal.SIGTERM)
    until = time.monotonic() + 60
    while lock.exists() and time.monotonic() < until:
        time.sleep(0.1)


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
    pages = "".join(page.read_text(encoding="utf-8") for page in [HOUSE / "CONTRIBUTING.md", STORY])
    told = re.findall(r"kennisgraaf ([a-z]+(?: table)?)([^`|&\n#]*)", pages)
    assert {name for name, _ in told} >= {"build", "check", "format", "new", "release", "retire", "serve", "template"}
    for name, words in told:
        module = importlib.import_module(f"kennisgraaf.cli.{name.replace('import table', 'imports')}")
        command = module.command.commands["table"] if name == "import table" else module.command
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", words)) <= known
