"""Changing statements in a Turtle file, and writing several files at once or none."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf import layout, turtle
from kennisgraaf.errors import MachineError, SourceError

Change = Callable[[ox.Quad], ox.Quad | None]


def add(text: str, name: str, statements: str) -> str:
    """Return a Turtle text with more statements (Turtle that declares its own prefixes), in the fixed form."""
    return layout.layout(f"{text}\n{statements}", name)


def change(text: str, name: str, each: Change) -> str:
    """Return a Turtle text with each statement as `each` gives it back (None: left out), in the fixed form.

    SourceError: the text is not valid, or a comment between the statements would be lost.
    """
    quads, prefixes = turtle.parse(text, name)
    found = [quad for before in quads if (quad := each(before))]
    if found == quads:
        return text
    head = [f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in prefixes.items()]
    body = ox.serialize((quad.triple for quad in found), format=ox.RdfFormat.N_TRIPLES) or b""
    return layout.layout("\n".join([*_comments(text, name), *head, body.decode()]), name)


def _comments(text: str, name: str) -> list[str]:
    """Return the comments at the top; SourceError where others stand."""
    kept: list[str] = []
    top = True
    for token in turtle.tokens(text, name):
        top = top and token.kind == "comment"
        if token.kind == "comment" and not top:
            fix = "Move it to the top of the file, or say it in a skos:editorialNote."
            raise SourceError("A comment would be lost here", fix=fix, file=name, line=token.line)
        kept += [token.text] * top
    return kept


def write(texts: Mapping[Path, str]) -> None:
    """Write all files, or none. MachineError: the disk is full or not writable; every file is as it was."""
    before = {path: path.read_bytes() for path in texts}
    beside = {path: path.with_name(f".{path.name}.new") for path in texts}
    done: list[Path] = []
    try:
        for path, text in texts.items():
            beside[path].write_text(text, encoding="utf-8", newline="\n")
        for path in texts:
            beside[path].replace(path)
            done.append(path)
    except OSError as error:
        for path in done:
            path.write_bytes(before[path])
        raise MachineError(f"Nothing was written: {error}", fix="Free room, or check the rights.") from error
    finally:
        for path in beside.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)
