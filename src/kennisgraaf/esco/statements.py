"""The rows of ESCO as N-Triples: SKOS for concepts and names, and ESCO's own model for its classes and relations."""

import re
import unicodedata

from kennisgraaf.errors import SourceError
from kennisgraaf.esco.package import SPACE, Table
from kennisgraaf.namespaces import EXTERNAL

MODEL = SPACE + "model#"
_SKOS, _DCT, _OWL = EXTERNAL["skos"], EXTERNAL["dct"], EXTERNAL["owl"]
_TYPE = EXTERNAL["rdf"] + "type"
_TRUE = f'"true"^^<{EXTERNAL["xsd"]}boolean>'
_MANY = {"altLabels": _SKOS + "altLabel", "hiddenLabels": _SKOS + "hiddenLabel"}
_ONE = {
    "preferredLabel": _SKOS + "prefLabel",
    "description": _DCT + "description",
    "definition": _SKOS + "definition",
    "scopeNote": _SKOS + "scopeNote",
}
_RELATIONS = {"essential": MODEL + "relatedEssentialSkill", "optional": MODEL + "relatedOptionalSkill"}
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def concept(table: Table, row: dict[str, str], *, first: bool) -> bytes:
    """Return the lines about one concept; with first also what is the same in every language."""
    subject = row["uri"]
    lines = [_iri(subject, path, value) for path, value in _facts(table, row)] if first else []
    if first and (code := row.get("code") or _isco_code(subject)):
        lines.append(f'<{subject}> <{_SKOS}notation> "{_text(code)}" .\n')
    if first and row.get("status") == "obsolete":
        lines.append(f"<{subject}> <{_OWL}deprecated> {_TRUE} .\n")
    for name, value in row.items():
        kind, _, language = name.partition("@")
        if language and value:
            lines += [
                f'<{subject}> <{path}> "{_text(text)}"@{language} .\n' for path, text in _texts(table, kind, value)
            ]
    return "".join(lines).encode("utf-8", "replace")


def relation(table: Table, row: dict[str, str]) -> bytes:
    """Return the line of one relation between two concepts. SourceError: its sort is unknown."""
    path = _RELATIONS.get(row["relation"]) if "relation" in row else _SKOS + "broader"
    if path is None:
        what = f"{row['relation'][:40]!r} is neither of {', '.join(_RELATIONS)}"
        raise SourceError(what, fix="Download the CSV package of ESCO again.", file=str(table.path))
    return _iri(row["from"], path, row["to"]).encode()


def _facts(table: Table, row: dict[str, str]) -> list[tuple[str, str]]:
    """Return property and IRI of what is no text; a group of ISCO that a row names stands above it."""
    if not table.kind.scheme:
        return [(_TYPE, _SKOS + "ConceptScheme")]
    facts = [(_TYPE, _SKOS + "Concept"), (_SKOS + "inScheme", f"{SPACE}concept-scheme/{table.kind.scheme}")]
    facts += [(_TYPE, MODEL + table.kind.about)] if table.kind.about else []
    if kind := row.get("type", ""):
        facts.append((MODEL + "skillType", f"{SPACE}skill-type/{_slug(kind.partition('/')[0])}"))
    if reuse := row.get("reuse", ""):
        facts.append((MODEL + "skillReuseLevel", f"{SPACE}skill-reuse-level/{_slug(reuse)}"))
    if isco := row.get("isco", ""):
        facts.append((MODEL + "memberOfISCOGroup", f"{SPACE}isco/C{_slug(isco).removeprefix('c')}"))
    return facts


def _texts(table: Table, kind: str, value: str) -> list[tuple[str, str]]:
    if kind in _MANY:
        return [(_MANY[kind], part) for part in dict.fromkeys(re.split(r"\s*(?:\n|\s\|\s)\s*", value)) if part]
    if kind == "preferredLabel" and not table.kind.scheme:
        return [(_ONE[kind], value), (_DCT + "title", value)]
    return [(_ONE[kind], value)]


def _iri(subject: str, path: str, value: str) -> str:
    return f"<{subject}> <{path}> <{value}> .\n"


def _isco_code(iri: str) -> str:
    found = re.fullmatch(re.escape(SPACE) + r"isco/C(\d{1,4})", iri)
    return found[1] if found else ""


def _slug(word: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")


def clean(value: str) -> str:
    """Return a text without control characters and turns of direction, and with composed letters, as a build wants."""
    return value if value.isascii() and value.isprintable() else unicodedata.normalize("NFC", _UNSEEN.sub("", value))


def _text(value: str) -> str:
    return value.translate(_ESCAPED)
