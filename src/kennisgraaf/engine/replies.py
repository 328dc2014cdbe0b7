"""A worker's reply that is no answer, as an error that a reader can act on."""

from collections.abc import Mapping
from difflib import get_close_matches

from kennisgraaf.engine import frames, mistakes
from kennisgraaf.engine.gate import undeclared
from kennisgraaf.engine.hints import unjoined
from kennisgraaf.engine.lexer import Token, place
from kennisgraaf.engine.limits import Limits
from kennisgraaf.errors import LimitError, MachineError, NotAcceptable, QueryError, UnavailableError

_PAGE = "Ask for a part with ORDER BY, LIMIT and OFFSET, or use the downloads."
_LOOK = "Look here and just before: a bracket, a full stop or a quote may be missing."
_NEAR, _FEW = 30, 8


def over_limit(limit: str, limits: Limits, text: str = "") -> LimitError:
    """Make the error for "time", "memory", "rows" or "bytes"; with the text of the query it may say more."""
    what, fix = {
        "time": (
            f"The query was not finished after {limits.seconds:g} s.",
            "Join every pattern with the others by a variable, filter early, or add a LIMIT.",
        ),
        "memory": (
            f"The query needed more than {limits.megabytes} MB of memory.",
            "Join every pattern with the others by a variable; avoid ORDER BY, DISTINCT and GROUP BY on large results.",
        ),
        "rows": (f"The answer has more than {limits.rows} rows.", _PAGE),
        "bytes": (f"The answer has more than {limits.answer_bytes} bytes.", _PAGE),
    }[limit]
    retry = int(limits.refused) if limit in {"time", "memory"} else 0
    fix = unjoined(text) if retry and unjoined(text) else fix
    return LimitError(what, fix=fix, limit=limit, retry_after=retry)


def abandoned() -> LimitError:
    """Make the error of a query whose client went away."""
    return LimitError("Nobody waits for this answer.", fix="Ask again.", limit="load", retry_after=1)


def raise_for(reply: frames.Head, text: str, prefixes: Mapping[str, str], limits: Limits) -> None:
    """Raise what a reply's "error" says; nothing when it holds an answer."""
    kind = reply.get("error")
    if kind in {"time", "memory", "rows", "bytes"}:
        raise over_limit(kind, limits, text)
    if kind == "syntax":
        raise _syntax(reply, text, prefixes)
    if kind == "xml":
        raise NotAcceptable(
            f"This answer cannot be written in this format ({reply['what']}).",
            fix="Choose another format: JSON for tables, Turtle for graphs.",
        )
    if kind == "nonsense":
        raise UnavailableError(f"The engine answered what nobody can read: {reply['what']}")
    if kind == "query":
        raise QueryError(f"The query cannot be answered: {reply['what']}", fix="Change the query.")
    if kind:
        raise MachineError(f"The query failed: {reply['what']}", fix="Try again; tell the maintainers if it stays so.")


def _syntax(reply: frames.Head, text: str, prefixes: Mapping[str, str]) -> QueryError:
    """Say where the engine stopped reading, and why as far as it knows; an undeclared prefix is the usual reason."""
    name = undeclared(text, prefixes)
    if name:
        return _unknown_prefix(name, text, prefixes)
    if mistake := mistakes.find(text):
        line, column = place(text, mistake.at)
        what = f"Line {line}, column {column}: this is not SPARQL. {mistake.what}"
        return QueryError(what, fix=mistake.fix, line=line, column=column)
    line, column, expected = reply["line"], reply["column"], reply["expected"]
    near = text.split("\n")[line - 1][column - 1 :][:_NEAR].strip() if line else ""
    where = f"Line {line}, column {column}: this is not SPARQL" + (f', near "{near}"' if near else "")
    what = reply["what"].rstrip(".")
    look = f"Here could stand: {' '.join(expected)}." if 1 < len(expected) <= _FEW and not what else _LOOK
    return QueryError(
        f"{where}; {what}." if what else f"{where}.",
        fix=mistakes.remedy(what) or look,
        line=line,
        column=column,
    )


def _unknown_prefix(name: Token, text: str, prefixes: Mapping[str, str]) -> QueryError:
    """Name the prefix, and the one that may be meant."""
    line, column = place(text, name.at)
    prefix = name.text.partition(":")[0]
    close = get_close_matches(prefix, prefixes, 1)
    hint = f"Did you mean {close[0]}:? Or declare" if close else "Declare"
    return QueryError(
        f"Line {line}, column {column}: the prefix {prefix}: is not declared.",
        fix=f"{hint} it, with PREFIX {prefix}: <…>.",
        line=line,
        column=column,
    )
