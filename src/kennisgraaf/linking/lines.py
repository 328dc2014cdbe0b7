"""A plain text of a qualification file, as pasted or as taken from a PDF: lines that begin with a code, and context.

A name may stand behind its code or on the next line, and may go on in the line below; what is no line of a code,
a number or a level is left alone.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from kennisgraaf.linking import codes
from kennisgraaf.linking.rows import Row, row_of
from kennisgraaf.sheets import Cell
from kennisgraaf.sheets.grids import Remark

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))["lines"]
_CONTEXT = {name: re.compile(_WORDS[name], re.IGNORECASE) for name in ("number", "file", "level", "qualification")}
_BEFORE = re.compile(
    rf"^[\s>*•·▪◦|\-–]*(?:(?:{'|'.join([*_WORDS['task'], *_WORDS['process']])})\b\s*[:.]?\s*)?"
    r"(?:\d+(?:\.\d+)*[.)]?\s+)?",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\s*(?:\.{3,}|…+|(?:\s\.){3,})\s*\d*\s*$")
_LONGEST_NAME = 200
_LONG_ENOUGH = 20  # of a name that may go on in the next line


def rows(lines: Sequence[Cell]) -> tuple[list[Row], list[Remark]]:
    """Return the rows in lines of text, each with the number, level and task that were said last before it."""
    text = _Text(lines)
    return list(text.rows()), text.remarks


class _Text:
    """Reads lines; remarks has what there is to say."""

    def __init__(self, lines: Sequence[Cell]) -> None:
        self.lines = [one for one in lines if codes.clean(one.text)]
        self.remarks: list[Remark] = []
        self._said: dict[str, str] = {}

    def rows(self) -> Iterator[Row]:
        """Yield a row for each line that begins with the code of a process."""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            code = self._code(line.text)
            at += 1
            if not code:
                self._context(line.text)
                continue
            name, at = self._name(code, at)
            if code.is_process:
                yield row_of(line.place, {**self._said, "process": code.written, "name": name})
            else:
                self._said |= {"task": code.written, "task_name": name}

    def _context(self, text: str) -> None:
        for name, pattern in _CONTEXT.items():
            found = pattern.search(codes.clean(text))
            if found:
                said = next(part for part in found.groups() if part)
                if name == "number" and said != self._said.get(name, said):
                    self._said = {}  # another one begins: what was said before is about the last one
                self._said[name] = said

    def _code(self, text: str) -> codes.Code | None:
        begin = _BEFORE.match(text)
        return codes.leading(text) or (codes.leading(text[begin.end() :]) if begin else None)

    def _name(self, code: codes.Code, at: int) -> tuple[str, int]:
        """Return the name that belongs to a code, and the line after it."""
        name = _LEADERS.sub("", code.rest)
        if not name and at < len(self.lines) and self._is_name(self.lines[at].text):
            name, at = _LEADERS.sub("", self.lines[at].text.strip()), at + 1
        while name and at < len(self.lines) and self._goes_on(name, self.lines[at].text):
            more = codes.clean(self.lines[at].text)
            name = name[:-1] + more if name.endswith("-") else f"{name} {more}"
            self.remarks.append(Remark("wrapped", self.lines[at].place, {"read": name}))
            at += 1
        return name, at

    def _is_name(self, text: str) -> bool:
        said = codes.clean(text)
        return (
            not self._code(text) and len(said) <= _LONGEST_NAME and not any(p.search(said) for p in _CONTEXT.values())
        )

    def _goes_on(self, name: str, text: str) -> bool:
        said = codes.clean(text)
        open_end = name.endswith("-") or (len(name) >= _LONG_ENOUGH and not name.endswith((".", "?", "!")))
        return open_end and said[:1].islower() and self._is_name(text) and len(name) + len(said) <= _LONGEST_NAME
