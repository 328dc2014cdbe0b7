"""What a reader fills in, checked and bound as terms; all that is wrong is told at once.

A thing may be named in the four ways that people know it by: its IRI, type/code, type:code, or only its code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from kennisgraaf.engine import Answer, Engine
from kennisgraaf.engine.values import bind, term_integer, term_iri, term_text
from kennisgraaf.errors import InputError, QueryError, Wrong
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import ID
from kennisgraaf.questions.files import Input, Question

LARGEST = 10**18 - 1  # a whole number stands in no more than 18 digits
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_SHOWN, _FEW, _ALIKE = 100, 5, 60


def ask(engine: Engine, question: Question, given: Mapping[str, str], form: Format | None = None) -> Answer:
    """Ask a question with a value for each input; form None gives the first format of its kind.

    InputError: an input is missing, superfluous or does not fit. LimitError: it took too much.
    """
    return engine.query(fill(engine, question, given), form)


def fill(engine: Engine, question: Question, given: Mapping[str, str], also: Sequence[Wrong] = ()) -> str:
    """Return the query text with each input bound as a term.

    InputError: it has all that is wrong with the names and the values, and what the caller says is also wrong.
    """
    names, values = list(_names(question, given)), list(also)
    terms: dict[str, str] = {}
    for blank in question.inputs:
        try:
            terms |= {blank.name: _term(engine, blank, given[blank.name])} if blank.name in given else {}
        except InputError as error:
            values += error.wrong
    if names or values:
        takes = [_takes(question, given)] if names else []
        raise InputError([*names, *values], [*takes, *((one.what, one.fix) for one in values)])
    return bind(question.sparql, terms)


def members(engine: Engine, of: str) -> list[str]:
    """Return the IRIs of all things of a class ("kg:Competentie"), sorted."""
    rows = engine.rows(f"SELECT DISTINCT ?thing {{ ?thing a {of} FILTER(isIRI(?thing)) }}")
    return sorted(row["thing"].value for row in rows)


def _names(question: Question, given: Mapping[str, str]) -> Iterator[Wrong]:
    """Yield each input that is missing, and each that the question does not have."""
    for blank in question.inputs:
        if blank.name not in given:
            yield Wrong(blank.name, f"{blank.name} is missing.", f"Give {_kind(blank)}.", (blank.example,))
    known = {blank.name for blank in question.inputs}
    for name in sorted(given.keys() - known):
        yield Wrong(name, f"{question.name} has no input {_short(name)}.", "Leave it out.", _near(name, known))


def _takes(question: Question, given: Mapping[str, str]) -> tuple[str, str]:
    """Return the sentence that says which inputs a question takes, and what to do."""
    names = [blank.name for blank in question.inputs]
    asked = ", ".join(f"{blank.name} ({_kind(blank)}, such as {blank.example})" for blank in question.inputs)
    shown = ", ".join(_short(name) for name in sorted(given))
    return (
        f"{question.name} takes {asked or 'no inputs'}; given: {shown or 'nothing'}.",
        f"Give exactly {', '.join(names)}." if names else "Leave the inputs out.",
    )


def _kind(blank: Input) -> str:
    return f"a {blank.of}" if blank.kind == "thing" else blank.kind


def _term(engine: Engine, blank: Input, value: str) -> str:
    """Return a value as a term; InputError when it is not of the kind that the input takes."""
    if blank.kind == "thing":
        return term_iri(_thing(engine, blank, value))
    if blank.kind == "integer" and not _WHOLE.fullmatch(value):
        what = f"{blank.name} is {_short(value)!r}; it takes a whole number."
        raise _wrong(blank, what, f"Write for example {blank.example}.", (blank.example,))
    try:
        return term_integer(int(value)) if blank.kind == "integer" else term_text(value)
    except QueryError as error:
        raise _wrong(blank, f"{blank.name}: {error.what}", error.fix) from error


def _thing(engine: Engine, blank: Input, value: str) -> str:
    """Return the IRI of the thing of the right class that a value names."""
    path = value.removeprefix(ID).replace(":", "/", 1)
    for iri in (value, ID + path):
        if "/" in path and _fits(engine, blank, iri):
            return iri
    things = members(engine, blank.of)
    found = [iri for iri in things if iri.rsplit("/", 1)[-1] == path]
    if len(found) == 1:
        return found[0]
    codes = [iri.removeprefix(ID) for iri in found or things]
    near = tuple(codes[:_FEW]) if found else _near(path, codes)
    what = f"{_short(value)!r} names {len(found)} things" if found else f"There is no {blank.of} {_short(value)!r}"
    fix = f"Did you mean: {', '.join(near)}?" if near else f"Choose from: {', '.join(codes[:_FEW])}."
    raise _wrong(blank, f"{blank.name}: {what}.", fix, near)


def _fits(engine: Engine, blank: Input, iri: str) -> bool:
    """Tell whether an IRI names a thing of the right class: faster than to list them all."""
    try:
        return bool(engine.rows(f"SELECT ?thing {{ VALUES ?thing {{ {term_iri(iri)} }} ?thing a {blank.of} }} LIMIT 1"))
    except QueryError:
        return False


def _near(value: str, names: Sequence[str] | set[str]) -> tuple[str, ...]:
    """Return the names that look most like a value, with or without the part before their last slash."""
    last = {name: name if "/" in value else name.rsplit("/", 1)[-1] for name in sorted(names)}
    found = process.extract(value[:_SHOWN].lower(), last, scorer=fuzz.WRatio, limit=_FEW, score_cutoff=_ALIKE)
    return tuple(name for *_, name in found)


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def _wrong(blank: Input, what: str, fix: str, near: tuple[str, ...] = ()) -> InputError:
    return InputError([Wrong(blank.name, what, fix, near)])
