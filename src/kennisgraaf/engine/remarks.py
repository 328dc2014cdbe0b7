"""What an engine of others says when it gives no answer: a stranger's words, made into one line that can be shown."""

import re
from html import unescape

_READ = 20_000  # characters
_LONGEST = 200
_ECHO = "SPARQL query:"  # behind this Virtuoso repeats the query


def words(text: str, media_type: str = "") -> str:
    """Return the beginning as one line of plain text; media_type tells whether it is a page (text/html)."""
    said = text[:_READ].partition(_ECHO)[0]
    if "html" in media_type:
        said = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", said)
        said = unescape(re.sub(r"<[^>]*>", " ", said))
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + " …"
