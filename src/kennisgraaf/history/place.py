"""Where a state comes from: a folder with a project, a release, or a commit of git, whichever the reader named."""

import re
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf import git, release
from kennisgraaf.errors import MachineError, NotFound, SourceError
from kennisgraaf.history import state
from kennisgraaf.history.state import State
from kennisgraaf.project import FOLDERS, Project
from kennisgraaf.release import MARKER, Release

_ID = re.compile(r"[0-9a-f]{16}")


def sources_of(where: Project, spec: str) -> State:
    """Return what the reader names: a folder with a project or a release, the id of a release, or a commit of git.

    Commits and releases are those of the project `where`; a folder counts from the current one.
    NotFound: it is none of these, or more than one of them. SourceError: a file there cannot be read.
    """
    folder = Path(spec).expanduser() if spec and "\0" not in spec else Path("\0")
    meant = [
        kind
        for kind, fits in (
            ("folder", _is_project(folder)),
            ("release folder", _is_release(folder)),
            ("release", _ID.fullmatch(spec) is not None and _is_release(where.releases / spec)),
            ("commit", _is_commit(where, spec)),
        )
        if fits
    ]
    if len(meant) > 1:
        raise _ambiguous(spec, meant)
    if not meant:
        raise _nothing(where, spec, folder)
    return _read(where, spec, meant[0])


def _read(where: Project, spec: str, kind: str) -> State:
    if kind == "commit":
        return state.read(spec, git.files(where.root, spec))
    if kind == "folder":
        return of_folder(Path(spec).expanduser(), spec)
    return of_release(
        release.load(Path(spec).expanduser() if kind == "release folder" else where.releases / spec), spec
    )


def of_folder(root: Path, name: str = "") -> State:
    """Return the state of the files of a project as they are now; name is what people call it.

    SourceError: a file cannot be read.
    """
    files: dict[str, bytes] = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in {".ttl", ".rq", ".csv"}:
                files[path.relative_to(root).as_posix()] = _body(path)
    return state.read(name, files)


def of_release(made: Release, name: str = "") -> State:
    """Return the state of what a release asserts; name is what people call it (default: its id).

    The rules that come with the code, which a build puts beside the shapes, are no part of it.
    """
    rules = set(made.about.get("rules", ()))
    try:
        store = ox.Store.read_only(str(made.store))
    except OSError as error:
        raise MachineError(f"The release {made.id} cannot be read: {error}", fix="Build it again.") from error
    graphs = {
        iri: [quad.triple for quad in found if getattr(quad.subject, "value", "") not in rules]
        for iri in made.graphs
        if (found := store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    }
    questions = {path.stem: path.read_text(encoding="utf-8") for path in sorted(made.queries.glob("*.rq"))}
    return state.state(name or made.id, graphs, questions, spelled=False)


def _body(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}"
        raise SourceError(what, fix="Check its rights.", file=str(path)) from error


def _is_project(folder: Path) -> bool:
    return not _odd(folder) and all((folder / name).is_dir() for name in FOLDERS) and not _is_release(folder)


def _is_release(folder: Path) -> bool:
    return not _odd(folder) and (folder / MARKER).is_file()


def _odd(folder: Path) -> bool:
    """Tell whether a name is none that a system gives to a folder."""
    return "\0" in str(folder) or len(str(folder)) > 4000  # noqa: PLR2004 - PATH_MAX is 4096


def _is_commit(where: Project, spec: str) -> bool:
    try:
        git.resolve(where.root, spec)
    except (NotFound, MachineError):
        return False
    return True


def _ambiguous(spec: str, meant: list[str]) -> NotFound:
    ways = {
        "folder": f"./{spec} for the folder",
        "release folder": f"./{spec} for the folder of the release",
        "release": f".kennisgraaf/releases/{spec} for the release",
        "commit": f"refs/heads/{spec}, refs/tags/{spec} or {spec}~0 for the commit",
    }
    fix = f"Write {'; '.join(ways[kind] for kind in meant)}."
    return NotFound(f"{spec!r} is the name of a {' and of a '.join(meant)}.", fix=fix)


def _nothing(where: Project, spec: str, folder: Path) -> NotFound | MachineError:
    """Return the error for a name that means nothing, with what git says of it."""
    if not _odd(folder) and folder.exists():
        what = f"{spec} holds no project (it lacks one of {', '.join(FOLDERS)}) and no release."
        return NotFound(what, fix="Name the folder of a project or of a release, or a commit of git.")
    try:
        git.resolve(where.root, spec)
    except MachineError as error:
        return error
    except NotFound as error:
        what = f"{spec!r} is no folder with a project or a release, no release here, and no commit: {error.what}"
        return NotFound(what, fix=error.fix, near=error.near)
    return NotFound(f"{spec!r} means nothing here.", fix="Name a folder, a release or a commit.")
