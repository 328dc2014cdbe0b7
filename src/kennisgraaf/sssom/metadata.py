"""The head of an SSSOM file: YAML about the set, read without believing any of it.

Every scalar is a text until its slot says what it is ("1.0" stays "1.0"), no tag makes an object, and an alias, with
which a small text can stand for an endless one, is refused. The place of each value is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from kennisgraaf.errors import Fault

_NOTHING = ("", "~", "null", "Null", "NULL")
_FIX = "Write the head as in https://mapping-commons.github.io/sssom/spec-formats-tsv/."


@dataclass(frozen=True)
class Placed:
    """A value and where it stands: line and column, 1-based."""

    value: "str | list[Placed] | dict[str, Placed]"
    line: int
    column: int

    def texts(self) -> "list[Placed]":
        """Return the texts: of a list each, of a text that one, of anything else none."""
        if isinstance(self.value, list):
            return [one for one in self.value if isinstance(one.value, str) and one.value not in _NOTHING]
        return [self] if isinstance(self.value, str) and self.value not in _NOTHING else []


class Head:
    """A head in YAML; faults has what is wrong with it, said with the name of the file."""

    def __init__(self, text: str, name: str, margin: int = 0) -> None:
        """Read a text; margin: how many characters before it were taken off each line."""
        self.name, self._margin = name, margin
        self.faults: list[Fault] = []
        self.slots: dict[str, Placed] = {}
        try:
            self._read(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1 + margin) if mark else (1, 1)
            self.fault(line, column, f"The head is no YAML: {error.problem or error.context}.", _FIX)
        except (yaml.YAMLError, RecursionError) as error:
            self.fault(1, 1, f"The head is no YAML: {' '.join(str(error).split())[:200]}.", _FIX)

    def fault(self, line: int, column: int, what: str, fix: str) -> None:
        """Remember what is wrong at a place."""
        self.faults.append(Fault(f"{self.name}:{line}:{column}", what, fix))

    def _read(self, text: str) -> None:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                mark = event.start_mark
                self.fault(mark.line + 1, mark.column + 1 + self._margin, "An alias is refused.", "Write it out.")
                return
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            return
        found = self._placed(root)
        if isinstance(found.value, dict):
            self.slots = found.value
        else:
            self.fault(found.line, found.column, "The head is no list of slots with their values.", _FIX)

    def _placed(self, node: yaml.Node) -> Placed:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1 + self._margin
        if isinstance(node, yaml.ScalarNode):
            return Placed(node.value, line, column)
        if isinstance(node, yaml.SequenceNode):
            return Placed([self._placed(one) for one in node.value], line, column)
        return Placed(dict(self._pairs(node)), line, column)

    def _pairs(self, node: yaml.Node) -> Iterator[tuple[str, Placed]]:
        met = set()
        for key, value in node.value:
            if key.value in met or not isinstance(key, yaml.ScalarNode):
                line, column = key.start_mark.line + 1, key.start_mark.column + 1 + self._margin
                self.fault(line, column, "A name that stands here twice, or is no text.", "Keep one.")
                continue
            met.add(key.value)
            yield key.value, self._placed(value)
