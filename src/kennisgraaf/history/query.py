"""The form of a named question: what it takes, what it gives, and its text without words and layout."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kennisgraaf.history.difference import Detail, Value
from kennisgraaf.namespaces import KG, declared

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*) | (?P<iri><[^\x00-\x20<>"{}|^`]*>)
    | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3} | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*')
    | (?P<name>[A-Za-z][\w-]*:[\w.%-]*[\w-] | [A-Za-z][\w-]*:) | (?P<word>[?$]?\w+) | (?P<sign>[^\s])""",
    re.VERBOSE | re.DOTALL,
)
_INPUT = re.compile(r"^#\+ input: *(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Form:
    """A question: its inputs and columns in order, the tokens of its SPARQL, the IRIs it mentions, its #+ lines."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    tokens: tuple[str, ...]
    mentions: frozenset[str]
    header: tuple[str, ...]


def form(text: str, prefixes: Mapping[str, str]) -> Form:
    """Return the form of a question; names with one of these prefixes count as IRIs."""
    found = [match for match in _TOKEN.finditer(text) if match.lastgroup != "comment"]
    own = {**prefixes, **declared(text)}
    mentions = set()
    for match in found:
        prefix, _, local = match[0].partition(":")
        if match.lastgroup == "iri":
            mentions.add(match[0][1:-1])
        elif match.lastgroup == "name" and prefix in own:
            mentions.add(own[prefix] + local.replace("\\", ""))
    header = tuple(line.rstrip() for line in text.splitlines() if line.startswith("#+"))
    tokens = tuple(match[0] for match in found)
    return Form(tuple(_INPUT.findall(text)), _outputs(text, tokens, own), tokens, frozenset(mentions), header)


def _outputs(text: str, tokens: tuple[str, ...], prefixes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns that a query gives; none for CONSTRUCT and ASK.

    The engine itself says it, on an empty store; a query with SERVICE is not run, nor one that it does not read.
    """
    if "service" not in {token.casefold() for token in tokens}:
        try:
            answer = ox.Store().query(text, prefixes={**prefixes, "kg": KG})
        except (SyntaxError, ValueError, OSError):
            pass
        else:
            return tuple(v.value for v in answer.variables) if isinstance(answer, ox.QuerySolutions) else ()
    return tuple(_named(tokens))


def _named(tokens: tuple[str, ...]) -> Iterator[str]:
    """Yield the columns that stand between SELECT and WHERE: variables, and those after AS in parentheses."""
    words = [token.casefold() for token in tokens]
    start = words.index("select") + 1 if "select" in words else len(words)
    depth = 0
    for at, word in enumerate(words[start:], start):
        if word in {"where", "{", "from"}:
            return
        depth += {"(": 1, ")": -1}.get(word, 0)
        if word[0] in "?$" and (not depth or words[at - 1] == "as"):
            yield tokens[at][1:]


def compare(before: Form, after: Form) -> tuple[tuple[Detail, ...], set[str]]:
    """Return what differs between two forms (inputs, outputs, query, header), and the rules under which that falls."""
    parts = {name: (getattr(before, name), getattr(after, name)) for name in ("header", "inputs", "outputs")}
    parts["query"] = ((" ".join(before.tokens),), (" ".join(after.tokens),))
    details = tuple(
        Detail(name, "", _only(old, new), _only(new, old)) for name, (old, new) in sorted(parts.items()) if old != new
    )
    differs = {detail.property for detail in details}
    rules = {"question-inputs"} if _takes(before) != _takes(after) else set()
    rules |= {"question-outputs"} if set(before.outputs) - set(after.outputs) else set()
    rules |= {"question-more"} if set(after.outputs) - set(before.outputs) else set()
    rules |= {"question-text"} if "query" in differs else set()
    return details, rules or {"question-wording"}


def _takes(one: Form) -> set[str]:
    return {" ".join(line.split()) for line in one.inputs}


def _only(values: tuple[str, ...], others: tuple[str, ...]) -> tuple[Value, ...]:
    """Return the values that the others lack; all of them when only the order differs."""
    return tuple(Value(value) for value in values if value not in others or set(values) == set(others))


def summary(text: str) -> dict[str, str]:
    """Return the sentence of a question by language."""
    return dict(re.findall(r"^#\+ summary@(\w+): *(.+?) *$", text, re.MULTILINE))
