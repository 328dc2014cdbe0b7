"""A choice as a query: one block per step, indented, with the names of properties for variables."""

import re
from collections.abc import Iterator, Mapping

from kennisgraaf.engine import term_iri, term_text
from kennisgraaf.patterns.choice import Choice, Row
from kennisgraaf.patterns.steps import Patterns

LIMIT = 1000
_NAME = re.compile(r"[\w-]+:[\w.-]+")


def write(patterns: Patterns, choice: Choice, lang: str) -> str:
    """Return the query of a choice; of texts it shows those in lang, and those without a language."""
    kind = patterns.name(choice.kind)
    names = _names(kind, choice)
    subject = names[""]
    shown = [names[row.path] for row in choice.rows if row.must is not False and not _below_absent(row, choice)]
    lines = [f"  {subject} a {kind} .", *_blocks(choice, names, "", lang, "  ")]
    if choice.count:
        number = _free("aantal" if lang == "nl" else "number", set(names.values()))
        head = " ".join([*shown, f"(COUNT(DISTINCT {subject}) AS {number})"])
        end = [
            *([f"GROUP BY {' '.join(shown)}"] if shown else []),
            f"ORDER BY DESC({number}) {' '.join(shown)}".rstrip(),
        ]
    else:
        head, end = " ".join(["DISTINCT", subject, *shown]), [f"ORDER BY {' '.join([subject, *shown])}"]
    body = "\n".join([f"SELECT {head}", "WHERE {", *lines, "}", *end, f"LIMIT {LIMIT}"])
    return "\n".join([*_prefixes(body, patterns.prefixes), body])


def variables(patterns: Patterns, choice: Choice) -> dict[str, str]:
    """Return path → the column of its values; the path of the things themselves is empty."""
    return {path: name[1:] for path, name in _names(patterns.name(choice.kind), choice).items()}


def _blocks(choice: Choice, names: Mapping[str, str], above: str, lang: str, indent: str) -> Iterator[str]:
    """Yield the lines for the rows just below a path."""
    for row in choice.rows:
        parent = row.path.rpartition("/")[0]
        if parent == above:
            yield from _block(choice, row, names, lang, indent)


def _block(choice: Choice, row: Row, names: Mapping[str, str], lang: str, indent: str) -> Iterator[str]:
    subject = names[row.path.rpartition("/")[0]]
    triple = f"{subject} {row.last.path} {names[row.path]} ."
    if row.must is False:
        yield f"{indent}FILTER NOT EXISTS {{ {triple} }}"
        return
    optional = not _strict(row, choice)
    inner = indent + "  " if optional else indent
    if optional:
        yield f"{indent}OPTIONAL {{"
    yield inner + triple
    yield from (inner + line for line in _conditions(row, names[row.path], lang))
    yield from _blocks(choice, names, row.path, lang, inner)
    if optional:
        yield f"{indent}}}"


def _conditions(row: Row, variable: str, lang: str) -> Iterator[str]:
    """Yield the filters of one row; every value goes in as a term."""
    kind = row.last.values
    if kind == "thing" and row.equal:
        yield f"VALUES {variable} {{ {term_iri(row.equal)} }}"
    if kind == "boolean" and row.equal:
        yield f"FILTER({variable} = {row.equal})"
    if kind == "text":
        yield f'FILTER(LANG({variable}) IN ({term_text(lang)}, ""))'
    if row.part:
        yield f"FILTER(CONTAINS(LCASE(STR({variable})), {term_text(row.part.lower())}))"
    for value, compare in ((row.least, ">="), (row.most, "<=")):
        if value and kind == "number":
            yield f"FILTER({variable} {compare} {value})"
        elif value:
            yield f"FILTER(SUBSTR(STR({variable}), 1, {len(value)}) {compare} {term_text(value)})"


def _strict(row: Row, choice: Choice) -> bool:
    """Tell whether a row, or one below it, leaves out things that have nothing there."""
    below = f"{row.path}/"
    return row.strict or any(other.strict for other in choice.rows if other.path.startswith(below))


def _below_absent(row: Row, choice: Choice) -> bool:
    return any(other.must is False and row.path.startswith(f"{other.path}/") for other in choice.rows)


def _names(kind: str, choice: Choice) -> dict[str, str]:
    """Return path → variable; the path of the things themselves is empty."""
    names: dict[str, str] = {}
    for path, name in [("", kind), *((row.path, row.last.path) for row in choice.rows)]:
        word = re.sub(r"\W", "", name.partition(":")[2]) or "value"
        names[path] = _free(word[:1].lower() + word[1:], set(names.values()))
    return names


def _free(word: str, taken: set[str]) -> str:
    numbered = (f"?{word}{number or ''}" for number in (0, *range(2, 100)))
    return next(name for name in numbered if name not in taken)


def _prefixes(body: str, prefixes: Mapping[str, str]) -> list[str]:
    """Return the declarations of the prefixes that a query uses, so that it runs everywhere."""
    used = {name.partition(":")[0] for name in _NAME.findall(re.sub(r'<[^>]*>|"[^"]*"', "", body))}
    return [f"PREFIX {name}: <{prefixes[name]}>" for name in sorted(used) if name in prefixes]
