"""A project: its folders, where its releases go, and the name of the release that its files make.

Light on purpose: who serves a release that is there already needs nothing that reads Turtle.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version as installed
from pathlib import Path

import platformdirs

from kennisgraaf.errors import KennisgraafError

_MAKERS = (  # what a release follows from, beside its sources
    *(
        "build",
        "catalog",
        "dump",
        "findings",
        "foreign",
        "index",
        "inspection",
        "ledger",
        "namespaces",
        "profiles",
        "project",
    ),
    *("reasoning", "record", "release", "rules", "sources", "turtle", "validation"),
)
STEPS = ("reading", "validating", "inspecting", "reasoning", "writing")  # of a build; a check has the first three
FOLDERS = ("ontology", "shapes", "data", "queries")
HISTORY = "history"  # a project need not have it
_VERSION = re.compile(r'\bowl:versionInfo\s+"([^"]+)"')
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Project:
    """Where the sources are, and where their releases go."""

    root: Path
    home: Path

    @property
    def releases(self) -> Path:
        """Return the folder of the releases; it need not exist yet."""
        return self.home / "releases"

    def files(self, folder: str, suffix: str = ".ttl") -> list[Path]:
        """Return the files of one folder, sorted by path."""
        return sorted((self.root / folder).rglob(f"*{suffix}"))

    def name(self, path: Path) -> str:
        """Return the path as people know it: relative to the project where it lies in it."""
        resolved = path.resolve()
        return resolved.relative_to(self.root).as_posix() if resolved.is_relative_to(self.root) else str(path)


def find(root: Path | None = None) -> Project:
    """Return the project in or above root (default: the current folder), else what the package brought.

    KennisgraafError: root is given and has no project.
    """
    start = (root or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if all((folder / name).is_dir() for name in FOLDERS):
            return Project(folder, folder / ".kennisgraaf")
        if root:
            raise KennisgraafError(
                f"{root} is no kennisgraaf project: it lacks one of the folders {', '.join(FOLDERS)}.",
                fix="Give --root the folder that holds them, or leave it out: then the project above here is used.",
            )
    return packaged()


def packaged() -> Project:
    """Return the graph that came with the package; its releases lie in the user's cache folder."""
    checkout = _HERE.parents[1]
    root = checkout if (checkout / "ontology").is_dir() else _HERE / "packaged"
    home = checkout / ".kennisgraaf" if root == checkout else Path(platformdirs.user_cache_dir("kennisgraaf"))
    return Project(root, home)


def version(where: Project) -> str:
    """Return the version of a project as its ontology says it (owl:versionInfo); without one, that of the program."""
    return stated_version(where) or installed("kennisgraaf")


def stated_version(where: Project) -> str:
    """Return the owl:versionInfo of the ontology, "" if it has none."""
    for path in where.files("ontology"):
        if said := _VERSION.search(path.read_text(encoding="utf-8", errors="replace")):
            return said[1]
    return ""


def identify(project: Project, extra: tuple[Path, ...] = ()) -> str:
    """Return the name of the release of these sources: 16 hex digits, other ones when a file or its maker changes."""
    digest = sha256(
        " ".join(installed(part) for part in ("kennisgraaf", "owlrl", "pyoxigraph", "snowballstemmer")).encode()
    )
    inputs = [path for folder in (*FOLDERS, HISTORY) for path in project.files(folder, "")]
    makers = [path for name in _MAKERS for path in [_HERE / f"{name}.py", *sorted((_HERE / name).glob("*"))]]
    named = [(project.name(path), path) for path in (*inputs, *extra)]
    named += [(path.relative_to(_HERE).as_posix(), path) for path in makers]  # wherever the program lies
    for name, path in named:
        if path.is_file():
            digest.update(f"{name}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
