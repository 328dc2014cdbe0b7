"""The files of the questions: `queries/{name}.rq`, where the name of the file is the name of the question.

Lines that begin with `#+` describe it (after grlc's convention); the rest is SPARQL that runs as it stands, because
each input has an example in a VALUES block of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kennisgraaf.errors import NotFound, SourceError
from kennisgraaf.namespaces import ID
from kennisgraaf.near import nearest

Text = dict[str, str]
_KINDS = {"thing", "text", "integer"}
_KEYS = "summary, tells, empty, input, label, columns, tags"
_EXAMPLE = re.compile(r"VALUES\s+\?(\w+)\s*\{([^}]*)\}", re.IGNORECASE)


@dataclass(frozen=True)
class Input:
    """One blank in a question: kind is thing, text or integer; of is the class of a thing ("kg:Competentie")."""

    name: str
    kind: str
    of: str
    example: str
    label: Text


@dataclass(frozen=True)
class Question:
    """A question: name, summary, tells (what for and for whom), empty (why nothing is found); texts by language.

    columns: how people call a column, by its name; a column without has only its name, as in CSV.
    """

    name: str
    sparql: str
    summary: Text = field(default_factory=dict)
    tells: Text = field(default_factory=dict)
    empty: Text = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    columns: Mapping[str, Text] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()

    @property
    def example(self) -> dict[str, str]:
        """Return a value for each input that gives an answer."""
        return {blank.name: blank.example for blank in self.inputs}


def load(folder: Path) -> dict[str, Question]:
    """Read all questions of a folder, by name.

    SourceError: a file lacks its summary, names an input of an unknown kind, or an input without an example.
    """
    return {path.stem: read(path) for path in sorted(folder.glob("*.rq"))}


def read(path: Path) -> Question:
    """Read one question; the errors are those of load."""
    text = path.read_text(encoding="utf-8")
    texts: dict[str, Text] = {"summary": {}, "tells": {}, "empty": {}}
    labels: dict[str, Text] = {}
    columns: dict[str, Text] = {}
    wanted: list[list[str]] = []
    tags: list[str] = []
    for number, key, lang, value in _header(path, text):
        if key in texts:
            texts[key][lang] = value
        elif key in {"label", "columns"}:
            _name(labels if key == "label" else columns, lang, value)
        elif key == "input":
            wanted.append([*value.split(), "", ""][:3])
        elif key == "tags":
            tags = re.findall(r"\w+", value)
        else:
            raise _wrong(path, number, f"I do not know the key {key!r}", f"Use one of: {_KEYS}.")
    if not {"nl", "en"} <= texts["summary"].keys():
        raise _wrong(
            path, 1, "The question has no sentence in both languages", "Add #+ summary@nl: and #+ summary@en:."
        )
    examples = {name: value.strip() for name, value in _EXAMPLE.findall(text)}
    inputs = tuple(_input(path, parts, examples, labels) for parts in wanted)
    told = texts["summary"], texts["tells"], texts["empty"]
    return Question(path.stem, text, *told, inputs, columns, frozenset(tags))


def find(questions: Mapping[str, Question], name: str) -> Question:
    """Return the question of that name.

    NotFound: there is none; the message has the nearest names.
    """
    if name in questions:
        return questions[name]
    near = nearest(name, questions) or sorted(questions)[:5]
    fix = f"Did you mean: {', '.join(near)}?"
    raise NotFound(f"There is no question {name!r}.", fix=fix, near=[f"{ID}vraag/{one}" for one in near])


def _header(path: Path, text: str) -> list[tuple[int, str, str, str]]:
    """Return (line, key, language, value) of each `#+` line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        match = re.fullmatch(r"#\+ (\w+)(?:@(\w+))?: (.+)", line)
        if not match:
            raise _wrong(path, number, "This line is no `#+ key: value`", "Write #+ key: value, or #+ key@nl: value.")
        found.append((number, match[1], match[2] or "", match[3].strip()))
    return found


def _name(named: dict[str, Text], lang: str, value: str) -> None:
    """Put what `a = A; b = B` says in a language beside what is there."""
    for part in value.split(";"):
        name, _, label = part.partition("=")
        named.setdefault(name.strip(), {})[lang] = label.strip()


def _input(path: Path, parts: list[str], examples: Mapping[str, str], labels: Mapping[str, Text]) -> Input:
    name, kind, of = parts
    if kind not in _KINDS or (kind == "thing" and not re.fullmatch(r"\w+:\w+", of)):
        raise _wrong(path, 1, f"The input {name} has no kind", "Write `thing kg:Class`, `text` or `integer`.")
    if name not in examples:
        raise _wrong(path, 1, f"The input {name} has no example", f"Write VALUES ?{name} {{ ... }} in the query.")
    return Input(name, kind, of, examples[name].strip('"'), dict(labels.get(name, {})))


def _wrong(path: Path, line: int, what: str, fix: str) -> SourceError:
    return SourceError(what, fix=fix, file=f"queries/{path.name}", line=line)
