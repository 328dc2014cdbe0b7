"""Codes of tasks and processes as people write them: B1-K1-W1 and what looks like it; texts without odd characters."""

import re
import unicodedata
from dataclasses import dataclass

_APART = r"[\s./_\-\u2010-\u2015\u2212\u00ad\u200b]*"
_DIGITS = r"([0-9OoIl]{1,2})"
_CODE = re.compile(
    rf"([A-Za-z]){_APART}{_DIGITS}{_APART}K{_APART}{_DIGITS}(?:{_APART}W{_APART}{_DIGITS})?", re.IGNORECASE
)
_AFTER = re.compile(r"(?![\w]|[-\u2010-\u2015]\w)")
_SHORT = re.compile(r"(?:WP?|werkproces)?\s*([0-9]{1,2})", re.IGNORECASE)
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LIKE = str.maketrans("OoIl", "0011")
_BETWEEN = re.compile(r"[\s:.|;,\-\u2013\u2014]*")


@dataclass(frozen=True)
class Code:
    """A code as it should be written, and the text as it was; rest is what follows it."""

    normal: str
    written: str
    rest: str = ""

    @property
    def task(self) -> str:
        """Return the code of the task: the first two parts."""
        return "-".join(self.normal.split("-")[:2])

    @property
    def is_process(self) -> bool:
        """Tell whether it is the code of a process within a task."""
        return self.normal.count("-") > 1


def clean(text: str) -> str:
    """Return a text without characters that nobody sees, one space between words (Unicode NFC)."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def leading(text: str) -> Code | None:
    """Return the code with which a text begins, None if it begins with none. Text: as `clean` leaves it, or raw."""
    text = text.lstrip()
    found = _CODE.match(text)
    if not found or not _AFTER.match(text, found.end()):
        return None
    first, second, third = (part.translate(_LIKE) if part else "" for part in found.groups()[1:])
    if not all(part.isdigit() for part in (first, second, third or "0")):
        return None
    normal = f"{found[1].upper()}{int(first)}-K{int(second)}" + (f"-W{int(third)}" if third else "")
    rest = text[_after(text, found.end()) :].rstrip("\r\n")
    return Code(normal, found[0].strip(), rest)


def whole(text: str) -> Code | None:
    """Return the code that a text is, None if it is no code or more than one."""
    found = leading(text)
    return found if found and not clean(found.rest) else None


def short(text: str, task: str) -> Code | None:
    """Return the code that a bare number of a process (W1, WP 1, 1) is under a task, None if it is none."""
    found = _SHORT.fullmatch(clean(text))
    return Code(f"{task}-W{int(found[1])}", text) if found and task else None


def _after(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
