"""What was decided in a sheet as files that others read: SSSOM/TSV for tools that map, Turtle for a graph."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from kennisgraaf import sssom
from kennisgraaf.errors import DraftError
from kennisgraaf.index import words
from kennisgraaf.linking.decision import Decisions
from kennisgraaf.namespaces import ID
from kennisgraaf.sssom import rdf, writing

UNSAID = "https://w3id.org/sssom/license/unspecified"
_NAMELESS = "https://w3id.org/sssom/mappings/"  # where SSSOM's own tools put a set without a name


def _turtle(found: sssom.MappingSet, lang: str, parts: Iterable[str] = ()) -> str:
    named = not found.mapping_set_id.startswith(_NAMELESS)
    return rdf.turtle(found if named else replace(found, mapping_set_id=""), lang, parts=parts)


FORMS: Mapping[str, Callable[[sssom.MappingSet, str, Iterable[str]], str]] = {
    ".tsv": lambda found, *_: writing.tsv(found),
    ".ttl": _turtle,
}


def collect(
    decisions: Decisions, name: str, base: str = "", terms: str = UNSAID, programme: str = ""
) -> sssom.MappingSet:
    """Return what was decided as a set; name: of the sheet; base: what its IRI begins with; terms: of use, an IRI.

    programme: what the rows together are called; they become parts of one thing with an IRI of its own below base, so
    that what it covers can be asked. The same decisions always get the same IRI. TableError: the sheet has faults.
    DraftError: nothing is decided; a programme without a base.
    """
    if programme and not base:
        raise DraftError("A programme of yours needs an address of yours.", fix="Give --base https://... too.")
    about = sssom.MappingSet(
        mapping_set_title=programme or name,
        subject_source=base + "-".join(word for word, _, _ in words.split(words.plain(programme))) if programme else "",
        license=terms,
        mapping_tool="kennisgraaf",
        mapping_tool_version=metadata.version("kennisgraaf"),
    )
    found = decisions.collected(about)
    if not found.mappings:
        fix = "Choose a decision in at least one row, with a confidence and a reason."
        raise DraftError(f"Nothing is decided in {name}: {len(decisions.open)} rows are open.", fix=fix)
    ends = "\n".join(f"{one.subject_id} {one.predicate_id} {one.object_id}" for one in found.mappings)
    own = uuid5(NAMESPACE_URL, ends)
    return replace(found, mapping_set_id=f"{base}mappingset-{own}" if base else f"{_NAMELESS}{own}")


def files(found: sssom.MappingSet, out: Path, lang: str, parts: Iterable[str] = ()) -> Iterator[tuple[Path, bytes]]:
    """Yield (path, content): one file where out says its form (.tsv, .ttl), else both forms in that folder.

    parts: IRIs of ours that belong to the programme too, although nothing was decided on them.
    """
    if out.suffix.lower() in FORMS and not out.is_dir():
        yield out, FORMS[out.suffix.lower()](found, lang, parts).encode()
        return
    if out.suffix and not out.is_dir():
        raise DraftError(f"{out.name} is no form that mappings have.", fix="End it in .tsv or .ttl, or name a folder.")
    for ending, write in FORMS.items():
        yield out / f"mappings{'.sssom' if ending == '.tsv' else ''}{ending}", write(found, lang, parts).encode()


def whole(name: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI that was written whole, as a CURIE, or as type and code of ours. DraftError: it is none."""
    if name.startswith(("http://", "https://")) and name == "".join(name.split()):
        return name
    prefix, colon, code = name.partition(":")
    if colon and code and prefix in prefixes:
        return prefixes[prefix] + code
    kind, slash, code = name.partition("/")
    if slash and kind and code and ":" not in name:
        return ID + name
    raise DraftError(f"{name!r} is no IRI.", fix="Write https://..., or a name of ours such as organisatie:redactie.")
