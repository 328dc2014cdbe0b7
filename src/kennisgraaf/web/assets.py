"""The scripts that were made of packages when the project was set up; without them pages show their plain forms."""

import json
from functools import cache
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
