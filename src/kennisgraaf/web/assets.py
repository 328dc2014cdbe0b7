"""Files beside pages: which scripts were made when the project was set up, and what tells a file from others.

Without those scripts pages show their plain forms.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

_MADE = Path(__file__).parent / "static" / "made"


@cache
def script(name: str, made: Path = _MADE) -> str:
    """Return the path below /static of what was made of a source ("editor.js"), "" when it was not made.

    The name holds a hash of what is in it.
    """
    try:
        file = json.loads((made / "manifest.json").read_text(encoding="utf-8"))[name]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return f"/static/{made.name}/{file}" if (made / str(file)).is_file() else ""


@cache
def tag(path: Path) -> str:
    """Return what tells a file from others: 32 hex digits that follow from what is in it."""
    return sha256(path.read_bytes()).hexdigest()[:32]
