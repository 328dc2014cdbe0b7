"""A property path of SPARQL written as SHACL writes it (SHACL section 2.3.1), in Turtle.

A finding has its path as SPARQL does, because people read it; SHACL's report wants it as a structure of blank nodes.
"""

import re

_TOKEN = re.compile(r"<[^>]*>|[\^|/()*+?]")
_REPEATED = {"*": "sh:zeroOrMorePath", "+": "sh:oneOrMorePath", "?": "sh:zeroOrOnePath"}


def rewrite(path: str) -> str:
    """Return a path as a Turtle term; a single IRI may stand without angle brackets.

    ValueError: this is no path.
    """
    if ":" in path and not re.search(r"[<>]", path):
        return f"<{path}>"
    tokens = _TOKEN.findall(path)
    if "".join(tokens) != path:
        raise ValueError(path)
    made, rest = _alternatives(tokens)
    if rest:
        raise ValueError(path)
    return made


def _alternatives(tokens: list[str]) -> tuple[str, list[str]]:
    """Follow a|b; return it in Turtle, and the tokens after it."""
    parts, tokens = _separated(tokens, "|")
    return (parts[0] if len(parts) == 1 else f"[ sh:alternativePath ( {' '.join(parts)} ) ]"), tokens


def _sequence(tokens: list[str]) -> tuple[str, list[str]]:
    parts, tokens = _separated(tokens, "/")
    return (parts[0] if len(parts) == 1 else f"( {' '.join(parts)} )"), tokens


def _separated(tokens: list[str], sign: str) -> tuple[list[str], list[str]]:
    step = _sequence if sign == "|" else _step
    part, tokens = step(tokens)
    parts = [part]
    while tokens[:1] == [sign]:
        part, tokens = step(tokens[1:])
        parts.append(part)
    return parts, tokens


def _step(tokens: list[str]) -> tuple[str, list[str]]:
    """Follow ^a, a*, (a) or an IRI."""
    first, tokens = (tokens[0], tokens[1:]) if tokens else ("", [])
    if first == "^":
        made, tokens = _step(tokens)
        return f"[ sh:inversePath {made} ]", tokens
    if first == "(":
        made, tokens = _alternatives(tokens)
        if tokens[:1] != [")"]:
            raise ValueError(first)
        tokens = tokens[1:]
    elif first.startswith("<"):
        made = first
    else:
        raise ValueError(first)
    while tokens and tokens[0] in _REPEATED:
        made, tokens = f"[ {_REPEATED[tokens[0]]} {made} ]", tokens[1:]
    return made, tokens
