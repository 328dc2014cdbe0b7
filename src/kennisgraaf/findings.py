"""What a check found: a finding, the place where it stands, and its explanation, as plain values.

Shapes, the ledger and the other checks all make findings; explaining and reporting them is the same for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib.term import Node

Statement = tuple[Node, Node, Node]
SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Place:
    """Where something stands: file as people know it, line and column (1-based), and the column just after it.

    Columns count characters, not bytes; line, column and end are 0 where they are not known.
    """

    file: str
    line: int = 0
    column: int = 0
    end: int = 0

    def __str__(self) -> str:
        """Write it as compilers do: file:line:column."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True)
class Finding:
    """One objection of one rule to one thing.

    path is an IRI or a SPARQL property path, "" where the thing itself is wrong; value is the offending value, None
    where something is missing; severity is "Violation", "Warning" or "Info"; messages go from language to text.

    component is the kind of constraint ("MinCount", "Class", "SPARQL", ... as in SHACL, without "ConstraintComponent"),
    "" for a rule that is no shape; source is the very shape that objects: blank where it has no name, while shape is
    the named one around it. causes are the findings within (sh:detail). statements are those that together make the
    fault, the worst first; empty where thing, path and value say enough. place is for a rule that knows better than its
    statements where the fault stands (a prefix, a line of the ledger). remedy is a ready line to write, "" if unknown.
    """

    thing: Node
    shape: Node
    path: str
    value: Node | None
    severity: str
    messages: Mapping[str, str] = field(compare=False)
    component: str = field(default="", compare=False)
    source: Node | None = field(default=None, compare=False)
    causes: "tuple[Finding, ...]" = field(default=(), compare=False)
    statements: tuple[Statement, ...] = field(default=(), compare=False)
    place: Place | None = field(default=None, compare=False)
    remedy: str = field(default="", compare=False)

    @property
    def order(self) -> tuple[str, ...]:
        """The sort key: thing, shape, path, value."""
        return (str(self.thing), str(self.shape), self.path, "" if self.value is None else self.value.n3())


@dataclass(frozen=True)
class Explanation:
    """A finding as people need it; the texts go from language ("nl", "en") to text.

    places: where the fault stands first, then what it conflicts with; never empty for what stands in a file. excerpt:
    the source line of the first place. expected, found and mend are sentences; causes are the sentences of nested
    findings in reading order, each with its depth (1, 2, ...); snippet is a ready piece of Turtle, "" if unknown.
    """

    finding: Finding
    places: tuple[Place, ...]
    excerpt: str
    expected: Mapping[str, str]
    found: Mapping[str, str]
    mend: Mapping[str, str]
    causes: tuple[tuple[int, Mapping[str, str]], ...] = ()
    snippet: str = ""
