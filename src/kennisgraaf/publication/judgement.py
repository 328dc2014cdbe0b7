"""What the changes since the last version ask for: the smallest number that a new version may have, and why."""

from dataclasses import dataclass

from kennisgraaf import git, ledger, turtle
from kennisgraaf.ledger import file
from kennisgraaf.namespaces import BASE
from kennisgraaf.project import FOLDERS, Project
from kennisgraaf.publication import numbers

_SHOWN = 12


@dataclass(frozen=True)
class Judgement:
    """The verdict ("breaking", "compatible", "editorial", "" for no change), reasons, and the version asked for."""

    verdict: str
    reasons: tuple[str, ...]
    version: str


def judge(where: Project, tag: str) -> Judgement:
    """Return what the files of a project ask for, compared with a tagged version. MachineError: git cannot read it."""
    before, now = git.files(where.root, tag), _now(where)
    old, new = _published(before), _published(now)
    gone = sorted(iri for iri, alive in old.items() if alive and not new.get(iri))
    fresh = sorted(new.keys() - old.keys())
    verdict = "breaking" if gone else "compatible" if fresh else "editorial" if before != now else ""
    reasons = [f"withdrawn: {iri}" for iri in gone] + [f"new: {iri}" for iri in fresh]
    more = [f"and {len(reasons) - _SHOWN} more"] if len(reasons) > _SHOWN else []
    return Judgement(verdict, (*reasons[:_SHOWN], *more), _next(tag, verdict))


def _next(tag: str, verdict: str) -> str:
    """Return the version that a verdict asks for; below 1.0.0 a breaking change raises the second number."""
    major, minor, patch = numbers.parse(tag)
    weight = ["", "editorial", "compatible", "breaking"].index(verdict) - (major == 0)
    heavy, middle = 3, 2
    if weight >= heavy:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if weight == middle else f"{major}.{minor}.{patch + bool(verdict)}"


def _now(where: Project) -> dict[str, bytes]:
    paths = [path for folder in FOLDERS for path in where.files(folder, "") if path.is_file()]
    return {where.name(path): path.read_bytes() for path in paths}


def _published(files: dict[str, bytes]) -> dict[str, bool]:
    """Return every identifier of things, terms and questions, and whether it is valid."""
    lines = file.parse(files.get(ledger.FILE.as_posix(), b",".join(c.encode() for c in ledger.COLUMNS)).decode())
    found = {iri: not line.withdrawn for iri, line in lines.items()}
    for name, body in files.items():
        if name.startswith("queries/") and name.endswith(".rq"):
            found[name] = True
        if name.startswith("ontology/") and name.endswith(".ttl"):
            quads, _ = turtle.parse(body.decode(), name)
            terms = {str(quad.subject).strip("<>") for quad in quads}
            found |= {term: True for term in terms if term.startswith(BASE)}
            dead = {str(quad.subject).strip("<>") for quad in quads if quad.predicate.value.endswith("owl#deprecated")}
            found |= dict.fromkeys(dead & found.keys(), False)
    return found
