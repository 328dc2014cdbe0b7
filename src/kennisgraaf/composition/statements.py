"""A composition as RDF: a profile with its requirements, in the words of the ontology, ready to be checked and kept.

The names begin with an IRI of the reader's own when one is given, and else follow from the choice (urn:uuid, RFC 9562,
version 5), so that equal choices have equal names. As JSON-LD it brings the part of our context that it uses along.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kennisgraaf.composition.composition import LANGUAGES, Composition
from kennisgraaf.composition.wording import plain, words
from kennisgraaf.engine import Engine, term_iri, term_text
from kennisgraaf.errors import InputError, QueryError, Wrong
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import EXTERNAL

_QUERY = Template(Path(__file__).with_name("profile.rq").read_text(encoding="utf-8"))
_TYPE = EXTERNAL["rdf"] + "type"
_SHORTEST = 10  # characters of an explanation that the shapes accept


def write(engine: Engine, composed: Composition, form: Format, base: str, context: Mapping[str, Any]) -> bytes:
    """Return the statements in a form of RDF.

    base: what names begin with, "" for names that follow from the choice; context: word → its definition (JSON-LD).
    InputError: base is no web address.
    """
    names = _Names(composed.link, base)
    whole = " ".join(term_iri(iri) for iri in (names.of("profile"), names.of("work"), composed.link))
    texts = "\n".join(f"({title} {note})" for title, note in _texts(composed))
    parts = "\n".join(f"({row})" for row in _parts(composed, names))
    query = _QUERY.substitute(whole=f"({whole})", texts=texts, parts=parts)
    body = engine.query(query, form).body
    return _compact(json.loads(body), context) if form.name == "jsonld" else body


class _Names:
    """The names of the new things."""

    def __init__(self, link: str, base: str) -> None:
        try:
            self._base = base and term_iri(base.rstrip("#/"))[1:-1]
        except QueryError:
            self._base = "-"
        if self._base and not self._base.startswith(("https://", "http://")):
            fix = "Give a web address that is yours, such as https://example.org/profiel."
            raise InputError([Wrong("basis", f"basis is {base[:100]!r}, which is no web address.", fix)])
        self._seed = uuid5(NAMESPACE_URL, link)

    def of(self, part: str) -> str:
        return f"{self._base}#{part}" if self._base else f"urn:uuid:{uuid5(self._seed, part)}"


def _texts(composed: Composition) -> Iterator[tuple[str, str]]:
    """Yield title and explanation in each language; the reader's own words hold for all of them."""
    choice = composed.choice
    for lang in LANGUAGES:
        said = words(lang)
        own = choice.note if len(choice.note) >= _SHORTEST else ""
        note = own or said["explanation"].format(number=len(choice.things))
        yield term_text(plain(choice.title or said["untitled"]), lang), term_text(plain(note), lang)


def _parts(composed: Composition, names: _Names) -> Iterator[str]:
    """Yield a row for each level of each thing, or one without."""
    for thing, levels in composed.choice.things.items():
        requirement = term_iri(names.of(composed.stock.codes.of(thing)))
        for level in levels:
            yield f"{requirement} {term_iri(thing)} {term_iri(composed.stock.levels[level].relation)} {term_iri(level)}"
        if not levels:
            yield f"{requirement} {term_iri(thing)} UNDEF UNDEF"


def _compact(found: list[dict[str, Any]], context: Mapping[str, Any]) -> bytes:
    """Return expanded JSON-LD in the words of a context (JSON-LD 1.1, 4.2), with those of its words that it uses."""
    known = {_iri(definition): word for word, definition in context.items() if _iri(definition)}
    nodes: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for part in found:
        for name, values in part.items():
            if name == _TYPE:
                nodes[part["@id"]]["@type"] += [one["@id"] for one in values]
            elif name != "@id":
                nodes[part["@id"]][name] += values
    graph = [{"@id": iri, **_node(own, known, context)} for iri, own in sorted(nodes.items())]
    used = {known[iri] for own in nodes.values() for iri in (*own, *own.get("@type", ())) if iri in known}
    whole = {"@context": {"@version": 1.1, **{word: context[word] for word in sorted(used)}}, "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _node(own: Mapping[str, list[Any]], known: Mapping[str, str], context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a node by the words for them, its types first."""
    found: dict[str, Any] = {}
    for name, values in sorted(own.items()):
        word = known.get(name, name)
        types = name == "@type"
        found[word] = sorted(known.get(iri, iri) for iri in values) if types else _values(values, context.get(word))
    return found


def _iri(definition: object) -> str:
    """Return the IRI that a definition gives a word, "" for a prefix and for what has none."""
    iri = definition.get("@id", "") if isinstance(definition, dict) else definition
    return iri if isinstance(iri, str) and not iri.endswith(("#", "/")) and "://" in iri else ""


def _values(values: list[dict[str, Any]], definition: object) -> Any:
    """Return values as the definition of their word has them read."""
    kind = definition if isinstance(definition, dict) else {}
    if kind.get("@container") == "@language" and all("@language" in value for value in values):
        return {value["@language"]: value["@value"] for value in sorted(values, key=lambda v: v["@language"])}
    if kind.get("@type") == "@id" and all(set(value) == {"@id"} for value in values):
        plain_ = sorted(value["@id"] for value in values)
        return plain_[0] if len(plain_) == 1 else plain_
    return sorted(values, key=json.dumps)
