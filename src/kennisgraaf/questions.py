"""Named questions: a query with a name, a sentence for people, and typed inputs that are bound as terms.

A question is a file `queries/{name}.rq`. Its lines that begin with `#+` describe it (after grlc's convention); the rest
is SPARQL that runs as it stands, because each input has an example in a VALUES block of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from kennisgraaf.engine import Answer, Engine
from kennisgraaf.engine.values import bind, term_integer, term_iri, term_text
from kennisgraaf.errors import NotFound, QueryError, SourceError
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import ID

Text = dict[str, str]
_KINDS = {"thing", "text", "integer"}
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
    """A question: name, summary, tells (what for and for whom), empty (why nothing is found); texts by language."""

    name: str
    sparql: str
    summary: Text = field(default_factory=dict)
    tells: Text = field(default_factory=dict)
    empty: Text = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
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
    wanted: list[list[str]] = []
    tags: list[str] = []
    for number, key, lang, value in _header(path, text):
        if key in texts:
            texts[key][lang] = value
        elif key == "label":
            name, _, label = value.partition("=")
            labels.setdefault(name.strip(), {})[lang] = label.strip()
        elif key == "input":
            wanted.append([*value.split(), "", ""][:3])
        elif key == "tags":
            tags = re.findall(r"\w+", value)
        else:
            raise _wrong(
                path, number, f"I do not know the key {key!r}", "Use summary, tells, empty, input, label or tags."
            )
    if not {"nl", "en"} <= texts["summary"].keys():
        raise _wrong(
            path, 1, "The question has no sentence in both languages", "Add #+ summary@nl: and #+ summary@en:."
        )
    examples = {name: value.strip() for name, value in _EXAMPLE.findall(text)}
    inputs = tuple(_input(path, parts, examples, labels) for parts in wanted)
    return Question(path.stem, text, texts["summary"], texts["tells"], texts["empty"], inputs, frozenset(tags))


def find(questions: Mapping[str, Question], name: str) -> Question:
    """Return the question of that name.

    NotFound: there is none; the message has the nearest names.
    """
    if name in questions:
        return questions[name]
    near = get_close_matches(name, questions, n=5, cutoff=0.4) or sorted(questions)[:5]
    raise NotFound(f"There is no question {name!r}.", fix=f"Did you mean: {', '.join(near)}?")


def ask(engine: Engine, question: Question, given: Mapping[str, str], form: Format | None = None) -> Answer:
    """Ask a question with a value for each input; form None gives the first format of its kind.

    QueryError: an input is missing, superfluous or does not fit. LimitError: it took too much.
    """
    return engine.query(fill(engine, question, given), form)


def fill(engine: Engine, question: Question, given: Mapping[str, str]) -> str:
    """Return the query text with each input bound as a term; the errors are those of ask."""
    names = [blank.name for blank in question.inputs]
    if set(given) != set(names):
        asked = ", ".join(f"{blank.name} ({_kind(blank)}, such as {blank.example})" for blank in question.inputs)
        raise QueryError(
            f"{question.name} takes {asked or 'no inputs'}; given: {', '.join(sorted(given)) or 'nothing'}.",
            fix=f"Give exactly {', '.join(names)}." if names else "Leave the inputs out.",
        )
    return bind(question.sparql, {blank.name: _term(engine, blank, given[blank.name]) for blank in question.inputs})


def _kind(blank: Input) -> str:
    return f"a {blank.of}" if blank.kind == "thing" else blank.kind


def _term(engine: Engine, blank: Input, value: str) -> str:
    if blank.kind == "text":
        return term_text(value)
    if blank.kind == "thing":
        return term_iri(_thing(engine, blank, value))
    if not re.fullmatch(r"[+-]?\d{1,18}", value):
        raise QueryError(
            f"{blank.name} is {value!r}; it takes a whole number.", fix=f"Write for example {blank.example}."
        )
    return term_integer(int(value))


def _thing(engine: Engine, blank: Input, value: str) -> str:
    """Return the IRI of a thing of the right class, named by IRI, type/code, type:code or only its code."""
    things = members(engine, blank.of)
    path = value.removeprefix(ID).replace(":", "/", 1)
    found = [iri for iri in things if path in {iri.removeprefix(ID), iri.rsplit("/", 1)[-1], iri}]
    if len(found) == 1:
        return found[0]
    codes = [iri.removeprefix(ID) for iri in found or things]
    names = codes + [code.rsplit("/", 1)[-1] for code in codes]
    near = codes if found else get_close_matches(path, names, n=5, cutoff=0.4)
    what = f"{value!r} names {len(found)} things" if found else f"There is no {blank.of} {value!r}"
    raise QueryError(f"{blank.name}: {what}.", fix=f"Choose from: {', '.join(sorted(near) or sorted(codes)[:5])}.")


def members(engine: Engine, of: str) -> list[str]:
    """Return the IRIs of all things of a class ("kg:Competentie"), sorted."""
    rows = engine.rows(f"SELECT DISTINCT ?thing {{ ?thing a {of} FILTER(isIRI(?thing)) }}")
    return sorted(row["thing"].value for row in rows)


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


def _input(path: Path, parts: list[str], examples: Mapping[str, str], labels: Mapping[str, Text]) -> Input:
    name, kind, of = parts
    if kind not in _KINDS or (kind == "thing" and not re.fullmatch(r"\w+:\w+", of)):
        raise _wrong(path, 1, f"The input {name} has no kind", "Write `thing kg:Class`, `text` or `integer`.")
    if name not in examples:
        raise _wrong(path, 1, f"The input {name} has no example", f"Write VALUES ?{name} {{ ... }} in the query.")
    return Input(name, kind, of, examples[name].strip('"'), dict(labels.get(name, {})))


def _wrong(path: Path, line: int, what: str, fix: str) -> SourceError:
    return SourceError(what, fix=fix, file=f"queries/{path.name}", line=line)
