"""How to refer to something: in the style of APA 7, and as BibTeX, RIS and CSL-JSON for programs that keep references.

A label may hold anything, so each form escapes what it reads as its own: a brace in BibTeX, a line end in RIS.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kennisgraaf.formats import Format

APA = Format("apa", "text/plain", "txt")
BIBTEX = Format("bibtex", "application/x-bibtex", "bib")
RIS = Format("ris", "application/x-research-info-systems", "ris")
CSL = Format("csl", "application/vnd.citationstyles.csl+json", "csl")
FORMS = (APA, BIBTEX, RIS, CSL)
_MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_WORDS = {
    "nl": {"nd": "z.d.", "in": "In", "version": "versie", "dataset": "Dataset"},
    "en": {"nd": "n.d.", "in": "In", "version": "Version", "dataset": "Data set"},
}
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, also those behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "@": r"\symbol{64}",  # some readers begin a new entry at any @
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}


@dataclass(frozen=True)
class Work:
    """What is cited: key names it among others; date as YYYY, YYYY-MM or YYYY-MM-DD; whole is what it stands in.

    dataset: it is a part of this graph; else it is a publication. Texts are in one language, "" where unknown.
    ready: the reference in words, where somebody wrote it already.
    """

    key: str
    title: str
    url: str
    authors: tuple[str, ...] = ()
    date: str = ""
    whole: str = ""
    version: str = ""
    publisher: str = ""
    license: str = ""
    dataset: bool = True
    lang: str = "nl"
    ready: str = ""


def write(works: Sequence[Work], form: Format) -> str:
    """Return references in one of FORMS, each with a line end."""
    if form == CSL:
        return json.dumps([_csl(work) for work in works], ensure_ascii=False, indent=1) + "\n"
    return "\n".join(_WRITERS[form](work) for work in works)


def date(text: str, lang: str) -> str:
    """Return a date in words ("22 november 2026"); the text itself when it is no date."""
    parts = _parts(text)
    if len(parts) < 2 or not 1 <= parts[1] <= 12:  # noqa: PLR2004 - months
        return text
    month = _MONTHS[lang][parts[1] - 1]
    return " ".join([*(str(day) for day in parts[2:]), month, str(parts[0])])


def _apa(work: Work) -> str:
    if work.ready:
        return _line(work.ready) + "\n"
    words = _WORDS[work.lang]
    who = _names([_line(name) for name in work.authors]) or _line(work.publisher)
    when = f"({_apa_date(work)})."
    title = _ended(_line(work.title))
    version = f" ({words['version']} {_line(work.version)})" if work.version else ""
    kind = f" [{words['dataset']}]" if work.dataset else ""
    whole = f"{words['in']} {_line(work.whole)}{version}{kind}." if work.whole else ""
    publisher = _ended(_line(work.publisher)) if work.publisher not in {"", who, *work.authors} else ""
    begin = [_ended(who), when, title] if who else [title, when]
    parts = [*begin, whole, publisher, _ended(work.license), work.url]
    return " ".join(part for part in parts if part) + "\n"


def _apa_date(work: Work) -> str:
    parts = _parts(work.date)
    if not parts:
        return _WORDS[work.lang]["nd"]
    rest = date(work.date, work.lang).removesuffix(str(parts[0])).strip()
    return f"{parts[0]}, {rest}" if len(parts) > 1 and rest else str(parts[0])


def _bibtex(work: Work) -> str:
    parts = _parts(work.date)
    whole = f"{_WORDS[work.lang]['in']} {work.whole}" if work.whole else ""
    fields = {
        "author": " and ".join(_person(name, whole=work.dataset) for name in work.authors),
        "title": f"{{{_latex(work.title)}}}",
        "year": str(parts[0]) if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        "howpublished": _latex(whole),
        "publisher": _latex(work.publisher),
        "version": _latex(work.version),
        "note": _latex(work.license),
        "url": re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", work.url),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{_key(work)},\n" + ",\n".join(lines) + "\n}\n"


def _person(name: str, *, whole: bool) -> str:
    """Return a name; whole keeps it from being split into first and last name, and so do marks that would split it."""
    return f"{{{_latex(name)}}}" if whole or re.search(r",|\band\b", name) else _latex(name)


def _ris(work: Work) -> str:
    parts = _parts(work.date)
    day = "/".join(f"{part:02}" for part in parts)
    tags = [
        ("TY", "DATA" if work.dataset else "RPRT"),
        ("ID", _key(work)),
        *(("AU", name) for name in work.authors),
        ("TI", work.title),
        ("T2", work.whole),
        ("PY", str(parts[0]) if parts else ""),
        ("DA", day),
        ("ET", work.version),
        ("PB", work.publisher),
        ("N1", work.license),
        ("LA", work.lang if work.dataset else ""),
        ("UR", work.url),
    ]
    lines = [f"{tag}  - {_line(value)}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _csl(work: Work) -> dict[str, Any]:
    item = {
        "id": _key(work),
        "type": "dataset" if work.dataset else "report",
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "issued": {"date-parts": [list(_parts(work.date))]} if _parts(work.date) else None,
        "container-title": work.whole,
        "version": work.version,
        "publisher": work.publisher,
        "note": work.license,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" & {names[-1]}" if names else ""


def _parts(text: str) -> tuple[int, ...]:
    """Return year, month and day of a date, as many as it has."""
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def _line(text: str) -> str:
    """Return a text on one line, without characters that control a terminal or the direction of writing."""
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", " ", text).split())


def _ended(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _line(text))


def _key(work: Work) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", work.key).strip("-") or "kennisgraaf"


_WRITERS: Mapping[Format, Callable[[Work], str]] = {APA: _apa, BIBTEX: _bibtex, RIS: _ris}
