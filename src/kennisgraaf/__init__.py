"""A knowledge graph of Dutch social work, from Turtle files to the web.

Read it from the ground up. A module imports only from floors below its own
(tests/test_architecture.py reads this picture and holds the code to it):

    11  cli
    10  freeze
     9  web
     8  api publication retirement drafts composition linking reconciliation upkeep
     8  coverage patterns comparison manual pictures browsing
     7  questions description search trial consequences exchange matching proof delivery
     6  build engine table esco
     5  inspection history explanation
     4  changes ledger index catalog sheets location
     3  sources reasoning validation forms sssom snippets
     2  layout foreign dump git record rules fingerprint
     1  turtle project release reports edits profiles citation
     0  errors findings formats namespaces near version languages

For programs: `kennisgraaf.open()` gives the release in use; see kennisgraaf.api.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """Load the interface for programs when it is asked for: a command that needs none of it starts at once."""
    if name == "open":
        from kennisgraaf.api import open_release  # noqa: PLC0415

        return open_release
    raise AttributeError(f"module 'kennisgraaf' has no attribute {name!r}")
