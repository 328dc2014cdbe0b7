"""A release: one immutable folder with everything that a server needs, and a link that says which one is in use.

It is complete or it is not there: the marker `release.json` is written last, with the hash of each file, and the folder
gets its name in one move. Readers open it read only; a newer release is another folder.
"""

import json
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kennisgraaf.errors import MachineError, NotFound

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MARKER = "release.json"
INDEX = "search.sqlite"
ELSEWHERE = "elsewhere.sqlite"  # concepts of others, searched apart
TOPICS = "topics.json"  # topic → the terms that its file of the ontology describes


@dataclass(frozen=True)
class Release:
    """One release on disk; about is what its marker says (id, built, triples, graphs, prefixes, files, ...)."""

    folder: Path
    about: dict[str, Any]

    @property
    def id(self) -> str:
        """Return its name: 16 hex digits that follow from the sources."""
        return str(self.about["id"])

    @property
    def store(self) -> Path:
        """Return the folder of the Oxigraph store."""
        return self.folder / "store"

    @property
    def index(self) -> Path:
        """Return the file of the search index."""
        return self.folder / INDEX

    @property
    def elsewhere(self) -> Path:
        """Return the file of the search index of what others made; a release of before has none."""
        return self.folder / ELSEWHERE

    @property
    def queries(self) -> Path:
        """Return the folder of the named questions."""
        return self.folder / "queries"

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the published prefixes."""
        return dict(self.about["prefixes"])

    @property
    def graphs(self) -> dict[str, int]:
        """Return the number of triples of each named graph."""
        return dict(self.about["graphs"])


def load(folder: Path) -> Release:
    """Open a release and verify every file of it against its hash.

    NotFound: the folder holds no finished release. MachineError: a file is missing or damaged.
    """
    folder = folder.resolve()
    try:
        about = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotFound(f"{folder} holds no finished release.", fix="Run `kennisgraaf build`.") from error
    for name, digest in about["files"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise MachineError(
                f"The release {about['id']} is damaged: {name} is not what was built.",
                fix=f"Delete the folder {folder} and run `kennisgraaf build` again.",
            )
    return _held(Release(folder, about))


def current(releases: Path) -> Release:
    """Open the release in use.

    NotFound: there is none yet.
    """
    folder = in_use(releases)
    if not folder.exists():
        raise NotFound(f"There is no release in {releases}.", fix="Run `kennisgraaf build`.")
    return load(folder)


def in_use(releases: Path) -> Path:
    """Return the folder of the release in use, which need not exist."""
    link = releases.parent / "current"
    if link.is_file():  # where the system grants no symbolic links, the name stands in a plain file
        return releases / link.read_text(encoding="utf-8").strip()
    return link


def found(releases: Path, name: str) -> Release | None:
    """Return the release of that name if it is there and sound, else None."""
    try:
        return load(releases / name)
    except (NotFound, MachineError):
        return None


def reuse(releases: Path, name: str) -> Release | None:
    """Put the release of that name in use, if it is there and sound; return it, else None."""
    made = found(releases, name)
    if made:
        switch(releases, name)
    return made


def switch(releases: Path, name: str) -> None:
    """Put a release in use, in one move: readers see the old one or the new one, never none."""
    if in_use(releases).resolve() == (releases / name).resolve():
        return  # also where nothing may be written
    link, fresh = releases.parent / "current", releases.parent / f".current-{os.getpid()}"
    with suppress(FileNotFoundError):
        fresh.unlink()
    try:
        fresh.symlink_to(Path(releases.name) / name, target_is_directory=True)
    except OSError:  # Windows without the right to make links
        fresh.write_text(name, encoding="utf-8")
    fresh.replace(link)


@contextmanager
def writing(releases: Path, name: str) -> Iterator[Path]:
    """Give an empty folder to fill; it becomes the release `name` when the block ends well, and vanishes otherwise.

    The block writes everything but the hashes: it leaves `release.json` without "files".
    MachineError: the disk is full or not writable.
    """
    folder = releases / f".unfinished-{name}-{os.getpid()}"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
        _seal(folder)
        target = releases / name
        shutil.rmtree(target, ignore_errors=True)  # a damaged release of that name, else there is nothing to write
        folder.rename(target)
    except OSError as error:
        raise MachineError(f"The release cannot be written: {error}", fix="Free room, or check the rights.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seal(folder: Path) -> None:
    """Write the hashes of all files into the marker, and everything to the disk."""
    marker = folder / MARKER
    about = json.loads(marker.read_text(encoding="utf-8"))
    marker.unlink()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in {"LOCK", "LOG"})
    about["files"] = {path.relative_to(folder).as_posix(): _digest(path) for path in files}
    for path in files:
        with path.open("rb") as stream, suppress(OSError):
            os.fsync(stream.fileno())
        path.chmod(0o444)
    with marker.open("w", encoding="utf-8") as stream:
        json.dump(about, stream, ensure_ascii=False, indent=1, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())


def versions(releases: Path) -> dict[str, str]:
    """Return version → name of its release, for the versions that were published here: a file v1.2.3 names each."""
    return {path.name[1:]: path.read_text(encoding="utf-8").strip() for path in releases.glob("v*") if path.is_file()}


def keep_version(releases: Path, version: str, name: str) -> None:
    """Remember which release is a version: it is found by it, and it is never pruned."""
    fresh = releases / f".v{version}-{os.getpid()}"
    fresh.write_text(f"{name}\n", encoding="utf-8")
    fresh.replace(releases / f"v{version}")


def named(releases: Path, name: str) -> Release:
    """Open the release that a reader names: by its version (1.2.3 or v1.2.3), its id, or its folder.

    NotFound: there is none of that name; what there is, is told. MachineError: it is damaged.
    """
    known = versions(releases)
    folders = [releases / known.get(name.removeprefix("v"), name), Path(name).expanduser()]
    for folder in folders:
        if "\0" not in name and (folder / MARKER).is_file():
            return load(folder)
    there = ", ".join([*sorted(known), *sorted(path.parent.name for path in releases.glob(f"*/{MARKER}"))])
    fix = f"Here are: {there or 'none'}. A version that is not here any more: `kennisgraaf build --at v1.2.3`."
    raise NotFound(f"There is no release {name!r}.", fix=fix, near=sorted(known))


def prune(releases: Path, keep: int = 3) -> None:
    """Delete all but the newest releases, published versions, the one in use, and those that a process holds open."""
    link = releases.parent / "current"
    used = {link.read_text(encoding="utf-8").strip() if link.is_file() else link.resolve().name}
    used.update(versions(releases).values())
    found = sorted(releases.glob(f"*/{MARKER}"), key=lambda marker: marker.stat().st_mtime, reverse=True)
    for marker in found[keep:]:
        if marker.parent.name not in used and _free(marker):
            shutil.rmtree(marker.parent, ignore_errors=True)


def _held(made: Release) -> Release:
    """Keep a release from being pruned for as long as the object lives."""
    lock = os.open(made.folder / MARKER, os.O_RDONLY)
    weakref.finalize(made, os.close, lock)
    if fcntl:
        fcntl.flock(lock, fcntl.LOCK_SH)
    return made


def _free(marker: Path) -> bool:
    """Tell whether no process holds a release; where the system has no locks, nobody can tell."""
    if not fcntl:
        return False
    lock = os.open(marker, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        digest = sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
        return digest.hexdigest()
